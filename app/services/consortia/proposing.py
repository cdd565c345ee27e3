"""From a consortium to the questions of the solver, and from its answer back to who takes part."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from sqlmodel import Session

from app.db.tables import Consortium, JobState
from app.errors import Conflict, Invalid, NotFound, invalid
from app.services import jobs
from app.services.consortia.approaches import declined, note_to_ask
from app.services.consortia.finding import the_consortium
from app.services.consortia.keeping import compose, for_change, public
from app.services.consortia.requests import AdoptionRequest, CompletionRequest, DrillOptions, question_of
from app.services.consortia.schemas import ConsortiumPublic
from app.services.following.question import Question
from app.services.proposals.answers import Member, Proposal, ProposalAnswer
from app.services.proposals.drills import DrillRequest
from app.services.proposals.requests import Options, ProposalRequest
from app.services.verdicts import acting
from app.services.verdicts.judging import participants_of
from app.services.verdicts.requests import ParticipantRequest
from app.settings import Settings
from rules.codes import Role
from rules.facts import Organisation, euro_number
from solver.instance import LARGEST_BY_DEFAULT

Asked = TypeVar("Asked", bound=ProposalRequest)


def completion_of(session: Session, consortium_id: str, options: CompletionRequest) -> ProposalRequest:
    """The question who could join a consortium: who takes part stays, who declined is left out.

    Raises:
        NotFound: the tenant has no such consortium.
    """
    return _question(session, the_consortium(session, consortium_id), options, ProposalRequest)


def drill_of(session: Session, consortium_id: str, options: DrillOptions) -> DrillRequest:
    """The question who must not drop out of a consortium.

    Raises:
        NotFound: the tenant has no such consortium.
        Conflict: nobody takes part yet.
    """
    row = the_consortium(session, consortium_id)
    if not question_of(row).participants:
        raise Conflict("Nobody takes part yet: there is nobody to drop out.")
    return _question(session, row, options, DrillRequest)


def _question(session: Session, row: Consortium, options: Options, kind: type[Asked]) -> Asked:
    question = question_of(row)
    asked = options.model_dump(mode="json", exclude_unset=True)
    stated = question.stated()
    members = stated.pop("participants", [])
    exclude = _left_out(session, question, [*options.exclude, *declined(session, row)])
    if "size" not in asked and len(members) > LARGEST_BY_DEFAULT:
        asked["size"] = {"min": len(members)}
    return kind.model_validate(asked | stated | {"lead": _lead(question), "members": members, "exclude": exclude})


def _lead(question: Question) -> str | None:
    for participant in question.participants:
        if participant.role is Role.COORDINATOR:
            return _id_of(participant)
    return None


def _id_of(participant: ParticipantRequest) -> str:
    named = participant.organisation
    return named.id if isinstance(named, Organisation) else named


def _left_out(session: Session, question: Question, names: Iterable[str]) -> list[str]:
    """Who must not be proposed. Who takes part has changed their mind; who is gone cannot be proposed anyway."""
    taking_part = {one.id for one in participants_of(session, question.participants)}
    left_out = []
    for name in dict.fromkeys(names):
        try:
            identifier = acting.actor(session, name, "/exclude").organisation.id
        except Invalid:
            continue
        if identifier not in taking_part:
            left_out.append(name)
    return left_out


def adopt(
    session: Session,
    settings: Settings,
    consortium_id: str,
    request: AdoptionRequest,
    if_match: str | None = None,
) -> ConsortiumPublic:
    """Take over what a job has proposed. The caller commits.

    Raises:
        NotFound: the tenant has no such consortium.
        PreconditionFailed: the consortium has changed since it was read.
        Conflict: the job is not over, or about another call, or who takes part stands.
        Invalid: there is no such job or proposal.
    """
    row = for_change(session, settings, consortium_id, if_match)
    asked, answer = _answer(session, request.job)
    _require_same_call(question_of(row), asked)
    if request.proposal > len(answer.proposals):
        raise invalid("/proposal", f"the job has {len(answer.proposals)} proposals")
    seats = _seats(session, question_of(row), asked, answer.proposals[request.proposal - 1])
    if request.into == "approaches":
        _note_newcomers(session, row, seats)
    else:
        compose(session, settings, row, [*seats.values()], "adopt")
    return public(session, row)


def _answer(session: Session, job_id: str) -> tuple[ProposalRequest, ProposalAnswer]:
    try:
        job = jobs.get_job(session, job_id)
        asked = jobs.get_job_request(session, job_id)
    except NotFound as error:
        raise invalid("/job", error.detail) from error
    if job.state is not JobState.SUCCEEDED or not isinstance(job.result, ProposalAnswer):
        raise Conflict(f"The job is {job.state}: there is nothing to take over.")
    return asked, job.result


def _require_same_call(question: Question, asked: ProposalRequest) -> None:
    same_topic = (question.topic or "").lower() == (asked.topic or "").lower()
    if not same_topic or question.call != asked.call:
        raise Conflict("The job was about another call than the consortium.")


def _seats(
    session: Session, question: Question, asked: ProposalRequest, proposal: Proposal
) -> dict[str, Mapping[str, Any]]:
    """The participants of a proposal as a request names them, by id: as they are named in the consortium or the job."""
    known = _candidates(asked) | _named(session, asked.members) | _named(session, question.participants)
    ordered = sorted(proposal.participants, key=lambda member: member.role is not Role.COORDINATOR)
    return {one.organisation: _seat(one, known.get(one.organisation)) for one in ordered}


def _seat(member: Member, named: Mapping[str, Any] | None) -> Mapping[str, Any]:
    money = {} if member.eu_contribution is None else {"eu_contribution": euro_number(member.eu_contribution)}
    return {**(named or {"organisation": member.organisation}), "role": member.role.value, **money}


def _candidates(asked: ProposalRequest) -> dict[str, Mapping[str, Any]]:
    written = asked.candidates if isinstance(asked.candidates, list) else []
    return {
        one.id: {"organisation": one.model_dump(mode="json", exclude_unset=True)}
        for one in written
        if isinstance(one, Organisation)
    }


def _named(session: Session, rows: list[ParticipantRequest]) -> dict[str, Mapping[str, Any]]:
    found = participants_of(session, rows)
    return {one.id: row.model_dump(mode="json", exclude_unset=True) for one, row in zip(found, rows, strict=True)}


def _note_newcomers(session: Session, row: Consortium, seats: Mapping[str, Mapping[str, Any]]) -> None:
    """Who was proposed and does not take part yet is to be asked; who is written out has no id to be asked by."""
    there = {one.id for one in participants_of(session, question_of(row).participants)}
    for identifier, seat in seats.items():
        if identifier not in there and isinstance(seat["organisation"], str):
            note_to_ask(session, row, seat["organisation"], seat["role"])
