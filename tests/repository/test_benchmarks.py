"""The benchmarks run. At a small size, so that their figures say nothing, but what they compare is compared."""

import subprocess
import sys
from collections.abc import Mapping
from itertools import combinations

import numpy as np
import pytest

from benchmarks.pools.checking import check
from benchmarks.pools.organisations import Pool, pool_of
from benchmarks.pools.rows import Prepared
from benchmarks.pools.solving import solve
from benchmarks.pools.topics import Topic, topic_of
from benchmarks.pools.variants import HARD, variant_of
from tests.repository.checkout import ROOT

SMALL: Mapping[str, Mapping[str, float]] = {
    "eligible_calls": {"TOPICS": 120, "CLUSTERS": 2},
    "ingest": {"MANY": 20},
    "pages": {"ROUNDS": 1},
    "reading": {"ROUNDS": 1, "PAGE": 3},
    "screening": {
        "ORGANISATIONS": 400,
        "CALLS": 12,
        "SAMPLED_CALLS": 4,
        "SAMPLED_ORGANISATIONS": 60,
        "REPEATS": 1,
        "JUDGED_CALLS": 2,
        "JUDGED_ORGANISATIONS": 10,
    },
    "solver": {},
    "verdicts": {"CONSORTIA": 12, "ROUNDS": 1},
}

OPTIONS = {"solver": "--pools 40 50 --small 40 --product 60 --seeds 1 --repeats 1 --seconds 2".split()}
"""Where the size is given on the command line."""


WITH_WRK = {"serving"}
"""Sends load by a program that is not everywhere; that it starts and says what it takes is all that is tried here."""


def test_every_benchmark_has_a_small_size() -> None:
    assert {path.stem for path in (ROOT / "benchmarks").glob("[!_]*.py")} == SMALL.keys() | WITH_WRK


@pytest.mark.parametrize("name", sorted(WITH_WRK))
def test_a_benchmark_that_sends_load_says_what_it_takes(name: str) -> None:
    command = [sys.executable, "-m", f"benchmarks.{name}", "--help"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (run.returncode, "--mixed" in run.stdout) == (0, True)


@pytest.mark.parametrize("name", SMALL)
def test_a_benchmark_runs_and_prints_its_table(name: str) -> None:
    sizes = "; ".join(f"benchmark.{constant} = {size}" for constant, size in SMALL[name].items()) or "pass"
    program = f"from benchmarks import {name} as benchmark; {sizes}; benchmark.main()"
    command = [sys.executable, "-c", program, *OPTIONS.get(name, [])]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stderr
    assert "┃" in run.stdout


def test_a_pool_is_the_same_on_every_machine() -> None:
    pool = pool_of(1_500, 0)
    assert pool.country[:8].tolist() == [0, 2, 2, 21, 4, 28, 14, 4]
    assert (len(pool.first), int(pool.strength.sum()), int(pool.least.sum())) == (4_481, 13_345, 32_656)
    assert topic_of(0, "M").required == {39: 2, 29: 2, 13: 1, 10: 1, 16: 1}


def best_of_all(pool: Pool, topic: Topic) -> int | None:
    """The most points of any valid consortium, by trying them all."""
    eligible = np.flatnonzero(topic.eligible(pool)).tolist()
    found = (
        check(pool, topic, members)
        for size in range(topic.smallest, topic.largest + 1)
        for members in combinations(eligible, size)
    )
    return max((one.points for one in found if not one.faults), default=None)


@pytest.mark.parametrize("seed", [4, 6, 13])
def test_the_solver_finds_the_best_of_all_consortia_of_a_tiny_pool(seed: int) -> None:
    pool, topic = pool_of(18, seed), topic_of(seed, "T")
    found = solve(Prepared(pool), topic, seconds=20)
    assert found.final
    assert found.value == best_of_all(pool, topic)


@pytest.mark.parametrize("name", HARD)
def test_a_hard_variant_is_solved_and_valid(name: str) -> None:
    pool, topic = variant_of(name, 200, 0, "M")
    found = solve(Prepared(pool), topic, seconds=20)
    assert found.members is not None
    checked = check(pool, topic, found.members)
    assert (checked.faults, checked.points) == ((), found.value)
