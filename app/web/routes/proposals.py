"""Consortia: ask for them, watch the work, read the answer. The address of an answer can be kept and shared."""

from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session

from app import clock
from app.api.access import WithEngine
from app.db import reading, writing
from app.errors import Conflict, Invalid, invalid
from app.services import jobs
from app.services.catalogue import listing, overview
from app.services.catalogue.overview import Placed
from app.services.jobs import JobPublic
from app.services.proposals.answers import ProposalAnswer
from app.services.proposals.backgrounds import background_of
from app.services.proposals.drills import DrillAnswer, DrillRequest, drill_of
from app.services.proposals.requests import ProposalRequest
from app.services.proposals.saying import in_words
from app.settings import Settings
from app.web.access import Today, View, WithSettings
from app.web.errors import PageRoute
from app.web.presenters.asked import asked_rows
from app.web.presenters.drill import present_drill
from app.web.presenters.jobs import Errand, JobPage, present_job
from app.web.presenters.proposals import SIDE_BY_SIDE, Request, present_proposals
from app.web.presenters.propose_state import ProposeState, check_state
from app.web.rendering import render
from app.web.requesting import can_be_said, check_href, goals_of, problems_of, request_of, state_of, written_out
from app.web.routes.propose import choices, form_page
from rules.language import _

router = APIRouter(route_class=PageRoute, default_response_class=HTMLResponse)

Of = Annotated[str, Query(max_length=64, pattern=r"^[A-Za-z0-9_-]*$")]
"""Of a drill: the job that proposed the consortium."""


@router.post("/proposals")
def ask(
    *, engine: WithEngine, settings: WithSettings, today: Today, state: Annotated[ProposeState, Form()]
) -> Response:
    """Put the request into the queue and go to where its answer will be; or say what has to be corrected."""
    with reading(engine) as view:
        there = choices(view, settings, state)
        problems = check_state(state, chosen=there.chosen, countries=there.countries)
        if problems:
            return form_page(view, settings, today, state, problems)
    try:
        with writing(engine) as session:
            job = jobs.submit_proposal(session, request_of(state), settings)
    except Invalid as error:
        with reading(engine) as view:
            return form_page(view, settings, today, state, problems_of(error.errors, error.detail))
    return RedirectResponse(f"/proposals/{job.id}", status_code=303)


@router.post("/proposals/{job_id}/drill")
def drill(
    *, engine: WithEngine, settings: WithSettings, job_id: str, proposal: Annotated[int, Query(ge=1)] = 1
) -> Response:
    """Put the drill of a proposal into the queue, and go to where its answer will be."""
    with reading(engine) as view:
        found, asked = jobs.get_job_and_question(view, job_id)
        answer = found.result
        if not isinstance(answer, ProposalAnswer) or len(answer.proposals) < proposal:
            raise invalid("/proposal", _("There is no proposal {number} to drill.", number=proposal))
        request = drill_of(asked, answer.proposals[proposal - 1])
    with writing(engine) as session:
        job = jobs.submit_proposal(session, request, settings)
    return RedirectResponse(f"/proposals/{job.id}{_query(job_id, proposal)}", status_code=303)


@router.get("/proposals/{job_id}")
def result(
    *,
    view: View,
    settings: WithSettings,
    today: Today,
    job_id: str,
    show: Literal["all"] | int = 1,
    of: Of = "",
    proposal: int = 1,
) -> HTMLResponse:
    """The answer, or how far the work is."""
    job, request = jobs.get_job_and_question(view, job_id)
    match job.result:
        case ProposalAnswer() as answer:
            return _proposals(view, settings, today, asked=(job_id, request), answer=answer, show=show)
        case DrillAnswer() as answer:
            return _drilled(view, today, asked=(job_id, request), answer=answer, of=(of, proposal))
        case _:
            return render("job.html", _job_page(job, request, _query(of, proposal)), today=today)


@router.get("/proposals/{job_id}/progress")
def progress(*, view: View, today: Today, job_id: str, of: Of = "", proposal: int = 1) -> HTMLResponse:
    """How far the work is, as a fragment; once it is over, the page is asked to load itself anew."""
    job, request = jobs.get_job_and_question(view, job_id)
    page = _job_page(job, request, _query(of, proposal))
    answer = render("job_progress.html", page, today=today)
    if job.finished_at is not None:
        answer.headers["HX-Refresh"] = "true"
    return answer


@router.post("/proposals/{job_id}/cancel")
def cancel(*, engine: WithEngine, settings: WithSettings, job_id: str, of: Of = "", proposal: int = 1) -> Response:
    """Stop the work; what is over already stays as it is."""
    try:
        with writing(engine) as session:
            jobs.cancel_job(session, job_id, settings)
    except Conflict:
        pass  # it was ready first: its page says so
    return RedirectResponse(f"/proposals/{job_id}{_query(of, proposal)}", status_code=303)


def _query(of: str, proposal: int) -> str:
    """What the address of a drill says besides its id: which proposal it is of."""
    return "?" + urlencode({"of": of, "proposal": proposal}) if of else ""


def _identifier(request: ProposalRequest) -> str:
    return request.topic or (request.call.identifier if request.call else "")


def _job_page(job: JobPublic, request: ProposalRequest, query: str) -> JobPage:
    state, identifier = state_of(request), _identifier(request)
    is_drill = isinstance(request, DrillRequest)
    about = _("What if one drops out? {topic}", topic=identifier) if is_drill else ""
    errand = Errand(
        topic_identifier=identifier,
        heading=about or _("Consortia for {topic}", topic=identifier),
        again_href=state.address,
        again=() if is_drill or not can_be_said(request) else tuple(state.fields()),
        seconds_allowed=request.time_limit_s,
        query=query,
    )
    return present_job(job, errand, clock.running())


def _proposals(
    view: Session,
    settings: Settings,
    today: Today,
    *,
    asked: tuple[str, ProposalRequest],
    answer: ProposalAnswer,
    show: Literal["all"] | int,
) -> HTMLResponse:
    job_id, request = asked
    known = _known(view, request, answer)
    number = SIDE_BY_SIDE if show == "all" else max(show, 1)
    answer = _said_anew(view, settings, request, answer, number)
    told = Request(
        job_id=job_id,
        question=request,
        topic_identifier=_identifier(request),
        state=state_of(request),
        is_all_said=can_be_said(request),
        asked=asked_rows(request, known),
        wanted=tuple(request.wishes.countries),
        goals=tuple(goals_of(request)),
        check_href=check_href(request, answer.proposals[:number][-1:]),
        topic_title=listing.get_topic(view, settings, request.topic).title if request.topic else "",
    )
    members = {one.organisation for proposal in answer.proposals for one in proposal.participants}
    background = background_of(view, settings, request, members)
    return render("proposal.html", present_proposals(told, answer, known, background, show=number), today=today)


def _said_anew(
    view: Session, settings: Settings, request: ProposalRequest, answer: ProposalAnswer, show: int
) -> ProposalAnswer:
    """The answer in the language spoken, of its proposals the one that is shown: of the others a word is enough."""
    shown = answer.proposals[:show][-1:]
    said = in_words(view, settings, request, answer.model_copy(update={"proposals": shown}))
    place = len(answer.proposals[:show])
    proposals = [*answer.proposals[: place - len(shown)], *said.proposals, *answer.proposals[place:]]
    return said.model_copy(update={"proposals": proposals})


def _drilled(
    view: Session,
    today: Today,
    *,
    asked: tuple[str, ProposalRequest],
    answer: DrillAnswer,
    of: tuple[str, int],
) -> HTMLResponse:
    job_id, request = asked
    found = [one.replacement.proposal for one in answer.losses]
    named = {one.organisation for one in answer.losses}
    named |= {one.organisation for proposal in found if proposal for one in proposal.participants}
    known = {**overview.placed(view, sorted(named)), **written_out(request)}
    job, number = of
    page = present_drill(
        answer,
        known,
        state_of(request),
        address=f"/proposals/{job_id}{_query(*of)}",
        back_href=f"/proposals/{job}?show={number}" if job else "",
    )
    return render("drill.html", page, today=today)


def _known(view: Session, request: ProposalRequest, answer: ProposalAnswer) -> dict[str, Placed]:
    """Everybody whom the page names."""
    named = {one.organisation for proposal in answer.proposals for one in proposal.participants}
    named |= {one.id for one in answer.left_out}
    named |= {one.organisation for one in request.members if isinstance(one.organisation, str)}
    named |= {request.lead, *request.exclude} if request.lead else set(request.exclude)
    return {**overview.placed(view, sorted(named)), **written_out(request)}
