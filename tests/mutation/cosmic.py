"""Mutants, as cosmic-ray makes them: https://github.com/sixty-north/cosmic-ray.

It runs in an environment of its own (``uv tool run``), so that none of its dependencies becomes one of ours.
"""

import json
import random
import shutil
import sqlite3
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.places import Module

VERSION = "8.7.0"
CONFIGURATION = """[cosmic-ray]
module-path = "{package}"
timeout = 1.0
excluded-modules = []
test-command = "false"
[cosmic-ray.distributor]
name = "local"
"""
# Its own `apply` makes one mutant a start, which takes a second.
MAKE = """
import json, pathlib, sys
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator
for line in sys.stdin:
    module, operator, occurrence = json.loads(line)
    print(json.dumps(mutate_code(pathlib.Path(module).read_text(), get_operator(operator)(), occurrence)))
"""


@dataclass(frozen=True)
class Mutant:
    """One change: which operator, at which of its places in the module; and where that is."""

    module: str
    operator: str
    occurrence: int
    row: int
    column: int

    @property
    def place(self) -> tuple[str, int, int, str]:
        """Mutants of one place differ only in what an operator is replaced by: ``a + b`` has eleven."""
        family = self.operator if "Operator_" not in self.operator else self.operator.rsplit("_", 1)[0]
        return self.module, self.row, self.column, family


class Maker:
    """Lists and makes the mutants of one package in a copy of the repository."""

    def __init__(self, copy: Path, package: str) -> None:
        self._copy, self._package = copy, package
        uv = shutil.which("uv", path=Path(sys.executable).parent) or "uv"
        asked = [uv, "tool", "run", "--quiet", "--python", sys.executable, "--from", f"cosmic-ray=={VERSION}"]
        where = [*asked, "python", "-c", "import sys; print(sys.executable)"]
        self._python = subprocess.run(where, check=True, capture_output=True, text=True).stdout.strip()

    def places(self) -> dict[tuple[str, int, int, str], list[Mutant]]:
        """Every place where a change is to be noticed, with its mutants, in the order of the code."""
        (self._copy / "cosmic-ray.toml").write_text(CONFIGURATION.format(package=self._package))
        command = [str(Path(self._python).with_name("cosmic-ray")), "init", "cosmic-ray.toml", "mutants.sqlite"]
        subprocess.run(command, cwd=self._copy, check=True, capture_output=True)
        modules: dict[str, Module] = {}
        found = defaultdict(list)
        for mutant in sorted(self._listed(), key=lambda one: (one.place, one.operator, one.occurrence)):
            if mutant.module not in modules:
                modules[mutant.module] = Module((self._copy / mutant.module).read_text())
            if modules[mutant.module].counts(mutant.operator, mutant.row, mutant.column):
                found[mutant.place].append(mutant)
        return dict(found)

    def _listed(self) -> list[Mutant]:
        asked = "SELECT module_path, operator_name, occurrence, start_pos_row, start_pos_col FROM mutation_specs"
        with closing(sqlite3.connect(self._copy / "mutants.sqlite")) as session:
            return [Mutant(*row) for row in session.execute(asked)]

    def sources(self, mutants: Sequence[Mutant]) -> list[str]:
        """The texts of the modules, each with its one change."""
        asked = "".join(json.dumps([one.module, one.operator, one.occurrence]) + "\n" for one in mutants)
        command = [self._python, "-c", MAKE]
        made = subprocess.run(command, cwd=self._copy, input=asked, check=True, capture_output=True, text=True).stdout
        return [json.loads(line) for line in made.splitlines()]


def drawn(places: dict[tuple[str, int, int, str], list[Mutant]], size: int, seed: int) -> list[Mutant]:
    """One mutant each of so many places, in the order drawn; the same for the same code, size and seed."""
    chance = random.Random(seed)  # noqa: S311 - it draws a sample, not a secret
    chosen = chance.sample(sorted(places), min(size, len(places)))
    return [chance.choice(places[place]) for place in chosen]
