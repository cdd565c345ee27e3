"""Puts what sources say beside topics into the catalogue: cascade calls and notices. Unchanged rows are not touched."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlmodel import Session, col

from app.clock import BRUSSELS
from app.db.tables import CascadeCall, Notice
from app.repositories.searching import fold
from app.services.ingestion.topic_rows import UNDATED, passes_at
from scrapers import records
from scrapers.captures import Capture
from scrapers.reading import Asked, Reading

Row = TypeVar("Row", CascadeCall, Notice)
Stated = TypeVar("Stated", records.CascadeCall, records.News)


@dataclass(frozen=True)
class Run:
    """One believed run of a source: when it was, and the capture that each record was read from, by reference.

    ``unreadable`` are references of records that are there and cannot be read.
    """

    source: str
    seen_at: datetime
    captures: Mapping[str, Capture]
    unreadable: frozenset[str] = frozenset()


def keep_besides(session: Session, reading: Reading, run: Run) -> list[records.News]:
    """Everything of a reading that is no topic; returns the news that are new.

    What was not asked for has not vanished.
    """
    run = replace(run, unreadable=frozenset(remark.reference for remark in reading.quarantined))
    if Asked.CASCADE_CALLS in reading.besides:
        calls = {call.reference: call for call in reading.cascade_calls}
        _keep(session, CascadeCall, calls, _cascade_call_columns, run)
    if Asked.NEWS not in reading.besides:
        return []
    news = {notice.reference: notice for notice in reading.news}
    written = _keep(session, Notice, news, _notice_columns, run)
    session.flush()
    return written


def _keep(
    session: Session,
    table: type[Row],
    stated: Mapping[str, Stated],
    columns: Callable[[Stated], Mapping[str, Any]],
    run: Run,
) -> list[Stated]:
    """Make the rows of a source say what its records say, by reference; rows that are not among them are gone.

    Whose record is there but cannot be read stays as it was. Returns the records that say something new.
    """
    written: list[Stated] = []
    rows = session.execute(select(table).where(col(table.source) == run.source)).scalars()
    known = {row.reference: row for row in rows}
    for reference, record in stated.items():
        state = hashlib.sha256(record.model_dump_json().encode()).hexdigest()
        row = known.get(reference)
        if row is not None and row.state_sha256 == state and row.gone_since is None:
            continue
        values = dict(columns(record)) | _common(reference, record, run) | {"state_sha256": state}
        if row is None:
            session.add(table.model_validate(values))
        else:
            row.sqlmodel_update(values)
        written.append(record)
    for reference in known.keys() - stated.keys() - run.unreadable:
        known[reference].gone_since = known[reference].gone_since or run.seen_at
    return written


def _common(reference: str, record: Stated, run: Run) -> dict[str, Any]:
    capture = run.captures[reference]
    return {
        "source": run.source,
        "reference": reference,
        "topic_key": None if record.topic_identifier is None else record.topic_identifier.lower(),
        "record": record.model_dump(mode="json"),
        "source_url": capture.url,
        "retrieved_at": capture.retrieved_at,
        "sha256": capture.sha256,
        "gone_since": None,
    }


def _cascade_call_columns(call: records.CascadeCall) -> dict[str, Any]:
    """What cascade calls are narrowed and sorted by."""
    last = max(call.deadlines, key=passes_at, default=None)
    return {
        "programme": call.programme,
        "portal_status": call.portal_status.value,
        "opens_on": call.opens_on,
        "last_deadline_passes_at": None if last is None else passes_at(last),
        "closing_day": UNDATED if last is None else last.at.astimezone(BRUSSELS).date().toordinal(),
        "search_text": fold(
            call.name, call.project_acronym, call.project_name, call.topic_identifier, call.topic_title
        ),
    }


def _notice_columns(notice: records.News) -> dict[str, Any]:
    """What notices are found and sorted by."""
    return {
        "call_key": None if notice.call_identifier is None else notice.call_identifier.lower(),
        "published_at": notice.published_at,
    }
