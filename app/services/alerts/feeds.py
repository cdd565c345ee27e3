"""What readers of feeds and calendars get who cannot send a key: the address itself is the secret.

Both are made of what was noted when the question was asked last, so that reading them costs little and changes nothing.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from sqlmodel import Session, col

from app.db import Asker, bind
from app.db.tables import Alert, SavedQuestion
from app.errors import NotFound
from app.repositories import alerts
from app.repositories.own import Own
from app.repositories.paging import Part
from app.services.alerts.answered import Answered
from app.services.alerts.atom import Entry, Feed, atom_of
from app.services.alerts.calendars import Event, calendar_of
from app.services.alerts.raising import AlertKind

ENTRIES = 100
NAMESPACE = UUID("9d0a1f7e-6c52-5b1f-9c1a-3f2f6f2f8c11")
"""Under which ids in feeds are made: they stay what they are whoever serves them."""

TITLES = {
    AlertKind.NEW_MATCH: "New call",
    AlertKind.MATCH_GONE: "No longer matches",
    AlertKind.OPENED: "Open now",
    AlertKind.ROLES_CHANGED: "Other roles",
    AlertKind.DEADLINE_CHANGED: "Deadline changed",
    AlertKind.VERDICT_FLIPPED: "Verdict turned",
    AlertKind.CONDITIONS_CHANGED: "Conditions changed",
    AlertKind.UNANSWERABLE: "Cannot be answered",
}


@dataclass(frozen=True)
class Document:
    """A feed or calendar as bytes, what it is known by, and when it last changed."""

    content: bytes
    etag: str
    modified: datetime


def feed(session: Session, token: str, base: str) -> Document:
    """The alerts of a question as an Atom feed (RFC 4287); ``base`` is the address of the service.

    Raises:
        NotFound: no question has this token.
    """
    row = _question(session, token)
    found = Own(session, Alert).page(
        Part(cursor=None, limit=ENTRIES, mark="feed"), col(Alert.question_id) == row.id, key=int
    )
    raised = [one[0] for one in found.rows]
    updated = max([row.updated_at, *(one.raised_at for one in raised)])
    entries = [_entry(one) for one in raised]
    made = Feed(
        id=_urn(row.id),
        title=row.name,
        address=f"{base}/v1/feeds/{token}.atom",
        updated=updated,
        entries=entries,
    )
    return _document(atom_of(made), updated)


def _entry(alert: Alert) -> Entry:
    title = TITLES[AlertKind(alert.kind)]
    return Entry(
        id=_urn(f"alert {alert.id}"),
        title=f"{title}: {alert.topic_key.upper()}" if alert.topic_key else title,
        kind=alert.kind,
        updated=alert.raised_at,
        text=alert.sentence,
    )


def calendar(session: Session, token: str) -> Document:
    """The deadlines of the calls of a question as a calendar (RFC 5545).

    Raises:
        NotFound: no question has this token.
    """
    row = _question(session, token)
    answered = Answered.of(row)
    matches = answered.matches if answered else {}
    events = [
        Event(
            uid=f"{uuid5(NAMESPACE, f'{row.id} {key} {place}')}@quorum",
            title=f"Deadline: {match.identifier}" + (f" (stage {due.stage})" if due.stage else ""),
            text=match.title,
            at=due.at,
            hour_known=due.hour_known,
            sequence=due.sequence,
            changed=due.since,
        )
        for key, match in sorted(matches.items())
        for place, due in enumerate(match.deadlines)
    ]
    updated = max([row.updated_at, *(one.changed for one in events)])
    return _document(calendar_of(row.name, events), updated)


def _question(session: Session, token: str) -> SavedQuestion:
    """The question, for whose tenant the session works from here on."""
    row = alerts.question_with_token(session, token)
    if row is None:
        raise NotFound("There is no such feed. Its address may have been renewed.")
    bind(session, Asker(tenant_id=row.tenant_id))
    return row


def _urn(name: str) -> str:
    return uuid5(NAMESPACE, name).urn


def _document(content: bytes, updated: datetime) -> Document:
    return Document(content, f'"{hashlib.sha256(content).hexdigest()[:32]}"', updated)
