"""Keeps in the history of topics what only notices announce of their deadlines."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.clock import BRUSSELS
from app.db.tables import Notice, Topic, TopicChange
from app.repositories import notices
from app.services.ingestion import announcing, topic_rows
from app.services.ingestion.announcing import Told
from scrapers.records import LatestInfo
from scrapers.texts import Announcement


def told_of(infos: Sequence[LatestInfo], rows: Sequence[Notice]) -> list[Told]:
    """Everything that is told of a topic: the notices in its own record, and the news about it."""
    own = [Told(info.changed_at.astimezone(BRUSSELS), info.content_html) for info in infos]
    return own + [Told(row.published_at, str(row.record["content_html"])) for row in rows if row.gone_since is None]


def announced_of(topic: Topic, rows: Sequence[Notice], now: datetime) -> list[Announcement]:
    """What is announced of a topic's deadlines, beyond what they are, for a day that is not over."""
    record = topic_rows.record_of_row(topic)
    names = {name for name in (record.identifier, record.call_identifier) if name is not None}
    found = announcing.announced(record.deadlines, told_of(record.latest_infos, rows), names)
    today = now.astimezone(BRUSSELS).date()
    return [each for each in found if each.on is not None and each.on >= today]


@dataclass(frozen=True)
class AnnouncedChanges:
    """The announcements that one run found."""

    session: Session
    run_id: int
    seen_at: datetime

    def remember(self, topics: Collection[str], calls: Collection[str]) -> None:
        """Look at these topics and at all topics of these calls (keys in lower case) for what is announced anew."""
        for topic in notices.topics_named(self.session, topics, calls):
            rows = notices.about(self.session, topic)
            found = announced_of(topic, rows, self.seen_at)
            if found:
                self._write(topic, found)

    def _write(self, topic: Topic, found: Sequence[Announcement]) -> None:
        before = topic_rows.facts_of(topic_rows.record_of_row(topic))["deadlines"]
        after = announcing.after(before, found)
        if topic.id is None or after == notices.last_announced(self.session, topic.id):
            return
        self.session.add(
            TopicChange(
                topic_id=topic.id,
                run_id=self.run_id,
                field="deadlines",
                before=before,
                after=after,
                seen_at=self.seen_at,
                announced=True,
            )
        )
