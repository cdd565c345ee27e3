"""Where a visitor is: in which language a page is shown, and what its own links have to begin with.

An address may name its language (``/fr/clusters``): the page is then in that language for whoever opens it, and so is
every page that its links lead to. Without, it is in the language that the browser prefers.
"""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import URL, Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.languages import already_read, language, languages, preferred
from rules.language import ENGLISH, Language, speaking

FOR_PROGRAMS: Final = ("/v1", "/healthz", "/readyz", "/metrics", "/mcp", "/openapi.json", "/static", "/vendor")
"""Addresses below these are for programs: they have no language, and are never answered with a page."""


SPOKEN: Final = ("text/html", "application/atom+xml")
"""Types of answers that are in a language."""


@dataclass(frozen=True, slots=True)
class Visit:
    """The language, whether the address names it (``prefix`` is then ``/fr``), and the address without that."""

    language: str = ENGLISH.code
    prefix: str = ""
    address: str = "/"

    def here(self, address: str) -> str:
        """An address of a page in the language that this visit's address names; any other stays as it is."""
        is_page = address.startswith("/") and not address.startswith("//") and not is_for_programs(address)
        return self.prefix + address if is_page else address


_VISIT: ContextVar[Visit] = ContextVar("visit", default=Visit())  # noqa: B039 - it is frozen


def visit() -> Visit:
    """The visit that is answered."""
    return _VISIT.get()


def here(address: str | None) -> str:
    """An address as the links of this page have to have it; none is none."""
    return visit().here(address or "")


def is_for_programs(address: str) -> bool:
    """Whether what is at this address is for programs."""
    path = address.partition("?")[0]
    return any(path == start or path.startswith(f"{start}/") for start in FOR_PROGRAMS)


class Languages:
    """Takes the language out of the address, and says everything in it while the request is answered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer in the language that the address names, or the browser prefers."""
        if scope["type"] != "http" or is_for_programs(scope["path"]):
            await self.app(scope, receive, send)
            return
        seen = _take_out(scope)
        token = _VISIT.set(seen)
        try:
            with speaking(await _read(seen.language)):
                await self.app(scope, receive, _telling(send, seen, _origin(scope)))
        finally:
            _VISIT.reset(token)


async def _read(code: str) -> Language:
    """A language; others need not wait while its file is read."""
    found = already_read(code)
    return found if found is not None else await run_in_threadpool(language, code)


def _take_out(scope: Scope) -> Visit:
    first, _, rest = scope["path"].removeprefix("/").partition("/")
    named = first in languages() and not is_for_programs(f"/{rest}")
    if named:
        scope["path"] = f"/{rest}"
    query = scope["query_string"].decode("latin-1")
    address = f"{scope['path']}?{query}" if query else scope["path"]
    if named:
        return Visit(first, f"/{first}", address)
    return Visit(preferred(Headers(scope=scope).get("accept-language", ""), languages()), "", address)


def _origin(scope: Scope) -> str:
    """What a redirect of the framework puts before an address of ours."""
    url = URL(scope=scope)
    return f"{url.scheme}://{url.netloc}"


def _telling(send: Send, seen: Visit, origin: str) -> Send:
    """Says the language of a page in its headers, and sends on to addresses in the same language."""

    async def tell(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if "location" in headers:
                headers["Location"] = seen.here(headers["Location"].removeprefix(origin) or "/")
            if headers.get("content-type", "").startswith(SPOKEN):
                headers["Content-Language"] = seen.language
                if not seen.prefix:
                    headers.add_vary_header("Accept-Language")
        await send(message)

    return tell
