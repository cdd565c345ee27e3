"""The one place where alerts are made: the row, and with it what webhooks are told."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlmodel import Session

from app import clock
from app.db.tables import Alert
from app.repositories.own import Own
from app.services.webhooks.events import Event, tell

KIND = "alert"


class AlertKind(StrEnum):
    """What has changed."""

    NEW_MATCH = "new_match"
    MATCH_GONE = "match_gone"
    OPENED = "opened"
    """A match that was forthcoming is open."""
    ROLES_CHANGED = "roles_changed"
    DEADLINE_CHANGED = "deadline_changed"
    VERDICT_FLIPPED = "verdict_flipped"
    """The status of a saved verdict, or of a consortium's, is another."""
    CONDITIONS_CHANGED = "conditions_changed"
    """The status is the same, but not that of every condition."""
    UNANSWERABLE = "unanswerable"
    """The question cannot be answered any more, as when an organisation is no longer known."""


@dataclass(frozen=True, kw_only=True)
class News:
    """One thing that has changed: a sentence that a coordinator can repeat, and the facts before and after.

    ``topic`` is the identifier of the topic that it is about.
    """

    kind: AlertKind
    sentence: str
    topic: str | None = None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


def raise_alert(
    session: Session, news: News, *, question_id: str | None = None, consortium_id: str | None = None
) -> Alert:
    """Keep an alert for the tenant of the session, and have webhooks told of it. The caller commits."""
    own = Own(session, Alert)
    alert = own.add(
        Alert(
            tenant_id=own.tenant_id,
            question_id=question_id,
            consortium_id=consortium_id,
            kind=news.kind,
            topic_key=news.topic.lower() if news.topic else None,
            sentence=news.sentence,
            before=None if news.before is None else dict(news.before),
            after=None if news.after is None else dict(news.after),
            raised_at=clock.running(),
        )
    )
    session.flush()
    tell(session, own.tenant_id, Event.ALERT_RAISED, f"alert-{alert.id}", _data(alert, news))
    return alert


def _data(alert: Alert, news: News) -> dict[str, Any]:
    return {
        "id": alert.id,
        "kind": alert.kind,
        "question": alert.question_id,
        "consortium": alert.consortium_id,
        "topic": news.topic,
        "sentence": alert.sentence,
        "before": alert.before,
        "after": alert.after,
    }
