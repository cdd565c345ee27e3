"""The front between two measures, point by point, each proven.

A point is lexicographically best: the most of the first measure, then the most of the second one, where the second has
at least some number. So none is dominated, and what no other consortium reaches between two points is known exactly.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from solver.board import Board, Placed
from solver.engine import Outcome
from solver.limits import Limits
from solver.model import Linear, Model
from solver.paying import other_than, paid_out
from solver.problem import Problem
from solver.rows import Plain
from solver.splitting.refusing import NoSplit
from solver.surviving import best_of
from solver.trading.gauges import Gauges, gauges_of
from solver.trading.measures import Measure


class OutOfTime(Exception):
    """The time is up, or somebody has cancelled."""


@dataclass(frozen=True)
class Spot:
    """A consortium on the front, its values in steps. ``settled``: the request likes no other one with them better."""

    first: int
    second: int
    members: list[Placed]
    settled: bool


@dataclass(frozen=True)
class Gap:
    """Between two neighbours: more points may be there, with ``least`` to ``most`` of the second measure."""

    low: Spot
    high: Spot
    least: int
    most: int

    @property
    def room(self) -> int:
        """So many points could be there: each has other values in both measures."""
        return max(0, min(self.most - self.least + 1, self.low.first - self.high.first - 1))


@dataclass
class Front:
    """Looks for points of the front. The limits may be narrowed from one to the next.

    After the last one ``ended`` tells why there are no more: ``proof`` (there is no consortium), ``limit`` or
    ``enough``; and ``complete`` whether no point is missing.
    """

    problem: Problem
    measures: tuple[Measure, Measure]
    most: int
    limits: Limits
    ended: str = "enough"
    complete: bool = False
    board: Board = field(init=False)
    gauges: Gauges = field(init=False)
    _gaps: list[Gap] = field(default_factory=list)

    def run(self) -> Iterator[Spot]:
        """Both ends first, then what lies between; where the second end takes too long, from the first one upwards."""
        try:
            start = self._start()
            if start is None:
                self.ended = "proof"
                return
            yield start
            end = self._end()
            if end is None:
                yield from self._upwards(start)
                return
            if end.second > start.second:
                yield end
                self._gaps = [Gap(start, end, start.second + 1, end.second - 1)]
                yield from self._between(start, end)
            self.complete = not any(map(self._hides_some, self._gaps))
        except OutOfTime:
            self.ended = "limit"

    def _start(self) -> Spot | None:
        """The best by the first measure, in the surest reading in which there is a consortium at all."""
        for reading in self.problem.readings:
            self.board = self.problem.board(reading)
            self.gauges = gauges_of(self.problem, self.board, self.measures)
            spot = self._best(self.gauges.first.terms, self.gauges.second.terms)
            if spot is not None:
                return spot
        return None

    def _end(self) -> Spot | None:
        """The best by the second measure, unless half of the time is not enough for it."""
        limits = self.limits
        self.limits = replace(limits, until=limits.clock() + limits.seconds_left / 2)
        try:
            return _there(self._best(self.gauges.second.terms, self.gauges.first.terms))
        except OutOfTime:
            return None
        finally:
            self.limits = limits

    def _upwards(self, last: Spot) -> Iterator[Spot]:
        """One point after the other where the end is not known; who finds nobody any more has found it."""
        for _ in range(self.most - 1):
            spot = self._best(self.gauges.first.terms, self.gauges.second.terms, last.second + 1)
            if spot is None:
                self.complete = True
                return
            yield spot
            last = spot
        self.ended = "limit"

    def _between(self, start: Spot, end: Spot) -> Iterator[Spot]:
        parts, width = self.most - 1, end.second - start.second
        marks = [start.second - (-width * part // parts) for part in range(1, parts)]
        left = self.most - 2
        while left and any(gap.room for gap in self._gaps):
            spot = self._look(*self._next(marks, left))
            if spot is not None:
                left -= 1
                yield spot

    def _next(self, marks: list[int], left: int) -> tuple[Gap, int]:
        """Where to look: one by one where all are wanted, else at even distances, then in the widest gap."""
        wide = [gap for gap in self._gaps if gap.room]
        if sum(gap.room for gap in wide) <= left:
            return wide[0], wide[0].least
        while marks:
            mark = marks.pop(0)
            for gap in wide:
                if gap.least <= mark <= gap.most:
                    return gap, mark
        widest = max(wide, key=lambda gap: gap.most - gap.least)
        return widest, (widest.least + widest.most + 1) // 2

    def _look(self, gap: Gap, floor: int) -> Spot | None:
        """The first point with at least ``floor`` of the second measure, unless that is the end of the gap."""
        spot = _there(self._best(self.gauges.first.terms, self.gauges.second.terms, floor))
        at = self._gaps.index(gap)
        if spot.first == gap.high.first:
            self._gaps[at] = Gap(gap.low, gap.high, gap.least, floor - 1)
            return None
        self._gaps[at : at + 1] = [
            Gap(gap.low, spot, gap.least, floor - 1),
            Gap(spot, gap.high, spot.second + 1, gap.most),
        ]
        return spot

    def _hides_some(self, gap: Gap) -> bool:
        """Whether there is a point in the gap."""
        if not gap.room:
            return False
        spot = self._best(self.gauges.first.terms, self.gauges.second.terms, gap.least)
        return _there(spot).first > gap.high.first

    def _best(self, one: Linear, other: Linear, floor: int | None = None) -> Spot | None:
        """The most of one measure, then of the other, then what the request likes; ``None`` where nobody is left.

        Who cannot split the budget is ruled out for good.
        """
        while True:
            model = self.board.model.copy()
            if floor is not None:
                Plain(model).at_least(self.gauges.second.terms, floor)
            values: dict[int, int] = {}
            for terms in (one, other):
                outcome = self._run(model, terms)
                if not outcome.final:
                    raise OutOfTime
                if outcome.value is None or outcome.seats is None:
                    return None
                values[id(terms)], seats, columns = outcome.value, outcome.seats, outcome.columns
                Plain(model).at_least(terms, outcome.value)
            liked = self._run(model, self.gauges.likes)
            if liked.seats is not None:
                seats, columns = liked.seats, liked.columns
            members = self._paid(self.board.chosen(seats, columns))
            if members is not None:
                first, second = (values[id(gauge.terms)] for gauge in (self.gauges.first, self.gauges.second))
                return Spot(first, second, members, liked.final)

    def _paid(self, members: list[Placed]) -> list[Placed] | None:
        """The members with their parts of the budget; those that cannot split it are ruled out."""
        paid = paid_out(members, self.problem.instance.budget, self.problem.law)
        if not isinstance(paid, NoSplit):
            return paid
        Plain(self.board.model).at_least(other_than(members, self.board), 1 - len(members))
        return None

    def _run(self, model: Model, terms: Linear) -> Outcome:
        return best_of(
            self.board,
            model,
            terms,
            seconds_left=lambda: self.limits.seconds_left,
            seed=self.problem.instance.seed,
            cancelled=self.limits.cancelled,
        )


def _there(spot: Spot | None) -> Spot:
    """The point that has to be there, as the end of the gap is."""
    if spot is None:
        raise RuntimeError("there is no consortium where one was found before")
    return spot
