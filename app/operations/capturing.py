"""Answers on their way out: who may keep them is said, and what may be kept is held back until it is whole."""

from typing import Final

from starlette.types import Message, Send

from app.operations.kept import Answer, Headers

FOR_ALL: Final = b"public, max-age=0, must-revalidate"
FOR_NOBODY_ELSE: Final = b"private, no-store"
FOR_ONE_BROWSER: Final = b"private, no-cache"
VARY: Final = (b"vary", b"Accept-Encoding")
KEPT_STATUS: Final = 200
PROGRAMS: Final = ("/v1/", "/mcp", "/healthz", "/readyz", "/metrics")
"""Addresses below these are for programs. What they are told is kept by nobody, unless it is public."""


class Marked:
    """Sends on, and says of an answer that does not say so itself who may keep it."""

    def __init__(self, path: str, send: Send) -> None:
        self._send = send
        self._mark = FOR_NOBODY_ELSE if path.startswith(PROGRAMS) else FOR_ONE_BROWSER

    async def __call__(self, message: Message) -> None:
        """One part of the answer."""
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", ()))
            if not any(name == b"cache-control" for name, _ in headers):
                message["headers"] = [*headers, (b"cache-control", self._mark)]
        await self._send(message)


class Taken:
    """Holds a plain 200 back until it is whole; everything else goes its way."""

    def __init__(self, path: str, send: Send) -> None:
        self._send = send
        self._marked = Marked(path, send)
        self._start: Message | None = None
        self._body: bytes | None = None

    async def __call__(self, message: Message) -> None:
        """One part of the answer."""
        if message["type"] == "http.response.start" and _can_be_kept(message):
            self._start = message
        elif self._start is not None and message["type"] == "http.response.body" and not message.get("more_body"):
            self._body = bytes(message.get("body", b""))
        elif self._start is not None:  # it comes in pieces: too large to hold
            start, self._start = self._start, None
            await self._marked(start)
            await self._send(message)
        else:
            await self._marked(message)

    def answer(self, tag: bytes, route: object) -> Answer | None:
        """What was held back."""
        if self._start is None or self._body is None:
            return None
        headers: Headers = tuple((name, value) for name, value in self._start["headers"] if name != b"vary")
        return Answer(tag, (*headers, (b"etag", tag), (b"cache-control", FOR_ALL), VARY), self._body, route)


def _can_be_kept(start: Message) -> bool:
    """Not what was meant for one caller, and not what depends on a header that the key knows nothing of."""
    told = dict(start.get("headers", ()))
    return (
        start["status"] == KEPT_STATUS
        and not told.keys() & {b"set-cookie", b"cache-control", b"content-encoding", b"etag"}
        and told.get(b"vary", b"accept-encoding").lower() == b"accept-encoding"
    )
