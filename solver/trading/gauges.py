"""Measures as linear expressions over the seats of a board, in whole numbers as small as they can be."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

import numpy as np

from rules.codes import Role
from rules.groups import World
from rules.requirements import Filter
from rules.truth import Truth
from solver.board import Board, Placed
from solver.goals import Level, levels_of, number
from solver.instance import Goal, Instance
from solver.model import Linear, total
from solver.points import POINTS_PER_MEMBER, measured
from solver.problem import Problem
from solver.readings import Answered
from solver.trading.measures import Measure

WIDENING_GROUPS: Mapping[str, str] = {"H2020": "h2020_widening"}
WIDENING_NOW = "horizon_widening"
"""The group of the rulebook; programmes that know no widening countries take those of Horizon Europe."""


@dataclass(frozen=True, eq=False)
class Gauge:
    """``terms`` are to be maximised and count in steps of ``unit``, which is negative where less is better."""

    measure: Measure
    terms: Linear
    unit: Fraction
    _measured: Callable[[Sequence[Placed]], Fraction]

    def shown(self, steps: int) -> float:
        """The value for people."""
        return number(steps * self.unit)

    def measured(self, members: Sequence[Placed]) -> float:
        """The value of a consortium, measured without the model."""
        return number(self._measured(members))


@dataclass(frozen=True, eq=False)
class Gauges:
    """The two measures of a board, and what the request likes best where both are equal."""

    first: Gauge
    second: Gauge
    likes: Linear
    level: Level


def gauges_of(problem: Problem, board: Board, measures: tuple[Measure, Measure]) -> Gauges:
    """The measures on this board; columns and rows that they need are added to its model."""
    asked = _weights(problem.instance)
    named = {Goal(measure.value) for measure in measures if measure.value in Goal.__members__.values()}
    wanted = named | asked.keys() | ({Goal.DIVERSITY} if Measure.COUNTRIES in measures else set())
    terms = _terms(wanted, board, problem.instance)
    objective, unit = _small(total((int(weight * 1000), terms[goal]) for goal, weight in asked.items()))
    level = Level(objective, 1, unit / 1000, asked)
    first, second = (_gauge(measure, problem, board, terms, level) for measure in measures)
    scale = problem.instance.size.max + 1
    return Gauges(first, second, objective * scale - board.open_seats(), level)


def _weights(instance: Instance) -> dict[Goal, Fraction]:
    """What the objective of a proposal is made of: the weighted goals, or the first of the order."""
    wishes = instance.wishes
    thousandths = {wishes.goals_order[0]: 1000} if wishes.goals_order else wishes.weights.thousandths()
    signs = {goal: -1 if goal is Goal.COST else 1 for goal in Goal}
    return {goal: Fraction(signs[goal] * weight, 1000) for goal, weight in thousandths.items() if weight}


def _terms(goals: set[Goal], board: Board, instance: Instance) -> dict[Goal, Linear]:
    """The points of each goal, each encoded once: ties have one column in a model."""
    order = [goal for goal in Goal if goal in goals and goal is not Goal.COST]
    wishes = instance.wishes.model_copy(update={"goals_order": [*order, Goal.COST]})
    levels = levels_of(instance.model_copy(update={"wishes": wishes}), board)
    points: dict[Goal, Linear] = {goal: level.terms for goal, level in zip(order, levels, strict=False)}
    return {**points, Goal.COST: board.present() * POINTS_PER_MEMBER}


def _gauge(measure: Measure, problem: Problem, board: Board, terms: Mapping[Goal, Linear], level: Level) -> Gauge:
    wishes, past = problem.instance.wishes, problem.past

    def goals(members: Sequence[Placed]) -> dict[Goal, int]:
        return {goal: measured(goal, members, wishes, past) for goal in Goal}

    match measure:
        case Measure.OBJECTIVE:
            return Gauge(measure, level.terms, level.unit, lambda members: Fraction(str(level.points(goals(members)))))
        case Measure.SIZE:
            return _less(measure, board.present(), lambda members: Fraction(len(members)))
        case Measure.COUNTRIES:
            columns, _ = _small(terms[Goal.DIVERSITY])
            return Gauge(measure, columns, Fraction(1), _countries)
        case Measure.WIDENING:
            return _widening(problem, board)
        case _:
            goal = Goal(measure.value)
            if goal is Goal.COST:
                return _less(measure, terms[goal], lambda members: Fraction(goals(members)[goal]))
            small, unit = _small(terms[goal])
            return Gauge(measure, small, unit, lambda members: Fraction(goals(members)[goal]))


def _less(measure: Measure, terms: Linear, value: Callable[[Sequence[Placed]], Fraction]) -> Gauge:
    small, unit = _small(terms)
    return Gauge(measure, small * -1, -unit, value)


def _countries(members: Sequence[Placed]) -> Fraction:
    return Fraction(len({placed.entrant.organisation.country for placed in members} - {None}))


def _widening(problem: Problem, board: Board) -> Gauge:
    """Who certainly counts as established in a widening country at the date of the call, as agreements are signed."""
    group = WIDENING_GROUPS.get(problem.law.resolution.programme.id, WIDENING_NOW)
    where = Filter(country_in=group)
    there = board.crowd.holds(where, Role.BENEFICIARY).mask("certainly, as signed", _certainly)

    def count(members: Sequence[Placed]) -> Fraction:
        answers = (board.crowd.answers.holds(where, placed.participant) for placed in members)
        return Fraction(sum(map(_certainly, answers)))

    return Gauge(Measure.WIDENING, board.present(there), Fraction(1), count)


def _certainly(answered: Answered) -> bool:
    return answered[World.AS_SIGNED].truth is Truth.TRUE


def _small(terms: Linear) -> tuple[Linear, Fraction]:
    """The terms without what divides all of them, and that."""
    numbers = [int(np.gcd.reduce(np.abs(one.astype(np.int64)), initial=0)) for one in terms.planes.values()]
    divisor = gcd(*numbers, *terms.columns.values()) or 1
    small = Linear(
        {plane: one.astype(np.int64) // divisor for plane, one in terms.planes.items()},
        {column: coefficient // divisor for column, coefficient in terms.columns.items()},
    )
    return small, Fraction(divisor)
