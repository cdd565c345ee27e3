"""Rows about what a process that solves has to load."""

import os
import subprocess
import sys
from collections.abc import Iterator
from statistics import median

from benchmarks.figures.bench import Bench, Line

REFERENCE = "ortools.sat.python.cp_model"
PATHS = {
    "the engine": "solver.engine",
    "all that a proposal loads": "solver.decoding, solver.mending.explaining, solver.problem, solver.search",
}


def imports(bench: Bench) -> Iterator[Line]:
    """Seconds of CPU in fresh interpreters, by turns, the interpreter itself taken off."""
    codes = ("sys", REFERENCE, *PATHS.values())
    for code in codes:
        _spent(code)  # files into memory first
    rounds = [[_spent(code) for code in codes] for _ in range(2 * bench.scale.repeats - 1)]
    bare, reference, *ours = (median(column) for column in zip(*rounds, strict=True))
    for name, spent in zip(PATHS, ours, strict=True):
        ratio, took = (spent - bare) / (reference - bare), 1000 * (spent - bare)
        yield Line(f"import of {name} over cp_model", f"{ratio:.2f} ({took:.0f} ms)", "at most 0.5")


def _spent(code: str) -> float:
    began = os.times()
    subprocess.run([sys.executable, "-c", f"import {code}"], check=True)  # noqa: S603  # the code is ours
    ended = os.times()
    return ended.children_user + ended.children_system - began.children_user - began.children_system
