"""Which candidates the first relaxation is over: the best by their own points, and some for each row that asks."""

from dataclasses import dataclass

import numpy as np

from solver.engine.bounding import bound
from solver.engine.pricing import Prices
from solver.engine.sheet import Floats
from solver.engine.task import Task
from solver.model import Ints, Mask, Model, Row

BEST, SERVING, LOOKED_AT = 200, 8, 2000
"""How many of the best, how many for each row, and among how many of the best to look for those first."""


@dataclass(frozen=True, eq=False)
class Outset:
    """What candidates look ``worth`` before there are prices, and a first bound on the ``points`` of all consortia."""

    worth: Floats
    points: float


def outset(task: Task, candidates: Ints) -> Outset:
    """Points of their own and some of their ties; for the bound all of the ties, at both ends."""
    model, graph = task.model, task.graph
    tie = 0 if graph is None else max(model.points[graph.ties.column], 0)
    free = Prices(np.zeros(len(model.rows)), (None,) * len(model.partitions), float(tie), 0.0, 1.0)
    priced = task.pricing.price(free, candidates)
    worth, most = priced.worth, priced.worth
    if graph is not None and len(graph.ties.strength):
        ties = graph.best(task.most_ties)[candidates]
        worth, most = worth + 0.3 * tie * np.minimum(ties, 2 * graph.ties.strength.max()), worth + tie * ties
    limit = bound(priced.constant, most, task.forced(candidates), model.smallest, model.largest)
    return Outset(worth, limit.points)


def first_columns(model: Model, worth: Floats, candidates: Ints, number: int = BEST) -> Ints:
    """The positions of candidates to start with, ascending."""
    order = best_of(worth, min(LOOKED_AT, len(candidates)))
    chosen = np.zeros(len(candidates), bool)
    chosen[order[:number]] = True
    chosen[np.isin(candidates, model.forced)] = True
    for row in model.rows:
        if row.low > 0 or (row.terms.columns and row.low == 0):
            serving = np.flatnonzero(_serves(model, row, candidates[order]))
            if len(serving) >= SERVING or len(order) == len(candidates):
                chosen[order[serving[:SERVING]]] = True
            else:
                serving = np.flatnonzero(_serves(model, row, candidates))
                chosen[serving[best_of(worth[serving], SERVING)]] = True
    return np.flatnonzero(chosen)


def best_of(worth: Floats, number: int) -> Ints:
    """The positions of so many of the largest, the largest first and of equals the earlier."""
    if number < len(worth):
        least = np.partition(worth, len(worth) - number)[len(worth) - number]
        among = np.flatnonzero(worth >= least)
    else:
        among = np.arange(len(worth))
    return among[np.argsort(-worth[among], kind="stable")][:number]


def _serves(model: Model, row: Row, candidates: Ints) -> Mask:
    serves = np.zeros(len(candidates), bool)
    for plane, numbers in row.terms.planes.items():
        serves |= (numbers[candidates] > 0) & model.planes[plane].mask[candidates]
    return serves
