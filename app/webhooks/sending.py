"""One attempt to deliver: signed by the Standard Webhooks specification, sent once, nothing followed."""

import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from time import monotonic

import httpcore
from standardwebhooks import Webhook

from app import clock
from app.services.webhooks.addresses import BadAddress, require_address
from app.services.webhooks.deliveries import Letter, Outcome
from app.settings import Settings
from app.webhooks.connecting import PublicBackend, Resolve, resolve

MOST_BYTES = 64 * 1024
"""Of an answer; nobody is ever shown what it says, it is read so that the other side can finish."""

USER_AGENT = f"Quorum-Webhooks/{version('quorum')}"
LONGEST_WAIT = timedelta(days=1)
RETRY_STATUSES = frozenset({429, 503})


def headers_of(letter: Letter, now: datetime) -> dict[bytes | str, bytes | str]:
    """What goes with a letter. The id is that of the event, the time and with it the signature that of the attempt."""
    at = now.astimezone(UTC)  # the library takes the zone for UTC whichever it is
    return {
        "Content-Type": "application/json",
        "User-Agent": USER_AGENT,
        "webhook-id": letter.event_id,
        "webhook-timestamp": str(math.floor(at.timestamp())),
        "webhook-signature": Webhook(letter.secret).sign(letter.event_id, at, letter.body),
    }


def send(letter: Letter, settings: Settings, *, look_up: Resolve = resolve) -> Outcome:
    """Send it, and say what came of that. Nothing that the other side does is an error here."""
    try:
        is_secure = require_address(letter.url, settings).scheme == "https"  # the settings may have changed since
        deadline = monotonic() + settings.webhook_timeout_seconds
        backend = PublicBackend(settings, is_secure=is_secure, deadline=deadline, look_up=look_up)
        with httpcore.ConnectionPool(network_backend=backend, keepalive_expiry=0.0) as pool:
            return _posted(pool, letter)
    except BadAddress as error:
        return Outcome(error=str(error))
    except httpcore.TimeoutException:
        return Outcome(error=f"it did not answer within {settings.webhook_timeout_seconds:g} seconds")
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError, ValueError) as error:
        return Outcome(error=_told(error))


def _posted(pool: httpcore.ConnectionPool, letter: Letter) -> Outcome:
    headers = headers_of(letter, clock.running())
    with pool.stream("POST", letter.url, headers=headers, content=letter.body.encode()) as answer:
        outcome = Outcome(status=answer.status, retry_after=_retry_after(answer.status, answer.headers))
        _read_some(answer)
    return outcome


def _read_some(answer: httpcore.Response) -> None:
    """What was answered counts from its status on: the rest is read for the other side's sake."""
    read = 0
    try:
        for part in answer.iter_stream():
            read += len(part)
            if read >= MOST_BYTES:
                return
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, OSError):
        return


def _retry_after(status: int, headers: Sequence[tuple[bytes, bytes]]) -> timedelta | None:
    """How long the other side asks to be left alone: seconds, or a moment (RFC 9110, section 10.2.3)."""
    stated = next((value.decode("latin-1").strip() for name, value in headers if name.lower() == b"retry-after"), None)
    if stated is None or status not in RETRY_STATUSES:
        return None
    if stated.isdecimal() and stated.isascii():
        return min(LONGEST_WAIT, timedelta(seconds=min(int(stated[:9]), LONGEST_WAIT.total_seconds())))
    try:
        at = parsedate_to_datetime(stated)
    except ValueError:
        return None
    wait = (at if at.tzinfo else at.replace(tzinfo=UTC)) - clock.running()
    return max(timedelta(), min(LONGEST_WAIT, wait))


def _told(error: Exception) -> str:
    """The kind of what went wrong; what the other side said is none of it."""
    match error:
        case httpcore.ConnectError():
            return "no connection could be made"
        case httpcore.ProtocolError():
            return "it did not answer in HTTP"
        case httpcore.NetworkError():
            return "the connection broke off"
        case _:
            return f"it could not be sent ({type(error).__name__})"
