"""What could be planned otherwise, or obtained, so that a requirement holds: the facts that are stated.

What the text of the call settles is nobody's to change: of such a fact nothing is proposed.
"""

from collections.abc import Iterator
from typing import cast

from rules.context import Context
from rules.facts import FactValue, Participant
from rules.mending.changes import Change, Plan
from rules.mentions import named_facts, parts
from rules.requirements import Admit, AnyRequirement, Declared, Filter, Span, When
from rules.sentences.mending import adopt_said, fact_said, leave_said
from rules.sentences.stated import filters_in

MOST_CHOICES = 4
"""So many other values of one fact are tried."""


def stated(requirement: Declared, plan: Plan, context: Context) -> Iterator[Plan]:
    """The value that is asked for; of a span its nearer end."""
    expected = requirement.expected
    if isinstance(expected, Span):
        value = plan.facts.get(requirement.fact)
        if isinstance(value, bool | str | list) or value is None or expected.countries is not None:
            return
        expected = expected.min if expected.min is not None and value < expected.min else expected.max
    if expected is not None and not isinstance(expected, list) and _is_open_to_change(requirement.fact, context):
        yield _declared(requirement.fact, cast(FactValue, expected), plan, context)


def chosen_otherwise(requirement: AnyRequirement, about: str | None, plan: Plan, context: Context) -> Iterator[Plan]:
    """Another value of each text that is stated and on which the requirement hangs: one that it names, or a choice.

    What is stated of the participant itself goes before what is declared about the proposal.
    """
    who = next((participant for participant in plan.asked if participant.id == about), None)
    for name in sorted(named_facts(requirement)):
        own = who is not None and name in who.facts
        held = who.facts[name] if who is not None and own else plan.facts.get(name)
        if not isinstance(held, str) or not _is_open_to_change(name, context):
            continue
        for value in [one for one in _choices(name, requirement, context) if one != held][:MOST_CHOICES]:
            yield _told(who, name, value, plan, context) if who and own else _declared(name, value, plan, context)


def _choices(name: str, requirement: AnyRequirement, context: Context) -> list[str]:
    """The values that the requirement names, then those that the rulebook does."""
    named: list[object] = []
    for part in parts(requirement):
        if isinstance(part, Filter):
            named.append((part.fact or {}).get(name))
        elif isinstance(part, When):
            named.append((part.declared or {}).get(name))
    declared = context.names.get(name)
    choices = declared.choices if declared else ()
    return list(dict.fromkeys(value for value in (*named, *choices) if isinstance(value, str)))


def _is_open_to_change(name: str, context: Context) -> bool:
    declared = context.names.get(name)
    return declared is None or declared.settled_by == "applicant"


def _declared(name: str, value: FactValue, plan: Plan, context: Context) -> Plan:
    change = Change(op="set_fact", where={"fact": name}, value=_plain(value))
    facts: dict[str, FactValue] = {**plan.facts, name: value}
    return plan.then(fact_said(name, value, context.words), [change], facts=facts)


def _told(who: Participant, name: str, value: FactValue, plan: Plan, context: Context) -> Plan:
    change = Change(op="set_fact", participant=who.id, where={"fact": name}, value=_plain(value))
    those = plan.replaced(who.model_copy(update={"facts": {**who.facts, name: value}}))
    return plan.then(fact_said(name, value, context.words, who.organisation.label), [change], those)


def _plain(value: FactValue) -> bool | int | float | str | None:
    return None if isinstance(value, list) else value


def with_a_plan(partner: Participant, requirement: Admit, plan: Plan) -> Iterator[Plan]:
    """A gender equality plan can still be adopted before the grant is signed."""
    asks_for_one = any(part.gender_equality_plan is not None for part in filters_in(requirement.where))
    if asks_for_one and partner.organisation.gender_equality_plan is False:
        with_plan = partner.organisation.model_copy(update={"gender_equality_plan": True})
        those = plan.replaced(partner.model_copy(update={"organisation": with_plan}))
        change = Change(op="set_fact", participant=partner.id, where={"fact": "gender_equality_plan"}, value=True)
        yield plan.then(adopt_said(partner.organisation.label), [change], those)


def with_leave(partner: Participant, requirement: Admit, plan: Plan, context: Context) -> Iterator[Plan]:
    """What would lift the bar, if it came true of this participant."""
    facts = requirement.unless.fact if requirement.unless else None
    for name, value in (facts or {}).items():
        if _is_open_to_change(name, context):
            those = plan.replaced(partner.model_copy(update={"facts": {**partner.facts, name: value}}))
            change = Change(op="set_fact", participant=partner.id, where={"fact": name}, value=_plain(value))
            yield plan.then(leave_said(partner.organisation.label, name, context.words), [change], those)
