import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import Engine

from app.db.tables import JobState
from app.errors import Conflict, NotFound
from app.jobs.worker import Worker
from app.services.proposals.answers import ProposalAnswer
from app.settings import Settings
from tests.app.jobs.conftest import QUICK
from tests.app.jobs.queue import LONG, SHORT, cancel, look, row, submit, until

OTHER_PROCESS = """
import time
from app.db import create_engine
from app.jobs.leases import Patience
from app.jobs.worker import Worker
from app.settings import Settings

if __name__ == "__main__":
    settings = Settings()
    worker = Worker(create_engine(settings), settings, patience=Patience(lease_seconds=1, heartbeat_seconds=0.2))
    while not worker.work_once():  # one that is cold leaves a job to those that are warm, for a moment
        time.sleep(0.05)
"""


@contextmanager
def working(worker: Worker) -> Iterator[threading.Thread]:
    """The worker takes one job, beside the test."""
    thread = threading.Thread(target=worker.work_once)
    thread.start()
    yield thread
    thread.join()


def is_running(engine: Engine, job_id: str) -> bool:
    return look(engine, job_id).state is JobState.RUNNING


def test_a_job_is_worked_out(engine: Engine, settings: Settings, worker: Worker) -> None:
    job_id = submit(engine, settings, SHORT)
    assert look(engine, job_id).state is JobState.QUEUED
    assert worker.work_once()
    job = look(engine, job_id)
    assert (job.state, job.progress, job.error) == (JobState.SUCCEEDED, 1.0, None)
    assert isinstance(job.result, ProposalAnswer)
    assert job.result.status == "optimal"
    assert not worker.work_once()


def test_the_same_request_gets_the_same_answer_but_for_the_time_it_took(
    engine: Engine, settings: Settings, worker: Worker
) -> None:
    answers = []
    for _ in range(2):
        job_id = submit(engine, settings, SHORT)
        worker.work_once()
        result = look(engine, job_id).result
        assert result is not None
        answers.append(result.model_copy(update={"seconds": 0}).model_dump_json())
    assert answers[0] == answers[1]


def test_a_job_that_waits_is_cancelled_at_once(engine: Engine, settings: Settings, worker: Worker) -> None:
    job_id = submit(engine, settings, SHORT)
    assert cancel(engine, job_id).state is JobState.CANCELLED
    assert not worker.work_once()


def test_a_job_that_runs_is_cancelled_within_seconds(engine: Engine, settings: Settings, worker: Worker) -> None:
    job_id = submit(engine, settings, LONG)
    with working(worker):
        until(lambda: is_running(engine, job_id))
        began = monotonic()
        assert cancel(engine, job_id).state is JobState.RUNNING
        until(lambda: look(engine, job_id).state is JobState.CANCELLED)
        assert monotonic() - began < 5
    assert look(engine, job_id).result is None


def test_a_job_that_is_over_cannot_be_cancelled(engine: Engine, settings: Settings, worker: Worker) -> None:
    job_id = submit(engine, settings, SHORT)
    worker.work_once()
    with pytest.raises(Conflict):
        cancel(engine, job_id)
    assert look(engine, job_id).state is JobState.SUCCEEDED


def test_a_job_that_nobody_has_submitted_is_not_found(engine: Engine) -> None:
    with pytest.raises(NotFound):
        look(engine, "nothing")
    with pytest.raises(NotFound):
        cancel(engine, "nothing")


def test_when_the_solver_process_is_killed_the_job_goes_back_and_is_done_by_the_next(
    engine: Engine, settings: Settings, worker: Worker
) -> None:
    job_id = submit(engine, settings, SHORT | {"alternatives": 20})
    with working(worker):
        until(lambda: is_running(engine, job_id))
        _kill_solver(worker)
    assert look(engine, job_id).state is JobState.QUEUED
    assert worker.work_once()
    assert look(engine, job_id).state is JobState.SUCCEEDED
    assert row(engine, job_id).attempts == 2


def test_when_the_whole_worker_is_killed_its_job_is_claimed_again_and_its_solver_dies_too(
    engine: Engine, settings: Settings, worker: Worker, tmp_path: Path
) -> None:
    script = tmp_path / "other.py"
    script.write_text(OTHER_PROCESS, "utf-8")
    environment = os.environ | {"QUORUM_DATA_DIR": str(settings.data_dir), "QUORUM_TODAY": "2026-11-22"}
    job_id = submit(engine, settings, SHORT | {"alternatives": 20})
    with subprocess.Popen([sys.executable, str(script)], env=environment, start_new_session=True) as other:
        until(lambda: is_running(engine, job_id))
        assert not worker.work_once()  # it belongs to the other
        children = _children_of(other.pid)
        other.kill()
    until(worker.work_once)
    assert look(engine, job_id).state is JobState.SUCCEEDED
    assert row(engine, job_id).attempts == 2
    until(lambda: not any(Path(f"/proc/{child}").exists() for child in children))


def test_who_has_lost_its_lease_writes_nothing(engine: Engine, settings: Settings, worker: Worker) -> None:
    job_id = submit(engine, settings, SHORT)
    slow = Worker(engine, settings, patience=QUICK)
    slow.warm_up()
    claimed = slow._leases.claim(is_warm=True)
    assert claimed is not None
    until(worker.work_once)
    slow._leases.finish(claimed, JobState.FAILED)
    assert look(engine, job_id).state is JobState.SUCCEEDED
    slow.stop()


def test_a_request_that_kills_every_process_is_given_up(engine: Engine, settings: Settings, worker: Worker) -> None:
    job_id = submit(engine, settings, SHORT | {"alternatives": 20})
    for _ in range(QUICK.attempts):
        with working(worker):
            until(lambda: is_running(engine, job_id))
            _kill_solver(worker)
    assert not worker.work_once()
    job = look(engine, job_id)
    assert job.state is JobState.FAILED
    assert job.error is not None
    assert (job.error.status, "3 times" in job.error.detail) == (500, True)


def test_a_worker_that_is_stopped_gives_its_job_back(engine: Engine, settings: Settings, worker: Worker) -> None:
    job_id = submit(engine, settings, LONG)
    other = Worker(engine, settings, patience=QUICK, is_warm=True)
    other.start()
    until(lambda: is_running(engine, job_id))
    other.stop()
    assert look(engine, job_id).state is JobState.QUEUED
    cancel(engine, job_id)


def _kill_solver(worker: Worker) -> None:
    assert worker.solver_pid is not None
    os.kill(worker.solver_pid, signal.SIGKILL)


def _children_of(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8")
    return [int(child) for child in text.split()]
