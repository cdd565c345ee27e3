"""Queries about work that comes round: who claims it owns it until the lease runs out."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import Session, col

from app.db.tables import Schedule


def find(session: Session, name: str) -> Schedule | None:
    """One row."""
    return session.get(Schedule, name)


def find_for_change(session: Session, name: str) -> Schedule | None:
    """One row that nobody else can change until the transaction ends."""
    return session.execute(select(Schedule).where(col(Schedule.name) == name).with_for_update()).scalar_one_or_none()


def find_due(session: Session, names: Sequence[str], now: datetime) -> Schedule | None:
    """What has been due for longest, of these names, unless somebody is at it. Nobody else can change it meanwhile."""
    query = select(Schedule).where(_is_due(names, now)).order_by(col(Schedule.next_run_at), col(Schedule.name)).limit(1)
    return session.execute(query.with_for_update(skip_locked=True)).scalar_one_or_none()


def is_anything_due(session: Session, names: Sequence[str], now: datetime) -> bool:
    """Whether it is worth taking the write lock."""
    return session.execute(select(col(Schedule.name)).where(_is_due(names, now)).limit(1)).first() is not None


def _is_due(names: Sequence[str], now: datetime) -> ColumnElement[bool]:
    is_free = or_(col(Schedule.lease_until).is_(None), col(Schedule.lease_until) < now)
    return and_(col(Schedule.name).in_(names), col(Schedule.next_run_at) <= now, is_free)
