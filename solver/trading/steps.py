"""The steps between neighbouring points, each with its plain sentence."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from solver.trading.answer import Point, Step
from solver.trading.measures import Measure

_COUNTED = {
    Measure.SIZE: ("member", "members"),
    Measure.COUNTRIES: ("country", "countries"),
    Measure.WIDENING: ("member from a widening country", "members from widening countries"),
}


def steps_between(points: Sequence[Point], measures: tuple[Measure, Measure]) -> Iterator[Step]:
    """From each point to the next."""
    first, second = measures
    for one, other in pairwise(points):
        gained, lost = _distance(one, other, second), _distance(one, other, first)
        verb = "costs" if gained == 1 or second is Measure.COST else "cost"
        message = f"{_had(second, gained)} {verb} {_given(first, lost)}."
        yield Step(gained=gained, lost=lost, message=f"{message[0].upper()}{message[1:]}")


def _distance(one: Point, other: Point, measure: Measure) -> float:
    """Exact to the thousandth, which is as fine as weights are."""
    apart = abs(Fraction(str(one.values[measure])) - Fraction(str(other.values[measure])))
    return int(apart) if apart.denominator == 1 else float(apart)


def _had(measure: Measure, number: float) -> str:
    """So much more of it, or less where less is better."""
    if measure is Measure.COST:
        return f"saving {_amount(measure, number)}"
    if measure.is_better_lower:
        return f"{_amount(measure, number)} fewer"
    return f"{_number(number)} more {_unit(measure, number)}"


def _given(measure: Measure, number: float) -> str:
    """So much of it, or more where less is better."""
    if measure.is_better_lower:
        return f"{_number(number)} more {_unit(measure, number)}"
    return _amount(measure, number)


def _amount(measure: Measure, number: float) -> str:
    return f"{_number(number)} {_unit(measure, number)}"


def _number(number: float) -> str:
    return "one" if number == 1 else str(number)


def _unit(measure: Measure, number: float) -> str:
    if measure in _COUNTED:
        return _COUNTED[measure][number != 1]
    kind = "the objective" if measure is Measure.OBJECTIVE else measure.replace("_", " ")
    return f"{'point' if number == 1 else 'points'} of {kind}"
