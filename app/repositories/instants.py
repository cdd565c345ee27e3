"""The instants at which answers about the catalogue change although nobody writes anything: deadlines that pass."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from app.db.tables import CascadeCall, TopicDeadline

PASSING: tuple[Mapped[Any], ...] = (
    col(TopicDeadline.passes_at),
    col(CascadeCall.last_deadline_passes_at),
)


def last_passed(session: Session, now: datetime) -> datetime | None:
    """The last deadline that has passed."""
    found = (session.execute(select(func.max(at)).where(at <= now)).scalar_one() for at in PASSING)
    return max(filter(None, found), default=None)


def next_passing(session: Session, now: datetime) -> datetime | None:
    """The first deadline that is still ahead."""
    found = (session.execute(select(func.min(at)).where(at > now)).scalar_one() for at in PASSING)
    return min(filter(None, found), default=None)
