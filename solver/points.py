"""What a consortium is worth at each goal, and what of it each member brings: recomputable from the answer.

The formulas stand in `docs/solver.md`. What several members bring together (a subject, a country, a tie) is divided
among them in equal parts, so that the shares of the members add up to the points of the whole.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction

from solver.board import Placed
from solver.instance import Goal, Wishes
from solver.people.entrants import Entrant
from solver.people.geography import reach_of, region_of
from solver.people.past import Past

POINTS_PER_SUBJECT = 20
POINTS_PER_COUNTRY = 10
POINTS_PER_REGION = 5
POINTS_PER_COUNTRY_REACHED = 5
POINTS_PER_MEMBER = 25
POINTS_PER_TIE = 10
MOST_FOR_TIES = 100
"""Whoever has worked with everybody shall not outweigh the rest: ten pairs are enough (measured; `docs/solver.md`)."""
POINTS_PER_NEWCOMER = 10

POINTS_ONCE: Mapping[Goal, int] = {
    Goal.COMPLEMENTARITY: POINTS_PER_SUBJECT,
    Goal.DIVERSITY: POINTS_PER_COUNTRY,
    Goal.REGIONS: POINTS_PER_REGION,
    Goal.REACH: POINTS_PER_COUNTRY_REACHED,
}
"""The points for each thing that counts once, however many bring it."""

Shares = Mapping[str, Fraction]
"""Points by member."""


def subjects_of(entrant: Entrant, relevant: Wishes) -> set[str]:
    """The competences and ecosystems it brings, those wished for where any are."""
    organisation = entrant.organisation
    if not relevant.competences and not relevant.ecosystems:
        return {*(f"competence {name}" for name in organisation.competences), *organisation.ecosystems}
    skills = {
        f"competence {name}"
        for name, level in relevant.competences.items()
        if organisation.competences.get(name, 0) >= level
    }
    return skills | (set(organisation.ecosystems) & set(relevant.ecosystems))


def measured(goal: Goal, members: Sequence[Placed], wishes: Wishes, past: Past) -> int:
    """The points of a consortium."""
    return int(sum(shares(goal, members, wishes, past).values(), Fraction(0)))


def shares(goal: Goal, members: Sequence[Placed], wishes: Wishes, past: Past) -> Shares:
    """What of the points of a consortium each member brings."""
    entrants = [placed.entrant for placed in members]
    if goal is Goal.PRIOR_TIES:
        return _of_ties({entrant.id for entrant in entrants}, past)
    if goal in POINTS_ONCE:
        return _together(entrants, lambda entrant: _brought(goal, entrant, wishes), POINTS_ONCE[goal])
    return {entrant.id: Fraction(_own(goal, entrant, past)) for entrant in entrants}


def _own(goal: Goal, entrant: Entrant, past: Past) -> int:
    """The points that somebody brings whoever else takes part."""
    match goal:
        case Goal.FIT:
            return entrant.fit
        case Goal.COST:
            return POINTS_PER_MEMBER
        case Goal.NEWCOMERS:
            return POINTS_PER_NEWCOMER * past.is_new(entrant.id)
        case _:
            raise ValueError(f"nobody brings {goal} alone")


def _brought(goal: Goal, entrant: Entrant, wishes: Wishes) -> AbstractSet[str | None]:
    """What somebody brings that counts once for all."""
    organisation = entrant.organisation
    match goal:
        case Goal.COMPLEMENTARITY:
            return subjects_of(entrant, wishes)
        case Goal.DIVERSITY:
            return {organisation.country} - {None}
        case Goal.REGIONS:
            return {region_of(organisation)} - {None}
        case Goal.REACH:
            return reach_of(organisation)
        case _:
            raise ValueError(f"{goal} counts for each member")


def _together(entrants: Sequence[Entrant], brings: Callable[[Entrant], AbstractSet[str | None]], points: int) -> Shares:
    """Each thing that is brought counts once, divided among those who bring it."""
    bringers = defaultdict[str | None, list[str]](list)
    for entrant in entrants:
        for thing in brings(entrant):
            bringers[thing].append(entrant.id)
    earned = {entrant.id: Fraction(0) for entrant in entrants}
    for several in bringers.values():
        for name in several:
            earned[name] += Fraction(points, len(several))
    return earned


def _of_ties(names: set[str], past: Past) -> Shares:
    """Each pair is divided between the two; beyond the most that counts all pairs count less."""
    known = {name: len(past.partners.get(name, set()) & names) for name in names}
    pairs = sum(known.values()) // 2
    worth = Fraction(min(POINTS_PER_TIE * pairs, MOST_FOR_TIES), pairs or 1)
    return {name: number * worth / 2 for name, number in known.items()}
