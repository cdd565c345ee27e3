"""Queries about webhooks that nobody asks for: what is to be sent, and to whom. What a tenant sees goes by `own`."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.db.tables import Topic, TopicChange, Webhook, WebhookDelivery
from app.repositories.paging import Part, Slice, slice_of


class DeliveryState(StrEnum):
    """Where a delivery stands. One that waits is sent when it is due; the other two are final."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


def active(session: Session, tenant_id: str) -> Sequence[Webhook]:
    """The webhooks of a tenant that are told of anything."""
    query = select(Webhook).where(col(Webhook.tenant_id) == tenant_id, col(Webhook.is_active))
    return session.execute(query.order_by(col(Webhook.id))).scalars().all()


def was_told(session: Session, webhook_id: str, event_id: str) -> bool:
    """Whether there is a delivery of an event to a webhook already."""
    query = select(col(WebhookDelivery.id)).where(
        col(WebhookDelivery.webhook_id) == webhook_id, col(WebhookDelivery.event_id) == event_id
    )
    return session.execute(query).first() is not None


def find(session: Session, webhook_id: str) -> Webhook | None:
    """A webhook, whoever's it is."""
    return session.get(Webhook, webhook_id)


def webhook_of(session: Session, delivery_id: str) -> str | None:
    """The id of the webhook that a delivery belongs to."""
    query = select(col(WebhookDelivery.webhook_id)).where(col(WebhookDelivery.id) == delivery_id)
    return session.execute(query).scalar_one_or_none()


def find_delivery_for_change(session: Session, delivery_id: str) -> WebhookDelivery | None:
    """A delivery that nobody else can change until the transaction ends."""
    query = select(WebhookDelivery).where(col(WebhookDelivery.id) == delivery_id).with_for_update()
    return session.execute(query).scalar_one_or_none()


def page_of_deliveries(session: Session, webhook_id: str, state: str | None, part: Part) -> Slice[WebhookDelivery]:
    """What a webhook was told or is to be told, the newest first."""
    query = select(WebhookDelivery).where(col(WebhookDelivery.webhook_id) == webhook_id)
    if state is not None:
        query = query.where(col(WebhookDelivery.state) == state)
    return slice_of(session, query.order_by(col(WebhookDelivery.id).desc()), key=(str,), part=part)


def _is_due(now: datetime) -> ColumnElement[bool]:
    """Waiting, not in anybody's hands, and its webhook told of nothing else at the moment.

    So one address that answers slowly never holds up more than one of those who send.
    """
    other = aliased(WebhookDelivery)
    is_busy = exists().where(
        col(other.webhook_id) == col(WebhookDelivery.webhook_id),
        col(other.state) == DeliveryState.WAITING,
        col(other.lease_until) >= now,
    )
    is_active = exists().where(col(Webhook.id) == col(WebhookDelivery.webhook_id), col(Webhook.is_active))
    is_free = or_(col(WebhookDelivery.lease_until).is_(None), col(WebhookDelivery.lease_until) < now)
    return and_(
        col(WebhookDelivery.state) == DeliveryState.WAITING,
        col(WebhookDelivery.next_at) <= now,
        is_free,
        is_active,
        ~is_busy,
    )


def is_anything_due(session: Session, now: datetime) -> bool:
    """Whether it is worth taking the write lock."""
    return session.execute(select(col(WebhookDelivery.id)).where(_is_due(now)).limit(1)).first() is not None


def find_due(session: Session, now: datetime) -> WebhookDelivery | None:
    """The delivery that has been due for longest, and that nobody else is about to take.

    Of those that waited for the same moment, one that was attempted less often: it may be taken where others are not.
    """
    order = (col(WebhookDelivery.next_at), col(WebhookDelivery.attempts), col(WebhookDelivery.id))
    query = select(WebhookDelivery).where(_is_due(now)).order_by(*order)
    return session.execute(query.limit(1).with_for_update(skip_locked=True)).scalar_one_or_none()


def failures(session: Session, webhook_id: str) -> int:
    """How many attempts were in vain, of everything that still waits for a webhook."""
    query = select(func.sum(col(WebhookDelivery.attempts))).where(
        col(WebhookDelivery.webhook_id) == webhook_id, col(WebhookDelivery.state) == DeliveryState.WAITING
    )
    return session.execute(query).scalar_one() or 0


def postpone(session: Session, webhook_id: str, until: datetime) -> None:
    """Let everything else that waits for a webhook wait too: one is enough to find out whether it answers again."""
    others = (
        col(WebhookDelivery.webhook_id) == webhook_id,
        col(WebhookDelivery.state) == DeliveryState.WAITING,
        col(WebhookDelivery.next_at) < until,
    )
    session.execute(update(WebhookDelivery).where(*others).values(next_at=until))


def resume(session: Session, webhook_id: str, now: datetime) -> None:
    """Let everything that waits for a webhook be due: it answers again."""
    others = (
        col(WebhookDelivery.webhook_id) == webhook_id,
        col(WebhookDelivery.state) == DeliveryState.WAITING,
        col(WebhookDelivery.next_at) > now,
    )
    session.execute(update(WebhookDelivery).where(*others).values(next_at=now))


def got_through_since(session: Session, webhook_id: str, since: datetime) -> bool:
    """Whether anything was delivered to a webhook since then."""
    query = select(col(WebhookDelivery.id)).where(
        col(WebhookDelivery.webhook_id) == webhook_id,
        col(WebhookDelivery.state) == DeliveryState.DELIVERED,
        col(WebhookDelivery.finished_at) >= since,
    )
    return session.execute(query.limit(1)).first() is not None


def delete_old(session: Session, before: datetime) -> None:
    """Forget deliveries that were written before then."""
    session.execute(delete(WebhookDelivery).where(col(WebhookDelivery.created_at) < before))


def last_change(session: Session) -> int:
    """The id of the last change of a topic; 0 when there has been none."""
    found: int | None = session.execute(select(func.max(col(TopicChange.id)))).scalar_one()
    return found or 0


def active_behind(session: Session, change_id: int) -> Sequence[str]:
    """The ids of active webhooks that were not told of everything up to this change."""
    query = select(col(Webhook.id)).where(col(Webhook.is_active), col(Webhook.told_until) < change_id)
    return session.execute(query.order_by(col(Webhook.id))).scalars().all()


def find_for_change(session: Session, webhook_id: str) -> Webhook | None:
    """A webhook that nobody else can change until the transaction ends."""
    return session.execute(select(Webhook).where(col(Webhook.id) == webhook_id).with_for_update()).scalar_one_or_none()


def changes_between(
    session: Session, after: int, until: int, programmes: Sequence[str], most: int
) -> Sequence[tuple[TopicChange, Topic]]:
    """Changes in their order, each with its topic; those of all programmes when none is named."""
    query = (
        select(TopicChange, Topic)
        .join(Topic, col(Topic.id) == col(TopicChange.topic_id))
        .where(col(TopicChange.id) > after, col(TopicChange.id) <= until)
    )
    if programmes:
        query = query.where(col(Topic.programme).in_(programmes))
    return [(row[0], row[1]) for row in session.execute(query.order_by(col(TopicChange.id)).limit(most))]
