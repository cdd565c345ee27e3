"""Alerts of a tenant: what has changed, and what of it was read."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from sqlmodel import Session, col

from app import clock
from app.db.tables import Alert
from app.repositories import topics
from app.repositories.own import Own
from app.services.alerts.raising import AlertKind
from app.services.catalogue.listing import Query, Term
from app.services.catalogue.schemas import Page, Public
from app.services.tenancy import audit

YES_OR_NO = {"true": True, "false": False}


def _yes_or_no(value: object) -> object:
    return YES_OR_NO.get(value, value) if isinstance(value, str) else value


class AlertPublic(Public):
    """One thing that has changed. ``question`` or ``consortium`` is the id of what it was asked for."""

    id: int
    kind: AlertKind
    question: str | None
    consortium: str | None
    topic: str | None
    sentence: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    raised_at: datetime
    read_at: datetime | None


class AlertQuery(Query):
    """Parameters of the list."""

    kind: AlertKind | None = None
    unread: Annotated[bool, BeforeValidator(_yes_or_no), Field(strict=True)] | None = None
    question: Term | None = None
    consortium: Term | None = None
    topic: Term | None = None


def list_alerts(session: Session, query: AlertQuery) -> Page[AlertPublic]:
    """One page of the tenant's alerts, the newest first.

    Raises:
        Invalid: the cursor is none of ours.
    """
    wanted = {
        Alert.kind: query.kind,
        Alert.question_id: query.question,
        Alert.consortium_id: query.consortium,
        Alert.topic_key: None if query.topic is None else query.topic.lower(),
    }
    conditions = [col(column) == value for column, value in wanted.items() if value is not None]
    if query.unread is not None:
        read_at = col(Alert.read_at)
        conditions.append(read_at.is_(None) if query.unread else read_at.is_not(None))
    found = Own(session, Alert).page(query.part("alerts"), *conditions, key=int)
    return Page(items=public_alerts(session, [row[0] for row in found.rows]), next=found.next)


def mark_read(session: Session, alert_id: int, *, is_read: bool = True) -> AlertPublic:
    """Mark an alert as read, or as not. The caller commits.

    Raises:
        NotFound: the tenant has no such alert.
    """
    row = Own(session, Alert).get(alert_id, "alert", for_change=True)
    if (row.read_at is not None) is not is_read:
        row.read_at = clock.running() if is_read else None
        audit.note(session, "read" if is_read else "unread", "alert", str(alert_id))
    return public_alerts(session, [row])[0]


def public_alerts(session: Session, rows: Sequence[Alert]) -> list[AlertPublic]:
    """Alerts as other software sees them, with identifiers as topics write them."""
    written = topics.identifiers(session, (row.topic_key for row in rows if row.topic_key))
    return [_public(row, written) for row in rows]


def _public(row: Alert, written: Mapping[str, str]) -> AlertPublic:
    return AlertPublic(
        id=row.id or 0,
        kind=AlertKind(row.kind),
        question=row.question_id,
        consortium=row.consortium_id,
        topic=written.get(row.topic_key or "", row.topic_key),
        sentence=row.sentence,
        before=row.before,
        after=row.after,
        raised_at=row.raised_at,
        read_at=row.read_at,
    )
