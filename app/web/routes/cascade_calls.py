"""Calls of funded projects for third parties: the list, and one of them."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from app.services.catalogue.cascade_calls import CascadeQuery, get_cascade_call, list_cascade_calls
from app.services.strict_json import validated
from app.web.access import Today, View, WithSettings
from app.web.errors import PageRoute
from app.web.presenters.addresses import cascades_href
from app.web.presenters.blocks import Pager
from app.web.presenters.cascade_calls import present_cascade_call, present_cascade_calls
from app.web.rendering import render

router = APIRouter(route_class=PageRoute, default_response_class=HTMLResponse)

ON_A_PAGE = 50


@router.get("/cascade-calls")
def cascade_calls(
    *,
    view: View,
    settings: WithSettings,
    today: Today,
    q: str = "",
    status: str = "",
    topic: str = "",
    cursor: Annotated[str | None, Query()] = None,
) -> HTMLResponse:
    """The list with its filters."""
    given = {"q": q.strip(), "status": status, "topic": topic.strip(), "cursor": cursor}
    query = validated(CascadeQuery, {name: value for name, value in given.items() if value} | {"limit": ON_A_PAGE})
    found = list_cascade_calls(view, settings, query)
    pager = Pager(
        size=ON_A_PAGE,
        first=cascades_href(q, status, topic) if cursor else None,
        next=cascades_href(q, status, topic, found.next) if found.next else None,
    )
    page = present_cascade_calls(found.items, q=q.strip(), status=status, topic=topic.strip(), pager=pager, today=today)
    return render("cascade_calls.html", page, today=today)


@router.get("/cascade-calls/{reference}")
def cascade_call(view: View, settings: WithSettings, today: Today, reference: str) -> HTMLResponse:
    """One call with the project's own words on who may apply."""
    return render("cascade_call.html", present_cascade_call(get_cascade_call(view, settings, reference)), today=today)
