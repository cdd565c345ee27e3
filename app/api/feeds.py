"""Feeds and calendars of saved questions, for programs that cannot send a key."""

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response

from app.api.access import View
from app.api.strict import StrictRoute
from app.services.alerts import feeds
from app.services.alerts.feeds import Document

router = APIRouter(prefix="/v1", tags=["alerts"], route_class=StrictRoute)
ATOM, CALENDAR = "application/atom+xml", "text/calendar"
WhatIsThere = Annotated[str | None, Header(alias="If-None-Match")]
WhenItWas = Annotated[str | None, Header(alias="If-Modified-Since")]


def _described(media_type: str) -> dict[int | str, dict[str, Any]]:
    """An answer that is no JSON; one whose reader has it already has none at all."""
    return {
        200: {"content": {media_type: {"schema": {"type": "string"}}}, "description": "The document"},
        304: {"description": "Nothing has changed"},
    }


@router.get("/feeds/{token}.atom", response_class=Response, responses=_described(ATOM))
def read_feed(view: View, request: Request, token: str, has: WhatIsThere = None, since: WhenItWas = None) -> Response:
    """The last alerts of a saved question as an Atom feed. Whoever has the address may read it."""
    base = str(request.base_url).rstrip("/")
    return _answer(feeds.feed(view, token, base), ATOM, has, since)


@router.get("/feeds/{token}.ics", response_class=Response, responses=_described(CALENDAR))
def read_calendar(view: View, token: str, has: WhatIsThere = None, since: WhenItWas = None) -> Response:
    """The deadlines of the calls of a saved question as a calendar. Whoever has the address may read it."""
    return _answer(feeds.calendar(view, token), CALENDAR, has, since)


def _answer(document: Document, media_type: str, has: str | None, since: str | None) -> Response:
    headers = {
        "ETag": document.etag,
        "Last-Modified": format_datetime(document.modified.astimezone(UTC), usegmt=True),
        "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
    }
    if _is_known(document, has, since):
        return Response(status_code=304, headers=headers)
    return Response(document.content, media_type=f"{media_type}; charset=utf-8", headers=headers)


def _is_known(document: Document, has: str | None, since: str | None) -> bool:
    """RFC 9110, section 13.2.2: a tag goes before a date."""
    if has is not None:
        return has.strip() == "*" or document.etag in {one.strip().removeprefix("W/") for one in has.split(",")}
    moment = None if since is None else _moment(since)
    return moment is not None and document.modified.replace(microsecond=0) <= moment


def _moment(stated: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(stated)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
