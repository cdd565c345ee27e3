"""The best seats of a model."""

from collections.abc import Callable
from time import perf_counter

import numpy as np

from solver.engine.blocks import Blocks, blocks_of
from solver.engine.exact import Solved, solve
from solver.engine.outcome import Outcome, nothing
from solver.engine.restricting import Restricted, restrict
from solver.engine.watch import watch
from solver.model import Model


def maximise(
    model: Model,
    *,
    seconds: float,
    seed: int = 0,
    cancelled: Callable[[], bool] | None = None,
    clock: Callable[[], float] = perf_counter,
) -> Outcome:
    """The best seats of a model; always with what is in hand and its bound."""
    blocks = blocks_of(model)
    ties = np.arange(0 if model.ties is None else len(model.ties.first))
    restricted = restrict(model, blocks, np.arange(model.n), ties)
    return outcome(model, blocks, restricted, solve(restricted.programme, watch(seconds, cancelled, clock), seed=seed))


def outcome(model: Model, blocks: Blocks, restricted: Restricted, solved: Solved) -> Outcome:
    """What a solution of a programme over all candidates says of the model."""
    if solved.values is None:
        return nothing(len(model.upper), final=solved.final, bound=solved.bound)
    columns = solved.values[restricted.offset :][: len(model.upper)]
    return Outcome(restricted.seats(solved.values, blocks.seats), solved.points, solved.bound, solved.final, columns)
