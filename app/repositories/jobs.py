"""Queries about jobs. The row is the queue: who claims it owns it until the lease runs out."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import Session, col

from app.db.tables import FINAL_STATES, Job, JobState


def find(session: Session, job_id: str) -> Job | None:
    """One job."""
    return session.get(Job, job_id)


def find_for_change(session: Session, job_id: str) -> Job | None:
    """One job that nobody else can change until the transaction ends."""
    return session.execute(select(Job).where(col(Job.id) == job_id).with_for_update()).scalar_one_or_none()


def find_claimable(session: Session, now: datetime, waiting_since: datetime) -> Job | None:
    """The oldest job that has waited since then, or whose worker has not been heard of in time."""
    query = select(Job).where(_is_claimable(now, waiting_since)).order_by(col(Job.created_at), col(Job.id)).limit(1)
    return session.execute(query.with_for_update(skip_locked=True)).scalar_one_or_none()


def _is_claimable(now: datetime, waiting_since: datetime) -> ColumnElement[bool]:
    waits = and_(col(Job.state) == JobState.QUEUED, col(Job.created_at) <= waiting_since)
    lost = and_(col(Job.state) == JobState.RUNNING, col(Job.lease_until) < now)
    return or_(waits, lost)


def is_anything_claimable(session: Session, now: datetime, waiting_since: datetime) -> bool:
    """Whether it is worth taking the write lock."""
    query = select(col(Job.id)).where(_is_claimable(now, waiting_since)).limit(1)
    return session.execute(query).first() is not None


def is_over(job: Job) -> bool:
    """Whether the job has reached a state that it never leaves."""
    return JobState(job.state) in FINAL_STATES
