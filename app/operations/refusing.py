"""A refusal before the service is reached: the same problem that the service would answer with."""

from math import ceil

from starlette.types import Receive, Scope, Send

from app.api.problems import answer
from app.errors import QuorumError
from app.services.problems import problem_of

NEVER_REFUSED = frozenset({"/healthz", "/readyz", "/metrics"})
"""Whoever looks after the service has to be told how it is, above all when it has too much to do."""


async def refuse(error: QuorumError, scope: Scope, receive: Receive, send: Send, *, is_last: bool = False) -> None:
    """Answer with the problem. ``is_last`` ends the connection: there may be more on it than anybody wants to read."""
    headers = {"Cache-Control": "no-store"}
    if error.retry_after_seconds is not None:
        headers["Retry-After"] = str(ceil(error.retry_after_seconds))
    if is_last:
        headers["Connection"] = "close"
    await answer(problem_of(error, instance=scope["path"]), headers)(scope, receive, send)
