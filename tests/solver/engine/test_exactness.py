"""The engine finds what trying everything finds, and what HiGHS finds on the whole of a model."""

import numpy as np
import pytest

from solver.engine import maximise
from solver.engine.descending import Pace
from solver.model import Linear, Model, Partition, Row
from tests.solver.engine.drawing import drawn
from tests.solver.engine.exhaustive import exhausted
from tests.solver.engine.highs import highs

FORCED = Pace(direct=0, start=3, first=3, more=2, survivors=2, stuck=3)
"""So small that a dozen candidates go through all that a hundred thousand go through."""


@pytest.mark.parametrize("seed", range(60))
def test_the_engine_agrees_with_trying_everything(seed: int) -> None:
    model = drawn(seed, 6, 3, classes=3)
    expected = exhausted(model)
    assert highs(model) == (True, expected)
    for pace in (Pace(), FORCED):
        outcome = maximise(model, seconds=20, pace=pace)
        assert (outcome.final, outcome.value) == (True, expected)


@pytest.mark.parametrize("seed", range(60))
def test_by_columns_and_pricing_the_engine_agrees_with_highs(seed: int) -> None:
    _agrees(drawn(1000 + seed, 14, 5), FORCED)


@pytest.mark.parametrize("seed", range(8))
def test_on_hundreds_of_candidates_the_engine_agrees_with_highs(seed: int) -> None:
    _agrees(drawn(2000 + seed, 300, 7, classes=14, tied=0.3), Pace())


@pytest.mark.drill
@pytest.mark.parametrize("seed", range(300))
def test_on_many_more_small_models_the_engine_agrees_with_trying_everything(seed: int) -> None:
    model = drawn(5000 + seed, 6, 3, classes=3)
    outcome = maximise(model, seconds=60, pace=FORCED)
    assert (outcome.final, outcome.value) == (True, exhausted(model))


@pytest.mark.drill
@pytest.mark.parametrize("seed", range(400))
def test_by_columns_and_pricing_the_engine_agrees_with_highs_many_times(seed: int) -> None:
    _agrees(drawn(10_000 + seed, 14 + seed % 20, 3 + seed % 5), FORCED)


@pytest.mark.drill
@pytest.mark.parametrize("n", [300, 700, 1500])
@pytest.mark.parametrize("seed", range(25))
def test_on_up_to_1500_candidates_the_engine_agrees_with_highs(n: int, seed: int) -> None:
    model = drawn(20_000 + seed, n, 7, classes=14, tied=0.5)
    ended, expected = highs(model, seconds=300)
    outcome = maximise(model, seconds=60)
    if ended:
        assert (outcome.final, outcome.value) == (True, expected)
    else:
        assert outcome.value is not None
        assert outcome.bound is not None
        assert (expected or 0) <= outcome.bound


def _agrees(model: Model, pace: Pace) -> None:
    ended, expected = highs(model)
    assert ended
    outcome = maximise(model, seconds=60, pace=pace)
    assert (outcome.final, outcome.value) == (True, expected)


def test_rivals_on_one_seat_never_share_a_column() -> None:
    """Who counts for the one side cannot count for the other, however alike they look to one of them."""
    everybody, nothing = np.ones(3, bool), np.zeros(3, np.int64)
    model = Model(3, 0, 2)
    seat = model.plane(everybody, np.array([10, 8, 9]))
    one = model.plane(np.array([True, False, True]), nothing, (seat,), "sides")
    other = model.plane(np.array([False, True, True]), nothing, (seat,), "sides")
    model.rows.append(Row(Linear({other: np.ones(3, np.int64)}), low=2))
    model.partitions.append(Partition(np.zeros(3, np.int64), 1, {one: np.ones(3, np.int64)}, high=1))
    outcome = maximise(model, seconds=20)
    assert (outcome.final, outcome.value) == (True, exhausted(model)) == (True, 17)


def test_classes_of_which_there_are_none_ask_for_nothing() -> None:
    model = Model(3, 1, 2)
    seat = model.plane(np.ones(3, bool), np.array([1, 2, 3]))
    witness = model.plane(np.ones(3, bool), np.zeros(3, np.int64), (seat,))
    model.rows.append(Row(Linear({witness: np.ones(3, np.int64)}), high=1))
    model.partitions.append(Partition(np.full(3, -1), 0, {witness: np.ones(3, np.int64)}, high=1, lazy=True))
    assert maximise(model, seconds=20).value == 5
