"""One proposal after the other, each proven best given those before it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from solver.board import Board, Placed
from solver.engine import Outcome, Series
from solver.goals import Level, levels_of
from solver.limits import Limits
from solver.model import Linear, Mask, Model, Row
from solver.paying import other_than, paid_out
from solver.problem import Problem
from solver.readings import Reading
from solver.rows import Plain
from solver.splitting.refusing import NoSplit
from solver.surviving import best_of


@dataclass(frozen=True)
class Found:
    """A consortium. ``bound`` is the most points that any could have at the first level, ``None`` if not known."""

    members: list[Placed]
    level: Level
    bound: float | None
    proven: bool


@dataclass
class Summit:
    """The best of one board under rows that are added: level by level, each with those above it kept at their best."""

    board: Board
    levels: Sequence[Level]
    seed: int
    model: Model = field(init=False)
    _series: Series | None = None

    def __post_init__(self) -> None:
        """With one level there is one model for all that follow."""
        self.model = self.board.model.copy()
        if len(self.levels) == 1 and self.board.survival is None:
            self._series = Series(self.model.maximising(self.levels[0].terms), seed=self.seed)

    def add(self, terms: Linear, *, low: int) -> None:
        """From now on the terms add up to ``low`` or more."""
        Plain(self.model).at_least(terms, low)
        if self._series is not None:
            self._series.add(Row(terms, low))

    def best(self, limits: Limits) -> tuple[Outcome, Outcome | None, float | None]:
        """How the search ended, the best seats and the bound at the first level."""
        if self._series is None:
            return self._climb(limits)
        outcome = self._series.best(seconds=limits.seconds_left, cancelled=limits.cancelled)
        return outcome, outcome, self._bound(outcome)

    def _bound(self, outcome: Outcome) -> float | None:
        return None if outcome.bound is None or outcome.seats is None else self.levels[0].bound(outcome.bound)

    def _climb(self, limits: Limits) -> tuple[Outcome, Outcome | None, float | None]:
        best: Outcome | None = None
        bound: float | None = None
        model = self.model.copy()
        for level in self.levels:
            outcome = best_of(
                self.board,
                model,
                level.terms,
                behind=[self.model],
                seconds_left=lambda: limits.seconds_left,
                seed=self.seed,
                cancelled=limits.cancelled,
            )
            if outcome.seats is None or outcome.value is None:
                return outcome, best, bound
            bound = self._bound(outcome) if level is self.levels[0] else bound
            best = outcome
            if not outcome.final:
                break
            Plain(model).at_least(level.terms, outcome.value)
        return outcome, best, bound


@dataclass
class Search:
    """Looks for consortia of a problem. The limits may be narrowed from one to the next.

    After the last one ``ended`` tells why there are no more: ``proof`` (there is none), ``limit`` or ``enough``.
    """

    problem: Problem
    limits: Limits
    ended: str = "enough"
    board: Board = field(init=False)
    _summit: Summit = field(init=False)
    _earlier: list[Sequence[str]] = field(default_factory=list)

    def run(self) -> Iterator[Found]:
        """The best consortium, then the best that differs enough from all earlier ones, and so on."""
        readings = list(self.problem.readings)
        self._read(readings[0])
        while len(self._earlier) < self.problem.instance.alternatives:
            outcome, found = self._best()
            if found is not None:
                yield found
                self._earlier.append([placed.entrant.id for placed in found.members])
                self._differ_from(self._earlier[-1])
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
        instance = self.problem.instance
        self.board = self.problem.board(reading)
        self._summit = Summit(self.board, levels_of(instance, self.board), instance.seed)
        for names in self._earlier:
            self._differ_from(names)

    def _differ_from(self, names: Sequence[str]) -> None:
        newcomers = self.board.present(~self._those(names))
        self._summit.add(newcomers, low=self.problem.instance.min_difference)

    def _those(self, names: Sequence[str]) -> Mask:
        return self.board.crowd.those(names)

    def _best(self) -> tuple[Outcome, Found | None]:
        """The best consortium that can split the budget."""
        while True:
            outcome, best, bound = self._summit.best(self.limits)
            if best is None or best.seats is None:
                return outcome, None
            members = self.board.chosen(best.seats, best.columns)
            paid = paid_out(members, self.problem.instance.budget, self.problem.law)
            if not isinstance(paid, NoSplit):
                return outcome, Found(paid, self._summit.levels[0], bound, outcome.final)
            if not outcome.final:
                return outcome, None
            self._summit.add(other_than(members, self.board), low=1 - len(members))
