"""Webhooks of a tenant: make them, change them, try them out, renew their secret."""

import base64
import secrets
from datetime import datetime
from typing import Annotated

from pydantic import Field
from sqlmodel import Session

from app import clock
from app.db.tables import Webhook, WebhookDelivery
from app.errors import Conflict, invalid
from app.repositories import webhooks
from app.repositories.own import Own
from app.repositories.webhooks import DeliveryState
from app.services.catalogue.listing import Query
from app.services.catalogue.programmes import is_known
from app.services.catalogue.schemas import Page, Public
from app.services.tenancy import audit
from app.services.tenancy.ids import new_id
from app.services.webhooks.addresses import BadAddress, require_address
from app.services.webhooks.events import TEST, Event, put
from app.settings import Settings
from rules.facts import Facts

KIND = "webhook"
SECRET_BYTES = 32
SECRET_PREFIX = "whsec_"  # noqa: S105 (how the specification has secrets begin)
ProgrammeName = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[!-~]+$")]


class WebhookRequest(Facts):
    """An address and what it is told of."""

    url: Annotated[str, Field(description="https, with a public host")]
    events: Annotated[list[Annotated[Event, Field(strict=False)]], Field(min_length=1, max_length=10)]
    programmes: Annotated[
        list[ProgrammeName],
        Field(max_length=100, description="`topic.changed` only for topics of these programmes; none named: of all"),
    ] = []
    is_active: bool = True


class WebhookPublic(Public):
    """A webhook. ``disabled_because`` says why the service itself has switched it off."""

    id: str
    url: str
    events: list[Event]
    programmes: list[str]
    is_active: bool
    disabled_because: str | None
    created_at: datetime
    updated_at: datetime


class WebhookWithSecret(WebhookPublic):
    """A webhook with its secret, which is shown this once."""

    secret: str


class DeliveryPublic(Public):
    """One event for one webhook. ``event_id`` is the same at every attempt: by it what came twice is known."""

    id: str
    event: str
    event_id: str
    state: DeliveryState
    attempts: int
    next_at: datetime | None
    last_status: int | None
    last_error: str | None
    created_at: datetime
    finished_at: datetime | None


class DeliveryQuery(Query):
    """Parameters of the list of deliveries."""

    state: DeliveryState | None = None


def create_webhook(session: Session, settings: Settings, request: WebhookRequest) -> WebhookWithSecret:
    """Keep a webhook for the tenant of the session, and make its secret. The caller commits.

    Raises:
        Invalid: nothing may be sent to that address.
        Conflict: the tenant has as many as it may have.
    """
    own, now = Own(session, Webhook), clock.running()
    if own.count() >= settings.webhooks_per_tenant:
        raise Conflict(f"A tenant has at most {settings.webhooks_per_tenant} webhooks.")
    row = Webhook(
        id=new_id(KIND), tenant_id=own.tenant_id, url="", secret=_new_secret(), created_at=now, updated_at=now
    )
    _write(session, row, settings, request)
    own.add(row)
    session.flush()
    audit.note(session, "create", "webhook", row.id, after=_public(row))
    return _with_secret(row)


def _write(session: Session, row: Webhook, settings: Settings, request: WebhookRequest) -> None:
    try:
        require_address(request.url, settings)
    except BadAddress as error:
        raise invalid("/url", str(error)) from error
    for place, name in enumerate(request.programmes):
        if not is_known(session, name):
            raise invalid(f"/programmes/{place}", f"there is no programme {name!r}")
    listens = row.is_active and Event.TOPIC_CHANGED in row.events
    row.url = request.url
    row.events = sorted({event.value for event in request.events})
    row.programmes = sorted({name.upper() for name in request.programmes})
    row.is_active, row.disabled_because = request.is_active, None
    if not listens:  # it is told of what changes from now on
        row.told_until = webhooks.last_change(session)


def replace_webhook(session: Session, settings: Settings, webhook_id: str, request: WebhookRequest) -> WebhookPublic:
    """Let a webhook be as it is stated now; one that was switched off is switched on again. The caller commits.

    Raises:
        NotFound: the tenant has no such webhook.
        Invalid: nothing may be sent to that address.
    """
    row = _the_webhook(session, webhook_id, for_change=True)
    before = _public(row)
    _write(session, row, settings, request)
    row.updated_at = clock.running()
    if row.is_active and (not before.is_active or before.url != row.url):
        webhooks.resume(session, row.id, row.updated_at)
    audit.note(session, "replace", "webhook", row.id, before=before, after=_public(row))
    return _public(row)


def renew_secret(session: Session, webhook_id: str) -> WebhookWithSecret:
    """Give a webhook another secret; from now on everything is signed with it. The caller commits.

    Raises:
        NotFound: the tenant has no such webhook.
    """
    row = _the_webhook(session, webhook_id, for_change=True)
    row.secret, row.updated_at = _new_secret(), clock.running()
    audit.note(session, "renew secret", "webhook", row.id, after=_public(row))
    return _with_secret(row)


def remove_webhook(session: Session, webhook_id: str) -> None:
    """Forget a webhook with everything it was to be told. The caller commits.

    Raises:
        NotFound: the tenant has no such webhook.
    """
    row = _the_webhook(session, webhook_id, for_change=True)
    audit.note(session, "remove", "webhook", row.id, before=_public(row))
    Own(session, Webhook).remove(row)


def test_webhook(session: Session, webhook_id: str) -> DeliveryPublic:
    """Tell a webhook that somebody tries it out. The caller commits.

    Raises:
        NotFound: the tenant has no such webhook.
        Conflict: it is switched off.
    """
    row = _the_webhook(session, webhook_id, for_change=True)
    if not row.is_active:
        raise Conflict("The webhook is switched off. Replace it with is_active: true.")
    delivery = put(session, row, TEST, new_id("test"), {"webhook": row.id})
    session.flush()
    audit.note(session, "test", "webhook", row.id)
    return _delivery(delivery)


def get_webhook(session: Session, webhook_id: str) -> WebhookPublic:
    """One webhook of the tenant.

    Raises:
        NotFound: the tenant has no such webhook.
    """
    return _public(_the_webhook(session, webhook_id))


def list_webhooks(session: Session, query: Query) -> Page[WebhookPublic]:
    """One page of the tenant's webhooks, the newest first."""
    found = Own(session, Webhook).page(query.part("webhooks"))
    return Page(items=[_public(row[0]) for row in found.rows], next=found.next)


def list_deliveries(session: Session, webhook_id: str, query: DeliveryQuery) -> Page[DeliveryPublic]:
    """What a webhook of the tenant was told, and what it is to be told, the newest first.

    Raises:
        NotFound: the tenant has no such webhook.
    """
    row = _the_webhook(session, webhook_id)
    part = query.part(f"deliveries of {row.id}")
    found = webhooks.page_of_deliveries(session, row.id, query.state, part)
    return Page(items=[_delivery(one[0]) for one in found.rows], next=found.next)


def _the_webhook(session: Session, webhook_id: str, *, for_change: bool = False) -> Webhook:
    return Own(session, Webhook).get(webhook_id, "webhook", for_change=for_change)


def _new_secret() -> str:
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def _public(row: Webhook) -> WebhookPublic:
    return WebhookPublic.model_validate(row.model_dump(include=set(WebhookPublic.model_fields)))


def _with_secret(row: Webhook) -> WebhookWithSecret:
    return WebhookWithSecret.model_validate(row.model_dump(include=set(WebhookWithSecret.model_fields)))


def _delivery(row: WebhookDelivery) -> DeliveryPublic:
    shown = row.model_dump(include=set(DeliveryPublic.model_fields))
    waits = row.state == DeliveryState.WAITING
    return DeliveryPublic.model_validate(shown | {"next_at": row.next_at if waits else None})
