"""What is counted, for whoever looks after the service: this machine, or who has the token."""

import hmac
from ipaddress import ip_address

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

from app import clock
from app.api.access import WithEngine, WithSettings
from app.api.strict import StrictRoute
from app.errors import NotFound
from app.operations import metrics
from app.settings import Settings

router = APIRouter(include_in_schema=False, route_class=StrictRoute)


@router.get("/metrics")
def read_metrics(request: Request, settings: WithSettings, engine: WithEngine) -> Response:
    """The figures in Prometheus' text format. For anybody else there is nothing here."""
    if not _may_look(request, settings):
        raise NotFound("There is nothing at /metrics.")
    return Response(metrics.exposition(engine, clock.running()), media_type=CONTENT_TYPE_LATEST)


def _may_look(request: Request, settings: Settings) -> bool:
    if settings.metrics_token is not None:
        wanted = f"Bearer {settings.metrics_token.get_secret_value()}"
        if hmac.compare_digest(request.headers.get("authorization", "").encode(), wanted.encode()):
            return True
    return _is_of_this_machine(request)


def _is_of_this_machine(request: Request) -> bool:
    """A request that was passed on comes from elsewhere, wherever it was passed on by."""
    if request.client is None or {"forwarded", "x-forwarded-for"} & set(request.headers.keys()):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
