"""Time, cancelling and repeating: what is in hand is always handed back, with a bound that holds."""

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest

from solver.engine import Outcome, maximise
from solver.engine.descending import Pace
from solver.model import UNBOUNDED, Linear, Model, Row, Ties
from tests.solver.engine.drawing import drawn


def tangle(n: int = 400, degree: int = 60) -> Model:
    """Everybody has strong ties with many others: no known method proves the best of these soon."""
    draw = np.random.default_rng(7)
    model = Model(n, 5, 12)
    model.plane(np.ones(n, bool), draw.integers(0, 20, n))
    number = n * degree // 2
    first, second = draw.integers(0, n, number), draw.integers(0, n, number)
    model.ties = Ties(first, second, draw.integers(20, 60, number), model.column(UNBOUNDED, 1))
    return model


def points(model: Model, outcome: Outcome) -> int:
    """Of an outcome of a `tangle`, from its seats alone."""
    assert outcome.seats is not None
    assert model.ties is not None
    members = set(outcome.seats)
    pairs: dict[tuple[int, int], int] = {}
    for one, other, strength in zip(model.ties.first, model.ties.second, model.ties.strength, strict=True):
        if one != other and {int(one), int(other)} <= members:
            pair = (min(int(one), int(other)), max(int(one), int(other)))
            pairs[pair] = pairs.get(pair, 0) + int(strength)
    return sum(int(model.planes[0].points[member]) for member in members) + sum(pairs.values())


def test_at_the_limit_the_best_found_comes_with_a_bound_that_is_not_below_it() -> None:
    model = tangle()
    outcome = maximise(model, seconds=2.0)
    assert outcome.seats is not None
    assert outcome.value == points(model, outcome)
    assert outcome.bound is not None
    assert outcome.value < outcome.bound
    assert not outcome.final


def test_without_time_nothing_is_found_and_only_what_is_plain_is_claimed() -> None:
    outcome = maximise(tangle(), seconds=0.0)
    assert (outcome.seats, outcome.value, outcome.final) == (None, None, False)
    assert outcome.bound is not None
    assert outcome.bound > 4000


@pytest.mark.parametrize("after", [0.05, 0.3, 0.8, 1.5])
def test_cancelling_ends_the_search_soon_and_keeps_what_was_found(after: float) -> None:
    over = threading.Event()
    timer = threading.Timer(after, over.set)
    started = perf_counter()
    timer.start()
    outcome = maximise(tangle(), seconds=60, cancelled=over.is_set)
    took = perf_counter() - started
    timer.join()
    assert not outcome.final
    # generous: another process may have the processor for a while
    assert took < after + 1.0


def test_the_clock_is_the_one_that_is_handed_in() -> None:
    ticks = iter(range(1000))
    outcome = maximise(tangle(60, 4), seconds=3.0, clock=lambda: float(next(ticks)), pace=Pace(direct=0))
    assert next(ticks) < 20
    assert not outcome.final or outcome.seats is not None


@pytest.mark.parametrize("seed", [3, 4, 11])
def test_the_same_model_has_the_same_answer_whenever_and_wherever(seed: int) -> None:
    def solved(_: int) -> tuple[list[tuple[int, int]], int | None, list[int]]:
        outcome = maximise(drawn(seed, 250, 6, classes=8), seconds=60)
        assert outcome.final
        return list((outcome.seats or {}).items()), outcome.value, outcome.columns.tolist()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(solved, range(6)))
    assert all(answer == answers[0] for answer in answers)


def test_another_process_gives_the_same_answer() -> None:
    here = maximise(drawn(11, 250, 6, classes=8), seconds=60)
    script = (
        "from solver.engine import maximise; from tests.solver.engine.drawing import drawn\n"
        "outcome = maximise(drawn(11, 250, 6, classes=8), seconds=60); print(dict(outcome.seats), outcome.value)"
    )
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        root = Path(__file__).parents[3]
        there = subprocess.run(
            [sys.executable, "-c", script], check=True, capture_output=True, text=True, env=environment, cwd=root
        )
        assert there.stdout.strip() == f"{dict(here.seats or {})} {here.value}"


def test_of_equal_candidates_the_answer_does_not_change_with_what_was_solved_before() -> None:
    model = Model(300, 3, 3)
    model.plane(np.ones(300, bool), np.full(300, 5))
    first = maximise(model, seconds=10)
    maximise(drawn(1, 100, 4), seconds=10)
    assert first.value == 15
    assert maximise(model, seconds=10).seats == first.seats


@pytest.mark.parametrize(
    ("model", "value"),
    [
        (Model(0, 0, 3), 0),
        (Model(0, 1, 3), None),
        (Model(5, 0, 3), 0),
        (Model(5, 2, 3), None),
        (Model(5, 3, 2), None),
    ],
)
def test_where_nobody_may_have_a_seat_only_the_empty_consortium_is_left(model: Model, value: int | None) -> None:
    outcome = maximise(model, seconds=10)
    assert (outcome.final, outcome.value) == (True, value)


def test_who_must_have_a_seat_and_may_not_leaves_nothing() -> None:
    model = Model(200, 1, 3, forced=np.array([7]))
    model.plane(np.arange(200) != 7, np.arange(200))
    outcome = maximise(model, seconds=10)
    assert (outcome.final, outcome.seats) == (True, None)


def test_more_seats_than_candidates_are_no_mistake() -> None:
    model = Model(120, 0, 1000)
    model.plane(np.ones(120, bool), np.arange(120) - 20)
    outcome = maximise(model, seconds=10)
    assert (outcome.final, outcome.value) == (True, sum(range(1, 100)))


def test_a_model_without_a_solution_names_rows_of_its_proof() -> None:
    model = Model(500, 2, 4)
    model.plane(np.ones(500, bool), np.arange(500))
    few = np.arange(500) < 250
    model.rows.append(Row(Linear({0: few}), low=3, name="many of these"))
    model.rows.append(Row(Linear({0: few}), high=1, name="few of them"))
    model.rows.append(Row(Linear({0: ~few}), low=0, name="whatever"))
    outcome = maximise(model, seconds=10)
    assert (outcome.final, outcome.seats) == (True, None)
    assert outcome.core == frozenset({"many of these", "few of them"})


def test_numbers_with_a_solution_only_between_integers_have_none() -> None:
    n = 30_000
    model = Model(n, 1, 4)
    model.plane(np.ones(n, bool), np.arange(n))
    model.rows.append(Row(Linear({0: 2 + 2 * (np.arange(n) % 3)}), low=5, high=5, name="odd"))
    outcome = maximise(model, seconds=30)
    assert (outcome.final, outcome.seats) == (True, None)


def test_large_points_are_as_exact_as_small_ones() -> None:
    small = drawn(8, 200, 5, classes=6)
    large = drawn(8, 200, 5, classes=6)
    scale = 10**7
    for number, plane in enumerate(large.planes):
        large.planes[number] = type(plane)(plane.mask, plane.points * scale + 1, plane.carriers, plane.rivals)
    for number, plane in enumerate(small.planes):
        assert (large.planes[number].points == plane.points * scale + 1).all()
    large.points = [scale * worth for worth in large.points]
    one, other = maximise(small, seconds=60), maximise(large, seconds=60)
    assert one.final
    assert other.final
    assert one.value is not None
    assert other.value is not None
    assert other.value // scale == one.value
