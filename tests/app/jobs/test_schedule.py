"""What comes round: when it is due in Brussels, done by one process at a time, and again when that one has died."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import Engine, delete

from app import clock
from app.clock import instant
from app.db import reading, writing
from app.db.tables import Job, JobState, Schedule
from app.jobs.schedule import Scheduler, Task, daily, every
from app.jobs.tasks import TASKS
from app.repositories import standings
from app.services import setup
from app.settings import Settings
from tests.app.jobs.queue import SHORT as ASKED
from tests.app.jobs.queue import cancel, submit, until
from tests.app.loaded import TODAY
from tests.postgres import postgres_server, postgres_url  # noqa: F401 - fixtures by import

HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data_dir=tmp_path_factory.mktemp("schedule"), today=instant(TODAY))


@pytest.fixture(scope="module")
def loaded(settings: Settings) -> Iterator[Engine]:
    engine = setup.open_database(settings)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(loaded: Engine) -> Engine:
    with writing(loaded) as session:
        session.execute(delete(Schedule))
    return loaded


def row(engine: Engine, name: str = "work") -> Schedule:
    with reading(engine) as session:
        found = session.get(Schedule, name)
    assert found is not None
    return found


def make_due(engine: Engine, name: str = "work") -> None:
    with writing(engine) as session:
        found = session.get(Schedule, name)
        assert found is not None
        found.next_run_at = clock.running() - timedelta(seconds=1)


class Counted:
    """Work that counts how often it was done, and by how many at once."""

    def __init__(self) -> None:
        self.done = self.at_once = self.most = 0
        self.lock = threading.Lock()
        self.go_on = threading.Event()
        self.go_on.set()

    def __call__(self, _engine: Engine, _settings: Settings) -> None:
        with self.lock:
            self.at_once += 1
            self.most = max(self.most, self.at_once)
        self.go_on.wait(20)
        with self.lock:
            self.at_once -= 1
            self.done += 1


def scheduler(engine: Engine, settings: Settings, work: Counted, lease_seconds: float = 60) -> Scheduler:
    made = Scheduler(engine, settings, {"work": Task(work, every(HOUR))}, lease_seconds=lease_seconds)
    made.write_down()
    return made


def test_what_is_due_is_done_once_and_then_not_before_the_next_time(engine: Engine, settings: Settings) -> None:
    work = Counted()
    one = scheduler(engine, settings, work)
    assert not one.work_once()
    make_due(engine)
    assert one.work_once()
    assert not one.work_once()
    assert work.done == 1
    left = row(engine)
    assert left.next_run_at > clock.running() + HOUR - timedelta(minutes=1)
    assert (left.worker, left.lease_until, left.last_error) == (None, None, None)
    assert left.last_run_at is not None


def test_it_is_never_done_by_two_at_once(engine: Engine, settings: Settings) -> None:
    work = Counted()
    several = [scheduler(engine, settings, work) for _ in range(4)]
    make_due(engine)
    work.go_on.clear()
    threads = [threading.Thread(target=one.work_once) for one in several]
    for thread in threads:
        thread.start()
    until(lambda: sum(thread.is_alive() for thread in threads) == 1)
    work.go_on.set()
    for thread in threads:
        thread.join()
    assert (work.done, work.most) == (1, 1)


def test_long_work_keeps_its_lease(engine: Engine, settings: Settings) -> None:
    work = Counted()
    slow, other = (scheduler(engine, settings, work, lease_seconds=0.6) for _ in range(2))
    make_due(engine)
    work.go_on.clear()
    thread = threading.Thread(target=slow.work_once)
    thread.start()
    until(lambda: work.at_once == 1)
    first = row(engine).lease_until
    assert first is not None
    until(lambda: (now := row(engine).lease_until) is not None and now > first + timedelta(seconds=1))
    assert not other.work_once()
    work.go_on.set()
    thread.join()
    assert work.done == 1


def test_what_a_dead_process_was_at_is_done_by_the_next(engine: Engine, settings: Settings) -> None:
    work = Counted()
    dead, following = (scheduler(engine, settings, work, lease_seconds=0.5) for _ in range(2))
    make_due(engine)
    assert dead._claim() == "work"  # and is never heard of again
    assert not following.work_once()
    until(following.work_once, seconds=10)
    assert work.done == 1
    dead._change("work", lambda found: dead._done(found, "too late"))
    assert row(engine).last_error is None


def test_what_fails_says_why_and_is_tried_again_at_its_time(engine: Engine, settings: Settings) -> None:
    def fail(_engine: Engine, _settings: Settings) -> None:
        raise ValueError("the moon is full")

    one = Scheduler(engine, settings, {"work": Task(fail, every(HOUR))})
    one.write_down()
    make_due(engine)
    assert one.work_once()
    left = row(engine)
    assert left.last_error == "ValueError: the moon is full"
    assert left.next_run_at > clock.running()
    assert left.worker is None


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-23T00:00:00+00:00", "2026-11-23T01:30:00+00:00"),  # half past two in Brussels, in winter
        ("2026-11-23T01:30:00+00:00", "2026-11-24T01:30:00+00:00"),  # not twice in one night
        ("2026-07-01T00:00:00+00:00", "2026-07-01T00:30:00+00:00"),  # in summer
        ("2026-07-01T23:59:00+00:00", "2026-07-02T00:30:00+00:00"),
        ("2026-10-24T23:00:00+00:00", "2026-10-25T00:30:00+00:00"),  # the clocks go back: the first half past two
        ("2026-03-28T23:00:00+00:00", "2026-03-29T01:30:00+00:00"),  # the night has none: an hour later
    ],
)
def test_a_time_of_day_is_that_of_brussels(settings: Settings, now: str, due: str) -> None:
    at_night = daily(lambda _settings: time(2, 30))
    found = at_night(datetime.fromisoformat(now), settings)
    assert found is not None
    assert found.astimezone(UTC) == datetime.fromisoformat(due)


def test_what_is_switched_off_is_not_done_and_what_is_moved_is_done_at_its_new_time(
    engine: Engine, settings: Settings
) -> None:
    nightly = TASKS["nightly-standings"]
    one = Scheduler(engine, settings, {"nightly-standings": nightly})
    one.write_down()
    with reading(engine) as session:
        assert session.get(Schedule, "nightly-standings") is None
    late, soon = ((clock.running().astimezone(clock.BRUSSELS) + HOUR * hours).time() for hours in (20, 1))
    for hour in (late, soon):
        Scheduler(engine, settings.model_copy(update={"nightly_at": hour}), {"nightly-standings": nightly}).write_down()
    assert row(engine, "nightly-standings").next_run_at < clock.running() + HOUR * 2
    make_due(engine, "nightly-standings")
    assert not one.work_once()


def test_at_night_every_cluster_is_judged_once(engine: Engine, settings: Settings) -> None:
    tonight = settings.model_copy(update={"nightly_at": time(2, 30)})
    one = Scheduler(engine, tonight, {"nightly-standings": TASKS["nightly-standings"]})
    one.write_down()
    for _ in range(2):
        make_due(engine, "nightly-standings")
        assert one.work_once()
    with reading(engine) as session:
        job = standings.is_under_way(session)
    assert job is not None
    assert job.state == JobState.QUEUED
    cancel(engine, job.id)
    with reading(engine) as session:
        assert standings.is_under_way(session) is None


def test_expired_jobs_are_deleted_when_it_is_time(engine: Engine, settings: Settings) -> None:
    job_id = submit(engine, settings, ASKED)
    cancel(engine, job_id)
    with writing(engine) as session:
        job = session.get(Job, job_id)
        assert job is not None
        job.expires_at = clock.running() - timedelta(seconds=1)
    one = Scheduler(engine, settings, {"expired-jobs": TASKS["expired-jobs"]})
    one.write_down()
    make_due(engine, "expired-jobs")
    assert one.work_once()
    with reading(engine) as session:
        assert session.get(Job, job_id) is None


def test_on_postgresql_it_is_never_done_by_two_at_once_either(settings: Settings, postgres_url: str) -> None:  # noqa: F811 - the fixture imported above
    there = settings.model_copy(update={"database_url": postgres_url})
    engine = setup.open_database(there)
    test_it_is_never_done_by_two_at_once(engine, there)
    threads = [threading.Thread(target=Scheduler(engine, there, TASKS).write_down) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert row(engine, "expired-jobs").worker is None
    engine.dispose()
