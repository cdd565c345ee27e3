"""Who could take part in another role, coordinate in the place of another, or stay away."""

from collections.abc import Callable, Iterator, Sequence

from rules.codes import Role
from rules.facts import Participant
from rules.mending.adding import Law, seated
from rules.mending.changes import Change, Plan
from rules.mending.stating import chosen_otherwise, with_a_plan, with_leave
from rules.requirements import EVERYONE, Admit, Filter, Selection
from rules.sentences.mending import lead_said, leave_out_said, role_said


def promotions(requirement: Selection, plan: Plan, law: Law) -> Iterator[Plan]:
    """Each participant who would count in the role of a beneficiary."""
    if Role.BENEFICIARY in requirement.roles:
        for participant in plan.asked:
            promoted = participant.model_copy(update={"role": Role.BENEFICIARY})
            if participant.role not in requirement.roles and law.holds(requirement.where, promoted):
                yield in_role([participant], Role.BENEFICIARY, plan)


def new_leads(where: Filter, plan: Plan, law: Law) -> Iterator[Plan]:
    """Each beneficiary who may coordinate, in the place of the one who does."""
    former = {p.id: Role.BENEFICIARY for p in plan.participants if p.role is Role.COORDINATOR}
    for candidate in plan.asked:
        lead = candidate.model_copy(update={"role": Role.COORDINATOR})
        if candidate.role is Role.BENEFICIARY and law.holds(where, lead):
            change = Change(op="set_role", participant=candidate.id, role=Role.COORDINATOR)
            those = plan.in_roles({**former, candidate.id: Role.COORDINATOR})
            yield plan.then(lead_said(candidate.organisation.label), [change], those)


def lead_from_elsewhere(where: Filter, plan: Plan, law: Law) -> Iterator[Plan]:
    """Somebody new who coordinates; whoever did is a beneficiary from then on."""
    former = [participant for participant in plan.asked if participant.role is Role.COORDINATOR]
    one = law.newcomers.offer(where, Role.COORDINATOR, set())
    yield from seated([one], False, in_role(former, Role.BENEFICIARY, plan) if former else plan, law)


def without(barred: str, requirement: Admit, plan: Plan, law: Law) -> Iterator[Plan]:
    """The one who is barred with the fact that lifts the bar, in a role that is open to it, or not at all.

    If it coordinated, somebody else does.
    """
    partner = next((participant for participant in plan.asked if participant.id == barred), None)
    if partner is None:
        return
    ways: list[Callable[[Plan], Plan]] = [lambda now: left_out([partner], now)]
    if Role.ASSOCIATED_PARTNER not in requirement.roles or requirement.to is Role.ASSOCIATED_PARTNER:
        ways.insert(0, lambda now: in_role([partner], Role.ASSOCIATED_PARTNER, now))
    yield from chosen_otherwise(requirement, barred, plan, law.context)
    yield from with_a_plan(partner, requirement, plan)
    for way in ways:
        if partner.role is Role.COORDINATOR:
            yield from (way(led) for led in new_leads(EVERYONE, plan, law))
            yield from (way(led) for led in lead_from_elsewhere(EVERYONE, plan, law))
        else:
            yield way(plan)
    yield from with_leave(partner, requirement, plan, law.context)


def in_role(those: Sequence[Participant], role: Role, plan: Plan) -> Plan:
    """The plan with some in another role."""
    changes = [Change(op="set_role", participant=one.id, role=role) for one in those]
    said = role_said([one.organisation.label for one in those], role)
    return plan.then(said, changes, plan.in_roles({one.id: role for one in those}))


def left_out(those: Sequence[Participant], plan: Plan) -> Plan:
    """The plan without some."""
    gone = {one.id for one in those}
    changes = [Change(op="remove", participant=one.id) for one in those]
    said = leave_out_said([one.organisation.label for one in those])
    return plan.then(said, changes, [p for p in plan.participants if p.id not in gone])


def fewer(counted: Sequence[Participant], number: int, roles: Sequence[Role], plan: Plan) -> Iterator[Plan]:
    """So many of those counted less, as associated partners or not at all; whoever coordinates stays."""
    others = [participant for participant in counted if participant.role is not Role.COORDINATOR]
    for start in range(len(others) - number + 1):
        leaving = others[start : start + number]
        if Role.ASSOCIATED_PARTNER not in roles:
            yield in_role(leaving, Role.ASSOCIATED_PARTNER, plan)
        yield left_out(leaving, plan)
