"""A copy of what is committed, and what its tests say of a mutant."""

import compileall
import io
import json
import os
import py_compile
import subprocess
import sys
import tarfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

FORKING = Path(__file__).with_name("forking.py")
LONG = 1.0
"""Seconds from which on a test counts as long: it is run only for mutants of the module that it is named after."""


class BrokenBaseline(Exception):
    """The tests fail, or there are none, before anything was changed."""


def copy_of_the_commit(checkout: Path, folder: Path) -> str:
    """What is committed, without what is half-way through an edit; answers which commit that is."""
    git = ["git", "-c", f"safe.directory={checkout}", "-C", str(checkout)]
    asked = subprocess.run([*git, "rev-parse", "--short", "HEAD"], check=True, capture_output=True, text=True)
    commit = asked.stdout.strip()
    packed = subprocess.run([*git, "archive", commit], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return commit


@dataclass
class Bench:
    """A copy with the package that is changed, and the folders and files with its tests: the last are run last."""

    copy: Path
    package: str
    tests: str
    last: list[str] = field(default_factory=list)
    took: dict[str, float] = field(default_factory=dict)

    def __enter__(self) -> Self:
        # What was compiled is told by its content: two versions of a file may be as old and as long as each other.
        checked = py_compile.PycInvalidationMode.CHECKED_HASH
        compileall.compile_dir(self.copy / self.package, quiet=2, invalidation_mode=checked)
        environment = {**os.environ, "PYTHONPATH": str(self.copy)}
        command = [sys.executable, "-P", str(FORKING)]
        self._server = subprocess.Popen(
            command, cwd=self.copy, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_raised: object) -> None:
        self._server.communicate()

    @property
    def long(self) -> list[str]:
        """The tests that take long."""
        return sorted(name for name, seconds in self.took.items() if seconds >= LONG)

    def try_unchanged(self) -> None:
        """Learns how long each test takes; nothing can be said of mutants where the tests fail without them.

        Raises:
            BrokenBaseline: They fail, or there are none.
        """
        answer = self._ask([self.tests], seconds=3600, keep_bytecode=True)
        if answer["ended"] != "passed":
            raise BrokenBaseline(f"{answer['ended']}: {', '.join(answer['failed']) or 'before the first test'}")
        self.took = answer["durations"]

    def killed_by(self, module: str, source: str, *, thorough: bool) -> str | None:
        """Which test notices that the module has this text, or why the run ended; None where nothing does.

        Thorough: survivors meet the long tests of other modules too.
        """
        path = self.copy / module
        original = path.read_text()
        path.write_text(source)
        try:
            for arguments, without in self._stages(module, thorough=thorough):
                answer = self._ask(arguments, without=without, seconds=self._patience(arguments, without))
                if answer["ended"] in {"failed", "late"}:
                    return " ".join(answer["failed"]) or {"late": "too slow"}.get(answer["ended"], "not importable")
            return None
        finally:
            path.write_text(original)

    def _patience(self, arguments: list[str], without: list[str]) -> int:
        """Seconds after which a run is given up: a change can make a loop endless. The machine may be busier by now."""
        paths = tuple(argument for argument in arguments if not argument.startswith("-"))
        asked = [seconds for name, seconds in self.took.items() if name.startswith(paths) and name not in without]
        return 60 + 3 * int(sum(asked))

    def _stages(self, module: str, *, thorough: bool) -> list[tuple[list[str], list[str]]]:
        """Arguments of pytest and the tests left out, one run after the other."""
        own = self._named_after(module)
        ignored = [f"--ignore={path}" for path in self.last]
        stages: list[tuple[list[str], list[str]]] = [(own, [])] if own else []
        stages += [([self.tests, *ignored], self.long), *(([path], self.long) for path in self.last)]
        if thorough and self.long:
            stages.append((self.long, []))
        return stages

    def _named_after(self, module: str) -> list[str]:
        """``rules/judging/money.py``: the files test_money*.py and test_judging.py, and the folder judging."""
        names = Path(module).with_suffix("").parts[1:]
        found = {path for name in names for path in (self.copy / self.tests).rglob(f"test_{name}*.py")}
        found |= {path for name in names for path in (self.copy / self.tests).glob(name) if path.is_dir()}
        return sorted(str(path.relative_to(self.copy)) for path in found)

    def _ask(
        self, arguments: list[str], *, seconds: int, without: list[str] | None = None, keep_bytecode: bool = False
    ) -> dict[str, Any]:
        question = {
            "arguments": arguments,
            "seconds": seconds,
            "without": without or [],
            "took": self.took,
            "keep_bytecode": keep_bytecode,
        }
        assert self._server.stdin
        assert self._server.stdout
        self._server.stdin.write(json.dumps(question) + "\n")
        self._server.stdin.flush()
        answer: dict[str, Any] = json.loads(self._server.stdout.readline())
        return answer
