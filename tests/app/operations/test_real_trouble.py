"""Trouble that is not played: a disk with no room left, a PostgreSQL that is restarted, a clock that jumps."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from itertools import chain, repeat
from pathlib import Path
from subprocess import run
from time import monotonic, sleep

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import make_url

from app import clock
from app.api.main import create_app
from app.settings import Settings
from tests.app.asking import TOPIC
from tests.app.loaded import TODAY
from tests.postgres import DEBIAN, restart_of_debian, server_of_debian, with_driver

ASKED = {"topic": TOPIC, "alternatives": 1}
READS = ("/v1/topics?limit=1", "/v1/clusters?limit=1", "/topics", "/readyz")
LONGEST_SECONDS = 60
TIMES = 5
REAL = clock.running


def settings_of(folder: Path, **more: object) -> Settings:
    given = {"data_dir": folder, "today": TODAY.isoformat(), "workers": 0, "kept_answers_mib": 0}
    return Settings.model_validate(given | more)


def write(client: TestClient) -> tuple[int, str | None]:
    answer = client.post("/v1/proposals", json=ASKED)
    return answer.status_code, answer.headers.get("retry-after")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, that is soon full."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a file system")
    folder = tmp_path / "disk"
    folder.mkdir()
    run(["mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", folder], check=True)
    yield folder
    run(["umount", folder], check=True)


def fill(folder: Path) -> Path:
    """Take all the room there is, to the last byte."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        for piece in chain(repeat(bytes(1 << 20), 1000), repeat(bytes(512), 1 << 12)):
            file.write(piece)
    return ballast


@pytest.mark.drill
@pytest.mark.sqlite
def test_a_disk_without_room_is_told_and_forgotten_once_there_is_some(small_disk: Path) -> None:
    settings = settings_of(small_disk, queue_jobs=1000, queue_jobs_without_key=1000)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        for _ in range(TIMES):
            ballast = fill(small_disk)
            written = (write(client) for _ in range(500))  # what is allocated already takes a few more
            assert next(one for one in written if one[0] != 202) == (503, "5")
            assert {client.get(address).status_code for address in READS} == {200}
            ballast.unlink()
            assert write(client)[0] == 202


@pytest.mark.drill
@pytest.mark.skipif(not DEBIAN.is_dir(), reason="no PostgreSQL of Debian here")
def test_a_postgresql_that_is_restarted_is_told_and_taken_up_again(tmp_path: Path) -> None:
    with server_of_debian() as address:
        folder = Path(str(make_url(address).query["host"]))
        url = with_driver(address).render_as_string(hide_password=False)
        with TestClient(create_app(settings_of(tmp_path, database_url=url)), raise_server_exceptions=False) as client:
            for _ in range(TIMES):
                seen = asked_while(client, lambda: restart_of_debian(folder))
                assert {status for status, _ in seen} <= {200, 202, 503}
                assert {again is not None for status, again in seen if status == 503} <= {True}
                assert back(client)


def asked_while(client: TestClient, happens: Callable[[], None]) -> list[tuple[int, str | None]]:
    """What is answered to reads and writes that go on all the time."""
    seen: list[tuple[int, str | None]] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            seen.append(write(client))
            answer = client.get(READS[0])
            seen.append((answer.status_code, answer.headers.get("retry-after")))

    asking = threading.Thread(target=ask)
    asking.start()
    happens()
    done.set()
    asking.join()
    return seen


def back(client: TestClient) -> bool:
    """Whether it answers again, by itself and within a minute."""
    until = monotonic() + LONGEST_SECONDS
    while write(client)[0] != 202 or client.get(READS[0]).status_code != 200:
        if monotonic() > until:
            return False
        sleep(0.2)
    return True


@pytest.mark.drill
@pytest.mark.parametrize("hours", [1, -1])
def test_a_clock_that_jumps_ends_each_job_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hours: int) -> None:
    ahead = timedelta()
    monkeypatch.setattr(clock, "running", lambda: REAL() + ahead)
    with TestClient(create_app(settings_of(tmp_path, workers=2))) as client:
        jobs = [client.post("/v1/proposals", json=ASKED).json()["id"] for _ in range(8)]
        ahead = timedelta(hours=hours)
        until = monotonic() + LONGEST_SECONDS
        while (states := {client.get(f"/v1/jobs/{job}").json()["state"] for job in jobs}) != {"succeeded"}:
            assert monotonic() < until, states
            sleep(0.2)
