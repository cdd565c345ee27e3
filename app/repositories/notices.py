"""Queries about notices, the topics they are about, and what was announced by them before."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from app.db.tables import Notice, Topic, TopicChange

AT_ONCE = 500
"""Keys in one question: databases limit how much one may name."""


def about(session: Session, topic: Topic) -> Sequence[Notice]:
    """News about a topic, or about its call without naming a topic; the last first."""
    of_call = col(Notice.topic_key).is_(None) & (col(Notice.call_key) == (topic.call_identifier or "").lower())
    query = (
        select(Notice)
        .where(or_(col(Notice.topic_key) == topic.identifier_key, of_call))
        .order_by(col(Notice.published_at).desc(), col(Notice.id).desc())
    )
    return session.execute(query).scalars().all()


def topics_named(session: Session, topics: Collection[str], calls: Collection[str]) -> Iterator[Topic]:
    """The topics with these identifiers, and all of these calls; both in lower case."""
    seen: set[int | None] = set()
    for column, keys in (col(Topic.identifier_key), topics), (func.lower(col(Topic.call_identifier)), calls):
        wanted = sorted(keys)
        for start in range(0, len(wanted), AT_ONCE):
            rows = session.execute(select(Topic).where(column.in_(wanted[start : start + AT_ONCE]))).scalars().all()
            yield from (row for row in rows if row.id not in seen)
            seen |= {row.id for row in rows}


def last_announced(session: Session, topic_id: int) -> Any:
    """What was announced last of the deadlines of a topic; ``None`` when nothing was."""
    query = (
        select(col(TopicChange.after))
        .where(col(TopicChange.topic_id) == topic_id, col(TopicChange.announced), col(TopicChange.field) == "deadlines")
        .order_by(col(TopicChange.id).desc())
        .limit(1)
    )
    return session.execute(query).scalar_one_or_none()
