"""From a relaxation over a few candidates to the worth of all of them and the bound that follows."""

from dataclasses import dataclass

import numpy as np

from solver.engine.bounding import Bound, bound
from solver.engine.pricing import COARSEST, Prices
from solver.engine.relaxing import Relaxed, relax
from solver.engine.restricting import Restricted
from solver.engine.sharing import Inside, Splitting, with_ties
from solver.engine.sheet import Floats
from solver.engine.task import Task
from solver.engine.watch import Watch
from solver.model import Ints

UNKNOWN_GAP = 0.03
"""As a fraction of the relaxation: what the best consortium may lack, as long as none is known."""


@dataclass(frozen=True, eq=False)
class View:
    """Prices by a relaxation over some candidates."""

    restricted: Restricted
    relaxed: Relaxed
    prices: Prices
    inside: Inside | None


@dataclass(frozen=True, eq=False)
class Weighed:
    """What each candidate is worth with its ties, and the bound."""

    worth: Floats
    bound: Bound


def view(task: Task, columns: Ints, watch: Watch, penalty: float) -> View | None:
    """Prices by a relaxation over these candidates; ``None`` where time is up or no price can be trusted."""
    restricted = task.restricted(columns)
    relaxed = relax(restricted.programme, watch, penalty=penalty)
    if relaxed is None:
        return None
    prices = task.pricing.prices(restricted, relaxed.prices)
    return View(restricted, relaxed, prices, _inside(restricted, relaxed.prices)) if prices.unit <= COARSEST else None


def weigh(task: Task, seen: View, candidates: Ints, value: float | None, watch: Watch, *, sweeps: int) -> Weighed:
    """What the candidates are worth, where a consortium of this ``value`` is known."""
    prices = seen.prices
    priced = task.pricing.price(prices, candidates)
    worth = priced.worth
    if task.graph is not None:
        points = seen.relaxed.points
        gap = UNKNOWN_GAP * abs(points) if value is None else points - value
        how = Splitting(
            price=prices.tie,
            threshold=prices.seat - gap - 1 - 0.25 * abs(gap + 1),
            keep=prices.seat if value is None else prices.seat - gap - 0.5,
            seat=prices.seat,
            unit=prices.unit,
            most=task.most_ties,
            sweeps=sweeps,
            stopped=lambda: watch.left <= 0,
        )
        worth = with_ties(task.graph, worth, candidates, seen.inside, how)
    model = task.model
    return Weighed(worth, bound(priced.constant, worth, task.forced(candidates), model.smallest, model.largest))


def penalty_of(task: Task) -> float:
    """More than breaking any row by one should be worth, as far as that can be known."""
    model = task.model
    worth = 1.0 + sum(float(np.abs(plane.points).max(initial=0)) for plane in model.planes)
    worth += max(map(abs, model.points), default=0)
    if task.graph is not None:
        tied = float(task.graph.best(task.most_ties).max(initial=0))
        worth += abs(model.points[task.graph.ties.column]) * tied
    return 10.0 * worth


def _inside(restricted: Restricted, prices: Floats) -> Inside | None:
    """How the relaxation shares its ties between their ends."""
    edges = restricted.edges
    if edges is None:
        return None
    shares = []
    for start, end in zip(edges.ends, (edges.first, edges.second), strict=True):
        own = np.maximum(prices[start : start + len(edges.numbers)], 0.0)
        hub = edges.hubs[end]
        shares.append(own + np.where(hub >= 0, np.maximum(prices[hub], 0.0), 0.0))
    both = shares[0] + shares[1]
    return Inside(edges.numbers, np.where(both > 0, shares[1] / np.where(both > 0, both, 1.0), 0.5))
