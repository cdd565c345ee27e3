"""How a job changes: each change a reader could see raises its version, and each job comes to one end."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from app import clock
from app.db.tables import Job, JobState
from app.errors import QuorumError
from app.repositories import jobs
from app.services.problems import problem_of
from app.services.webhooks.job_events import tell_job_finished
from app.settings import Settings

ON_FINISH: list[Callable[[Session, Job], None]] = [tell_job_finished]
"""Called for each job that is over, in the transaction that ends it: what belongs to the end is written with it."""

MOST_DELETED = 1000
"""Jobs that are deleted in one transaction: nobody should have to wait for it."""


def changed(job: Job) -> None:
    """Tell those who follow the job."""
    job.version += 1


def finish(
    session: Session,
    job: Job,
    state: JobState,
    settings: Settings,
    *,
    result: Mapping[str, Any] | None = None,
    error: QuorumError | None = None,
) -> None:
    """Bring a job to one of its final states."""
    job.state = state
    job.result = dict(result) if result is not None else None
    job.error = problem_of(error).model_dump(mode="json") if error is not None else None
    job.progress = 1.0 if state is JobState.SUCCEEDED else job.progress
    job.lease_until = None
    job.finished_at = clock.running()
    job.expires_at = job.finished_at + timedelta(days=settings.jobs_kept_days)
    changed(job)
    for tell in ON_FINISH:
        tell(session, job)


def delete_expired(session: Session, settings: Settings) -> int:
    """Delete jobs that have been over for long enough, and give old keys back; how many. The caller commits."""
    now = clock.running()
    jobs.forget_keys(session, now - timedelta(hours=settings.idempotency_hours))
    return jobs.delete_expired(session, now, MOST_DELETED)
