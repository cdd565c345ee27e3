"""A job is claimed by one worker at a time, ends in exactly one state, and a worker that dies loses nothing."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app.db import create_engine, migrate, reading, writing
from app.db.tables import Job, JobState
from app.repositories import jobs
from app.settings import Settings

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LEASE = NOW + timedelta(seconds=30)
AFTER_LEASE = LEASE + timedelta(seconds=1)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(Settings(data_dir=tmp_path))
    migrate.upgrade(engine)
    yield engine
    engine.dispose()


def queue(engine: Engine, count: int = 1) -> list[str]:
    with writing(engine) as session:
        return [
            jobs.add(session, kind="proposal", request={"n": n}, now=NOW + timedelta(seconds=n)).id
            for n in range(count)
        ]


def claim(engine: Engine, worker: str, now: datetime = NOW) -> str | None:
    with writing(engine) as session:
        job = jobs.claim(session, worker=worker, now=now, lease_until=now + timedelta(seconds=30))
        return None if job is None else job.id


def job(engine: Engine, job_id: str) -> Job:
    with reading(engine) as session:
        found = jobs.find(session, job_id)
        assert found is not None
        return found


def test_an_id_cannot_be_guessed(engine: Engine) -> None:
    ids = queue(engine, 20)

    assert len(set(ids)) == 20
    assert min(map(len, ids)) >= 32


def test_the_oldest_job_is_claimed_first_and_only_once(engine: Engine) -> None:
    first, second = queue(engine, 2)

    assert [claim(engine, "a"), claim(engine, "b"), claim(engine, "c")] == [first, second, None]
    assert (job(engine, first).state, job(engine, first).worker) == (JobState.RUNNING, "a")


def test_many_workers_claim_each_job_once(engine: Engine) -> None:
    ids = queue(engine, 20)

    with ThreadPoolExecutor(4) as pool:
        claimed = list(pool.map(lambda n: claim(engine, f"worker {n}"), range(24)))

    assert sorted(filter(None, claimed)) == sorted(ids)


def test_a_job_whose_worker_died_is_claimed_again_when_its_lease_has_run_out(engine: Engine) -> None:
    (only,) = queue(engine)
    claim(engine, "dead")

    assert claim(engine, "alive", LEASE) is None
    assert claim(engine, "alive", AFTER_LEASE) == only
    assert job(engine, only).attempts == 2


def test_a_worker_that_lost_its_job_cannot_end_it(engine: Engine) -> None:
    (only,) = queue(engine)
    claim(engine, "slow")
    claim(engine, "quick", AFTER_LEASE)

    with writing(engine) as session:
        assert jobs.renew(session, only, worker="slow", lease_until=LEASE, progress=0.5) is None
        assert jobs.finish(session, only, worker="slow", now=AFTER_LEASE, result={"late": True}) is None
        assert jobs.finish(session, only, worker="quick", now=AFTER_LEASE, result={"late": False})
    assert job(engine, only).result == {"late": False}


def test_a_renewed_lease_keeps_the_job(engine: Engine) -> None:
    (only,) = queue(engine)
    claim(engine, "a")
    with writing(engine) as session:
        jobs.renew(session, only, worker="a", lease_until=AFTER_LEASE + timedelta(seconds=30), progress=0.4)

    assert claim(engine, "b", AFTER_LEASE) is None
    assert job(engine, only).progress == 0.4


@pytest.mark.parametrize(
    ("outcome", "state"),
    [({"result": {"status": "optimal"}}, JobState.SUCCEEDED), ({"error": {"status": 500}}, JobState.FAILED)],
)
def test_a_job_ends_in_one_state_and_stays_there(
    engine: Engine, outcome: dict[str, dict[str, object]], state: JobState
) -> None:
    (only,) = queue(engine)
    claim(engine, "a")
    with writing(engine) as session:
        jobs.finish(session, only, worker="a", now=NOW, **outcome)

    ended = job(engine, only)
    assert (ended.state, ended.finished_at) == (state, NOW)
    assert claim(engine, "b", AFTER_LEASE) is None
    with writing(engine) as session:
        found = jobs.find(session, only)
        assert found is not None
        assert jobs.request_cancel(found, now=AFTER_LEASE) is False


def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_by_its_worker(engine: Engine) -> None:
    running, waiting = queue(engine, 2)
    claim(engine, "a")

    with writing(engine) as session:
        for job_id in (running, waiting):
            found = jobs.find(session, job_id)
            assert found is not None
            assert jobs.request_cancel(found, now=NOW) is True
    assert job(engine, waiting).state == JobState.CANCELLED
    assert job(engine, running).state == JobState.RUNNING

    with writing(engine) as session:
        jobs.finish(session, running, worker="a", now=NOW, result={"too": "late"})
    assert (job(engine, running).state, job(engine, running).result) == (JobState.CANCELLED, None)
    assert claim(engine, "b", AFTER_LEASE) is None


def test_a_job_whose_worker_died_before_it_could_obey_is_cancelled_when_others_look_for_work(engine: Engine) -> None:
    doomed, next_one = queue(engine, 2)
    claim(engine, "dead")
    with writing(engine) as session:
        found = jobs.find(session, doomed)
        assert found is not None
        jobs.request_cancel(found, now=NOW)

    assert claim(engine, "alive", AFTER_LEASE) == next_one
    assert job(engine, doomed).state == JobState.CANCELLED
