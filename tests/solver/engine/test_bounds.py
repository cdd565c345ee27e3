"""A bound has to hold whatever the prices are; good prices only make it sharp."""

from dataclasses import replace
from itertools import combinations
from math import inf

import numpy as np
import pytest

from solver.engine.bounding import bound
from solver.engine.pricing import COARSEST
from solver.engine.relaxing import Relaxed
from solver.engine.sharing import Inside
from solver.engine.starting import outset
from solver.engine.task import Task, task_of
from solver.engine.watch import watch
from solver.engine.weighing import View, weigh
from solver.model import Model
from tests.solver.engine.drawing import drawn
from tests.solver.engine.exhaustive import exhausted


def with_member(model: Model, candidate: int) -> int | None:
    """The most points with this candidate."""
    return exhausted(replace(model, forced=np.union1d(model.forced, [candidate])))


def any_prices(task: Task, seed: int) -> View:
    """Prices out of nowhere, and shares of the ties too."""
    draw = np.random.default_rng(seed)
    everybody = np.flatnonzero(task.seated)
    restricted = task.restricted(everybody)
    duals = draw.normal(0, 20, len(restricted.programme.low)) * (draw.random(len(restricted.programme.low)) < 0.6)
    if restricted.edges is not None and task.graph is not None:
        duals[restricted.edges.total] = draw.choice([0.0, 0.5, 1.0, 3.0])
    relaxed = Relaxed(float(draw.normal(50, 50)), duals, np.zeros(len(restricted.programme.upper)), 0.0)
    inside = None
    if restricted.edges is not None:
        inside = Inside(restricted.edges.numbers, draw.random(len(restricted.edges.numbers)))
    return View(restricted, relaxed, task.pricing.prices(restricted, duals), inside)


@pytest.mark.parametrize("seed", range(40))
def test_no_consortium_is_above_the_bound_at_any_prices(seed: int) -> None:
    model = drawn(seed, 6, 3, classes=3)
    task = task_of(model)
    best = exhausted(model)
    candidates = np.flatnonzero(task.seated)
    each = {int(candidate): with_member(model, int(candidate)) for candidate in candidates}
    for number in range(5):
        seen = any_prices(task, 100 * seed + number)
        assert seen.prices.unit <= COARSEST
        for value in (None, 20.0):
            weighed = weigh(task, seen, candidates, value, watch(60, None), sweeps=7)
            assert best is None or best <= weighed.bound.points
            for candidate, limit in zip(candidates.tolist(), weighed.bound.each.tolist(), strict=True):
                most = each[candidate]
                assert most is None or most <= limit


@pytest.mark.parametrize("seed", range(40))
def test_the_first_bound_needs_no_prices(seed: int) -> None:
    model = drawn(seed, 6, 3, classes=3)
    task = task_of(model)
    best = exhausted(model)
    assert best is None or best <= outset(task, np.flatnonzero(task.seated)).points


@pytest.mark.parametrize("seed", range(60))
def test_the_largest_worths_are_the_best_consortium_of_its_size(seed: int) -> None:
    draw = np.random.default_rng(seed)
    worth = draw.integers(-9, 10, int(draw.integers(0, 8))).astype(float)
    forced = draw.random(len(worth)) < 0.2
    smallest, largest = int(draw.integers(0, 4)), int(draw.integers(0, 6))
    sets = [
        frozenset(chosen)
        for size in range(smallest, largest + 1)
        for chosen in combinations(range(len(worth)), size)
        if set(np.flatnonzero(forced).tolist()) <= set(chosen)
    ]
    points = {chosen: 100 + sum(worth[list(chosen)]) for chosen in sets}
    found = bound(100.0, worth, forced, smallest, largest)
    assert found.points == max(points.values(), default=-inf)
    for candidate in range(len(worth)):
        with_it = [value for chosen, value in points.items() if candidate in chosen]
        assert found.each[candidate] >= max(with_it, default=-inf)
        if not forced[candidate] and sets and with_it:
            assert found.each[candidate] == max(with_it)
