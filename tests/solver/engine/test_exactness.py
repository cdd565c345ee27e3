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


def _agrees(model: Model, pace: Pace) -> None:
    ended, expected = highs(model)
    assert ended
    outcome = maximise(model, seconds=60, pace=pace)
    assert (outcome.final, outcome.value) == (True, expected)
