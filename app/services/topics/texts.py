"""What a topic says in prose, made readable: clean HTML, plain text, numbered sections, notices and their numbers.

Everything is read anew from what was captured, so that a better reader needs no new ingest.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TypeVar

from sqlmodel import Session

from app.clock import BRUSSELS
from app.db.tables import Topic
from app.repositories import notices
from app.services.catalogue.prose import KEPT, Prose, prose, readable
from app.services.catalogue.schemas import Public
from app.services.ingestion import topic_rows
from app.services.ingestion.announced_changes import announced_of
from scrapers.records import Link, SubmissionLink
from scrapers.texts import (
    Announcement,
    Conditions,
    FlashResult,
    ParseError,
    flash_results,
    sections,
)

Read = TypeVar("Read")


class NoticePublic(Public):
    """A notice about the topic or its call; ``results`` are the numbers of proposals that it states of them."""

    published_at: datetime | None
    title: str | None
    content: Prose
    results: Sequence[FlashResult]


class TopicTexts(Public):
    """The texts of a topic. ``null`` and empty lists: the source states none, or has not been read.

    ``announced_deadlines`` are changes of deadlines that stand in a notice and not yet in the deadlines.
    """

    description: Prose | None
    conditions: Conditions | None
    destination: Prose | None
    support: Prose | None
    documents: Sequence[Link]
    submission_links: Sequence[SubmissionLink]
    mgas: Sequence[str]
    tags: Sequence[str]
    notices: Sequence[NoticePublic]
    announced_deadlines: Sequence[Announcement]


def texts_of(session: Session, topic: Topic, now: datetime) -> TopicTexts:
    """The texts of a topic as they were captured last; announcements of days that are still to come."""
    rows = [row for row in notices.about(session, topic) if row.gone_since is None]
    record = topic_rows.record_of_row(topic)
    names = {name.lower() for name in (topic.identifier, topic.call_identifier) if name}
    own = [
        _notice(info.changed_at.astimezone(BRUSSELS), None, info.content_html, names) for info in record.latest_infos
    ]
    news = [_notice(row.published_at, row.record["title"], row.record["content_html"], names) for row in rows]
    return TopicTexts(
        description=prose(topic.description_html),
        conditions=_conditions(topic.conditions_html) if topic.conditions_html else None,
        destination=prose(topic.destination_html),
        support=prose(topic.support_html),
        documents=record.documents,
        submission_links=record.submission_links,
        mgas=record.mgas,
        tags=record.tags,
        notices=sorted(_each_once(own + news), key=_newest_first),
        announced_deadlines=announced_of(topic, rows, now),
    )


@lru_cache(maxsize=KEPT)
def _conditions(html: str) -> Conditions | None:
    return _unless_refused(sections, html)


def _unless_refused(read: Callable[[str], Read], text: str) -> Read | None:
    """What a reader makes of a text; ``None`` when it refuses to read one so large or so deep."""
    try:
        return read(text)
    except ParseError:
        return None


def _notice(at: datetime | None, title: str | None, html: str, names: Collection[str]) -> NoticePublic:
    content = readable(html)
    found = _unless_refused(flash_results, content.text) if content.text else None
    results = [each for each in found or () if each.identifier is None or each.identifier.lower() in names]
    return NoticePublic(
        published_at=None if at is None else at.astimezone(BRUSSELS), title=title, content=content, results=results
    )


def _each_once(found: Sequence[NoticePublic]) -> list[NoticePublic]:
    """The portal shows most notices twice, with the topic and among the news."""
    return list({notice.content.text: notice for notice in reversed(found)}.values())


def _newest_first(notice: NoticePublic) -> float:
    return -notice.published_at.timestamp() if notice.published_at else 0.0
