"""`Idempotency-Key`: a request that is sent twice, because nobody knows whether the first one arrived, makes one job.

The keys of each tenant are its own. Those of callers without a key of the service share one space, so that theirs have
to be long enough not to meet by chance. Who sends the same key with the same request gets the same job.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from threading import Lock

from sqlmodel import Session

from app import clock
from app.db.tables import Job
from app.errors import Conflict, invalid
from app.repositories import jobs
from app.services.jobs.owning import tenant_of
from app.services.proposals.questions import kind_of
from app.services.proposals.requests import ProposalRequest
from app.settings import Settings

HEADER = "Idempotency-Key"
LEAST_WITHOUT_KEY = 16
MOST = 255

_SYNTAX = re.compile(r'"([\x20\x21\x23-\x5b\x5d-\x7e]+)"|([\x21\x23-\x5b\x5d-\x7e]+)')
"""A string as structured fields write it (RFC 8941), or the same without quotes, as many clients send it."""

_under_way: set[tuple[str | None, str]] = set()
_lock = Lock()


@dataclass(frozen=True)
class Once:
    """The key of a request, and what the request says."""

    key: str
    request_sha256: str


def once(header: str | None, request: ProposalRequest, tenant_id: str | None) -> Once | None:
    """What a request is known by, if it has a key.

    Raises:
        Invalid: the header cannot be a key.
    """
    if header is None:
        return None
    found = _SYNTAX.fullmatch(header.strip())
    key = (found[1] or found[2]) if found else ""
    least = 1 if tenant_id else LEAST_WITHOUT_KEY
    if not least <= len(key) <= MOST:
        raise invalid(
            f"/{HEADER}", f"a key has {least} to {MOST} visible ASCII characters without quotes and backslashes"
        )
    asked = [kind_of(request).name, request.model_dump(mode="json") | {"topic": (request.topic or "").lower()}]
    return Once(key, sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest())


@contextmanager
def creating(request: Once | None, tenant_id: str | None) -> Iterator[None]:
    """Hold the place of the one request with this key that this process looks at.

    What other processes do is settled when the job is written: there is one either way.

    Raises:
        Conflict: the same key was sent a moment ago, and its job is not there yet.
    """
    if request is None:
        yield
        return
    place = (tenant_id, request.key)
    with _lock:
        if place in _under_way:
            raise Conflict("A request with this Idempotency-Key is being looked at. Ask again.", retry_after_seconds=1)
        _under_way.add(place)
    try:
        yield
    finally:
        with _lock:
            _under_way.discard(place)


def repeated(session: Session, request: Once | None, settings: Settings) -> Job | None:
    """The job that this request has made before, if it has. A key that is too old is free again.

    Raises:
        Invalid: the key was sent with another request.
    """
    if request is None:
        return None
    job = jobs.find_by_key(session, tenant_of(session), request.key)
    if job is None or clock.running() - job.created_at >= timedelta(hours=settings.idempotency_hours):
        return None
    if job.request_sha256 != request.request_sha256:
        raise invalid(f"/{HEADER}", "this key was sent with another request")
    return job
