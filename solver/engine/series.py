"""One best after the other: the same model under one row more each time.

A row can only take solutions away, so what no consortium with a candidate could have more than before, none can have
more than now: the *reach* of each candidate, from one weighing of all, holds for the whole series. Among a few with the
largest reach the next best is found by CP-SAT alone; it is the best of all when nobody outside reaches beyond it, and
else those who do join the few.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from solver.engine.descending import USUAL, Descent, Pace
from solver.engine.finding import Finding
from solver.engine.outcome import Outcome
from solver.engine.sheet import Floats
from solver.engine.starting import best_of, first_columns, outset
from solver.engine.task import Task, task_of
from solver.engine.watch import Watch, watch
from solver.engine.weighing import penalty_of, view, weigh
from solver.model import Model, Row

FEW, MANY, JOINING = 36, 400, 60
"""How many to begin with, more than how many are too many, and how many join at once."""

NEAR = 0.01
"""The reach is sharp for consortia that lack no more than this fraction of the best; then it is taken anew."""


@dataclass(frozen=True, eq=False)
class Reach:
    """``upper``: no consortium with a candidate has more; sharp where that is at least ``sharp``."""

    upper: Floats
    sharp: float


class Series:
    """The best seats of a model, then the best under one row more, and so on."""

    def __init__(
        self, model: Model, *, seed: int = 0, clock: Callable[[], float] = perf_counter, pace: Pace = USUAL
    ) -> None:
        self._model, self._seed, self._clock, self._pace = model.copy(), seed, clock, pace
        self._plain = task_of(model.copy())
        self._candidates = np.flatnonzero(self._plain.seated)
        self._last: Outcome | None = None
        self._reach: Reach | None = None
        self._few = np.zeros(0, np.int64)

    def add(self, row: Row) -> None:
        """One row more for all that follow."""
        self._model.rows.append(row)

    def best(self, *, seconds: float, cancelled: Callable[[], bool] | None = None) -> Outcome:
        """The best seats under all rows so far; as `maximise` would find them."""
        until = watch(seconds, cancelled, self._clock)
        task = Task(replace(self._plain.model, rows=list(self._model.rows)), self._plain.blocks, self._plain.graph)
        outcome = None
        if self._last is not None and self._last.seats and len(self._candidates) > self._pace.direct:
            self._few = np.union1d(self._few, list(self._last.seats))
            outcome = self._among_few(task, self._last.bound, until)
        if outcome is None:
            outcome = Descent(task, until, seed=self._seed, pace=self._pace).run()
        if outcome.final:
            self._last = outcome
        return outcome

    @property
    def _value(self) -> int:
        """The points of what was found last."""
        return 0 if self._last is None or self._last.value is None else self._last.value

    def _among_few(self, task: Task, limit: int | None, until: Watch) -> Outcome | None:
        """The best among the few and the proof that nobody else matters; ``None`` where too many do."""
        reach = self._reach or self._reached(NEAR, until)
        while reach is not None:
            self._reach = reach
            finding = Finding(task, until, self._seed)
            solved = finding.among(self._few)
            if not solved.final:
                finding.settle()
                return replace(finding.best, bound=limit)
            if not finding.found:
                break
            value = int(finding.value)
            outside = np.flatnonzero((np.floor(reach.upper) > value) & ~np.isin(self._candidates, self._few))
            if not len(outside):
                return replace(finding.best, bound=value, final=True)
            if value < reach.sharp:
                lacking = (self._value - value) / max(1, abs(self._value))
                reach = self._reached(max(NEAR, 2.0 * lacking), until)
            elif len(self._few) > MANY:
                break
            else:
                joining = outside[best_of(reach.upper[outside], JOINING)]
                self._few = np.union1d(self._few, self._candidates[joining])
        return None

    def _reached(self, near: float, until: Watch) -> Reach | None:
        """Weigh everybody, at the prices of the model without the rows that were added."""
        task, pace, value = self._plain, self._pace, self._value
        worth = outset(task, self._candidates).worth
        columns = self._candidates[first_columns(task.model, worth, self._candidates, pace.start)]
        seen = view(task, np.union1d(columns, self._few), until, penalty_of(task))
        if seen is None or until.left <= 0:
            return None
        sharp = value - near * abs(value) - 1
        weighed = weigh(task, seen, self._candidates, int(sharp), until, sweeps=pace.sweeps)
        few = self._candidates[best_of(weighed.bound.each, FEW)]
        self._few = np.union1d(self._few, few)
        return Reach(weighed.bound.each, sharp)
