"""What could be changed so that a requirement is met; whether it then is, and nothing else breaks, others find out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from rules.codes import BENEFICIARIES, Role
from rules.context import Context
from rules.facts import FactValue, Participant
from rules.filters import holds
from rules.judging.selection import place
from rules.mending.budgets import budgets
from rules.mending.changes import Change, Plan
from rules.mending.newcomers import Newcomers, Offer
from rules.requirements import (
    EVERYONE,
    Admit,
    Alternatives,
    AnyRequirement,
    Coordinator,
    Declared,
    Each,
    Filter,
    Limit,
    Money,
    Ratio,
    Selection,
    Span,
    When,
)
from rules.sentences.mending import add_said, adopt_said, fact_said, lead_said, leave_out_said, leave_said, role_said
from rules.sentences.stated import filters_in
from rules.truth import Truth

MOST_ADDED = 4
"""More newcomers than this are no repair but another consortium."""


@dataclass(frozen=True)
class Law:
    """What changes have to respect: the reading of the law, and who may be added under it."""

    context: Context
    newcomers: Newcomers

    def holds(self, where: Filter, participant: Participant) -> bool:
        """Whether it certainly does."""
        return holds(where, participant, self.context).truth is Truth.TRUE


def moves(  # noqa: C901, PLR0912 (one branch for each kind)
    requirement: AnyRequirement, about: str | None, plan: Plan, law: Law
) -> Iterator[Plan]:
    """Changes that could help, the smaller ones first; ``about`` is the participant who fails, if it is one."""
    match requirement:
        case Selection():
            yield from _promotions(requirement, plan, law)
            yield from _additions(requirement, plan, law)
        case Limit():
            yield from _for_a_limit(requirement, plan, law)
        case Ratio():
            yield from _for_a_share(requirement, plan, law)
        case Coordinator():
            yield from _new_leads(requirement.where, plan, law)
            yield from _lead_from_elsewhere(requirement.where, plan, law)
        case Admit():
            for barred in [about] if about else [p.id for p in plan.participants if p.role in requirement.roles]:
                yield from _without(barred, requirement, plan, law)
        case Money():
            yield from budgets(requirement, plan, law.context)
        case Declared():
            yield from _stated(requirement, plan, law.context)
        case When():
            for branch in (requirement.then, requirement.otherwise):
                if branch is not None:
                    yield from moves(branch, about, plan, law)
        case Alternatives():
            for part in (part for parts in requirement.of for part in parts):
                yield from moves(part, about, plan, law)
        case Each():
            yield from _for_each_country(requirement, plan, law)


def _promotions(requirement: Selection, plan: Plan, law: Law) -> Iterator[Plan]:
    """Each participant who would count in the role of a beneficiary."""
    if Role.BENEFICIARY in requirement.roles:
        for participant in plan.asked:
            promoted = participant.model_copy(update={"role": Role.BENEFICIARY})
            if participant.role not in requirement.roles and law.holds(requirement.where, promoted):
                yield _in_role([participant], Role.BENEFICIARY, plan)


def _additions(requirement: Selection, plan: Plan, law: Law) -> Iterator[Plan]:
    """Newcomers, first such as serve the sub-groups that lack somebody."""
    lacking = [Filter(all_of=(requirement.where, part.where)) for part in requirement.of_which]
    short = [
        part.min - sum(law.holds(where, p) for p in _pool(requirement.roles, plan))
        for part, where in zip(requirement.of_which, lacking, strict=True)
    ]
    special = [where for where, number in zip(lacking, short, strict=True) for _ in range(max(0, number))]
    plain = requirement.where
    choices = [special + [plain] * number for number in range(MOST_ADDED + 1)]
    choices += [[plain] * number for number in range(1, MOST_ADDED + 1)]
    choices += [lacking[index : index + 1] for index in range(len(lacking))]
    for choice in sorted(choices, key=len):
        if 0 < len(choice) <= MOST_ADDED:
            yield from _added(choice, requirement, plan, law)


def _added(choice: Sequence[Filter], requirement: Selection, plan: Plan, law: Law) -> Iterator[Plan]:
    role = Role.BENEFICIARY if Role.BENEFICIARY in requirement.roles else requirement.roles[0]
    apart = requirement.each_from_different == "country" or requirement.min_countries is not None
    taken = {place(requirement, p, hopeful=False)[0] for p in _pool(requirement.roles, plan)} if apart else set()
    offers = [law.newcomers.offer(where, role, taken) for where in choice]
    yield from _seated(offers, apart, plan, law)


def _seated(offers: Sequence[Offer | None], apart: bool, plan: Plan, law: Law) -> Iterator[Plan]:
    """The newcomers in the first countries that are open to them; nothing where one of them finds no place."""
    found = [one for one in offers if one is not None]
    chosen: list[str] = []
    for one in found:
        free = [code for code in one.countries if not apart or code not in chosen]
        if not free:
            return
        chosen.append(free[0])
    if len(found) < len(offers) or not found:
        return
    there = len(plan.participants)
    newcomers = [one.seated(code, there + index) for index, (one, code) in enumerate(zip(found, chosen, strict=True))]
    groups = [
        (one.where, sum(other.where == one.where for other in found), one.countries)
        for index, one in enumerate(found)
        if one.where not in [other.where for other in found[:index]]
    ]
    changes = [Change(op="add", role=one.role, where=one.asked) for one in found]
    said = add_said(groups, found[0].role, apart, law.context.words)
    yield plan.then(said, changes, [*plan.participants, *newcomers])


def _pool(roles: Sequence[Role], plan: Plan) -> list[Participant]:
    return [participant for participant in plan.participants if participant.role in roles]


def _for_a_limit(requirement: Limit, plan: Plan, law: Law) -> Iterator[Plan]:
    """Fewer where there are too many, more where an exact number is not reached."""
    counted = [p for p in plan.asked if p.role in requirement.roles and law.holds(requirement.where, p)]
    most = requirement.max if requirement.max is not None else requirement.exactly or 0
    for number in range(1, len(counted) + 1):
        yield from _fewer(counted, number, requirement.roles, plan)
        if number >= max(1, len(counted) - most):
            break
    if requirement.exactly is not None and len(counted) < requirement.exactly:
        yield from _more(requirement.where, requirement.exactly - len(counted), requirement.roles, plan, law)


def _fewer(counted: Sequence[Participant], number: int, roles: Sequence[Role], plan: Plan) -> Iterator[Plan]:
    """So many of those counted less, as associated partners or not at all; whoever coordinates stays."""
    others = [participant for participant in counted if participant.role is not Role.COORDINATOR]
    for start in range(len(others) - number + 1):
        leaving = others[start : start + number]
        if Role.ASSOCIATED_PARTNER not in roles:
            yield _in_role(leaving, Role.ASSOCIATED_PARTNER, plan)
        yield _left_out(leaving, plan)


def _more(where: Filter, number: int, roles: Sequence[Role], plan: Plan, law: Law) -> Iterator[Plan]:
    role = Role.BENEFICIARY if Role.BENEFICIARY in roles else roles[0]
    if number <= MOST_ADDED:
        one = law.newcomers.offer(where, role, set())
        yield from _seated([one] * number, False, plan, law)


def _for_a_share(requirement: Ratio, plan: Plan, law: Law) -> Iterator[Plan]:
    """More of those whose share is too small, fewer of those whose share is too large."""
    base = [p for p in _pool(requirement.roles, plan) if law.holds(requirement.of, p)]
    inside = [p for p in base if law.holds(requirement.where, p)]
    outside = [p for p in base if p not in inside]
    too_small = requirement.min_share is not None and len(inside) < requirement.min_share * len(base)
    wanted = requirement.where if too_small else Filter(none_of=requirement.where)
    for number in range(1, MOST_ADDED + 1):
        yield from _more(Filter(all_of=(requirement.of, wanted)), number, requirement.roles, plan, law)
        yield from _fewer(outside if too_small else inside, number, requirement.roles, plan)


def _new_leads(where: Filter, plan: Plan, law: Law) -> Iterator[Plan]:
    """Each beneficiary who may coordinate, in the place of the one who does."""
    former = {p.id: Role.BENEFICIARY for p in plan.participants if p.role is Role.COORDINATOR}
    for candidate in plan.asked:
        lead = candidate.model_copy(update={"role": Role.COORDINATOR})
        if candidate.role is Role.BENEFICIARY and law.holds(where, lead):
            change = Change(op="set_role", participant=candidate.id, role=Role.COORDINATOR)
            those = plan.in_roles({**former, candidate.id: Role.COORDINATOR})
            yield plan.then(lead_said(candidate.organisation.label), [change], those)


def _lead_from_elsewhere(where: Filter, plan: Plan, law: Law) -> Iterator[Plan]:
    """Somebody new who coordinates; whoever did is a beneficiary from then on."""
    former = [participant for participant in plan.asked if participant.role is Role.COORDINATOR]
    one = law.newcomers.offer(where, Role.COORDINATOR, set())
    yield from _seated([one], False, _in_role(former, Role.BENEFICIARY, plan) if former else plan, law)


def _without(barred: str, requirement: Admit, plan: Plan, law: Law) -> Iterator[Plan]:
    """The one who is barred with the fact that lifts the bar, in a role that is open to it, or not at all.

    If it coordinated, somebody else does.
    """
    partner = next((participant for participant in plan.asked if participant.id == barred), None)
    if partner is None:
        return
    ways: list[Callable[[Plan], Plan]] = [lambda now: _left_out([partner], now)]
    if Role.ASSOCIATED_PARTNER not in requirement.roles or requirement.to is Role.ASSOCIATED_PARTNER:
        ways.insert(0, lambda now: _in_role([partner], Role.ASSOCIATED_PARTNER, now))
    yield from _with_a_plan(partner, requirement, plan)
    for way in ways:
        if partner.role is Role.COORDINATOR:
            yield from (way(led) for led in _new_leads(EVERYONE, plan, law))
            yield from (way(led) for led in _lead_from_elsewhere(EVERYONE, plan, law))
        else:
            yield way(plan)
    yield from _with_leave(partner, requirement, plan, law.context)


def _with_a_plan(partner: Participant, requirement: Admit, plan: Plan) -> Iterator[Plan]:
    """A gender equality plan can still be adopted before the grant is signed."""
    asks_for_one = any(part.gender_equality_plan is not None for part in filters_in(requirement.where))
    if asks_for_one and partner.organisation.gender_equality_plan is False:
        with_plan = partner.organisation.model_copy(update={"gender_equality_plan": True})
        those = plan.replaced(partner.model_copy(update={"organisation": with_plan}))
        change = Change(op="set_fact", participant=partner.id, where={"fact": "gender_equality_plan"}, value=True)
        yield plan.then(adopt_said(partner.organisation.label), [change], those)


def _with_leave(partner: Participant, requirement: Admit, plan: Plan, context: Context) -> Iterator[Plan]:
    """What would lift the bar, if it came true of this participant."""
    facts = requirement.unless.fact if requirement.unless else None
    for name, value in (facts or {}).items():
        those = plan.replaced(partner.model_copy(update={"facts": {**partner.facts, name: value}}))
        stated = None if isinstance(value, list) else value
        change = Change(op="set_fact", participant=partner.id, where={"fact": name}, value=stated)
        yield plan.then(leave_said(partner.organisation.label, name, context.words), [change], those)


def _in_role(those: Sequence[Participant], role: Role, plan: Plan) -> Plan:
    changes = [Change(op="set_role", participant=one.id, role=role) for one in those]
    said = role_said([one.organisation.label for one in those], role)
    return plan.then(said, changes, plan.in_roles({one.id: role for one in those}))


def _left_out(those: Sequence[Participant], plan: Plan) -> Plan:
    gone = {one.id for one in those}
    changes = [Change(op="remove", participant=one.id) for one in those]
    said = leave_out_said([one.organisation.label for one in those])
    return plan.then(said, changes, [p for p in plan.participants if p.id not in gone])


def _stated(requirement: Declared, plan: Plan, context: Context) -> Iterator[Plan]:
    """The value that is asked for; of a span its nearer end."""
    expected = requirement.expected
    if isinstance(expected, Span):
        value = plan.facts.get(requirement.fact)
        if isinstance(value, bool | str | list) or value is None or expected.countries is not None:
            return
        expected = expected.min if expected.min is not None and value < expected.min else expected.max
    if expected is None or isinstance(expected, list):
        return
    change = Change(op="set_fact", where={"fact": requirement.fact}, value=expected)
    facts: dict[str, FactValue] = {**plan.facts, requirement.fact: cast(FactValue, expected)}
    yield plan.then(fact_said(requirement.fact, expected, context.words), [change], facts=facts)


def _for_each_country(requirement: Each, plan: Plan, law: Law) -> Iterator[Plan]:
    """In each country one more who counts, or nobody at all."""
    countries = sorted({p.organisation.country for p in _pool(requirement.roles, plan) if p.organisation.country})
    for country in countries:
        there = [p for p in plan.participants if p.organisation.country == country]
        if isinstance(requirement.require, Selection):
            where = Filter(all_of=(requirement.require.where, Filter(country_in=(country,))))
            for number in range(1, MOST_ADDED + 1):
                yield from _more(where, number, requirement.require.roles, plan, law)
        if all(p.role is not Role.COORDINATOR for p in there) and len(there) < len(plan.participants):
            yield _left_out([p for p in there if p.role in (*requirement.roles, *BENEFICIARIES)], plan)
