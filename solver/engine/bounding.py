"""The best consortium for given worths, and the best one that has a given member in it.

The size row is not priced: for fixed worths the best set of ``smallest`` to ``largest`` is that of the largest worths,
those that are not forced only while they are positive or needed. The sum of all positive worths would bound nothing
where a hundred thousand are a little above zero.
"""

from dataclasses import dataclass
from math import inf

import numpy as np

from solver.engine.sheet import Floats
from solver.model import Mask


@dataclass(frozen=True, eq=False)
class Bound:
    """No consortium has more than ``points``, none with a candidate more than ``each``. ``last``: worth of a seat."""

    points: float
    each: Floats
    last: float


def bound(constant: float, worth: Floats, forced: Mask, smallest: int, largest: int) -> Bound:
    """The bound for all sets of so many candidates with the forced ones among them."""
    free = ~forced
    there = int(forced.sum())
    least, most = max(smallest - there, 0), min(largest - there, len(worth) - there)
    if most < least:
        return Bound(-inf, np.full(len(worth), -inf), inf)
    total, last = _best(worth[free], least, most)
    points = constant + float(worth[forced].sum()) + total
    each = points + np.minimum(worth - last, 0.0) if last > -inf else np.full(len(worth), points)
    each[forced] = points
    return Bound(points, each, last)


def _best(worth: Floats, least: int, most: int) -> tuple[float, float]:
    """The largest sum of ``least`` to ``most`` of them, and what a further one would have to be worth."""
    positive = worth[worth > 0]
    if len(positive) >= most:
        return _top(positive, most, inf)
    if len(positive) >= least:
        return float(positive.sum()), 0.0
    return _top(worth, least, 0.0)


def _top(worth: Floats, number: int, without: float) -> tuple[float, float]:
    if number == 0:
        return 0.0, without
    if number == len(worth):
        # all are needed, so none has to make room for another
        return float(worth.sum()), float(worth.min())
    top = np.partition(worth, len(worth) - number)[len(worth) - number :]
    return float(top.sum()), float(top.min())
