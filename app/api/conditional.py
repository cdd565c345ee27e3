"""Answers that are not sent again to whoever has them (RFC 9110, section 13)."""

import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Annotated

from fastapi import Header, Response, status

from app.operations.reads import has_tag

IfNoneMatch = Annotated[str | None, Header(alias="If-None-Match", description="ETag of what is known already")]
IfModifiedSince = Annotated[
    str | None, Header(alias="If-Modified-Since", description="When what is known already was last changed")
]
OWN = {"Cache-Control": "private, no-cache"}


def unless_known(answer: Response, etag: str, has: str | None) -> Response:
    """The answer with its tag, or a 304 for whoever names that."""
    headers = OWN | {"ETag": etag}
    if has is not None and _names(has, etag):
        return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=headers)
    answer.headers.update(headers)
    return answer


def unless_seen(answer: Response, modified: datetime, has: str | None, since: str | None) -> Response:
    """The same by content and by date; section 13.2.2: a tag goes before a date."""
    etag = f'"{hashlib.sha256(answer.body).hexdigest()[:32]}"'
    moment = _moment(since) if since is not None and has is None else None
    is_seen = moment is not None and modified.replace(microsecond=0) <= moment
    told = unless_known(answer, etag, etag if is_seen else has)
    told.headers["Last-Modified"] = format_datetime(modified.astimezone(UTC), usegmt=True)
    return told


def _names(has: str, etag: str) -> bool:
    return has.strip() == "*" or has_tag(has.encode("latin-1", "replace"), etag.encode())


def _moment(stated: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(stated)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
