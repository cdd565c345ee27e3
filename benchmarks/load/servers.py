"""Servers in processes of their own, on loopback, ended with the measurement."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

READY_SECONDS = 60


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def hello() -> Iterator[tuple[str, int]]:
    """The bare FastAPI application, by the same server with the same loop and parser; and its process id."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "benchmarks.load.hello:app", "--port", str(port), "--no-access-log"]
    process = subprocess.Popen([*command, "--log-level", "warning"])  # noqa: S603 - a command of ours
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(f"{url}/")
        yield url, process.pid
    finally:
        process.terminate()
        process.wait()


@contextmanager
def quorum(folder: Path, **settings: str) -> Iterator[tuple[str, int]]:
    """Our service with its usual settings, and its process id; its log goes to a file, as it would."""
    surroundings = os.environ | {"QUORUM_DATA_DIR": str(folder / "data"), "QUORUM_TODAY": "2026-11-22"} | settings
    command = [sys.executable, "-c", "from app.cli import main; main()", "serve", "--port", "0"]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=surroundings)  # noqa: S603
        try:
            assert process.stdout is not None
            found = re.search(r"Quorum serves (\S+)", process.stdout.readline())
            assert found is not None, (folder / "log").read_text()
            yield found[1], process.pid
        finally:
            process.terminate()
            process.wait()


def rss_mib(pid: int) -> float:
    """What a process has in memory."""
    said = Path(f"/proc/{pid}/status").read_text("utf-8")
    found = re.search(r"VmRSS:\s+(\d+) kB", said)
    assert found is not None
    return int(found[1]) / 1024


def cpu_seconds(pid: int) -> float:
    """What a process has worked so far, whatever else the machine did."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _wait_for(url: str) -> None:
    until = time.monotonic() + READY_SECONDS
    while not _answers(url):
        assert time.monotonic() < until, f"{url} does not answer"
        time.sleep(0.1)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - an address of ours
            return bool(answer.status == 200)
    except OSError:
        return False
