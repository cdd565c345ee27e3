"""A proof that there is no consortium at all, where the relaxation over all candidates has none.

Phase one: break rows as little as possible. Its prices, with all points 0, bound what any consortium of all candidates
could come to; below 0 there is none. Where the bound says nothing yet, the candidates worth most at these prices join.
"""

from dataclasses import dataclass

import numpy as np

from solver.engine.bounding import bound
from solver.engine.pricing import COARSEST, Prices, Pricing
from solver.engine.relaxing import relax
from solver.engine.restricting import restrict
from solver.engine.starting import best_of
from solver.engine.tying import Graph, ties_among
from solver.engine.watch import Watch
from solver.model import Ints, Model

ROUNDS, MORE = 40, 60


@dataclass(frozen=True, eq=False)
class Refutation:
    """``columns``: the candidates looked at. ``core``: names of rows with a price where there is no consortium."""

    columns: Ints
    core: frozenset[str] | None


def refute(pricing: Pricing, candidates: Ints, columns: Ints, graph: Graph | None, watch: Watch) -> Refutation:
    """Whether the relaxation over all ``candidates`` has no solution, from that over a few ``columns`` of them."""
    model = pricing.model
    forced = np.isin(candidates, model.forced)
    for _ in range(ROUNDS):
        restricted = restrict(model, pricing.blocks, columns, ties_among(graph, columns))
        relaxed = relax(restricted.programme, watch, penalty=None)
        if relaxed is None or relaxed.broken < 1e-7:
            break
        prices = pricing.prices(restricted, relaxed.prices, points=False)
        if prices.unit > COARSEST:
            break
        priced = pricing.price(prices, candidates, points=False)
        worth = priced.worth
        if graph is not None and prices.tie:
            # every end takes every tie whole: far too much, but enough where it matters at all
            worth = worth + prices.tie * graph.best(max(model.largest - 1, 0))[candidates]
        if bound(priced.constant, worth, forced, model.smallest, model.largest).points < 0:
            return Refutation(columns, _core(model, prices))
        outside = np.flatnonzero(~np.isin(candidates, columns))
        if not len(outside):
            break
        best = outside[best_of(worth[outside], MORE)]
        columns = np.union1d(columns, candidates[best])
    return Refutation(columns, None)


def _core(model: Model, prices: Prices) -> frozenset[str]:
    rows = {row.name for row, price in zip(model.rows, prices.rows.tolist(), strict=True) if price}
    partitions = {
        partition.name
        for partition, table in zip(model.partitions, prices.classes, strict=True)
        if table is not None and table.any()
    }
    return frozenset(rows | partitions) - {""}
