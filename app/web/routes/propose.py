"""The form that asks for consortia. Its whole state is in its address."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session

from app.services.catalogue import listing, overview
from app.services.catalogue.competences import known_competences
from app.settings import Settings
from app.web.access import Today, View, WithSettings
from app.web.errors import PageRoute
from app.web.presenters import words
from app.web.presenters.blocks import Problem
from app.web.presenters.clusters import ClusterChoice
from app.web.presenters.propose import Choices, Found, Searches, candidate, known_candidate, present_form
from app.web.presenters.propose_state import ProposeState
from app.web.rendering import render
from app.web.searching import place_query

router = APIRouter(route_class=PageRoute, default_response_class=HTMLResponse)

MOST_FOUND = 8


@router.get("/propose")
def propose(*, view: View, settings: WithSettings, today: Today, state: Annotated[ProposeState, Query()]) -> Response:
    """The form, with the candidates that its searches found."""
    if not state.topic:
        return RedirectResponse("/topics", status_code=303)
    return form_page(view, settings, today, state)


def choices(session: Session, settings: Settings, state: ProposeState) -> Choices:
    """Look up everybody and everything the state names."""
    known = overview.placed(session, [*state.settled, *state.exclude])
    codes = overview.look_over(session, settings).countries
    names = {code: words.country_name(code) for code in codes}
    return Choices(
        chosen={one: known_candidate(placed) for one, placed in known.items()},
        countries=dict(sorted(names.items(), key=lambda name: words.sorting(name[1]))),
        competences=known_competences(session),
    )


def form_page(
    session: Session, settings: Settings, today: date, state: ProposeState, problems: Sequence[Problem] = ()
) -> HTMLResponse:
    """The page of the form; with problems it is not acceptable yet (422)."""
    topic = listing.get_topic(session, settings, state.topic)
    there = choices(session, settings, state)
    found = Searches(
        leads=_search(session, state.find_lead, there.countries),
        members=_search(session, state.find_member, there.countries),
        others=_search(session, state.find_exclude, there.countries),
    )
    page = present_form(state, topic, there=there, found=found, today=today, problems=problems)
    return render("propose.html", page, today=today, status=422 if problems else 200)


def _search(session: Session, typed: str, countries: Iterable[str]) -> Found:
    """Nothing is searched for with fewer than two letters."""
    if len(typed.strip()) < 2:
        return Found(None)
    query = place_query(ClusterChoice(q=typed), countries=countries, limit=MOST_FOUND)
    found = listing.list_clusters(session, query)
    candidates = sorted((candidate(cluster) for cluster in found.items), key=lambda one: one.bar != "")
    return Found(candidates, more=found.next is not None)
