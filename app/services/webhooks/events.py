"""What webhooks are told of. A delivery is a row that is written in the transaction of the event itself.

So there is no event without its delivery, and no delivery of something that never came to pass.
"""

import json
import threading
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import event as happening
from sqlmodel import Session

from app import clock
from app.db.tables import Webhook, WebhookDelivery
from app.repositories import webhooks
from app.repositories.webhooks import DeliveryState
from app.services.tenancy.ids import new_id

TO_SEND = threading.Event()
"""Set when this process has written a delivery, so that its senders need not wait for their next look."""


class Event(StrEnum):
    """What a webhook can ask to be told of."""

    JOB_FINISHED = "job.finished"
    TOPIC_CHANGED = "topic.changed"
    ALERT_RAISED = "alert.raised"


TEST = "webhook.test"
"""What a webhook is told when its tenant tries it out."""


def tell(session: Session, tenant_id: str, event: Event, event_id: str, data: Mapping[str, Any]) -> None:
    """Have every active webhook of a tenant that wants it told of an event, once for each id. The caller commits."""
    for hook in webhooks.active(session, tenant_id):
        if event in hook.events and not webhooks.was_told(session, hook.id, event_id):
            put(session, hook, event, event_id, data)


def put(session: Session, hook: Webhook, event: str, event_id: str, data: Mapping[str, Any]) -> WebhookDelivery:
    """Write a delivery, and wake those who send once it is there."""
    now = clock.running()
    delivery = WebhookDelivery(
        id=new_id("delivery"),
        webhook_id=hook.id,
        event_id=event_id,
        event=event,
        payload={"type": event, "timestamp": now.isoformat(), "data": dict(data)},
        state=DeliveryState.WAITING,
        next_at=now,
        created_at=now,
    )
    session.add(delivery)
    happening.listen(session, "after_commit", lambda _session: TO_SEND.set(), once=True)
    return delivery


def body_of(payload: Mapping[str, Any]) -> str:
    """What is sent and signed: the same bytes at every attempt, in whichever order a database keeps the names."""
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
