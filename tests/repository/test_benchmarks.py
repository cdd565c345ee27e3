"""The benchmarks run. At a small size, so that their figures say nothing, but what they compare is compared."""

import subprocess
import sys
from collections.abc import Mapping

import pytest

from tests.repository.checkout import ROOT

SMALL: Mapping[str, Mapping[str, float]] = {
    "eligible_calls": {"TOPICS": 120, "CLUSTERS": 2},
    "ingest": {"MANY": 20},
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
    "solver": {"REPEATS": 1, "LIMIT_S": 5, "DEFAULT_LIMIT_S": 0.1},
    "verdicts": {"CONSORTIA": 12, "ROUNDS": 1},
}


def test_every_benchmark_has_a_small_size() -> None:
    assert {path.stem for path in (ROOT / "benchmarks").glob("[!_]*.py")} == SMALL.keys()


@pytest.mark.parametrize("name", SMALL)
def test_a_benchmark_runs_and_prints_its_table(name: str) -> None:
    sizes = "; ".join(f"benchmark.{constant} = {size}" for constant, size in SMALL[name].items())
    program = f"from benchmarks import {name} as benchmark; {sizes}; benchmark.main()"
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert run.returncode == 0, run.stderr
    assert "┃" in run.stdout
