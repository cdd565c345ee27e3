"""Lists of topics as files: by the filters of the list, a bounded part at a time."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field
from sqlmodel import Session

from app.exports.deadlines import calendar_of_topics
from app.exports.files import File, Format
from app.exports.tables import topics_table
from app.repositories.paging import MAX_LIMIT
from app.services.catalogue import listing
from app.services.catalogue.listing import TopicQuery
from app.services.catalogue.schemas import TopicPublic
from app.services.eligibility import openness
from app.settings import Settings

MOST_TOPICS = 1000


FileLimit = Annotated[int, Field(ge=1, le=MOST_TOPICS)]


class TopicFileQuery(TopicQuery):
    """The parameters of a list of topics as a file: those of the list, with more on a part."""

    limit: FileLimit = MOST_TOPICS


@dataclass(frozen=True)
class Part:
    """A file, and the cursor of the part that follows, if one does."""

    file: File
    next: str | None


def export_topics(
    session: Session, settings: Settings, query: TopicFileQuery, as_format: Literal[Format.CSV, Format.ICS]
) -> Part:
    """The topics that pass the filters, or the first so many of them.

    Raises:
        Invalid: the search is too long, or the cursor is none of ours.
    """
    topics, following = _collected(session, settings, query)
    match as_format:
        case Format.CSV:
            content = topics_table(topics, listing.moment(settings, query.as_of))
        case Format.ICS:
            content = calendar_of_topics(topics)
    return Part(File(content, as_format, "topics"), following)


def export_deadlines(session: Session, settings: Settings, identifier: str, as_of: date | None = None) -> File:
    """The deadlines of one topic as a calendar.

    Raises:
        NotFound: the catalogue has no such topic.
    """
    topic = listing.get_topic(session, settings, identifier, as_of)
    return File(calendar_of_topics([topic], topic.title), Format.ICS, f"deadlines {topic.identifier}")


def _collected(session: Session, settings: Settings, query: TopicFileQuery) -> tuple[list[TopicPublic], str | None]:
    """Page after page of the list, so that nothing is read that is not wanted."""
    keep = None if query.country is None else openness.open_to(query.country, settings, query.as_of)
    topics: list[TopicPublic] = []
    cursor = query.cursor
    while len(topics) < query.limit:
        asked = query.model_copy(update={"cursor": cursor, "limit": min(MAX_LIMIT, query.limit - len(topics))})
        page = listing.list_topics(session, settings, asked, keep)
        topics += page.items
        cursor = page.next
        if cursor is None:
            break
    return topics, cursor
