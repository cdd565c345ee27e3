"""One best after the other: the same model with rows added."""

from collections.abc import Callable
from time import perf_counter

from solver.engine.descending import maximise
from solver.engine.outcome import Outcome
from solver.model import Model, Row


class Series:
    """The best seats of a model, then the best under one row more, and so on."""

    def __init__(self, model: Model, *, seed: int = 0, clock: Callable[[], float] = perf_counter) -> None:
        self._model, self._seed, self._clock = model.copy(), seed, clock

    def best(self, *, seconds: float, cancelled: Callable[[], bool] | None = None) -> Outcome:
        """The best seats under all rows so far."""
        return maximise(self._model, seconds=seconds, seed=self._seed, cancelled=cancelled, clock=self._clock)

    def add(self, row: Row) -> None:
        """One row more for all that follow."""
        self._model.rows.append(row)
