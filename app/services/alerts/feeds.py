"""What readers of feeds and calendars get who cannot send a key: the address itself is the secret.

Both are made of what was noted when the question was asked last, so that reading them costs little and changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col

from app.db import Asker, bind
from app.db.tables import Alert, SavedQuestion
from app.errors import NotFound
from app.repositories import alerts
from app.repositories.own import Own
from app.repositories.paging import Part
from app.services.alerts.answered import Answered, Match
from app.services.alerts.listing import AlertPublic, public_alerts

MOST_ALERTS = 100


@dataclass(frozen=True)
class Followed:
    """A question that somebody follows, with its last ``alerts`` or its ``matches``; ``updated`` is the last change."""

    id: str
    name: str
    updated: datetime
    alerts: Sequence[AlertPublic] = ()
    matches: Sequence[Match] = ()


def followed_alerts(session: Session, token: str) -> Followed:
    """The question with its last alerts, the newest first.

    Raises:
        NotFound: no question has this token.
    """
    row = _question(session, token)
    part = Part(cursor=None, limit=MOST_ALERTS, mark="feed")
    found = Own(session, Alert).page(part, col(Alert.question_id) == row.id, key=int)
    raised = public_alerts(session, [one[0] for one in found.rows])
    updated = max([row.updated_at, *(one.raised_at for one in raised)])
    return Followed(row.id, row.name, updated, alerts=raised)


def followed_matches(session: Session, token: str) -> Followed:
    """The question with the calls that it is about, by identifier.

    Raises:
        NotFound: no question has this token.
    """
    row = _question(session, token)
    answered = Answered.of(row)
    known: Mapping[str, Match] = answered.matches if answered else {}
    matches = [match for _, match in sorted(known.items())]
    updated = max([row.updated_at, *(due.since for match in matches for due in match.deadlines)])
    return Followed(row.id, row.name, updated, matches=matches)


def _question(session: Session, token: str) -> SavedQuestion:
    """The question, for whose tenant the session works from here on."""
    row = alerts.question_with_token(session, token)
    if row is None:
        raise NotFound("There is no such feed. Its address may have been renewed.")
    bind(session, Asker(tenant_id=row.tenant_id))
    return row
