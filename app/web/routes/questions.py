"""Questions that Quorum asks again for somebody who has signed in."""

from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from app.api.access import WithEngine
from app.db import reading, writing
from app.errors import Conflict, Invalid, QuorumError
from app.services.alerts import questions
from app.services.alerts.requests import SavedQuestionRequest
from app.services.catalogue import listing
from app.services.strict_json import validated
from app.web.access import Today, View, WithSettings
from app.web.errors import PageRoute
from app.web.presenters.blocks import Problem
from app.web.presenters.question import present_question, question_document, question_href
from app.web.rendering import render
from app.web.routes.calls import CallParameters, calls_page, organisation_stated
from app.web.signing_in import person_of
from app.web.visitors import keep_private, sender_of, visitor_of

router = APIRouter(route_class=PageRoute, default_response_class=HTMLResponse)

FIELDS: Final = {"deadline_before": "deadline_until", "min_fit": "fit", "name": "question-name"}


class QuestionForm(CallParameters):
    """The choice that is to be saved, its name, and what shows that the form is from here."""

    token: str = ""
    question_name: str = ""


@router.post("/clusters/{cluster_id}/calls/questions", response_class=Response)
def save(
    *,
    request: Request,
    view: View,
    engine: WithEngine,
    settings: WithSettings,
    today: Today,
    cluster_id: str,
    given: Annotated[QuestionForm, Form()],
) -> Response:
    """Save what the page of calls was narrowed to, and go to what was saved; or say why it cannot be."""
    person, choice = sender_of(request, given.token), given.choice()
    cluster = listing.get_cluster(view, cluster_id)
    stated = organisation_stated(cluster, choice.answers)
    try:
        asked = question_document(given.question_name.strip(), cluster, stated, choice)
        accepted = questions.accept(view, settings, validated(SavedQuestionRequest, asked))
        view.rollback()  # the change has a connection of its own
        with writing(engine, person.asker()) as session:
            saved = questions.save_question(session, settings, accepted)
    except (Invalid, Conflict) as error:
        visitor = visitor_of(request, settings)
        page = calls_page(view, settings, cluster, choice, visitor, problems=_problems(error))
        return keep_private(render("calls.html", page, today=today, status=error.status), visitor)
    return RedirectResponse(question_href(saved.id), status_code=303)


@router.get("/questions/{question_id}", response_class=Response)
def question(request: Request, engine: WithEngine, settings: WithSettings, today: Today, question_id: str) -> Response:
    """One saved question with its feed and its calendar; whoever has not signed in is asked to."""
    person = person_of(request)
    if person is None:
        return RedirectResponse("/sign-in", status_code=303)
    with reading(engine, person.asker()) as session:
        found = questions.get_question(session, question_id)
    page = present_question(found, base=str(request.base_url), token=person.token)
    return keep_private(render("question.html", page, today=today), visitor_of(request, settings))


@router.post("/questions/{question_id}/remove", response_class=Response)
def remove(request: Request, engine: WithEngine, question_id: str, token: Annotated[str, Form()] = "") -> Response:
    """Forget a question, its alerts and its feeds."""
    person = sender_of(request, token)
    with writing(engine, person.asker()) as session:
        questions.remove_question(session, question_id)
    return RedirectResponse("/account", status_code=303)


def _problems(error: QuorumError) -> tuple[Problem, ...]:
    if not error.errors:
        return (Problem("question-name", error.detail),)
    return tuple(Problem(_field(fault.pointer), fault.detail) for fault in error.errors)


def _field(pointer: str) -> str:
    """The field of the page's filters that a place in the question comes from."""
    name = pointer.rpartition("/")[2]
    return FIELDS.get(name, name if name in CallParameters.model_fields else "")
