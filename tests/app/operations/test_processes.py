"""The service as an operator has it: started, looked at, told to end; in one process and in several."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SERVE = [sys.executable, "-c", "from app.cli import main; main()", "serve", "--port", "0"]
SECRETS = ("qk_nobody_topsecretkey", "somebodys-secret-word", "secret-token-of-a-feed")
PATIENCE_SECONDS = 120


class Running:
    """A service in processes of its own."""

    def __init__(self, process: "subprocess.Popen[str]", errors: Path) -> None:
        self.process, self._errors = process, errors
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"Quorum serves (\S+)", line)
        assert found is not None, line + errors.read_text()
        self.url = found[1]

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        request = urllib.request.Request(self.url + path, headers=headers)  # noqa: S310 - an address of ours
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - as above
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def tell_to_end(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def end(self) -> float:
        """Wait for the end; seconds."""
        began = time.monotonic()
        self.process.wait(PATIENCE_SECONDS)
        return time.monotonic() - began

    def logged(self) -> list[dict[str, object]]:
        """Every line; what Python's own watch over shared memory says of a solver that was killed is not of the log."""
        lines = self._errors.read_text().splitlines()
        others = [line for line in lines if not line.startswith("{")]
        assert all("resource_tracker" in line or "warnings.warn" in line for line in others), others
        return [json.loads(line) for line in lines if line not in others]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("processes")


@contextmanager
def running(folder: Path, *options: str, **settings: str) -> Iterator[Running]:
    errors = folder / "stderr"
    surroundings = os.environ | {"QUORUM_DATA_DIR": str(folder / "data"), "QUORUM_TODAY": "2026-11-22"} | settings
    with (
        errors.open("w") as stderr,
        subprocess.Popen(
            [*SERVE, *options], stdout=subprocess.PIPE, stderr=stderr, text=True, env=surroundings
        ) as process,
    ):
        try:
            yield Running(process, errors)
        finally:
            process.kill()


def test_it_logs_a_line_a_request_without_secrets_and_says_that_it_ends_before_it_does(folder: Path) -> None:
    with running(folder, QUORUM_WORKERS="1", QUORUM_DRAIN_SECONDS="8") as service:
        assert service.get("/v1/topics?limit=2&q=somebodys-secret-word")[0] == 200
        assert (
            service.get("/v1/me", Authorization="Bearer qk_nobody_topsecretkey", **{"X-Request-ID": "mine"})[0] == 401
        )
        assert service.get("/v1/feeds/secret-token-of-a-feed.atom")[0] == 404
        assert service.get("/readyz")[0] == 200
        assert "quorum_requests_total" in service.get("/metrics")[1]
        service.tell_to_end()
        while service.get("/readyz")[0] == 200:
            pass
        status, problem = service.get("/readyz")
        assert (status, json.loads(problem)["detail"]) == (503, "This process has been told to end.")
        assert service.get("/v1/topics?limit=2")[0] == 200  # and still answers
        assert service.end() < 30
        with pytest.raises(OSError, match="refused"):
            service.get("/healthz")
        lines = service.logged()
    requests = [line for line in lines if line["event"] == "quorum.request"]
    assert [(line["route"], line["status"]) for line in requests[:2]] == [("/v1/topics", 200), ("/v1/me", 401)]
    assert requests[1]["request_id"] == "mine"
    assert {"method", "ms", "level", "at"} <= requests[0].keys()
    assert not [
        line for line in requests if line["route"] in {"/readyz", "/healthz", "/metrics"} and line["status"] == 200
    ]
    said = json.dumps(lines)
    assert [secret for secret in SECRETS if secret in said] == []


def children(service: Running) -> set[int]:
    """The processes that answer, by what they say of themselves."""
    folder = Path(f"/proc/{service.process.pid}/task/{service.process.pid}/children")
    found = {int(pid) for pid in folder.read_text().split()}
    return {pid for pid in found if b"multiprocessing.spawn" in Path(f"/proc/{pid}/cmdline").read_bytes()}


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks at processes by /proc")
def test_several_processes_count_together_and_end_together(folder: Path) -> None:
    with running(folder, "--processes", "2", QUORUM_WORKERS="0") as service:
        for _ in range(20):
            assert service.get("/v1/sources")[0] == 200
        assert 'quorum_requests_total{method="GET",route="/v1/sources",status="200"} 20.0' in service.get("/metrics")[1]
        alive = children(service)
        assert len(alive) == 2
        service.tell_to_end()
        assert service.end() < 30
        assert not [pid for pid in alive if Path(f"/proc/{pid}").exists()]


@pytest.mark.drill
@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="looks at processes by /proc")
def test_a_process_that_dies_is_replaced(folder: Path) -> None:
    with running(folder, "--processes", "2", QUORUM_WORKERS="0") as service:
        before = children(service)
        os.kill(min(before), signal.SIGKILL)
        until = time.monotonic() + PATIENCE_SECONDS
        while not (len(children(service)) == 2 and children(service) != before):
            assert time.monotonic() < until
            time.sleep(0.1)
        for _ in range(10):
            assert service.get("/v1/sources")[0] == 200
        assert "quorum_requests_in_flight 1.0" in service.get("/metrics")[1]
        service.tell_to_end()
        assert service.end() < 30
