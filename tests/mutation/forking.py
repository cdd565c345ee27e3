"""Runs tests on a changed package, each time in a fork of a process that has loaded all but this package.

A program of its own, started in the copy: it reads a question a line (JSON) and answers with a line. pytest and the
libraries of others are loaded once; what is being changed is loaded anew by every fork.
"""

import gc
import json
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import hypothesis  # noqa: F401 - loaded here once
import pydantic  # noqa: F401
import pytest
import yaml  # noqa: F401

MEMORY = 4 * 1024**3  # a change can make a loop endless
NOTHING_COLLECTED = 5
# pytest would rather load hypothesis itself, which is said as a warning, and warnings are errors.
OPTIONS = ["-x", "-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]


class Watch:
    """A plugin: the tests that were quick last time first, and what each took and which failed written down."""

    def __init__(self, took: dict[str, float], without: Sequence[str], notes: Path) -> None:
        self._took, self._without, self._notes = took, set(without), notes
        self.durations: dict[str, float] = {}
        self.failed: list[str] = []

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        left_out = [item for item in items if item.nodeid in self._without]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item.nodeid not in self._without]
        items.sort(key=lambda item: self._took.get(item.nodeid, 0.0))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.durations[report.nodeid] = self.durations.get(report.nodeid, 0.0) + report.duration
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        self._notes.write_text(json.dumps({"durations": self.durations, "failed": self.failed}))


def run(question: dict[str, Any]) -> dict[str, Any]:
    """Asks ``arguments``, ``seconds``, ``took``, ``without``, ``keep_bytecode``; answers ``ended`` and the notes.

    ``ended`` is "passed", "failed", "late", or "nothing" where there was no test.
    """
    with tempfile.TemporaryDirectory() as folder:
        notes = Path(folder) / "notes.json"
        child = os.fork()
        if child == 0:
            _in_the_fork(question, notes)
        status = os.waitpid(child, 0)[1]
        said = json.loads(notes.read_text()) if notes.exists() else {"durations": {}, "failed": []}
    return {"ended": _ended(status), **said}


def _ended(status: int) -> str:
    if os.WIFSIGNALED(status):
        return "late" if os.WTERMSIG(status) == signal.SIGALRM else "failed"
    return {0: "passed", NOTHING_COLLECTED: "nothing"}.get(os.WEXITSTATUS(status), "failed")


def _in_the_fork(question: dict[str, Any], notes: Path) -> None:
    signal.alarm(question["seconds"])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    sys.dont_write_bytecode = not question["keep_bytecode"]
    code = 3
    try:
        watch = Watch(question["took"], question["without"], notes)
        code = int(pytest.main([*OPTIONS, *question["arguments"]], plugins=[watch]))
    finally:
        os._exit(code)


if __name__ == "__main__":
    gc.freeze()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(run(json.loads(line))) + "\n")
        sys.stdout.flush()
