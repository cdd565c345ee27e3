"""The check of a consortium. A form is turned into the address of what it says; nothing is kept on the server."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session

from app.api.exports import download
from app.exports.exporting import exported
from app.exports.files import Format
from app.exports.gathering import dossier_of_verdict
from app.services.catalogue import listing, overview
from app.services.catalogue.listing import TopicQuery
from app.services.strict_json import validated
from app.settings import Settings
from app.web.access import Today, View, WithSettings
from app.web.checking.changing import name_of
from app.web.checking.finding import find_partners
from app.web.checking.forms import SentForm
from app.web.checking.judging import judged
from app.web.checking.posted import Refused, Went, posted
from app.web.checking.state import CheckState, read_state
from app.web.checking.typed import shown_of
from app.web.errors import PageRoute
from app.web.presenters.check import Judgement, Shown, present_check
from app.web.presenters.check_calls import present_calls
from app.web.rendering import render

router = APIRouter(route_class=PageRoute, default_response_class=HTMLResponse)

MOST_CALLS = 20


@router.get("/check")
def check(
    *,
    request: Request,
    view: View,
    settings: WithSettings,
    today: Today,
    q: str = "",
    find: str = "",
    role: str = "",
    edit: Annotated[int | None, Query(ge=0)] = None,
    show: Annotated[str, Query(alias="view")] = "",
) -> Response:
    """The check that the address holds; without a call, the choice of one."""
    state = read_state(request.query_params.multi_items())
    if not state.topic:
        return _choice_of_call(view, settings, today, state, q)
    host = str(request.base_url).rstrip("/")
    shown = Shown(role=role, edit=edit, opened="find" if role else "", for_print=show == "print", host=host)
    return _page(view, settings, today, state, shown, find=find)


@router.get("/check/export.{format}")
def export(
    *, request: Request, view: View, settings: WithSettings, as_format: Annotated[Format, Path(alias="format")]
) -> Response:
    """The check as a file."""
    state = read_state(request.query_params.multi_items())
    return download(exported(dossier_of_verdict(view, settings, state.request), as_format))


@router.post("/check/{what}")
def change(
    *, request: Request, view: View, settings: WithSettings, today: Today, what: str, sent: SentForm
) -> Response:
    """Turn a form into an address, or say what has to be corrected, with everything still there."""
    match posted(view, settings, what, sent):
        case Went(address):
            return RedirectResponse(address, status_code=303)
        case Refused(state, shown):
            host = str(request.base_url).rstrip("/")
            return _page(view, settings, today, state, replace(shown, host=host))


def _page(
    view: Session, settings: Settings, today: date, state: CheckState, shown: Shown, *, find: str = ""
) -> HTMLResponse:
    topic = listing.get_topic(view, settings, state.topic)
    state = replace(state, topic=topic.identifier)
    found, problems = judged(view, settings, state)
    taken = [*map(name_of, state.partners), *(found.found.participants if found else ())]
    shown = replace(
        shown,
        find=find_partners(view, settings, find, taken) if find else shown.find,
        problems=(*shown.problems, *problems),
        **_edited(state, found, shown),
    )
    known = overview.placed(view, [one.organisation for one in state.partners if isinstance(one.organisation, str)])
    page = present_check(state, topic, found, known, shown=shown, today=today)
    return render("check.html", page, today=today, status=422 if shown.problems else 200)


def _edited(state: CheckState, found: Judgement | None, shown: Shown) -> dict[str, Any]:
    """The form of a participant that is to be changed shows what is known of it, unless it was sent with faults."""
    if shown.edit is None or found is None or shown.edit >= len(state.partners) or shown.typed.texts:
        return {}
    participant = list(found.found.participants.values())[shown.edit]
    return {"typed": shown_of(participant.organisation, state.partners[shown.edit].role)}


def _choice_of_call(view: Session, settings: Settings, today: date, state: CheckState, q: str) -> HTMLResponse:
    query = validated(TopicQuery, {"limit": MOST_CALLS} | ({"q": q.strip()} if q.strip() else {"status": "open"}))
    found = listing.list_topics(view, settings, query)
    return render(
        "check_call.html", present_calls(found.items, state, q, more=bool(found.next), today=today), today=today
    )
