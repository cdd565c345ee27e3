"""Jobs solved on a Dask cluster: a real scheduler and two real workers on loopback, which are killed in mid job."""

import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from time import monotonic
from typing import Any

import distributed
import pytest
from sqlalchemy import Engine, func, select
from sqlmodel import col

from app.clock import instant
from app.db import reading
from app.db.tables import JobState, StandingRow
from app.errors import NotReady
from app.jobs.cluster import Cluster
from app.jobs.worker import Worker
from app.services import setup
from app.settings import Settings
from tests.app.jobs.conftest import QUICK
from tests.app.jobs.processes import Machine, Started, machine
from tests.app.jobs.queue import LONG, SHORT, cancel, look, row, submit, until
from tests.app.jobs.test_standings import JUDGED, let_only_some_act
from tests.app.jobs.test_standings import ask as ask_for_standings
from tests.app.loaded import TODAY
from tests.repository.serving import free_port

DASK = str(Path(sys.executable).with_name("dask"))
MIDDLING = SHORT | {"alternatives": 20}
QUIET = ["--dashboard-address", "127.0.0.1:0", "--host", "127.0.0.1"]
ANNOUNCING = ["sh", "-c", 'echo begins; exec "$0" "$@"']


class Dask:
    """A scheduler with workers; each can be killed and started anew."""

    def __init__(self, here: Machine, folder: Path) -> None:
        self.here, self.folder, self.port = here, folder, free_port()
        self.address = f"tcp://127.0.0.1:{self.port}"

    def scheduler(self) -> Started:
        return self.here.start([*ANNOUNCING, DASK, "scheduler", "--port", str(self.port), *QUIET])

    def worker(self, **environment: str) -> Started:
        command = [DASK, "worker", self.address, "--nthreads", "1", "--no-nanny", *QUIET]
        return self.here.start([*ANNOUNCING, *command, "--local-directory", str(self.folder)], environment)

    @contextmanager
    def look(self) -> Iterator[Any]:
        """A client of the test's own."""
        client: Any = distributed.Client(self.address, timeout=30, set_as_default=False)  # type: ignore[no-untyped-call]
        try:
            yield client
        finally:
            client.close()


@pytest.fixture(scope="module")
def dask(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    folder = tmp_path_factory.mktemp("dask")
    with machine(settings, folder) as here:
        dask = Dask(here, folder)
        dask.scheduler()
        for _ in range(2):
            dask.worker()
        with dask.look() as client:
            client.wait_for_workers(2, timeout=60)
        yield dask
        Cluster.at(dask.address).close()


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data_dir=tmp_path_factory.mktemp("cluster"), today=instant(TODAY))


@pytest.fixture(scope="module")
def engine(settings: Settings) -> Iterator[Engine]:
    engine = setup.open_database(settings)
    let_only_some_act(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def clustered(settings: Settings, dask: Dask) -> Settings:
    return settings.model_copy(update={"solver_cluster": dask.address, "standings_width": 4})


@pytest.fixture
def worker(engine: Engine, clustered: Settings) -> Iterator[Worker]:
    worker = Worker(engine, clustered, patience=QUICK)
    worker.warm_up()
    yield worker
    worker.stop()


@contextmanager
def working(worker: Worker) -> Iterator[threading.Thread]:
    thread = threading.Thread(target=worker.work_once)
    thread.start()
    yield thread
    thread.join()


def solving(client: Any) -> str | None:
    """The worker of the cluster that solves at the moment."""
    return next((address for address, tasks in client.processing().items() if tasks), None)


def test_a_job_is_solved_on_the_cluster_and_not_here(engine: Engine, settings: Settings, worker: Worker) -> None:
    job_id = submit(engine, settings, SHORT)
    assert worker.work_once()
    job = look(engine, job_id)
    assert (job.state, job.progress) == (JobState.SUCCEEDED, 1.0)
    assert worker.solver_pid is None


def test_when_a_worker_of_the_cluster_is_killed_the_other_solves_its_job(
    engine: Engine, settings: Settings, worker: Worker, dask: Dask
) -> None:
    job_id = submit(engine, settings, MIDDLING)
    with dask.look() as client:
        pids = client.run(os.getpid)
    with dask.look() as client, working(worker):
        until(lambda: solving(client) is not None)
        killed = solving(client)
        os.kill(pids[killed], signal.SIGKILL)
        until(lambda: solving(client) not in {None, killed} or look(engine, job_id).finished_at is not None)
    job = look(engine, job_id)
    assert job.state is JobState.SUCCEEDED
    assert row(engine, job_id).attempts == 1
    dask.worker()


def test_how_far_it_is_comes_over_and_cancelling_stops_the_work_there(
    engine: Engine, settings: Settings, worker: Worker, dask: Dask
) -> None:
    job_id = submit(engine, settings, LONG)
    with dask.look() as client, working(worker):
        until(lambda: look(engine, job_id).progress > 0)
        began = monotonic()
        cancel(engine, job_id)
        until(lambda: look(engine, job_id).state is JobState.CANCELLED)
        assert monotonic() - began < 5
        until(lambda: solving(client) is None, seconds=10)
    following = submit(engine, settings, SHORT)
    assert worker.work_once()
    assert look(engine, following).state is JobState.SUCCEEDED


def test_portions_of_a_run_are_divided_over_the_cluster(engine: Engine, settings: Settings, worker: Worker) -> None:
    run_id = ask_for_standings(engine, settings)
    assert worker.work_once()
    job = row(engine, run_id)
    assert job.state == JobState.SUCCEEDED
    assert job.result is not None
    with reading(engine) as session:
        counted = select(func.count()).where(col(StandingRow.run_id) == run_id)
        assert session.execute(counted).scalar_one() == job.result["organisations"] == JUDGED


def test_a_worker_with_another_version_of_the_program_is_not_asked(dask: Dask, tmp_path: Path) -> None:
    stale = tmp_path / "quorum-0.0.1.dist-info"
    stale.mkdir()
    (stale / "METADATA").write_text("Metadata-Version: 2.1\nName: quorum\nVersion: 0.0.1\n", "utf-8")
    with dask.look() as client:
        number = len(client.scheduler_info()["workers"])
        old = dask.worker(PYTHONPATH=str(tmp_path))
        client.wait_for_workers(number + 1, timeout=60)
    newcomer = Cluster(dask.address)
    with pytest.raises(NotReady, match=rf"need version {version('quorum')} of quorum.* has 0\.0\.1"):
        newcomer.new()
    old.kill()
    until(lambda: _can_be_used(newcomer))
    newcomer.close()


def _can_be_used(cluster: Cluster) -> bool:
    """As soon as the scheduler has noticed who is gone."""
    try:
        cluster.new()
    except NotReady:
        return False
    return True


@pytest.mark.drill
def test_while_there_is_no_scheduler_jobs_wait_and_then_they_are_solved(
    engine: Engine, settings: Settings, dask: Dask, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    other = Dask(dask.here, tmp_path)
    scheduler, of_cluster = other.scheduler(), other.worker()
    with other.look() as client:
        client.wait_for_workers(1, timeout=60)
    worker = Worker(engine, settings.model_copy(update={"solver_cluster": other.address}), patience=QUICK)
    worker.start()
    job_id = submit(engine, settings, LONG)
    until(lambda: look(engine, job_id).state is JobState.RUNNING)
    scheduler.kill()
    of_cluster.kill()
    until(lambda: look(engine, job_id).state is JobState.QUEUED)
    until(lambda: "cannot be reached" in caplog.text)
    assert row(engine, job_id).attempts == 0
    cancel(engine, job_id)
    job_id = submit(engine, settings, SHORT)
    other.scheduler()
    other.worker()
    until(lambda: look(engine, job_id).state is JobState.SUCCEEDED)
    until(lambda: "can solve again" in caplog.text)
    assert [record.levelno for record in caplog.records if "cannot be reached" in record.message] == [logging.WARNING]
    assert worker.stop()
    Cluster.at(other.address).close()


def test_without_its_library_the_cluster_is_refused_and_not_ignored(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "app.jobs.cluster")
    with pytest.raises(NotReady, match="extra `cluster`"):
        Worker(engine, settings.model_copy(update={"solver_cluster": "tcp://127.0.0.1:8786"}))
