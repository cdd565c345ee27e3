"""Webhooks of a tenant, and what they were told."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response, status

from app.api.access import Change, Changes, Requires, View, WithSettings
from app.api.strict import StrictRoute
from app.services.catalogue import listing
from app.services.catalogue.schemas import Page
from app.services.tenancy.scopes import Scope
from app.services.webhooks import hooks
from app.services.webhooks.hooks import (
    DeliveryPublic,
    DeliveryQuery,
    WebhookPublic,
    WebhookRequest,
    WebhookWithSecret,
)

router = APIRouter(prefix="/v1", tags=["webhooks"], route_class=StrictRoute)
tenants_only = [Depends(Requires())]
OfWebhooks = Annotated[Change, Depends(Changes(Scope.WEBHOOKS_WRITE))]
AS_MANY_AS_ONE_MAY_HAVE: dict[int | str, dict[str, Any]] = {409: {"description": "The tenant has as many as it may"}}
SWITCHED_OFF: dict[int | str, dict[str, Any]] = {409: {"description": "The webhook is switched off"}}


@router.post("/webhooks", status_code=status.HTTP_201_CREATED, responses=AS_MANY_AS_ONE_MAY_HAVE)
def create_webhook(
    change: OfWebhooks, settings: WithSettings, request: WebhookRequest, response: Response
) -> WebhookWithSecret:
    """Have an address told of events: signed, and again until it has taken them. The secret is shown this once."""
    with change.begin() as session:
        made = hooks.create_webhook(session, settings, request)
    response.headers["Location"] = f"/v1/webhooks/{made.id}"
    return made


@router.get("/webhooks", dependencies=tenants_only)
def list_webhooks(view: View, query: Annotated[listing.Query, Query()]) -> Page[WebhookPublic]:
    """The tenant's webhooks, the newest first."""
    return hooks.list_webhooks(view, query)


@router.get("/webhooks/{webhook_id}", dependencies=tenants_only)
def get_webhook(view: View, webhook_id: str) -> WebhookPublic:
    """One of the tenant's webhooks."""
    return hooks.get_webhook(view, webhook_id)


@router.put("/webhooks/{webhook_id}")
def replace_webhook(
    change: OfWebhooks, settings: WithSettings, webhook_id: str, request: WebhookRequest
) -> WebhookPublic:
    """Let a webhook be as it is stated now. One that the service has switched off is on again."""
    with change.begin() as session:
        return hooks.replace_webhook(session, settings, webhook_id, request)


@router.delete("/webhooks/{webhook_id}", status_code=status.HTTP_204_NO_CONTENT)
def remove_webhook(change: OfWebhooks, webhook_id: str) -> None:
    """Forget a webhook, with everything that it was to be told."""
    with change.begin() as session:
        hooks.remove_webhook(session, webhook_id)


@router.post("/webhooks/{webhook_id}/secret")
def renew_webhook_secret(change: OfWebhooks, webhook_id: str) -> WebhookWithSecret:
    """Give a webhook another secret, with which everything is signed from now on. It is shown this once."""
    with change.begin() as session:
        return hooks.renew_secret(session, webhook_id)


@router.post("/webhooks/{webhook_id}/test", status_code=status.HTTP_202_ACCEPTED, responses=SWITCHED_OFF)
def test_webhook(change: OfWebhooks, webhook_id: str) -> DeliveryPublic:
    """Send a `webhook.test`. What came of it is in the list of deliveries."""
    with change.begin() as session:
        return hooks.test_webhook(session, webhook_id)


@router.get("/webhooks/{webhook_id}/deliveries", dependencies=tenants_only)
def list_webhook_deliveries(
    view: View, webhook_id: str, query: Annotated[DeliveryQuery, Query()]
) -> Page[DeliveryPublic]:
    """What a webhook was told and is to be told, the newest first."""
    return hooks.list_deliveries(view, webhook_id, query)
