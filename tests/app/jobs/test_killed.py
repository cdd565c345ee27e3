"""Whatever is killed while jobs are worked on, every job that was accepted ends once: none is lost, none ends twice.

How often a job ends is counted by the database itself, in a trigger.
"""

import json
import os
import random
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep

import httpx2
import pytest
from sqlalchemy import Engine, select, text
from sqlmodel import col

from app.clock import instant
from app.db import reading, writing
from app.db.tables import FINAL_STATES, Job, JobState
from app.services import setup
from app.settings import Settings
from tests.app.jobs.processes import Machine, Started, alive, machine, solvers_below
from tests.app.jobs.queue import SHORT, until
from tests.app.loaded import TODAY
from tests.postgres import postgres_server, postgres_url  # noqa: F401 - fixtures by import

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at processes in /proc")

MIDDLING = SHORT | {"alternatives": 20}
"""A second or two of work."""

UNDER_WAY = 4
"""So many jobs are kept waiting or running."""

END_SECONDS = 180

IN_SQLITE = """
CREATE TRIGGER count_ends AFTER UPDATE OF state ON job
WHEN NEW.state IN ('succeeded', 'failed', 'cancelled')
BEGIN INSERT INTO job_end (job_id, state, has_result) VALUES (NEW.id, NEW.state, NEW.result IS NOT NULL); END
"""
IN_POSTGRES = (
    """
CREATE FUNCTION count_end() RETURNS trigger AS $$
BEGIN
  INSERT INTO job_end (job_id, state, has_result)
  VALUES (NEW.id, NEW.state, CASE WHEN NEW.result IS NULL THEN 0 ELSE 1 END);
  RETURN NULL;
END $$ LANGUAGE plpgsql
""",
    """
CREATE TRIGGER count_ends AFTER UPDATE OF state ON job FOR EACH ROW
WHEN (NEW.state IN ('succeeded', 'failed', 'cancelled')) EXECUTE FUNCTION count_end()
""",
)


@dataclass
class Scene:
    """An API and two workers on one queue, and what was accepted so far."""

    engine: Engine
    here: Machine
    draw: random.Random
    api: Started = field(init=False)
    workers: list[Started] = field(init=False)
    accepted: dict[str, str] = field(default_factory=dict)
    asked: int = 0

    def __post_init__(self) -> None:
        self.api = self.here.api(workers="0")
        self.workers = [self.here.worker(1) for _ in range(2)]

    def ask(self) -> None:
        """Ask with a key of one's own; who gets no answer asks again with the same key, as a client would."""
        self.asked += 1
        key = f"kill-drill-{self.asked:06d}"
        for _ in range(100):
            try:
                answer = httpx2.post(
                    f"{self.api.address}/v1/proposals",
                    json=MIDDLING | {"seed": self.asked},
                    headers={"Idempotency-Key": key},
                    timeout=60,
                )
            except httpx2.TransportError:
                sleep(0.2)
                continue
            if answer.status_code == 202:
                self.accepted[key] = answer.json()["id"]
                return
            assert answer.status_code in {409, 503}, answer.text
            sleep(0.2)
        raise AssertionError("nobody takes the request")

    def states(self) -> Counter[str]:
        with reading(self.engine) as session:
            return Counter(session.execute(select(col(Job.state))).scalars())

    def keep_busy(self) -> None:
        states = self.states()
        for _ in range(UNDER_WAY - states[JobState.QUEUED] - states[JobState.RUNNING]):
            self.ask()
        until(lambda: self.states()[JobState.RUNNING] > 0, seconds=60)

    def kill(self, victim: str) -> None:
        """At some moment of the work; what was killed is started anew."""
        sleep(self.draw.uniform(0, 1.0))
        match victim:
            case "api":
                asking = self.api
                asking.kill()
                self.api = self.here.api(workers="0")
            case "worker":
                place = self.draw.randrange(len(self.workers))
                below = solvers_below(self.workers[place].pid)
                self.workers[place].kill()
                self.workers[place] = self.here.worker(1)
                until(lambda: not alive(below), seconds=10)
            case _:
                solvers = sorted(set().union(*(solvers_below(worker.pid) for worker in self.workers)))
                if solvers:
                    os.kill(self.draw.choice(solvers), signal.SIGKILL)

    def wait_for_the_end(self) -> None:
        end = monotonic() + END_SECONDS
        while self.states().keys() - {state.value for state in FINAL_STATES}:
            assert monotonic() < end, self.states()
            sleep(0.2)

    def ends(self) -> list[tuple[str, str, bool]]:
        with reading(self.engine) as session:
            found = session.execute(text("SELECT job_id, state, has_result FROM job_end"))
            return [(job_id, state, bool(has_result)) for job_id, state, has_result in found]


@contextmanager
def scene(settings: Settings, folder: Path, seed: int) -> Iterator[Scene]:
    engine = setup.open_database(settings)
    with writing(engine) as session:
        session.execute(text("CREATE TABLE job_end (job_id TEXT, state TEXT, has_result INTEGER)"))
        for statement in (IN_SQLITE,) if engine.dialect.name == "sqlite" else IN_POSTGRES:
            session.connection().exec_driver_sql(statement)
    with machine(settings, folder) as here:
        yield Scene(engine, here, random.Random(seed))  # noqa: S311 - the moment of a blow is no secret
    engine.dispose()


def drill(settings: Settings, folder: Path, kills: int, seed: int = 1) -> Counter[str]:
    """Kill so often, then look at what became of every job."""
    with scene(settings, folder, seed) as stage:
        for number in range(kills):
            stage.keep_busy()
            stage.kill(("worker", "solver", "api")[number % 3])
        stage.wait_for_the_end()
        ends = stage.ends()
        assert len(set(stage.accepted.values())) == len(stage.accepted)
        with reading(stage.engine) as session:
            jobs = {job.id: job for job in session.execute(select(Job)).scalars()}
    assert jobs.keys() == set(stage.accepted.values())  # none lost, and none that nobody asked for
    assert Counter(job_id for job_id, _, _ in ends) == dict.fromkeys(jobs, 1)  # each has ended once
    for job_id, state, has_result in ends:
        assert (jobs[job_id].state, jobs[job_id].result is not None) == (state, has_result)
        assert has_result == (state == JobState.SUCCEEDED)
    assert {job.attempts for job in jobs.values()} <= {1, 2, 3}
    tally = Counter(job.state for job in jobs.values())
    assert tally[JobState.SUCCEEDED] > kills / 3
    return tally


def settings_with(folder: Path, database_url: str | None = None) -> Settings:
    return Settings(data_dir=folder, database_url=database_url, today=instant(TODAY))


@pytest.fixture(autouse=True)
def short_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    """For the processes that are started: nobody should wait half a minute for each of the dead."""
    monkeypatch.setenv("QUORUM_LEASE_SECONDS", "3")


def test_three_deaths_and_every_job_ends_once(tmp_path: Path) -> None:
    drill(settings_with(tmp_path / "var"), tmp_path, kills=3)


@pytest.mark.drill
def test_fifty_deaths_on_sqlite(tmp_path: Path) -> None:
    print(json.dumps(drill(settings_with(tmp_path / "var"), tmp_path, kills=50)))  # noqa: T201 - for the table in the docs


@pytest.mark.drill
def test_fifty_deaths_on_postgresql(tmp_path: Path, postgres_url: str) -> None:  # noqa: F811 - the imported fixture
    tally = drill(settings_with(tmp_path / "var", postgres_url), tmp_path, kills=50)
    print(json.dumps(tally))  # noqa: T201 - for the table in the docs
