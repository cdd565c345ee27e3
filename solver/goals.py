"""What is better: each goal is a number of points that can be recomputed from the answer.

The formulas stand in `docs/solver.md`.
The number of members about whom a question is open breaks ties; it never outweighs a point of any goal.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd

import numpy as np

from solver.board import Board, Placed
from solver.encoding.wishes import who_brings
from solver.entrants import Entrant
from solver.instance import Goal, Instance, Wishes
from solver.model import UNBOUNDED, Linear, Mask, Ties, total
from solver.past import Past
from solver.rows import Classes, Plain

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


def measured(goal: Goal, members: Sequence[Placed], wishes: Wishes, past: Past) -> int:
    """The points of a consortium."""
    ids = {placed.entrant.id for placed in members}
    match goal:
        case Goal.FIT:
            return sum(placed.entrant.fit for placed in members)
        case Goal.COMPLEMENTARITY:
            covered = set[str]().union(*(subjects_of(placed.entrant, wishes) for placed in members))
            return POINTS_PER_SUBJECT * len(covered)
        case Goal.DIVERSITY:
            countries = {placed.entrant.organisation.country for placed in members} - {None}
            return POINTS_PER_COUNTRY * len(countries)
        case Goal.COST:
            return POINTS_PER_MEMBER * len(members)
        case Goal.PRIOR_TIES:
            return POINTS_PER_TIE * past.ties_among(ids)
        case Goal.NEWCOMERS:
            return POINTS_PER_NEWCOMER * sum(map(past.is_new, ids))


def _terms(goal: Goal, board: Board, instance: Instance) -> Linear:
    """The points as a linear expression to be maximised."""
    crowd, everybody = board.crowd, np.ones(len(board.crowd), np.int64)
    match goal:
        case Goal.FIT:
            return board.weighing(crowd.fit)
        case Goal.COMPLEMENTARITY:
            return _covered(board, _subjects(board, instance.wishes))
        case Goal.DIVERSITY:
            return _countries_there(board)
        case Goal.COST:
            return board.weighing(POINTS_PER_MEMBER * everybody)
        case Goal.PRIOR_TIES:
            return _both_there(board)
        case Goal.NEWCOMERS:
            new = crowd.those(crowd.pool.past.history.newcomers)
            return board.weighing(POINTS_PER_NEWCOMER * new.astype(np.int64))


def _subjects(board: Board, relevant: Wishes) -> list[Mask]:
    """For each subject who brings it."""
    levels, ecosystems = board.crowd.levels, board.crowd.ecosystems
    if not relevant.competences and not relevant.ecosystems:
        return [*(level > 0 for level in levels.values()), *ecosystems.values()]
    skills = [who_brings(name, level, board) for name, level in sorted(relevant.competences.items())]
    return [*skills, *(ecosystems[name] for name in sorted(set(relevant.ecosystems)) if name in ecosystems)]


def _covered(board: Board, subjects: Iterable[Mask]) -> Linear:
    """A column for each subject, which can be 1 only where somebody is there who brings it."""
    rows, columns = Plain(board.model), dict[int, int]()
    for brings in subjects:
        column = board.model.column()
        rows.at_least(board.present(brings) - Linear(columns={column: 1}), 0)
        columns[column] = POINTS_PER_SUBJECT
    return Linear(columns=columns)


def _countries_there(board: Board) -> Linear:
    """A column for each country, which can be 1 only where somebody from there takes part."""
    countries = board.crowd.countries
    columns = board.model.columns(len(countries))
    classes = Classes(countries.codes, len(countries), ((columns, -1),))
    Plain(board.model).in_each(classes, board.present().planes, 0, UNBOUNDED)
    return Linear(columns=dict.fromkeys(columns.tolist(), POINTS_PER_COUNTRY))


def _both_there(board: Board) -> Linear:
    """A column for the points of all pairs of which both may be chosen and take part."""
    first, second = board.crowd.ties
    both = board.welcome[first] & board.welcome[second]
    strength = np.full(int(both.sum()), POINTS_PER_TIE, np.int64)
    column = board.model.column(upper=int(strength.sum()))
    board.model.ties = Ties(first[both], second[both], strength, column)
    return Linear(columns={column: 1})


@dataclass(frozen=True)
class Level:
    """One thing to maximise.

    ``terms`` is ``scale`` times a number of ``unit`` points each, less the tie-break, which is smaller than
    ``scale``. ``weights`` recompute the points.
    """

    terms: Linear
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


def levels_of(instance: Instance, board: Board) -> list[Level]:
    """What is maximised, one after the other: the weighted sum, or each goal of the given order.

    The last one breaks ties by open questions. Columns and rows that the goals need are added to the board's model.
    """
    order, weights = instance.wishes.goals_order, instance.wishes.weights.thousandths()
    stages = [({goal: 1}, 1) for goal in order] if order else [(dict(weights), 1000)]
    levels = [_level(stage, parts, board, instance) for stage, parts in stages]
    scale = instance.size.max + 1
    last = levels[-1]
    terms = last.terms * scale - board.open_seats()
    return [*levels[:-1], replace(last, terms=terms, scale=scale)]


def _level(stage: Mapping[Goal, int], parts: int, board: Board, instance: Instance) -> Level:
    signed = {goal: -weight if goal is Goal.COST else weight for goal, weight in stage.items() if weight}
    divisor = gcd(*signed.values()) or 1
    return Level(
        terms=total((weight // divisor, _terms(goal, board, instance)) for goal, weight in signed.items()),
        scale=1,
        unit=Fraction(divisor, parts),
        weights={goal: Fraction(weight, parts) for goal, weight in signed.items()},
    )
