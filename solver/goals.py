"""What is better: each goal is a number of points that can be recomputed from the answer.

The formulas stand in `docs/solver.md`.
The number of members about whom a question is open breaks ties; it never outweighs a point of any goal.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd

from solver.encoding.wishes import by_country
from solver.instance import Goal, Instance, Wishes
from solver.matrix import Terms, add, weighted
from solver.members import Members, Placed
from solver.screening import Entrant

POINTS_PER_SUBJECT = 20
POINTS_PER_COUNTRY = 10
POINTS_PER_MEMBER = 25
POINTS_PER_TIE = 10
POINTS_PER_NEWCOMER = 10


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


def measured(goal: Goal, members: Sequence[Placed], instance: Instance) -> int:
    """The points of a consortium."""
    ids = {placed.entrant.id for placed in members}
    match goal:
        case Goal.FIT:
            return sum(placed.entrant.fit for placed in members)
        case Goal.COMPLEMENTARITY:
            covered = set[str]().union(*(subjects_of(placed.entrant, instance.wishes) for placed in members))
            return POINTS_PER_SUBJECT * len(covered)
        case Goal.DIVERSITY:
            countries = {placed.entrant.organisation.country for placed in members} - {None}
            return POINTS_PER_COUNTRY * len(countries)
        case Goal.COST:
            return POINTS_PER_MEMBER * len(members)
        case Goal.PRIOR_TIES:
            return POINTS_PER_TIE * sum(pair <= ids for pair in tied(instance))
        case Goal.NEWCOMERS:
            return POINTS_PER_NEWCOMER * len(ids.intersection(instance.history.newcomers))


def tied(instance: Instance) -> set[frozenset[str]]:
    """The pairs that have worked together, each once, whichever of the two is named first."""
    pairs = {frozenset((tie.first, tie.second)) for tie in instance.history.ties}
    return {pair for pair in pairs if len(pair) > 1}


def _terms(goal: Goal, members: Members, instance: Instance) -> Terms:
    """The points as a linear expression to be maximised."""
    match goal:
        case Goal.FIT:
            return weighted((entrant.fit, members.present([entrant])) for entrant in members.entrants)
        case Goal.COMPLEMENTARITY:
            by_subject: dict[str, list[Entrant]] = {}
            for entrant in members.entrants:
                for subject in subjects_of(entrant, instance.wishes):
                    by_subject.setdefault(subject, []).append(entrant)
            there = (members.present(by_subject[subject]) for subject in sorted(by_subject))
            return _covered(members, there, POINTS_PER_SUBJECT)
        case Goal.DIVERSITY:
            return _covered(members, by_country(members).values(), POINTS_PER_COUNTRY)
        case Goal.COST:
            return weighted([(POINTS_PER_MEMBER, members.present(members.entrants))])
        case Goal.PRIOR_TIES:
            return _both_there(members, tied(instance))
        case Goal.NEWCOMERS:
            new = set(instance.history.newcomers)
            return weighted(
                (POINTS_PER_NEWCOMER, members.present([entrant])) for entrant in members.entrants if entrant.id in new
            )


def _both_there(members: Members, pairs: Iterable[frozenset[str]]) -> Terms:
    """A column for each pair that may be chosen, which can be 1 only where both are there."""
    by_id = {entrant.id: entrant for entrant in members.entrants}
    columns: Terms = {}
    for pair in sorted(map(sorted, pairs)):
        if not all(name in by_id for name in pair):
            continue
        column = members.matrix.column()
        for name in pair:
            members.matrix.implies_one_of(column, members.present([by_id[name]]))
        columns[column] = POINTS_PER_TIE
    return columns


def _covered(members: Members, classes: Iterable[Terms], points: int) -> Terms:
    columns: Terms = {}
    for terms in classes:
        column = members.matrix.column()
        members.matrix.implies_one_of(column, terms)
        columns[column] = points
    return columns


@dataclass(frozen=True)
class Level:
    """One thing to maximise.

    ``terms`` is ``scale`` times a number of ``unit`` points each, less the tie-break, which is smaller than
    ``scale``. ``weights`` recompute the points.
    """

    terms: Terms
    scale: int
    unit: Fraction
    weights: Mapping[Goal, Fraction]

    def bound(self, bound: int) -> float:
        """The most points that a bound of the terms allows."""
        return number(-(-bound // self.scale) * self.unit)

    def points(self, goals: Mapping[Goal, int]) -> float:
        """The points of a consortium at this level."""
        return number(sum((weight * goals[goal] for goal, weight in self.weights.items()), Fraction(0)))


def number(points: Fraction) -> float:
    """Points as JSON shows them, whole where they are whole."""
    return int(points) if points.denominator == 1 else float(points)


def levels_of(instance: Instance, members: Members) -> list[Level]:
    """What is maximised, one after the other: the weighted sum, or each goal of the given order.

    The last one breaks ties by open questions.
    """
    order, weights = instance.wishes.goals_order, instance.wishes.weights.thousandths()
    stages = [({goal: 1}, 1) for goal in order] if order else [(dict(weights), 1000)]
    levels = [_level(stage, parts, members, instance) for stage, parts in stages]
    scale = instance.size.max + 1
    ties = weighted((-1, placed.terms) for placed in members.placed if placed.seat.is_open)
    last = levels[-1]
    return [*levels[:-1], replace(last, terms=add(weighted([(scale, last.terms)]), ties), scale=scale)]


def _level(stage: Mapping[Goal, int], parts: int, members: Members, instance: Instance) -> Level:
    signed = {goal: -weight if goal is Goal.COST else weight for goal, weight in stage.items() if weight}
    divisor = gcd(*signed.values()) or 1
    terms = weighted((weight // divisor, _terms(goal, members, instance)) for goal, weight in signed.items())
    return Level(
        terms=terms,
        scale=1,
        unit=Fraction(divisor, parts),
        weights={goal: Fraction(weight, parts) for goal, weight in signed.items()},
    )
