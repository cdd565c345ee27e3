"""Queries about what has changed in topics, across all of them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from app.db.tables import Topic, TopicChange
from app.repositories.paging import Part, Slice, slice_of


@dataclass(frozen=True, kw_only=True)
class ChangeFilters:
    """What a list of changes is narrowed to; ``None`` does not narrow."""

    since: datetime | None = None
    programme: str | None = None
    identifier: str | None = None


def page_of_changes(session: Session, filters: ChangeFilters, part: Part) -> Slice[TopicChange, str, str, str]:
    """Changes, the last one first, each with the identifier, the title and the programme of its topic."""
    query = (
        select(TopicChange, col(Topic.identifier), col(Topic.title), col(Topic.programme))
        .join(Topic, col(Topic.id) == col(TopicChange.topic_id))
        .order_by(col(TopicChange.id).desc())
    )
    if filters.since is not None:
        query = query.where(col(TopicChange.seen_at) >= filters.since)
    if filters.programme is not None:
        query = query.where(col(Topic.programme) == filters.programme.upper())
    if filters.identifier is not None:
        query = query.where(col(Topic.identifier_key) == filters.identifier.lower())
    return slice_of(session, query, key=(int,), part=part)
