"""Consortia: ask for them, watch the work, read the answer. The address of an answer can be kept and shared."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlmodel import Session

from app.api.access import WithEngine
from app.db import reading, writing
from app.errors import Conflict, Invalid
from app.services import jobs
from app.services.catalogue import listing, overview
from app.services.catalogue.overview import Placed
from app.services.jobs import JobPublic
from app.services.proposals.answers import ProposalAnswer
from app.services.proposals.requests import ProposalRequest
from app.settings import Settings
from app.web.access import Today, View, WithSettings
from app.web.errors import PageRoute
from app.web.presenters.jobs import JobPage, present_job
from app.web.presenters.proposals import SIDE_BY_SIDE, Request, present_proposals
from app.web.presenters.propose import ProposeState, check_state
from app.web.rendering import render
from app.web.requesting import asked_rows, goals_of, problems_of, request_of, state_of, written_out
from app.web.routes.propose import choices, form_page

router = APIRouter(route_class=PageRoute, default_response_class=HTMLResponse)


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


@router.get("/proposals/{job_id}")
def result(
    *, view: View, settings: WithSettings, today: Today, job_id: str, show: Literal["all"] | int = 1
) -> HTMLResponse:
    """The answer, or how far the work is."""
    job, request = jobs.get_job(view, job_id), jobs.get_job_request(view, job_id)
    if not isinstance(job.result, ProposalAnswer):
        return render("job.html", _job_page(job, request), today=today)
    number = SIDE_BY_SIDE if show == "all" else max(show, 1)
    known = _known(view, request, job.result)
    asked = _asked(view, settings, job_id, request, known)
    return render("proposal.html", present_proposals(asked, job.result, known, show=number), today=today)


@router.get("/proposals/{job_id}/progress")
def progress(*, view: View, today: Today, job_id: str) -> HTMLResponse:
    """How far the work is, as a fragment; once it is over, the page is asked to load itself anew."""
    job = jobs.get_job(view, job_id)
    answer = render("job_progress.html", _job_page(job, jobs.get_job_request(view, job_id)), today=today)
    if job.finished_at is not None:
        answer.headers["HX-Refresh"] = "true"
    return answer


@router.post("/proposals/{job_id}/cancel")
def cancel(*, engine: WithEngine, settings: WithSettings, job_id: str) -> Response:
    """Stop the work; what is over already stays as it is."""
    try:
        with writing(engine) as session:
            jobs.cancel_job(session, job_id, settings)
    except Conflict:
        pass  # it was ready first: its page says so
    return RedirectResponse(f"/proposals/{job_id}", status_code=303)


def _identifier(request: ProposalRequest) -> str:
    return request.topic or (request.call.identifier if request.call else "")


def _job_page(job: JobPublic, request: ProposalRequest) -> JobPage:
    return present_job(
        job_id=job.id,
        state=job.state,
        progress=job.progress,
        topic_identifier=_identifier(request),
        again_href=state_of(request).address,
        problem=job.error.detail if job.error else None,
    )


def _asked(
    view: Session, settings: Settings, job_id: str, request: ProposalRequest, known: dict[str, Placed]
) -> Request:
    return Request(
        job_id=job_id,
        topic_identifier=_identifier(request),
        again_href=state_of(request).address,
        asked=asked_rows(request, known),
        wanted=tuple(request.wishes.countries),
        goals=tuple(goals_of(request)),
        topic_title=listing.get_topic(view, settings, request.topic).title if request.topic else "",
    )


def _known(view: Session, request: ProposalRequest, answer: ProposalAnswer) -> dict[str, Placed]:
    """Everybody whom the page names."""
    named = {one.organisation for proposal in answer.proposals for one in proposal.participants}
    named |= {one.id for one in answer.left_out}
    named |= {one.organisation for one in request.members if isinstance(one.organisation, str)}
    named |= {request.lead} if request.lead else set()
    return {**overview.placed(view, sorted(named)), **written_out(request)}
