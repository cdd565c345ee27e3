"""Changes of topics for the webhooks that want them.

The changes are rows that an ingest writes with the change itself. They are turned into deliveries later, for each
webhook from where it was left: whoever writes the catalogue need not know who listens.
"""

import json
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from app.db import reading, writing
from app.db.tables import Topic, TopicChange, Webhook
from app.repositories import webhooks
from app.services.webhooks.events import Event, put

MOST = 500
"""Changes that one transaction turns into deliveries."""

MOST_CHARACTERS = 1000
"""A longer value, such as a text, is left out: where to read it is told."""


def tell_topic_changes(engine: Engine) -> int:
    """Turn all changes that webhooks were not told of into deliveries; how many webhooks there were.

    Each portion of each webhook is one transaction: what is cut off goes on where it was.
    """
    with reading(engine) as session:
        behind = webhooks.active_behind(session, webhooks.last_change(session))
    for webhook_id in behind:
        while not _catch_up(engine, webhook_id):
            pass
    return len(behind)


def _catch_up(engine: Engine, webhook_id: str) -> bool:
    """One portion. Whether that was the last for now."""
    try:
        with writing(engine) as session:
            _wait_for_no_writer(session)
            hook = webhooks.find_for_change(session, webhook_id)
            return hook is None or _tell(session, hook)
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) == LOCK_NOT_AVAILABLE:
            return True  # somebody writes changes at the moment: they are told when that is done
        raise


LOCK_NOT_AVAILABLE = "55P03"


def _wait_for_no_writer(session: Session) -> None:
    """Numbers of rows do not become visible in their order while several transactions write: see to it that none does.

    A writer on SQLite is alone anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE topic_change IN SHARE MODE NOWAIT"))


def _tell(session: Session, hook: Webhook) -> bool:
    last = webhooks.last_change(session)
    if not hook.is_active or Event.TOPIC_CHANGED not in hook.events:
        hook.told_until = max(last, hook.told_until)
        return True
    found = webhooks.changes_between(session, hook.told_until, last, hook.programmes, MOST)
    for (topic_id, _), group in groupby(found, key=lambda one: (one[0].topic_id, one[0].seen_at)):
        changes = list(group)
        event_id = f"topic-{topic_id}-{changes[0][0].id}"
        put(session, hook, Event.TOPIC_CHANGED, event_id, _data([change for change, _ in changes], changes[0][1]))
    is_all = len(found) < MOST
    hook.told_until = last if is_all else found[-1][0].id or last
    return is_all


def _data(changes: Sequence[TopicChange], topic: Topic) -> dict[str, Any]:
    return {
        "identifier": topic.identifier,
        "title": topic.title,
        "programme": topic.programme,
        "seen_at": changes[0].seen_at.isoformat(),
        "changes": [_change(change) for change in changes],
        "history": f"/v1/topic-history?identifier={topic.identifier}",
    }


def _change(change: TopicChange) -> dict[str, Any]:
    values = {"before": change.before, "after": change.after}
    is_short = len(json.dumps(values)) <= MOST_CHARACTERS
    return {"field": change.field, "announced": change.announced, "left_out": not is_short} | (
        values if is_short else {"before": None, "after": None}
    )
