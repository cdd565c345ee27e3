"""What the tests of jobs do to the queue."""

from collections.abc import Callable
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Engine

from app.db import reading, writing
from app.db.tables import Job
from app.services import jobs
from app.services.jobs import JobPublic
from app.services.proposals.requests import ProposalRequest
from app.settings import Settings
from tests.app.asking import FRENCH_POLE, TOPIC

SHORT: dict[str, Any] = {"topic": TOPIC, "lead": FRENCH_POLE, "alternatives": 1}
LONG: dict[str, Any] = {"topic": TOPIC, "alternatives": 50, "size": {"min": 3, "max": 40}, "time_limit_s": 120}
"""Several seconds of work on any machine."""


def submit(engine: Engine, settings: Settings, asked: dict[str, Any]) -> str:
    with writing(engine) as session:
        return jobs.submit_proposal(session, ProposalRequest.model_validate(asked), settings).id


def look(engine: Engine, job_id: str) -> JobPublic:
    with reading(engine) as session:
        return jobs.get_job(session, job_id)


def cancel(engine: Engine, job_id: str) -> JobPublic:
    with writing(engine) as session:
        return jobs.cancel_job(session, job_id, Settings())


def row(engine: Engine, job_id: str) -> Job:
    with reading(engine) as session:
        found = session.get(Job, job_id)
    assert found is not None
    return found


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something is so."""
    end = monotonic() + seconds
    while not condition():
        assert monotonic() < end, "it did not come to pass in time"
        sleep(0.02)
