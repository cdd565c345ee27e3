"""Feeds and calendars of saved questions, for programs that cannot send a key."""

from typing import Any

from fastapi import APIRouter, Request, Response

from app.api.access import View
from app.api.conditional import IfModifiedSince, IfNoneMatch, unless_seen
from app.api.strict import StrictRoute
from app.exports import atom, calendars
from app.exports.followed import calendar_of_matches, feed_of_alerts
from app.services.alerts import feeds

router = APIRouter(prefix="/v1", tags=["alerts"], route_class=StrictRoute)


def _described(media_type: str) -> dict[int | str, dict[str, Any]]:
    """An answer that is no JSON; one whose reader has it already has none at all."""
    return {
        200: {"content": {media_type: {"schema": {"type": "string"}}}, "description": "The document"},
        304: {"description": "Nothing has changed"},
    }


@router.get("/feeds/{token}.atom", response_class=Response, responses=_described(atom.MEDIA_TYPE))
def read_feed(
    *,
    view: View,
    request: Request,
    token: str,
    if_none_match: IfNoneMatch = None,
    if_modified_since: IfModifiedSince = None,
) -> Response:
    """The last alerts of a saved question as an Atom feed. Whoever has the address may read it."""
    followed = feeds.followed_alerts(view, token)
    address = f"{str(request.base_url).rstrip('/')}/v1/feeds/{token}.atom"
    answer = Response(feed_of_alerts(followed, address), media_type=f"{atom.MEDIA_TYPE}; charset=utf-8")
    return unless_seen(answer, followed.updated, if_none_match, if_modified_since)


@router.get("/feeds/{token}.ics", response_class=Response, responses=_described(calendars.MEDIA_TYPE))
def read_calendar(
    *, view: View, token: str, if_none_match: IfNoneMatch = None, if_modified_since: IfModifiedSince = None
) -> Response:
    """The deadlines of the calls of a saved question as a calendar. Whoever has the address may read it."""
    followed = feeds.followed_matches(view, token)
    answer = Response(calendar_of_matches(followed), media_type=f"{calendars.MEDIA_TYPE}; charset=utf-8")
    return unless_seen(answer, followed.updated, if_none_match, if_modified_since)
