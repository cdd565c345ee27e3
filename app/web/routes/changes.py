"""What has changed in the calls: a page and the same as a feed."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from app.exports import atom
from app.services.catalogue import overview
from app.services.catalogue.changes import ChangeQuery, list_changes
from app.services.strict_json import validated
from app.web.access import Today, View, WithSettings
from app.web.errors import PageRoute
from app.web.presenters.addresses import changes_href
from app.web.presenters.blocks import Pager
from app.web.presenters.changes import ChangesPage, feed_of_changes, present_changes
from app.web.presenters.topics import options, programmes
from app.web.rendering import render
from app.web.visiting import visit
from rules.language import _

router = APIRouter(route_class=PageRoute, default_response_class=HTMLResponse)

ON_A_PAGE = 50


@router.get("/changes")
def changes(
    *,
    view: View,
    settings: WithSettings,
    today: Today,
    programme: str = "",
    identifier: str = "",
    cursor: Annotated[str | None, Query()] = None,
) -> HTMLResponse:
    """What has changed, of all calls, of one programme, or of one topic."""
    page = _page(view, settings, programme, identifier.strip(), cursor)
    return render("changes.html", page, today=today)


@router.get("/changes.atom", response_class=Response)
def changes_feed(
    *, request: Request, view: View, settings: WithSettings, programme: str = "", identifier: str = ""
) -> Response:
    """The last changes as an Atom feed (RFC 4287)."""
    page = _page(view, settings, programme, identifier.strip(), None)
    feed = feed_of_changes(page, base=str(request.base_url).rstrip("/") + visit().prefix)
    return Response(atom.atom_of(feed), media_type=f"{atom.MEDIA_TYPE}; charset=utf-8")


def _page(view: View, settings: WithSettings, programme: str, identifier: str, cursor: str | None) -> ChangesPage:
    given = {"programme": programme, "identifier": identifier, "cursor": cursor}
    query = validated(ChangeQuery, {name: value for name, value in given.items() if value} | {"limit": ON_A_PAGE})
    found = list_changes(view, query)
    pager = Pager(
        size=ON_A_PAGE,
        first=changes_href(programme, identifier) if cursor else None,
        next=changes_href(programme, identifier, found.next) if found.next else None,
    )
    choices = options(_("Any programme"), programmes(overview.look_over(view, settings)), programme)
    return present_changes(found.items, identifier=identifier, programmes=choices, pager=pager)
