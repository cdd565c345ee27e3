"""Starts the service as a user would, waits until it answers, and stops it with everything that it started."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx


@dataclass(frozen=True)
class Service:
    """A running service: where it answers, how long it took until the first answer, and what it prints."""

    address: str
    seconds: float
    output: Path


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(
    command: str, *, port: int, folder: Path, output: Path, environment: Mapping[str, str], patience: float = 120
) -> Iterator[Service]:
    """Run a shell command that serves on a port, in a folder, for as long as the block lasts."""
    address, began = f"http://127.0.0.1:{port}", time.monotonic()
    with output.open("wb") as sink:
        process = subprocess.Popen(
            ["sh", "-c", command],
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_for(f"{address}/readyz", process, began + patience, output)
            yield Service(address, time.monotonic() - began, output)
        finally:
            _stop(process)


def _wait_for(address: str, process: subprocess.Popen[bytes], until: float, output: Path) -> None:
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            if httpx.get(address, timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            pass  # nobody listens yet
        time.sleep(0.05)
    raise AssertionError(f"{address} did not answer; the service printed:\n{output.read_text(encoding='utf-8')}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
