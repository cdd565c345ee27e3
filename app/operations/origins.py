"""Which origins' pages may call the API from a browser. Pages of ours are for people and called by nobody."""

from collections.abc import Sequence

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE")
ASKED = (
    "Authorization",
    "Content-Type",
    "Idempotency-Key",
    "If-Match",
    "If-None-Match",
    "Last-Event-ID",
    "Prefer",
    "X-Request-ID",
)
TOLD = ("Content-Disposition", "ETag", "Link", "Location", "Preference-Applied", "Retry-After", "X-Request-ID")
KEPT_SECONDS = 600


class ApiOrigins:
    """Starlette's rules for the API alone. No cookies: the API knows callers by their key."""

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        self.app = app
        self._open = CORSMiddleware(
            app,
            allow_origins=origins,
            allow_methods=METHODS,
            allow_headers=ASKED,
            expose_headers=TOLD,
            max_age=KEPT_SECONDS,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, by way of the rules when it is for the API."""
        to_api = scope["type"] == "http" and scope["path"].startswith("/v1/")
        await (self._open if to_api else self.app)(scope, receive, send)
