"""Calls: the list of topics, and one topic."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from app.services.catalogue import listing, overview
from app.services.catalogue.listing import TopicQuery
from app.services.eligibility import openness
from app.services.strict_json import validated
from app.services.topics.details import get_topic_details
from app.web.access import Today, View, WithSettings
from app.web.errors import PageRoute
from app.web.presenters.blocks import Pager
from app.web.presenters.topics import TopicChoice, present_topic, present_topics
from app.web.rendering import render

router = APIRouter(route_class=PageRoute, default_response_class=HTMLResponse)

ON_A_PAGE = 50


@router.get("/topics")
def topics(
    *,
    view: View,
    settings: WithSettings,
    today: Today,
    q: str = "",
    status: str = "",
    programme: str = "",
    type_of_action: str = "",
    country: str = "",
    lead: str = "",
    cursor: Annotated[str | None, Query()] = None,
) -> HTMLResponse:
    """The list of topics with its filters."""
    choice = TopicChoice(
        q=q.strip(),
        status=status,
        programme=programme,
        type_of_action=type_of_action,
        country=country,
        lead=lead,
        lead_name=_name_of(view, lead),
    )
    query = _query(choice, cursor)
    keep = openness.open_to(query.country, settings, query.as_of) if query.country else None
    found = listing.list_topics(view, settings, query, keep)
    page = present_topics(
        found.items,
        choice,
        overview=overview.look_over(view, settings),
        pager=_pager(choice, cursor, found.next),
        today=today,
    )
    return render("topics.html", page, today=today)


@router.get("/topics/{identifier:path}")
def topic(view: View, settings: WithSettings, today: Today, identifier: str) -> HTMLResponse:
    """One topic: its facts, its conditions, and where they are written. Identifiers may contain slashes."""
    found = get_topic_details(view, settings, identifier)
    return render("topic.html", present_topic(found, today=today), today=today)


def _name_of(view: View, lead: str) -> str:
    return listing.get_cluster(view, lead).name if lead else ""


def _query(choice: TopicChoice, cursor: str | None) -> TopicQuery:
    """The query for a choice; what is empty does not narrow.

    Raises:
        Invalid: a filter has a value that does not exist.
    """
    given = {
        "q": choice.q,
        "status": choice.status,
        "programme": choice.programme,
        "type_of_action": choice.type_of_action,
        "country": choice.country,
        "cursor": cursor,
    }
    return validated(TopicQuery, {name: value for name, value in given.items() if value} | {"limit": ON_A_PAGE})


def _pager(choice: TopicChoice, cursor: str | None, following: str | None) -> Pager:
    names = ("q", "status", "programme", "type_of_action", "country", "lead")
    kept = {name: value for name in names if (value := getattr(choice, name))}
    return Pager(
        size=ON_A_PAGE,
        first="/topics?" + urlencode(kept) if cursor else None,
        next="/topics?" + urlencode(kept | {"cursor": following}) if following else None,
    )
