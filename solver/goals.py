"""What is better: each goal of `solver.points` as a linear expression over seats and columns, to be maximised.

The number of members about whom a question is open breaks ties; it never outweighs a point of any goal.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd

import numpy as np

from solver.board import Board
from solver.encoding.wishes import who_brings
from solver.instance import Goal, Instance, Wishes
from solver.model import UNBOUNDED, Ints, Linear, Mask, total
from solver.people.crowd import Crowd, Labels
from solver.points import MOST_FOR_TIES, POINTS_ONCE, POINTS_PER_MEMBER, POINTS_PER_NEWCOMER, POINTS_PER_TIE
from solver.rows import Classes, Plain


def _terms(goal: Goal, board: Board, instance: Instance) -> Linear:
    """The points as a linear expression to be maximised."""
    crowd = board.crowd
    match goal:
        case Goal.PRIOR_TIES:
            return _both_there(board)
        case Goal.COMPLEMENTARITY:
            return _covered(board, _subjects(board, instance.wishes), POINTS_ONCE[goal])
        case Goal.REACH:
            return _covered(board, crowd.reach.values(), POINTS_ONCE[goal])
        case Goal.DIVERSITY | Goal.REGIONS:
            return _present(board, crowd.countries if goal is Goal.DIVERSITY else crowd.regions, POINTS_ONCE[goal])
        case Goal.FIT | Goal.COST | Goal.NEWCOMERS:
            return board.weighing(_own(goal, crowd))


def _own(goal: Goal, crowd: Crowd) -> Ints:
    """The points that each brings whoever else takes part."""
    match goal:
        case Goal.FIT:
            return crowd.fit
        case Goal.COST:
            return np.full(len(crowd), POINTS_PER_MEMBER, np.int64)
        case _:
            return POINTS_PER_NEWCOMER * crowd.those(crowd.pool.past.history.newcomers).astype(np.int64)


def _subjects(board: Board, relevant: Wishes) -> list[Mask]:
    """For each subject who brings it."""
    levels, ecosystems = board.crowd.levels, board.crowd.ecosystems
    if not relevant.competences and not relevant.ecosystems:
        return [*(level > 0 for level in levels.values()), *ecosystems.values()]
    skills = [who_brings(name, level, board) for name, level in sorted(relevant.competences.items())]
    return [*skills, *(ecosystems[name] for name in sorted(set(relevant.ecosystems)) if name in ecosystems)]


def _covered(board: Board, subjects: Iterable[Mask], points: int) -> Linear:
    """A column for each subject, which can be 1 only where somebody is there who brings it."""
    rows, columns = Plain(board.model), dict[int, int]()
    for brings in subjects:
        column = board.model.column()
        rows.at_least(board.present(brings) - Linear(columns={column: 1}), 0)
        columns[column] = points
    return Linear(columns=columns)


def _present(board: Board, classes: Labels, points: int) -> Linear:
    """A column for each country or region, which can be 1 only where somebody from there takes part."""
    columns = board.model.columns(len(classes))
    ends = Classes(classes.codes, len(classes), ((columns, -1),))
    Plain(board.model).in_each(ends, board.present().planes, 0, UNBOUNDED)
    return Linear(columns=dict.fromkeys(columns.tolist(), points))


def _both_there(board: Board) -> Linear:
    """A column for the points of all pairs of which both take part, as far as they count."""
    column = board.model.column(upper=MOST_FOR_TIES)
    board.model.ties = board.crowd.ties(column, POINTS_PER_TIE)
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
