"""The queue of deliveries, for those who send: take one, and note what came of it.

Whoever takes a delivery owns it until the lease runs out; then somebody else may send it again. So what was sent by a
process that died before it could note so is sent twice, with the same id, and nothing is lost.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import SystemRandom

from sqlalchemy import Engine
from sqlmodel import Session

from app import clock
from app.db import reading, writing
from app.db.tables import Webhook, WebhookDelivery
from app.repositories import webhooks
from app.repositories.webhooks import DeliveryState
from app.services.tenancy import audit
from app.services.webhooks.events import body_of
from app.settings import Settings

GONE = 410
GROWTH = 3
LONGEST_PAUSE = timedelta(hours=6)
JITTER = 0.2
DICE = SystemRandom()
"""Of its own: a thread in the background must not draw from what others have seeded."""
SPARE = timedelta(seconds=20)
"""For writing down what came of it: a lease lasts so much longer than sending may take."""


@dataclass(frozen=True)
class Letter:
    """One attempt: what is to be sent where, and with what it is signed."""

    delivery_id: str
    attempt: int
    event_id: str
    url: str
    secret: str
    body: str


@dataclass(frozen=True)
class Outcome:
    """What came of an attempt: the status of the answer, or why there was none; how long to wait, if that was said."""

    status: int | None = None
    error: str | None = None
    retry_after: timedelta | None = None

    @property
    def is_delivered(self) -> bool:
        """Whether the address has taken it."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def told(self) -> str:
        """In words."""
        return self.error or f"it answered with the status {self.status}"


def take(engine: Engine, settings: Settings) -> Letter | None:
    """Take the delivery that has been due for longest, if there is one."""
    now = clock.running()
    with reading(engine) as session:
        if not webhooks.is_anything_due(session, now):
            return None
    with writing(engine) as session:
        row = webhooks.find_due(session, now)
        hook = webhooks.find(session, row.webhook_id) if row is not None else None
        if row is None or hook is None:
            return None
        row.attempts += 1
        row.lease_until = now + timedelta(seconds=settings.webhook_timeout_seconds) + SPARE
        return Letter(row.id, row.attempts, row.event_id, hook.url, hook.secret, body_of(row.payload))


def note(engine: Engine, settings: Settings, letter: Letter, outcome: Outcome) -> None:
    """Write down what came of an attempt, unless somebody else has made another since."""
    with writing(engine) as session:
        # The webhook first: whoever holds it goes on to its other deliveries, which their senders must not hold yet.
        webhook_id = webhooks.webhook_of(session, letter.delivery_id)
        hook = None if webhook_id is None else webhooks.find_for_change(session, webhook_id)
        row = webhooks.find_delivery_for_change(session, letter.delivery_id)
        if hook is None or row is None or row.state != DeliveryState.WAITING or row.attempts != letter.attempt:
            return
        row.lease_until, row.last_status, row.last_error = None, outcome.status, None
        if outcome.is_delivered:
            _end(row, DeliveryState.DELIVERED)
            webhooks.resume(session, hook.id, clock.running())
        else:
            row.last_error = outcome.told
            _failed(session, settings, hook, row, outcome)


def _failed(session: Session, settings: Settings, hook: Webhook, row: WebhookDelivery, outcome: Outcome) -> None:
    now, until = clock.running(), row.created_at + timedelta(hours=settings.webhook_retry_hours)
    others_get_through = webhooks.got_through_since(session, hook.id, row.created_at)
    if outcome.status == GONE:
        _end(row, DeliveryState.FAILED)
        _disable(session, hook, "the address is gone for good: it answered with the status 410")
    elif now >= until:
        _end(row, DeliveryState.FAILED)
        if not others_get_through:
            _disable(session, hook, f"nothing got through since {row.created_at:%Y-%m-%d %H:%M} UTC: {outcome.told}")
    elif others_get_through:  # it is this one that is not taken
        row.next_at = min(until, now + pause(settings, row.attempts, outcome.retry_after))
    else:
        failures = webhooks.failures(session, hook.id)
        row.next_at = min(until, now + pause(settings, failures, outcome.retry_after))
        webhooks.postpone(session, hook.id, row.next_at)


def pause(settings: Settings, failures: int, asked_for: timedelta | None = None) -> timedelta:
    """How long to wait after so many failures: longer each time, never the same twice, and as long as was asked for."""
    grown = settings.webhook_retry_seconds * GROWTH ** min(failures - 1, 20)
    seconds = min(grown, LONGEST_PAUSE.total_seconds()) * DICE.uniform(1 - JITTER, 1 + JITTER)
    return max(timedelta(seconds=seconds), asked_for or timedelta())


def _end(row: WebhookDelivery, state: DeliveryState) -> None:
    row.state, row.finished_at = state, clock.running()


def _disable(session: Session, hook: Webhook, because: str) -> None:
    hook.is_active, hook.disabled_because, hook.updated_at = False, because, clock.running()
    audit.note(session, "disable", "webhook", hook.id, tenant_id=hook.tenant_id)


def forget_old(engine: Engine, settings: Settings) -> None:
    """Delete the deliveries that were kept for long enough."""
    before: datetime = clock.running() - timedelta(days=settings.webhook_deliveries_kept_days)
    with writing(engine) as session:
        webhooks.delete_old(session, before)
