"""Logs as lines of JSON on standard error: one for each request, and whatever else there is to say.

No bodies, no parameters, no keys. What a library logs takes the same form.
"""

import logging
import sys
from collections.abc import Mapping, MutableMapping
from typing import TYPE_CHECKING, Any, Final

import orjson
from asgi_correlation_id import correlation_id

from app.settings import Settings

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger

QUIET: Final = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked every few seconds by machines; logged at the level ``debug``."""

_REQUESTS = "quorum.request"


_logs: "list[FilteringBoundLogger]" = []
"""Where requests are logged, once somebody wants them to be: a program that only borrows the service has its own."""


def is_on() -> bool:
    """Whether requests are logged."""
    return bool(_logs)


def configure(settings: Settings) -> None:
    """Have this process log. Call it once, before it serves."""
    import structlog  # with half of rich, for logs that people read

    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper("iso", utc=True, key="at"),
            structlog.processors.JSONRenderer(_written),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.BytesLoggerFactory(sys.stderr.buffer),
    )
    _logs[:] = [structlog.get_logger().bind()]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_of_libraries())
    logging.basicConfig(level=max(level, logging.INFO), handlers=[handler], force=True)
    for chatty in ("uvicorn.error", "uvicorn.access", "alembic", "httpx"):  # what they say, requests or errors say
        logging.getLogger(chatty).setLevel(logging.WARNING)


def request(method: str, route: str, status: int, seconds: float, state: Mapping[str, Any]) -> None:
    """The line of a request."""
    log = _logs[0]
    say = log.error if status >= 500 else log.debug if route in QUIET else log.info
    tenant = state.get("tenant_id")
    say(
        _REQUESTS,
        method=method,
        route=route,
        status=status,
        ms=round(seconds * 1000, 2),
        request_id=state.get("request_id"),
        **({} if tenant is None else {"tenant_id": tenant}),
    )


def _written(event: Any, **_options: Any) -> bytes:
    return orjson.dumps(event, default=str)


def _of_libraries() -> logging.Formatter:
    """The same form for whoever logs in Python's own way. A traceback has no values of variables in it."""
    import structlog

    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper("iso", utc=True, key="at"),
            _with_request_id,
            structlog.processors.format_exc_info,
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(lambda event, **_: orjson.dumps(event, default=str).decode()),
        ],
    )


def _with_request_id(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """In whose request it was said."""
    given = correlation_id.get()
    if given is not None:
        event["request_id"] = given
    return event
