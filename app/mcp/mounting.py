"""The server for assistants at ``/mcp`` of the service, where the setting ``mcp`` is on.

Each request stands for itself, so that any number of processes may answer. Nothing is loaded before it is needed: a
service without it does not pay for it.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.problems import answer
from app.db import Asker
from app.errors import Forbidden, NotReady, QuorumError, Unauthorized
from app.mcp.visiting import Service, asker_by
from app.services.problems import problem_of

if TYPE_CHECKING:
    from mcp.server import ServerRequestContext

PATH = "/mcp"
WAIT_SHARE = 0.7
"""Of the time for an answer, what a job may be waited for."""

MAX_BODY_BYTES = 1024 * 1024
SCHEME = "bearer "


def install(service: FastAPI) -> None:
    """Have the service answer there."""
    service.router.routes.append(Route(PATH, endpoint=Door(service), include_in_schema=False))


class Door:
    """Lets in who has no key, or a good one; pages of others that a browser shows stay outside."""

    path = PATH
    """By which the log names what was asked for."""

    def __init__(self, service: FastAPI) -> None:
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with who asks in its state."""
        scope["route"] = self
        state = scope.setdefault("state", {})
        try:
            asker = state["asker"] = await run_in_threadpool(self._asker, Headers(scope=scope))
            if asker is not None:
                state["tenant_id"] = asker.tenant_id  # for the log
        except QuorumError as error:
            await answer(problem_of(error, instance=PATH))(scope, receive, send)
            return
        within: ASGIApp = self._service.state.assistants
        await within(scope, receive, send)

    def _asker(self, headers: Headers) -> Asker | None:
        state = self._service.state
        origin, given = headers.get("origin"), headers.get("authorization")
        if origin is not None and not {origin, "*"} & set(state.settings.cors_origins):
            raise Forbidden(f"Pages of {origin} may not ask here: it is not among the origins of this service.")
        if given is not None and not given.lower().startswith(SCHEME):
            raise Unauthorized("Send the key as Authorization: Bearer qk_…")
        return asker_by(_service(self._service), None if given is None else given[len(SCHEME) :].strip())


def _service(service: FastAPI) -> Service:
    state = service.state
    longest = WAIT_SHARE * state.settings.request_seconds
    return Service(state.engine, state.settings, state.job_watch, longest_wait_seconds=longest)


@asynccontextmanager
async def assistants(service: FastAPI) -> AsyncIterator[None]:
    """For as long as it lasts, assistants are answered, if the settings say so. The database is open."""
    if not service.state.settings.mcp:
        yield
        return
    require_extra()
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

    from app.mcp.server import build

    server = build(_service(service), _let_in)
    manager = StreamableHTTPSessionManager(
        server, json_response=True, stateless=True, max_request_body_size=MAX_BODY_BYTES
    )
    async with manager.run():
        service.state.assistants = manager.handle_request
        yield


def _let_in(context: "ServerRequestContext[Any]") -> Asker | None:
    """Who was let in at the door."""
    if context.request is None:
        raise AssertionError("what comes in here has come by HTTP")
    asker: Asker | None = context.request.state.asker
    return asker


def require_extra() -> None:
    """Say what to install, where the extra is missing.

    Raises:
        NotReady: it is.
    """
    from importlib.util import find_spec

    if find_spec("mcp") is None:
        raise NotReady("Answering assistants needs the extra mcp: pip install 'quorum[mcp]'.")
