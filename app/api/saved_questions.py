"""Questions that a tenant has asked again and again."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response, status

from app.api.access import Change, Changes, IfMatch, Requires, View, WithSettings
from app.api.strict import StrictRoute
from app.services.alerts import questions
from app.services.alerts.questions import PresentAnswer, SavedQuestionPublic
from app.services.alerts.requests import SavedQuestionRequest
from app.services.catalogue import listing
from app.services.catalogue.schemas import Page
from app.services.tenancy.scopes import Scope
from app.services.tenancy.versions import etag_of

router = APIRouter(prefix="/v1", tags=["alerts"], route_class=StrictRoute)
tenants_only = [Depends(Requires())]
OfQuestions = Annotated[Change, Depends(Changes(Scope.QUESTIONS_WRITE))]
Paged = Annotated[listing.Query, Query()]
AS_MANY_AS_ONE_MAY_HAVE: dict[int | str, dict[str, Any]] = {409: {"description": "The tenant has as many as it may"}}


@router.post("/saved-questions", status_code=status.HTTP_201_CREATED, responses=AS_MANY_AS_ONE_MAY_HAVE)
def save_question(
    change: OfQuestions, view: View, settings: WithSettings, request: SavedQuestionRequest, response: Response
) -> SavedQuestionPublic:
    """Have a question asked again whenever its answer may have changed. What is answered now raises no alert."""
    accepted = questions.accept(view, settings, request)
    view.rollback()  # the change has a connection of its own
    with change.begin() as session:
        made = questions.save_question(session, settings, accepted)
    response.headers["Location"] = f"/v1/saved-questions/{made.id}"
    return _versioned(response, made)


@router.get("/saved-questions", dependencies=tenants_only)
def list_saved_questions(view: View, query: Paged) -> Page[SavedQuestionPublic]:
    """The tenant's saved questions, the newest first."""
    return questions.list_questions(view, query)


@router.get("/saved-questions/{question_id}", dependencies=tenants_only)
def get_saved_question(view: View, question_id: str, response: Response) -> SavedQuestionPublic:
    """One of the tenant's saved questions."""
    return _versioned(response, questions.get_question(view, question_id))


@router.put("/saved-questions/{question_id}")
def replace_saved_question(
    *,
    change: OfQuestions,
    view: View,
    settings: WithSettings,
    question_id: str,
    request: SavedQuestionRequest,
    response: Response,
    if_match: IfMatch = None,
) -> SavedQuestionPublic:
    """Let a question be as it is stated now. Another question begins anew; another name alone loses nothing."""
    questions.the_question(view, question_id)
    accepted = questions.accept(view, settings, request)
    view.rollback()  # the change has a connection of its own
    with change.begin() as session:
        return _versioned(response, questions.replace_question(session, question_id, accepted, if_match))


@router.delete("/saved-questions/{question_id}", status_code=status.HTTP_204_NO_CONTENT)
def remove_saved_question(change: OfQuestions, question_id: str, if_match: IfMatch = None) -> None:
    """Forget a question, with its alerts and its feeds."""
    with change.begin() as session:
        questions.remove_question(session, question_id, if_match)


@router.get("/saved-questions/{question_id}/matches", dependencies=tenants_only)
def answer_saved_question(view: View, settings: WithSettings, question_id: str, query: Paged) -> PresentAnswer:
    """What is answered now: the calls, or the verdict. Looking raises no alert."""
    return questions.present_answer(view, settings, question_id, query)


@router.post("/saved-questions/{question_id}/feed-token")
def renew_feed_token(change: OfQuestions, question_id: str, response: Response) -> SavedQuestionPublic:
    """Give feed and calendar new addresses; the ones of before lead nowhere from now on."""
    with change.begin() as session:
        return _versioned(response, questions.renew_token(session, question_id))


def _versioned(response: Response, question: SavedQuestionPublic) -> SavedQuestionPublic:
    response.headers["ETag"] = etag_of(question.version)
    return question
