"""Real processes that share one queue: API, workers and the solvers below them, and how they die."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.settings import Settings
from tests.app.loaded import TODAY

QUORUM = str(Path(sys.executable).with_name("quorum"))
READY_SECONDS = 120


@dataclass
class Started:
    """A process of ours, with what it prints."""

    process: "subprocess.Popen[str]"
    first_line: str
    log: Path

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def address(self) -> str:
        return next(word for word in self.first_line.split() if word.startswith("http"))

    def kill(self) -> None:
        """As a machine does that has no memory left."""
        self.process.kill()
        self.process.wait()

    def end(self) -> float:
        """As an operator does; how many seconds it takes."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)
        return time.monotonic() - began


@dataclass
class Machine:
    """Starts processes that all have the same settings, and ends what is left of them."""

    environment: Mapping[str, str]
    folder: Path
    started: list[Started] = field(default_factory=list)

    def worker(self, number: int = 1, **settings: str) -> Started:
        return self._start("worker", "-n", str(number), **settings)

    def api(self, **settings: str) -> Started:
        return self._start("serve", "--port", "0", **settings)

    def _start(self, *arguments: str, **settings: str) -> Started:
        named = {f"QUORUM_{name.upper()}": value for name, value in settings.items()}
        return self.start([QUORUM, *arguments], named)

    def start(self, command: list[str], more: Mapping[str, str] | None = None) -> Started:
        log = self.folder / f"{len(self.started)}.log"
        with log.open("wb") as sink:
            process = subprocess.Popen(
                command,
                env={**os.environ, **self.environment, **(more or {})},
                stdout=subprocess.PIPE,
                stderr=sink,
                text=True,
                start_new_session=True,
            )
        started = Started(process, "", log)
        self.started.append(started)
        assert process.stdout is not None
        started.first_line = process.stdout.readline()
        assert started.first_line, log.read_text("utf-8")
        return started

    def end_all(self) -> None:
        for one in self.started:
            if one.process.poll() is None:
                one.kill()
            if one.process.stdout is not None:
                one.process.stdout.close()


def environment_of(settings: Settings) -> dict[str, str]:
    """The settings of a test, as a process of its own reads them."""
    told = {"QUORUM_DATA_DIR": str(settings.data_dir), "QUORUM_TODAY": TODAY.isoformat()}
    return told | ({"QUORUM_DATABASE_URL": settings.database_url} if settings.database_url else {})


@contextmanager
def machine(settings: Settings, folder: Path) -> Iterator[Machine]:
    """A machine that is clean afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    machine = Machine(environment_of(settings), folder)
    try:
        yield machine
    finally:
        machine.end_all()


def descendants(pid: int) -> set[int]:
    """Everything below a process."""
    children = _children(pid)
    return children.union(*(descendants(child) for child in children))


def _children(pid: int) -> set[int]:
    found: set[int] = set()
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found |= {int(child) for child in task.read_text("utf-8").split()}
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has just ended
    return found


def alive(pids: set[int]) -> set[int]:
    """Those that still run; one that has ended and that nobody has asked about does not."""
    return {pid for pid in pids if _state(pid) not in {"", "Z", "X"}}


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(") ")[2][:1]
    except (FileNotFoundError, ProcessLookupError):
        return ""


def solvers_below(pid: int) -> set[int]:
    """The processes below a worker that solve; Python starts another one that keeps count of shared memory."""
    return {child for child in descendants(pid) if "spawn_main" in _command(child)}


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (FileNotFoundError, ProcessLookupError):
        return ""
