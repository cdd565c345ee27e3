"""One best after the other, and each is what a search of its own would have found."""

import numpy as np
import pytest

from solver.engine import Outcome, Series, maximise
from solver.engine.descending import Pace
from solver.model import Linear, Model, Row
from tests.solver.engine.drawing import drawn

FORCED = Pace(direct=0, start=10, first=6, more=5, survivors=8, stuck=10)


def unlike(model: Model, outcome: Outcome) -> Row:
    """Two members at least who are not in an earlier consortium."""
    assert outcome.seats is not None
    others = ~np.isin(np.arange(model.n), list(outcome.seats))
    return Row(Linear(dict.fromkeys(model.seats, others)), low=2, name="unlike")


@pytest.mark.parametrize("seed", range(1, 13))
def test_each_of_a_series_has_the_points_that_a_search_of_its_own_finds(seed: int) -> None:
    model = drawn(2000 + seed, 90, 5, classes=6)
    series = Series(model, pace=FORCED)
    for _ in range(5):
        outcome = series.best(seconds=60)
        alone = maximise(model, seconds=60)
        assert outcome.final
        assert alone.final
        assert (outcome.value, outcome.bound) == (alone.value, alone.bound)
        if outcome.seats is None:
            break
        row = unlike(model, outcome)
        series.add(row)
        model.rows.append(row)


def test_a_series_ends_with_the_proof_that_there_is_no_more() -> None:
    model = Model(3, 1, 1)
    model.plane(np.ones(3, bool), np.array([3, 2, 1]))
    series, found = Series(model), []
    for _ in range(4):
        outcome = series.best(seconds=10)
        assert outcome.final
        found.append(outcome.value)
        if outcome.seats:
            series.add(Row(Linear({0: np.isin(np.arange(3), list(outcome.seats))}), high=0))
    assert found == [3, 2, 1, None]


def test_a_series_leaves_the_model_that_it_was_given_as_it_is() -> None:
    model = drawn(1, 20, 4)
    rows = len(model.rows)
    series = Series(model)
    series.add(unlike(model, series.best(seconds=10)))
    assert len(model.rows) == rows
