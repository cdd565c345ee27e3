"""Who may take part in which role, and who may coordinate, in words."""

from collections.abc import Mapping, Sequence

from rules.codes import Role
from rules.facts import FactValue, Participant
from rules.language import N_, _, either, join
from rules.requirements import Admit, Coordinator, Filter
from rules.sentences.filters import describe, predicate
from rules.sentences.questions import facts_not_stated
from rules.sentences.stated import stated_facts
from rules.sentences.words import Words, a_role, in_roles_named, said_once


def admission_needed(requirement: Admit, words: Words) -> str:
    """Who may, or may not, take the roles concerned."""
    who = describe(requirement.where, words)
    excuse = excused(requirement, words)
    if requirement.effect == "downgrade":
        role = a_role(Role(requirement.to or Role.ASSOCIATED_PARTNER))
        return _("an organisation {who}, only as {role}", who=who, role=role) + excuse
    everywhere = set(requirement.roles) >= set(Role)
    roles = "" if everywhere else in_roles_named(requirement.roles)
    said = _(_NEEDED[requirement.effect, everywhere], who=who, roles=roles)
    return said if requirement.effect == "permit" else said + excuse


_NEEDED = {
    ("allow_only", True): N_("only an organisation {who}"),
    ("allow_only", False): N_("as {roles}, only an organisation {who}"),
    ("deny", True): N_("no organisation {who}"),
    ("deny", False): N_("as {roles}, no organisation {who}"),
    ("permit", True): N_("an organisation {who} may take part as well"),
    ("permit", False): N_("an organisation {who} may take part as well, as {roles}"),
}
"""What is asked of everybody, and of those in some roles."""


@said_once
def excused(requirement: Admit, words: Words) -> str:
    """What would lift a bar, as the end of a sentence; empty where nothing does."""
    if requirement.unless is None:
        return ""
    ways = excuses(requirement.unless)
    who = either(predicate(way, words) for way in ways if way.fact is None)
    said = [_("it is {who}", who=who)] if who else []
    for way in ways:
        if way.fact is not None:
            rest = predicate(way.model_copy(update={"fact": None}), words)
            facts = _facts(way.fact, words)
            said.append(_("{facts} and it is {who}", facts=facts, who=rest) if rest else facts)
    return _unless(said)


def _unless(ways: Sequence[str]) -> str:
    said, *others = ways
    for other in others:
        said = _("{said}, or {other}", said=said, other=other)
    return ", " + _("unless {excuse}", excuse=said)


def excuses(unless: Filter) -> Sequence[Filter]:
    """The ways in which a bar may be lifted."""
    return unless.any_of if unless.any_of is not None and unless.model_fields_set <= {"any_of"} else (unless,)


def granted(facts: Sequence[Mapping[str, FactValue]], words: Words) -> str:
    """What others would have to grant to somebody who is barred, as the end of a sentence; perhaps nothing."""
    return _unless([_facts(one, words) for one in facts]) if facts else ""


def _facts(facts: Mapping[str, FactValue], words: Words) -> str:
    return join(words.fact_said(name, value) for name, value in facts.items())


def admission_found(
    requirement: Admit, who: Participant, unknown: frozenset[str], declared: Mapping[str, FactValue], words: Words
) -> str:
    """What is stated of one participant, and what is not; ``declared`` are the facts of the proposal."""
    label = who.organisation.label
    stated = stated_facts(who, requirement.where, words, declared)
    said = f"{label}: {stated}" if stated else ""
    if unknown:
        missing = _("not stated of {name}: {facts}", name=label, facts=facts_not_stated(unknown, words))
        return f"{said}; {missing}" if said else missing
    return said or _("nothing is stated that would concern {name}", name=label)


def admission_missing(lower: Role | None, is_known: bool) -> str:
    """What a participant may not do, or what is not known."""
    if not is_known:
        return _("a fact that nobody has stated")
    return _("may only be {role}", role=a_role(lower)) if lower else _("may not take part")


def unpaid(excuse: str) -> str:
    """The same where the bar is about money alone: whoever takes part without is not concerned."""
    return _("gets no money from the grant") + excuse


def coordinator_needed(requirement: Coordinator, words: Words) -> str:
    """Who may coordinate."""
    if not predicate(requirement.where, words):
        return _(NOBODY[1])
    return _("a coordinator {who}", who=describe(requirement.where, words))


NOBODY = (N_("nobody coordinates yet"), N_("a coordinator"))
"""What is found, and what is missing, in a draft."""


def coordinator_found(requirement: Coordinator, lead: Participant, unknown: frozenset[str], words: Words) -> str:
    """Who coordinates, and what is stated of it."""
    stated = stated_facts(lead, requirement.where, words)
    facts = f" ({stated})" if stated else ""
    missing = "; " + _("not stated of it: {facts}", facts=facts_not_stated(unknown, words)) if unknown else ""
    return _("{name} coordinates", name=lead.organisation.label) + facts + missing
