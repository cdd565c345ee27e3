"""A proof that there is no consortium at all, where the relaxation over all candidates has none.

Phase one: break rows as little as possible. Its prices, with all points 0, bound what any consortium of all candidates
could come to; below 0 there is none. Where the bound says nothing yet, the candidates worth most at these prices join.
"""

from dataclasses import dataclass

import numpy as np

from solver.engine.bounding import bound
from solver.engine.pricing import COARSEST, Prices
from solver.engine.relaxing import relax
from solver.engine.sheet import Floats
from solver.engine.starting import best_of
from solver.engine.task import Task
from solver.engine.watch import Watch
from solver.model import Ints, Model

ROUNDS, MORE = 40, 60


@dataclass(frozen=True, eq=False)
class Refutation:
    """``columns``: the candidates looked at. ``core``: names of rows with a price where there is no consortium."""

    columns: Ints
    core: frozenset[str] | None


def refute(task: Task, candidates: Ints, columns: Ints, watch: Watch) -> Refutation:
    """Whether the relaxation over all ``candidates`` has no solution, from that over a few ``columns`` of them."""
    for _ in range(ROUNDS):
        restricted = task.restricted(columns)
        relaxed = relax(restricted.programme, watch, penalty=None)
        if relaxed is None or relaxed.broken < 1e-7:
            break
        prices = task.pricing.prices(restricted, relaxed.prices, points=False)
        if prices.unit > COARSEST:
            break
        worth, points = _bound(task, prices, candidates)
        if points < 0:
            return Refutation(columns, _core(task.model, prices))
        outside = np.flatnonzero(~np.isin(candidates, columns))
        if not len(outside):
            break
        columns = np.union1d(columns, candidates[outside[best_of(worth[outside], MORE)]])
    return Refutation(columns, None)


def _bound(task: Task, prices: Prices, candidates: Ints) -> tuple[Floats, float]:
    priced = task.pricing.price(prices, candidates, points=False)
    worth = priced.worth
    if task.graph is not None and prices.tie:
        # both ends take every tie whole: far too much, but ties matter here only where rows ask for them
        worth = worth + prices.tie * task.graph.best(task.most_ties)[candidates]
    model = task.model
    limit = bound(priced.constant, worth, task.forced(candidates), model.smallest, model.largest)
    return worth, limit.points


def _core(model: Model, prices: Prices) -> frozenset[str]:
    rows = {row.name for row, price in zip(model.rows, prices.rows.tolist(), strict=True) if price}
    partitions = {
        partition.name
        for partition, table in zip(model.partitions, prices.classes, strict=True)
        if table is not None and table.any()
    }
    return frozenset(rows | partitions) - {""}
