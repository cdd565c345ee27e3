"""Puts the topics of one believed run into the catalogue. What has not changed is not touched.

What another source knew and this one leaves open stays known.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app.clock import BRUSSELS
from app.db.tables import Topic, TopicChange
from app.repositories import ingests
from app.repositories.ingests import Known
from app.services.ingestion import topic_rows
from app.services.ingestion.announced_changes import AnnouncedChanges
from app.services.ingestion.inheriting import EVERYTHING, complete
from app.services.ingestion.record_rows import Run, keep_besides
from app.services.ingestion.topic_rows import Change, ReadFrom
from scrapers.captures import Capture
from scrapers.reading import Reading
from scrapers.records import Topic as TopicRecord


@dataclass
class Counts:
    """What an update did, in topics. ``added``: the source had not stated the topic before."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0


@dataclass(frozen=True)
class Update:
    """One update from one source, at one moment, within one transaction of the caller."""

    session: Session
    source: str
    run_id: int
    seen_at: datetime

    def apply(self, reading: Reading, captures: Sequence[Capture]) -> Counts:
        """Add what is new, write what has changed, mark what has vanished; other sources' topics never vanish."""
        counts = Counts()
        known = ingests.known_topics(self.session)
        records = {record.identifier.lower(): record for record in reading.topics}
        pending = {key: record for key, record in records.items() if self._differs(record, known.get(key))}
        counts.unchanged = len(records) - len(pending) + len(reading.unchanged)
        rows = ingests.topics_by_id(self.session, (known[key].id for key in pending if key in known))
        by_sha256 = {capture.sha256: capture for capture in captures}
        for key, record in pending.items():
            row = rows[known[key].id] if key in known else None
            capture = by_sha256[reading.captured[record.identifier]]
            self._store(record, row, capture, counts, is_fallback=reading.is_fallback)
        if not reading.is_fallback:
            self._mark_vanished({*records, *reading.unchanged}, known, reading, counts)
        self.session.flush()
        self._remember_rows(records, reading)
        self._keep_besides(reading, by_sha256, set(pending))
        return counts

    def _remember_rows(self, records: Mapping[str, TopicRecord], reading: Reading) -> None:
        """Also of topics that say the same in another row."""
        known = ingests.known_topics(self.session)
        digests = {known[key].id: reading.digests.get(record.reference) for key, record in records.items()}
        ingests.remember_rows(self.session, digests)

    def _keep_besides(self, reading: Reading, captures: Mapping[str, Capture], topics: set[str]) -> None:
        """What was asked for beside topics, and what notices announce of those that were written now."""
        read_from = {reference: captures[sha256] for reference, sha256 in reading.captured_besides.items()}
        notices = keep_besides(self.session, reading, Run(self.source, self.seen_at, read_from))
        named = {notice.topic_identifier.lower() for notice in notices if notice.topic_identifier}
        of_calls = {n.call_identifier.lower() for n in notices if n.call_identifier and not n.topic_identifier}
        AnnouncedChanges(self.session, self.run_id, self.seen_at).remember(topics | named, of_calls)

    def _differs(self, record: TopicRecord, known: Known | None) -> bool:
        if known is None or known.source != self.source or known.is_gone:
            return True
        return known.state_sha256 != topic_rows.digest(topic_rows.facts_of(record))

    def _store(
        self, record: TopicRecord, row: Topic | None, capture: Capture, counts: Counts, *, is_fallback: bool
    ) -> None:
        read_from = ReadFrom(
            source=self.source, url=capture.url, retrieved_at=capture.retrieved_at, sha256=capture.sha256
        )
        if row is None:
            counts.added += 1
            self.session.add(topic_rows.write(None, record, read_from))
            return
        is_takeover = row.source != self.source
        before = topic_rows.record_of_row(row)
        completed = complete(record, before, EVERYTHING if is_takeover or is_fallback else row.inherited)
        changes = self._changes(row, before, completed.record, only_stated=is_takeover)
        topic_rows.write(row, record, read_from, completed)
        self._remember(row, changes)
        counts.added += is_takeover
        counts.changed += not is_takeover

    def _changes(self, row: Topic, before: TopicRecord, after: TopicRecord, *, only_stated: bool) -> list[Change]:
        """What differs. Where another source spoke before, what it did not state has not changed."""
        changes = topic_rows.changes_between(topic_rows.facts_of(before), topic_rows.facts_of(after))
        if only_stated:
            changes = [change for change in changes if _is_stated(change.before)]
        if row.gone_since is not None:
            changes.append(Change("gone_since", _written(row.gone_since), None))
        return changes

    def _remember(self, row: Topic, changes: Sequence[Change]) -> None:
        if row.id is None:
            raise AssertionError("only a topic that was there before can change")
        for change in changes:
            self.session.add(
                TopicChange(
                    topic_id=row.id,
                    run_id=self.run_id,
                    field=change.field,
                    before=change.before,
                    after=change.after,
                    seen_at=self.seen_at,
                )
            )

    def _mark_vanished(
        self, there: Collection[str], known: Mapping[str, Known], reading: Reading, counts: Counts
    ) -> None:
        """A topic whose row could not be read is there all the same."""
        unreadable = {remark.reference for remark in reading.quarantined}
        vanished = [
            topic.id
            for key, topic in known.items()
            if key not in there and topic.source == self.source and not topic.is_gone
            if topic.reference not in unreadable
        ]
        for row in ingests.topics_by_id(self.session, vanished).values():
            row.gone_since = self.seen_at
            self._remember(row, [Change("gone_since", None, _written(self.seen_at))])
        counts.gone = len(vanished)


def _written(at: datetime) -> str:
    return at.astimezone(BRUSSELS).isoformat()


def _is_stated(value: Any) -> bool:
    """An absent or empty fact says nothing. A budget states something when one of its amounts does."""
    match value:
        case None | [] | {}:
            return False
        case dict():
            return any(_is_stated(part) for name, part in value.items() if name != "shared")
        case _:
            return True
