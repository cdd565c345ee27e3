"""The best consortium found so far, and looking for a better one among a few candidates."""

from dataclasses import replace
from math import inf

import numpy as np

from solver.engine.exact import Solved, solve
from solver.engine.outcome import Outcome, nothing
from solver.engine.task import Task
from solver.engine.watch import Watch, watch
from solver.model import Ints

SETTLING_SECONDS = 0.05
"""For the points of a consortium that is known; less than what may pass until a search that is cancelled ends."""


class Finding:
    """``best``: what was found; ``solved``: candidates among whom nothing better can be found."""

    def __init__(self, task: Task, watch: Watch, seed: int) -> None:
        self.task, self.watch, self.seed = task, watch, seed
        self.best: Outcome = nothing(len(task.model.upper), final=False)
        self.solved = np.zeros(0, np.int64)

    @property
    def found(self) -> bool:
        """Whether there is any."""
        return self.best.seats is not None

    @property
    def value(self) -> float:
        """The points of the best one; minus infinity where there is none."""
        return -inf if self.best.value is None else self.best.value

    @property
    def members(self) -> Ints:
        """Who has a seat in it."""
        return np.array(list(self.best.seats or ()), np.int64)

    def among(self, candidates: Ints, effort: float | None = None) -> Solved:
        """Look for a better one among these candidates, its own members and the forced ones."""
        everybody = np.union1d(np.union1d(candidates, self.members), self.task.model.forced)
        restricted = self.task.restricted(everybody)
        solved = solve(restricted.programme, self.watch, seed=self.seed, effort=effort, above=self.best.value)
        if solved.final:
            self.solved = everybody
        if solved.values is not None:
            columns = solved.values[restricted.offset :][: len(self.task.model.upper)]
            seats = restricted.seats(solved.values, self.task.blocks.seats)
            self.best = Outcome(seats, solved.points, None, False, columns)
        return solved

    def settle(self) -> None:
        """The same members at their best: a search that was cut short may have left witnesses or columns behind."""
        if self.found:
            model = replace(self.task.model, smallest=len(self.members))
            moment = watch(
                SETTLING_SECONDS, None, self.watch.clock
            )  # also when time is up: it takes a few milliseconds
            alone = Finding(replace(self.task, model=model), moment, self.seed)
            alone.among(self.members)
            if alone.value > self.value:
                self.best = alone.best
