"""Workers as processes of their own: they share the queue, end in time, leave nobody behind, and are bounded."""

import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import Engine

from app.clock import instant
from app.db import writing
from app.db.tables import Job, JobState
from app.jobs.process import MIB, SolverProcess
from app.jobs.worker import Worker
from app.services import setup
from app.settings import Settings
from tests.app.jobs.asking import Service
from tests.app.jobs.conftest import QUICK
from tests.app.jobs.processes import Machine, alive, descendants, machine
from tests.app.jobs.queue import LONG, SHORT, cancel, look, row, submit, until
from tests.app.loaded import TODAY

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at processes in /proc")

DRAIN_SECONDS = 30
CANCEL_SECONDS = 5
"""Two are promised; the machines that run the tests are busy."""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data_dir=tmp_path_factory.mktemp("processes"), today=instant(TODAY))


@pytest.fixture(scope="module")
def engine(settings: Settings) -> Iterator[Engine]:
    engine = setup.open_database(settings)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def here(settings: Settings, engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """An API that works on nothing, and two workers."""
    with machine(settings, tmp_path_factory.mktemp("logs")) as here:
        here.api(workers="0")
        here.worker(1)
        here.worker(1)
        yield here


def are_running(engine: Engine, job_ids: list[str]) -> bool:
    return all(look(engine, job_id).state is JobState.RUNNING for job_id in job_ids)


def test_several_processes_share_one_queue_and_an_api_works_on_nothing(engine: Engine, here: Machine) -> None:
    api = here.started[0]
    with httpx2.Client(base_url=api.address, timeout=60) as client:
        asked = [client.post("/v1/proposals", json=SHORT | {"alternatives": 20, "seed": seed}) for seed in range(4)]
        job_ids = [answer.json()["id"] for answer in asked]
        until(lambda: all(look(engine, job_id).finished_at for job_id in job_ids))
        assert not descendants(api.pid)
    done = [row(engine, job_id) for job_id in job_ids]
    assert {(job.state, job.attempts) for job in done} == {(JobState.SUCCEEDED, 1)}
    assert len({job.worker for job in done}) == 2


def test_a_job_that_runs_in_another_process_is_cancelled_within_two_seconds(
    engine: Engine, settings: Settings, here: Machine
) -> None:
    job_id = submit(engine, settings, LONG)
    until(lambda: are_running(engine, [job_id]))
    time.sleep(1)  # it solves by now
    assert cancel(engine, job_id).state is JobState.RUNNING
    until(lambda: look(engine, job_id).state is JobState.CANCELLED, seconds=CANCEL_SECONDS)
    assert look(engine, job_id).result is None


def test_workers_that_are_told_to_end_give_their_jobs_back_and_leave_nobody_behind(
    engine: Engine, settings: Settings, here: Machine
) -> None:
    job_ids = [submit(engine, settings, LONG) for _ in range(2)]
    until(lambda: are_running(engine, job_ids))
    for worker in here.started[1:]:
        below = descendants(worker.pid)
        assert below
        assert worker.end() < DRAIN_SECONDS
        assert worker.process.returncode == 0
        until(lambda below=below: not alive(below), seconds=5)  # type: ignore[misc] # mypy cannot infer it
    for job_id in job_ids:
        assert look(engine, job_id).state is JobState.QUEUED
        assert row(engine, job_id).attempts == 0  # being stopped is no fault of the job's
        cancel(engine, job_id)


def test_a_service_that_is_told_to_end_lets_go_of_who_follows_and_gives_its_jobs_back(
    engine: Engine, here: Machine
) -> None:
    service = here.api(workers="2")
    with httpx2.Client(base_url=service.address, timeout=60) as client:
        addresses = [client.post("/v1/proposals", json=LONG).headers["location"] for _ in range(2)]
        job_ids = [address.rpartition("/")[2] for address in addresses]
        until(lambda: are_running(engine, job_ids))
        below = descendants(service.pid)
        with client.stream("GET", f"{addresses[0]}/events") as stream:
            lines = stream.iter_lines()
            assert any(line.startswith("data:") for line in lines)
            assert service.end() < DRAIN_SECONDS
            assert not [line for line in lines if "finished" in line and "null" not in line]  # it has ended, as it was
    assert service.process.returncode in {0, -signal.SIGTERM}  # what uvicorn was told it tells itself once more
    until(lambda: not alive(below), seconds=5)
    assert {look(engine, job_id).state for job_id in job_ids} == {JobState.QUEUED}
    for job_id in job_ids:
        cancel(engine, job_id)


def test_no_tenant_keeps_the_others_waiting(engine: Engine, settings: Settings) -> None:
    """One worker; the first tenant has asked for three things before the second asked for one."""
    service = Service(None, engine)  # type: ignore[arg-type] # nobody asks over HTTP here
    narrow = settings.model_copy(update={"running_jobs_per_tenant": 1})
    tenants = [_tenant(service, name) for name in ("Alpha", "Beta")]
    asked = [_ask(engine, narrow, tenant) for tenant in (tenants[0], tenants[0], tenants[0], tenants[1])]
    workers = [Worker(engine, narrow, patience=QUICK) for _ in range(3)]
    claimed = [worker._leases.claim(is_warm=True) for worker in workers]
    assert [job and job.id for job in claimed] == [asked[0], asked[3], None]
    assert claimed[0] is not None
    workers[0]._leases.finish(claimed[0], JobState.CANCELLED)
    following = workers[2]._leases.claim(is_warm=True)
    assert following is not None
    assert following.id == asked[1]
    with writing(engine) as session:
        for job_id in asked:
            job = session.get(Job, job_id)
            assert job is not None
            session.delete(job)


def _tenant(service: Service, name: str) -> str:
    tenant_id = service.tenant(name).tenant_id
    assert tenant_id is not None
    return tenant_id


def _ask(engine: Engine, settings: Settings, tenant_id: str) -> str:
    job_id = submit(engine, settings, SHORT)
    with writing(engine) as session:
        job = session.get(Job, job_id)
        assert job is not None
        job.tenant_id = tenant_id
    return job_id


def test_a_solver_has_a_bound_on_its_memory_and_is_renewed_after_some_jobs(engine: Engine, settings: Settings) -> None:
    worker = Worker(engine, settings.model_copy(update={"solver_jobs": 2, "solver_memory_mb": 3000}), patience=QUICK)
    worker.warm_up()
    first = worker.solver_pid
    until(lambda: _address_space(first) == 3000 * MIB)  # the child does it itself, first of all
    seen = []
    for _ in range(3):
        submit(engine, settings, SHORT)
        assert worker.work_once()
        seen.append(worker.solver_pid)
    assert seen[0] == first
    assert seen[1] == seen[2] != first
    assert worker.stop()


def test_without_a_bound_there_is_none() -> None:
    solver = SolverProcess()
    assert _address_space(solver.pid) is None
    solver.kill()


def test_what_needs_more_memory_than_there_may_be_fails_and_the_next_job_is_solved(
    engine: Engine, settings: Settings
) -> None:
    worker = Worker(engine, settings.model_copy(update={"solver_memory_mb": 64}), patience=QUICK)
    job_id = submit(engine, settings, SHORT)

    def is_over() -> bool:
        worker.work_once()  # which finds nothing to do any more where the job is given up
        return look(engine, job_id).finished_at is not None

    until(is_over)
    job = look(engine, job_id)
    assert (job.state, job.result) == (JobState.FAILED, None)
    assert job.error is not None
    assert job.error.status == 500
    worker.stop()
    roomy = Worker(engine, settings, patience=QUICK)
    job_id = submit(engine, settings, SHORT)
    until(roomy.work_once)
    assert look(engine, job_id).state is JobState.SUCCEEDED
    roomy.stop()


def _address_space(pid: int | None) -> int | None:
    found = re.search(r"Max address space +(\w+)", Path(f"/proc/{pid}/limits").read_text("utf-8"))
    assert found is not None
    return None if found[1] == "unlimited" else int(found[1])
