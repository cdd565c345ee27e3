"""Newcomers who would make a requirement hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rules.codes import Role
from rules.context import Context
from rules.facts import Participant
from rules.filters import holds
from rules.judging.seen import place
from rules.mending.changes import Change, Plan
from rules.mending.newcomers import Newcomers, Offer
from rules.requirements import Filter, Selection
from rules.sentences.mending import add_said
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


def additions(requirement: Selection, plan: Plan, law: Law) -> Iterator[Plan]:
    """Newcomers, first such as serve the sub-groups that lack somebody."""
    lacking = [Filter(all_of=(requirement.where, part.where)) for part in requirement.of_which]
    short = [
        part.min - sum(law.holds(where, p) for p in pool(requirement.roles, plan))
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
    taken = {place(requirement, p, hopeful=False)[0] for p in pool(requirement.roles, plan)} if apart else set()
    offers = [law.newcomers.offer(where, role, taken) for where in choice]
    yield from seated(offers, apart, plan, law)


def seated(offers: Sequence[Offer | None], apart: bool, plan: Plan, law: Law) -> Iterator[Plan]:
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


def pool(roles: Sequence[Role], plan: Plan) -> list[Participant]:
    """Those who take part in one of the roles, newcomers too."""
    return [participant for participant in plan.participants if participant.role in roles]


def more(where: Filter, number: int, roles: Sequence[Role], plan: Plan, law: Law) -> Iterator[Plan]:
    """So many newcomers who satisfy the filter, wherever they sit."""
    role = Role.BENEFICIARY if Role.BENEFICIARY in roles else roles[0]
    if number <= MOST_ADDED:
        one = law.newcomers.offer(where, role, set())
        yield from seated([one] * number, False, plan, law)
