"""The answer: points of the front, each a consortium, and what a step from one to the next costs."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from solver.solution import Conflict, LeftOut, Proposal, Repair, Status
from solver.trading.measures import Measure


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Point(_Answer):
    """A consortium that no other one beats in one measure without falling behind in the other: that is proven.

    Of those with the same values it is the one that the request likes best, if its proposal says ``proven``.
    """

    values: Mapping[Measure, int | float]
    proposal: Proposal


class Step(_Answer):
    """From a point to the next: so much ``more`` of the second measure is had, so much of the first one is lost.

    Both are positive, whichever way a measure is better.
    """

    gained: int | float
    lost: int | float
    message: str


class TradeOffs(_Answer):
    """What `trade_offs` answers.

    ``points`` go from the best by the first measure to the best by the second one; a step leads from each to the next.
    ``complete``: no other consortium has values that belong between them. ``status`` is ``feasible`` where the time
    was up before as many as were asked for, or all there are, were found. ``seconds`` is the only field in which two
    answers to the same question differ, as long as the status is ``optimal`` or ``infeasible``.
    """

    status: Status
    measures: tuple[Measure, Measure]
    points: tuple[Point, ...] = ()
    steps: tuple[Step, ...] = ()
    complete: bool = False
    seconds: float = 0.0
    candidates_considered: int = 0
    conflict: tuple[Conflict, ...] = ()
    repairs: tuple[Repair, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
