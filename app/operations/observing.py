"""Sees every request: its id, one line in the log, and what is counted of it."""

import re
from time import perf_counter
from uuid import uuid4

from asgi_correlation_id import correlation_id
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.operations import logs, metrics

REQUEST_ID = "X-Request-ID"
NO_ROUTE = "(none)"
_A_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}")


def is_request_id(given: str) -> bool:
    """Whether a caller's own id may go into our logs as it is."""
    return _A_REQUEST_ID.fullmatch(given) is not None


def new_request_id() -> str:
    """An id for a request that has none."""
    return uuid4().hex


class Observed:
    """Notes a request once its answer is complete, or has come to nothing.

    Of the address only the template of the route is noted, never what stands in it: it may be somebody's secret.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope.setdefault("state", {})["request_id"] = correlation_id.get()
        seen = _Seen(scope, send)
        metrics.IN_FLIGHT.inc()
        try:
            await self.app(scope, receive, seen)
        except BaseException:
            seen.status = seen.status or 500
            raise
        finally:
            metrics.IN_FLIGHT.dec()
            seen.note()


class _Seen:
    """One request."""

    __slots__ = ("_began", "_is_noted", "_scope", "_send", "status")

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope, self._send = scope, send
        self._began = perf_counter()
        self._is_noted = False
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        await self._send(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            self.note()

    def note(self) -> None:
        """Once. A caller who has gone before there was an answer is noted with the status 0."""
        if self._is_noted:
            return
        self._is_noted = True
        seconds, scope = perf_counter() - self._began, self._scope
        method, route = scope["method"], route_of(scope)
        metrics.note(method, route, self.status, seconds)
        if logs.is_on():
            logs.request(method, route, self.status, seconds, scope["state"])


def route_of(scope: Scope) -> str:
    """The template of the route that answered, such as ``/v1/topics/{identifier}``."""
    route = scope.get("route")
    template = getattr(route, "path_format", None) or getattr(route, "path", None)
    return template if isinstance(template, str) and template else NO_ROUTE
