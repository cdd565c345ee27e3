"""A few numbers about everything, for whoever looks after the service."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from app.db.tables import CatalogueRevision, Job, JobState


def jobs_by_state(session: Session) -> Mapping[JobState, int]:
    """How many jobs there are in each state; a state without jobs is not there."""
    found = session.execute(select(col(Job.state), func.count()).group_by(col(Job.state)))
    return {row[0]: row[1] for row in found}


def first_queued_at(session: Session) -> datetime | None:
    """Since when the oldest job has been waiting."""
    query = select(func.min(col(Job.created_at))).where(col(Job.state) == JobState.QUEUED)
    at: datetime | None = session.execute(query).scalar_one()
    return at


def revision(session: Session) -> tuple[int, datetime]:
    """How often the catalogue has changed, and when it did last."""
    row = session.execute(select(col(CatalogueRevision.number), col(CatalogueRevision.changed_at))).one()
    return row[0], row[1]
