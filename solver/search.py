"""One proposal after the other, each proven best given those before it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from solver.board import Board, Placed
from solver.engine import Outcome, maximise
from solver.goals import Level, levels_of
from solver.model import Model
from solver.problem import Problem
from solver.readings import Reading
from solver.rows import Plain


@dataclass(frozen=True)
class Limits:
    """When to stop: at an instant of the clock, or when somebody says so."""

    until: float
    cancelled: Callable[[], bool] | None = None
    clock: Callable[[], float] = perf_counter

    @property
    def seconds_left(self) -> float:
        """Zero when time is up or somebody has cancelled."""
        if self.cancelled is not None and self.cancelled():
            return 0.0
        return max(0.0, self.until - self.clock())


@dataclass(frozen=True)
class Found:
    """A consortium. ``bound`` is the most points that any could have at the first level, ``None`` if not known."""

    members: list[Placed]
    level: Level
    bound: float | None
    proven: bool


@dataclass
class Search:
    """Looks for consortia of a problem. The limits may be narrowed from one to the next.

    After the last one ``ended`` tells why there are no more: ``proof`` (there is none), ``limit`` or ``enough``.
    """

    problem: Problem
    limits: Limits
    ended: str = "enough"
    board: Board = field(init=False)
    _levels: list[Level] = field(default_factory=list)

    def run(self) -> Iterator[Found]:
        """The best consortium, then the best that differs enough from all earlier ones, and so on."""
        earlier: list[frozenset[str]] = []
        readings = list(self.problem.readings)
        self._read(readings[0])
        while len(earlier) < self.problem.instance.alternatives:
            outcome, found = self._best(earlier)
            if found is not None:
                yield found
                earlier.append(frozenset(placed.entrant.id for placed in found.members))
            if not outcome.final:
                self.ended = "limit"
                return
            if found is None:
                readings.pop(0)
                if not readings:
                    self.ended = "proof"
                    return
                self._read(readings[0])

    def _read(self, reading: Reading) -> None:
        self.board = self.problem.board(reading)
        self._levels = levels_of(self.problem.instance, self.board)

    def _best(self, earlier: Sequence[frozenset[str]]) -> tuple[Outcome, Found | None]:
        model = self.board.model.copy()
        rows, crowd = Plain(model), self.board.crowd
        for members in earlier:
            newcomers = self.board.present(~crowd.those(sorted(members)))
            rows.at_least(newcomers, self.problem.instance.min_difference)
        outcome, best, bound = self._climb(model)
        if best is None or best.seats is None:
            return outcome, None
        return outcome, Found(self.board.chosen(best.seats, best.columns), self._levels[0], bound, outcome.final)

    def _climb(self, model: Model) -> tuple[Outcome, Outcome | None, float | None]:
        """Maximise level by level, each with the levels above it kept at their best."""
        best: Outcome | None = None
        bound: float | None = None
        for level in self._levels:
            outcome = maximise(
                model.maximising(level.terms),
                seconds=self.limits.seconds_left,
                seed=self.problem.instance.seed,
                cancelled=self.limits.cancelled,
            )
            if outcome.seats is None or outcome.value is None:
                return outcome, best, bound
            best = outcome
            if level is self._levels[0]:
                bound = None if outcome.bound is None else level.bound(outcome.bound)
            if not outcome.final:
                break
            Plain(model).at_least(level.terms, outcome.value)
        return outcome, best, bound
