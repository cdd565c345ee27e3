"""Queries about jobs. The row is the truth: it is changed within a transaction, and only one worker can claim it."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlmodel import Session, col

from app.db.tables import FINAL_STATES, Job, JobState

ID_BYTES = 24


def add(session: Session, *, kind: str, request: Mapping[str, Any], now: datetime) -> Job:
    """Queue a piece of work. Nobody can guess its id."""
    job = Job(id=secrets.token_urlsafe(ID_BYTES), kind=kind, request=dict(request), created_at=now)
    session.add(job)
    return job


def find(session: Session, job_id: str) -> Job | None:
    """One job."""
    return session.get(Job, job_id)


def claim(session: Session, *, worker: str, now: datetime, lease_until: datetime) -> Job | None:
    """Take the oldest job that waits, or whose worker let its lease run out; ``None`` when there is nothing to do.

    Within a writing transaction only one caller gets it: SQLite has one writer at a time, PostgreSQL skips locked rows.
    """
    abandoned = and_(col(Job.state) == JobState.RUNNING, col(Job.lease_until) < now)
    query = (
        select(Job)
        .where(or_(col(Job.state) == JobState.QUEUED, abandoned))
        .order_by(col(Job.created_at), col(Job.id))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    job: Job | None = session.execute(query).scalar_one_or_none()
    while job is not None and job.cancel_requested:  # its worker died before it could obey
        _end(job, JobState.CANCELLED, now)
        job = session.execute(query).scalar_one_or_none()
    if job is None:
        return None
    job.state = JobState.RUNNING
    job.worker = worker
    job.attempts += 1
    job.started_at = now
    job.lease_until = lease_until
    return job


def renew(session: Session, job_id: str, *, worker: str, lease_until: datetime, progress: float) -> Job | None:
    """Say that the worker is alive and how far it is; ``None`` when the job is no longer its own."""
    job = session.get(Job, job_id)
    if job is None or not _belongs_to(job, worker):
        return None
    job.lease_until = lease_until
    job.progress = progress
    return job


def finish(
    session: Session,
    job_id: str,
    *,
    worker: str,
    now: datetime,
    result: Mapping[str, Any] | None = None,
    error: Mapping[str, Any] | None = None,
) -> Job | None:
    """End a job with its result or its error; ``None`` when the job is no longer the worker's own.

    A job that was to be cancelled is cancelled, even if the result came just before.
    """
    job = session.get(Job, job_id)
    if job is None or not _belongs_to(job, worker):
        return None
    if job.cancel_requested:
        _end(job, JobState.CANCELLED, now)
    elif error is not None:
        job.error = dict(error)
        _end(job, JobState.FAILED, now)
    else:
        job.result = None if result is None else dict(result)
        job.progress = 1.0
        _end(job, JobState.SUCCEEDED, now)
    return job


def request_cancel(job: Job, *, now: datetime) -> bool:
    """Ask for a job to stop; one that no worker holds is cancelled at once. ``False`` when it is over already."""
    if job.state in FINAL_STATES:
        return False
    job.cancel_requested = True
    is_held = job.state == JobState.RUNNING and job.lease_until is not None and job.lease_until >= now
    if not is_held:
        _end(job, JobState.CANCELLED, now)
    return True


def _belongs_to(job: Job, worker: str) -> bool:
    return job.state == JobState.RUNNING and job.worker == worker


def _end(job: Job, state: JobState, now: datetime) -> None:
    job.state = state
    job.lease_until = None
    job.finished_at = now
