"""Queries about saved questions that nobody asks for, and about feeds. What a tenant sees goes by `own`."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlmodel import Session, col

from app.db.tables import Alert, SavedQuestion
from app.repositories.searching import is_storable


def every_question(session: Session) -> Sequence[tuple[str, str]]:
    """The ids of all saved questions, each with its tenant, one tenant after the other."""
    query = select(col(SavedQuestion.id), col(SavedQuestion.tenant_id))
    ordered = query.order_by(col(SavedQuestion.tenant_id), col(SavedQuestion.id))
    return [(row[0], row[1]) for row in session.execute(ordered)]


def question_with_token(session: Session, token: str) -> SavedQuestion | None:
    """The question whose feed has this token in its address."""
    if not is_storable(token):
        return None
    return session.execute(select(SavedQuestion).where(col(SavedQuestion.feed_token) == token)).scalar_one_or_none()


def delete_old(session: Session, before: datetime) -> None:
    """Forget alerts that were raised before then."""
    session.execute(delete(Alert).where(col(Alert.raised_at) < before))
