"""Counts over the whole catalogue, and clusters by id."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from app.db.tables import Cluster, Dataset, Topic
from app.repositories.topics import status_at


def topic_counts(session: Session, now: datetime) -> Sequence[tuple[str, str | None, str, int]]:
    """Programme, type of action, status, and how many topics have all three."""
    status = status_at(now).label("status")
    kinds = (col(Topic.programme), col(Topic.type_of_action), status)
    rows = session.execute(select(*kinds, func.count()).group_by(*kinds)).all()
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def cluster_counts(session: Session) -> dict[str, int]:
    """How many clusters each country has."""
    query = select(col(Cluster.country), func.count()).group_by(col(Cluster.country))
    return {row[0]: row[1] for row in session.execute(query)}


def datasets(session: Session) -> Sequence[Dataset]:
    """What was loaded as a whole, by name."""
    return session.execute(select(Dataset).order_by(col(Dataset.name))).scalars().all()
