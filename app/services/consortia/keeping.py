"""Consortia of a tenant: made, shown, changed as a whole, moved from state to state, forgotten."""

from typing import Any

from sqlmodel import Session

from app import clock
from app.db.tables import Consortium
from app.errors import invalid
from app.repositories import consortia
from app.repositories.own import Own
from app.services.catalogue.schemas import Page
from app.services.consortia import history
from app.services.consortia.finding import the_consortium
from app.services.consortia.judging import judge_by_hand, rejudge
from app.services.consortia.meaning import changed
from app.services.consortia.requests import ApproachState, ConsortiumQuery, ConsortiumRequest, question_of
from app.services.consortia.schemas import ConsortiumPublic, ConsortiumSummary
from app.services.consortia.states import (
    BEGINNINGS,
    MAY_BE_EMPTY,
    MOVES,
    ConsortiumState,
    require_open,
)
from app.services.following.kept import Because
from app.services.following.question import Question
from app.services.tenancy import audit
from app.services.tenancy.ids import new_id
from app.services.tenancy.versions import require_version
from app.settings import Settings

KIND = "con"


def create_consortium(session: Session, settings: Settings, request: ConsortiumRequest) -> ConsortiumPublic:
    """Keep a consortium, and its first verdict. The caller commits.

    Raises:
        Invalid: something in it cannot be; ``errors`` says where.
        NoLegalEntity: a cluster is named that nobody can sign for.
    """
    own, now = Own(session, Consortium), clock.running()
    row = Consortium(
        id=new_id(KIND),
        tenant_id=own.tenant_id,
        title=request.title,
        state=_beginning(request),
        created_at=now,
        updated_at=now,
    )
    _write(row, request)
    own.add(row)
    session.flush()
    judge_by_hand(session, settings, row, Because.CREATED)
    return noted(session, "create", row)


def _beginning(request: ConsortiumRequest) -> ConsortiumState:
    state = request.state or ConsortiumState.IDEA
    if state not in BEGINNINGS:
        raise invalid("/state", f"a consortium begins as one of: {', '.join(BEGINNINGS)}")
    return state


def _write(row: Consortium, request: ConsortiumRequest) -> None:
    _require_somebody(ConsortiumState(row.state), request)
    row.title, row.note = request.title, request.note
    row.request = request.stated()
    row.topic_key = request.topic.lower() if request.topic else None


def _require_somebody(state: ConsortiumState, question: Question) -> None:
    if not question.participants and state not in MAY_BE_EMPTY:
        raise invalid("/participants", f"somebody takes part in a consortium that is {state}")


def replace_consortium(
    session: Session, settings: Settings, consortium_id: str, request: ConsortiumRequest, if_match: str | None = None
) -> ConsortiumPublic:
    """Let a consortium be as it is stated now, as a whole. The caller commits.

    Raises:
        NotFound: the tenant has no such consortium.
        PreconditionFailed: it has changed since it was read.
        Conflict: what is to be changed stands in its state.
        Invalid: something in it cannot be; ``errors`` says where.
        NoLegalEntity: a cluster is named that nobody can sign for.
    """
    row = for_change(session, settings, consortium_id, if_match)
    if request.state not in {None, row.state}:
        raise invalid("/state", f"it is {row.state}: POST to …/state moves it")
    otherwise = changed(row.request, request.stated())
    require_open(ConsortiumState(row.state), otherwise)
    _write(row, request)
    raised(row)
    if otherwise:
        judge_by_hand(session, settings, row, Because.FACTS if otherwise == {"facts"} else Because.EDITED)
    return noted(session, "replace", row)


def compose(session: Session, settings: Settings, row: Consortium, participants: list[Any], action: str) -> None:
    """Let others take part in a consortium, as JSON. The caller has it for change, and notes it.

    Raises:
        Conflict: who takes part stands in its state.
        Invalid: they cannot take part together.
    """
    require_open(ConsortiumState(row.state), {"participants"})
    row.request = row.request | {"participants": participants}
    raised(row)
    judge_by_hand(session, settings, row, Because.EDITED)
    noted(session, action, row)


def for_change(session: Session, settings: Settings, consortium_id: str, if_match: str | None) -> Consortium:
    """A consortium that is about to be changed. What the world has changed meanwhile is kept before, under its cause.

    Raises:
        NotFound: the tenant has no such consortium.
        PreconditionFailed: it has changed since it was read.
    """
    row = the_consortium(session, consortium_id, for_change=True)
    require_version(row.version, if_match)
    rejudge(session, settings, row)
    return row


def raised(row: Consortium) -> None:
    """Somebody has changed it."""
    row.version, row.updated_at = row.version + 1, clock.running()


def noted(session: Session, action: str, row: Consortium) -> ConsortiumPublic:
    """The consortium as it is now, with a line in the audit log."""
    now = public(session, row)
    audit.note(session, action, "consortium", row.id, after=now)
    return now


def remove_consortium(session: Session, consortium_id: str, if_match: str | None = None) -> None:
    """Forget a consortium with its verdicts, approaches and alerts. The caller commits.

    Raises:
        NotFound: the tenant has no such consortium.
        PreconditionFailed: it has changed since it was read.
    """
    row = the_consortium(session, consortium_id, for_change=True)
    require_version(row.version, if_match)
    audit.note(session, "remove", "consortium", row.id, before=public(session, row))
    Own(session, Consortium).remove(row)


def get_consortium(session: Session, consortium_id: str) -> ConsortiumPublic:
    """One consortium of the tenant.

    Raises:
        NotFound: the tenant has no such consortium.
    """
    return public(session, the_consortium(session, consortium_id))


def list_consortia(session: Session, query: ConsortiumQuery) -> Page[ConsortiumSummary]:
    """One page of the tenant's consortia, the newest first."""
    wanted = consortia.in_state(query.state, query.topic.lower() if query.topic else None)
    found = Own(session, Consortium).page(query.part("consortia"), *wanted)
    rows = [row[0] for row in found.rows]
    verdicts = history.last_verdicts(session, rows)
    items = []
    for row in rows:
        question, verdict = question_of(row), verdicts.get(row.id)
        items.append(
            ConsortiumSummary(
                id=row.id,
                title=row.title,
                state=ConsortiumState(row.state),
                topic=question.topic or (question.call.identifier if question.call else None),
                status=verdict.status if verdict else None,
                participants=len(question.participants),
                version=row.version,
                updated_at=row.updated_at,
            )
        )
    return Page(items=items, next=found.next)


def public(session: Session, row: Consortium) -> ConsortiumPublic:
    """A consortium as it is told."""
    question, state = question_of(row), ConsortiumState(row.state)
    return ConsortiumPublic(
        id=row.id,
        title=row.title,
        state=state,
        can_become=MOVES[state],
        topic=question.topic,
        call=question.call,
        participants=question.participants,
        facts=question.facts,
        note=row.note,
        verdict=history.last_verdict(session, row),
        approaches={ApproachState(one): n for one, n in consortia.approaches_by_state(session, row.id).items()},
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
