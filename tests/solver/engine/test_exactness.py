"""The engine finds what trying everything finds, and what HiGHS finds on the whole of a model."""

import pytest

from solver.engine import maximise
from solver.engine.descending import Pace
from solver.model import Model
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
