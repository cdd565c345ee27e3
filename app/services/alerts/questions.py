"""Saved questions of a tenant: keep them, change them, and what is answered to them now."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter
from sqlmodel import Session

from app import clock
from app.db.tables import SavedQuestion
from app.errors import Conflict
from app.repositories.own import Own
from app.services.alerts.answered import Answered
from app.services.alerts.asking import Asking, calls_page, organisation_of
from app.services.alerts.requests import EligibleCallsQuestion, Question, SavedQuestionRequest, VerdictQuestion
from app.services.alerts.sense import require_sense
from app.services.catalogue.listing import Query
from app.services.catalogue.schemas import Page, Public
from app.services.eligibility.eligible_calls import EligibleCalls
from app.services.tenancy import audit
from app.services.tenancy.ids import new_id
from app.services.tenancy.versions import require_version
from app.services.verdicts.judging import judge_request
from app.settings import Settings
from rules.verdict import Verdict

KIND = "question"
TOKEN_BYTES = 32
QUESTION: TypeAdapter[Question] = TypeAdapter(Question)


class SavedQuestionPublic(Public):
    """A saved question. ``version`` is its ETag.

    ``feed`` (Atom) and ``calendar`` (iCalendar) can be read without a key by whoever has the address. ``matches`` is
    how many calls it had at ``answered_at``, ``status`` that of the verdict; ``problem`` says why it could not be
    answered then.
    """

    id: str
    name: str
    question: Question
    matches: int
    status: str | None
    problem: str | None
    answered_at: datetime | None
    feed: str
    calendar: str
    version: int
    created_at: datetime
    updated_at: datetime


class PresentAnswer(Public):
    """What is answered to a saved question now: ``calls`` or a ``verdict``, by the kind of the question."""

    id: str
    calls: EligibleCalls | None
    verdict: Verdict | None


@dataclass(frozen=True)
class Accepted:
    """A question that makes sense, with what is answered to it: from there on, changes are told."""

    request: SavedQuestionRequest
    answered: Answered
    at: datetime


def accept(session: Session, settings: Settings, request: SavedQuestionRequest) -> Accepted:
    """Ask a question for the first time. Reading only.

    Raises:
        Invalid: something in it cannot be; ``errors`` says where.
        NoLegalEntity: a cluster is named that nobody can sign for.
    """
    at = clock.running()
    require_sense(session, settings, request.question)
    return Accepted(request, Asking(session, settings, request.question).answer(), at)


def save_question(session: Session, settings: Settings, accepted: Accepted) -> SavedQuestionPublic:
    """Keep a question for the tenant of the session. The caller commits.

    Raises:
        Conflict: the tenant has as many as it may.
    """
    own, now = Own(session, SavedQuestion), clock.running()
    if own.count() >= settings.saved_questions_per_tenant:
        raise Conflict(f"A tenant has at most {settings.saved_questions_per_tenant} saved questions.")
    row = SavedQuestion(
        id=new_id(KIND),
        tenant_id=own.tenant_id,
        name="",
        kind="",
        feed_token=_new_token(),
        created_at=now,
        updated_at=now,
    )
    _write(row, accepted)
    own.add(row)
    session.flush()
    audit.note(session, "create", "question", row.id, after=_public(row))
    return _public(row)


def _write(row: SavedQuestion, accepted: Accepted) -> None:
    """Another question begins anew; the same one under another name goes on where it was."""
    asked = accepted.request.question
    stated = asked.model_dump(mode="json", exclude_unset=True)
    row.name = accepted.request.name
    if row.question != stated:
        row.kind, row.question = asked.kind, stated
        row.answered, row.answered_at = accepted.answered.model_dump(mode="json"), accepted.at


def replace_question(
    session: Session, question_id: str, accepted: Accepted, if_match: str | None = None
) -> SavedQuestionPublic:
    """Let a question be as it is stated now. The caller commits.

    Raises:
        NotFound: the tenant has no such question.
        PreconditionFailed: it has changed since it was read.
    """
    row = the_question(session, question_id, for_change=True)
    require_version(row.version, if_match)
    before = _public(row)
    _write(row, accepted)
    row.version, row.updated_at = row.version + 1, clock.running()
    audit.note(session, "replace", "question", row.id, before=before, after=_public(row))
    return _public(row)


def renew_token(session: Session, question_id: str) -> SavedQuestionPublic:
    """Give feed and calendar other addresses: those of before lead nowhere from now on. The caller commits.

    Raises:
        NotFound: the tenant has no such question.
    """
    row = the_question(session, question_id, for_change=True)
    before = _public(row)
    row.feed_token = _new_token()
    row.version, row.updated_at = row.version + 1, clock.running()
    audit.note(session, "renew token", "question", row.id, before=before, after=_public(row))
    return _public(row)


def remove_question(session: Session, question_id: str, if_match: str | None = None) -> None:
    """Forget a question with its alerts. The caller commits.

    Raises:
        NotFound: the tenant has no such question.
        PreconditionFailed: it has changed since it was read.
    """
    row = the_question(session, question_id, for_change=True)
    require_version(row.version, if_match)
    audit.note(session, "remove", "question", row.id, before=_public(row))
    Own(session, SavedQuestion).remove(row)


def get_question(session: Session, question_id: str) -> SavedQuestionPublic:
    """One question of the tenant.

    Raises:
        NotFound: the tenant has no such question.
    """
    return _public(the_question(session, question_id))


def list_questions(session: Session, query: Query) -> Page[SavedQuestionPublic]:
    """One page of the tenant's questions, the newest first."""
    found = Own(session, SavedQuestion).page(query.part("saved questions"))
    return Page(items=[_public(row[0]) for row in found.rows], next=found.next)


def present_answer(session: Session, settings: Settings, question_id: str, query: Query) -> PresentAnswer:
    """What is answered to a question now. Reading only: what has changed is told when it is asked again for all.

    Raises:
        NotFound: the tenant has no such question.
        Invalid: it cannot be answered any more, or the cursor is none of ours.
    """
    row = the_question(session, question_id)
    match question_of(row):
        case EligibleCallsQuestion() as asked:
            part = {"cursor": query.cursor, "limit": query.limit}
            organisation = organisation_of(session, asked)
            wanted = asked.filters.query().model_copy(update=part)
            return PresentAnswer(
                id=row.id, calls=calls_page(session, settings, asked, organisation, wanted), verdict=None
            )
        case VerdictQuestion(request=request):
            return PresentAnswer(id=row.id, calls=None, verdict=judge_request(session, request.as_verdict(), settings))


def question_of(row: SavedQuestion) -> Question:
    """What is asked."""
    return QUESTION.validate_python(row.question)


def the_question(session: Session, question_id: str, *, for_change: bool = False) -> SavedQuestion:
    """The row of a question of the tenant.

    Raises:
        NotFound: the tenant has no such question.
    """
    return Own(session, SavedQuestion).get(question_id, "saved question", for_change=for_change)


def _new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def _public(row: SavedQuestion) -> SavedQuestionPublic:
    answered = Answered.of(row)
    verdict = answered.verdict["verdict"] if answered and answered.verdict else None
    return SavedQuestionPublic(
        id=row.id,
        name=row.name,
        question=question_of(row),
        matches=len(answered.matches) if answered and row.kind == "eligible_calls" else 0,
        status=verdict["status"] if verdict else None,
        problem=answered.problem if answered else None,
        answered_at=row.answered_at,
        feed=f"/v1/feeds/{row.feed_token}.atom",
        calendar=f"/v1/feeds/{row.feed_token}.ics",
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
