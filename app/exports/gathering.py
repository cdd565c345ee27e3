"""From a request or an answer to the dossier that files are made of: here verdicts are given and names looked up."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import Session

from app import clock
from app.errors import Conflict, NotFound
from app.exports.dossier import Dossier, Seat, Subject, Team
from app.repositories import organisations
from app.services import jobs
from app.services.catalogue import listing, overview
from app.services.catalogue.presenting import organisation_public
from app.services.proposals.answers import Member, Proposal, ProposalAnswer
from app.services.proposals.requests import ProposalRequest
from app.services.verdicts.judging import judge_request, participants_of
from app.services.verdicts.requests import About, VerdictRequest
from app.settings import Settings
from rules.facts import Organisation, Participant, euro_number
from rules.verdict import Verdict

ABOUT = {"topic", "call", "facts", "as_of"}
"""The fields of a request that are not about participants or wishes."""


def dossier_of_verdict(session: Session, settings: Settings, request: VerdictRequest) -> Dossier:
    """Judge a request, and put together what a file tells about it.

    Raises:
        Invalid: something in the request cannot be; ``errors`` says where.
        NoLegalEntity: a cluster is named that nobody can sign for.
    """
    verdict = judge_request(session, request, settings)
    taking_part = participants_of(session, request.participants)
    asked = [row.model_dump(mode="json", exclude_unset=True) for row in request.participants]
    served = _served(verdict)
    seats = tuple(
        Seat(participant, row, served.get(participant.id, ()))
        for participant, row in zip(taking_part, asked, strict=True)
    )
    return Dossier(
        subject=_subject(session, settings, request, verdict.topic),
        about=_about(request),
        teams=(Team(1, seats, verdict),),
        answer=verdict,
        made_on=clock.today(settings),
    )


def dossier_of_proposals(
    session: Session, settings: Settings, answer: ProposalAnswer, request: ProposalRequest | None = None
) -> Dossier:
    """Put together what a file tells about consortia that were proposed.

    Without the ``request`` everything is looked up by its name in the answer; what the catalogue does not know then
    stays unknown.
    """
    known = _known(session, answer, request)
    identifier = next((one.verdict.topic for one in answer.proposals), "")
    if request is not None:
        identifier = request.topic or (request.call.identifier if request.call else "")
    subject = _subject(session, settings, request, identifier)
    in_catalogue = subject.title is not None
    about = {"topic": subject.identifier} | _day(answer) if in_catalogue else None
    return Dossier(
        subject=subject,
        about=_about(request) if request is not None else about,
        teams=tuple(_team(number, one, known) for number, one in enumerate(answer.proposals, start=1)),
        answer=answer,
        made_on=clock.today(settings),
        others=_names(session, [one.id for one in answer.left_out]),
    )


def dossier_of_job(session: Session, settings: Settings, job_id: str) -> Dossier:
    """What a job has proposed.

    Raises:
        NotFound: there is no such job for whoever asks, or it is no proposal.
        Conflict: it is not over, or has no answer.
    """
    job, request = jobs.get_job(session, job_id), jobs.get_job_request(session, job_id)
    if not isinstance(job.result, ProposalAnswer):
        raise Conflict(f"The job has no answer to export: it is {job.state}.")
    return dossier_of_proposals(session, settings, job.result, request)


def _about(request: About) -> dict[str, Any]:
    return request.model_dump(mode="json", exclude_unset=True, include=ABOUT)


def _day(answer: ProposalAnswer) -> dict[str, Any]:
    days = [one.verdict.as_of for one in answer.proposals]
    return {"as_of": days[0].isoformat()} if days else {}


def _subject(session: Session, settings: Settings, request: About | None, identifier: str) -> Subject:
    if request is not None and request.call is not None:
        call = request.call
        return Subject(
            identifier=call.identifier,
            programme=call.programme,
            type_of_action=call.type_of_action,
            deadline_on=call.deadline,
        )
    try:
        return Subject.of(listing.get_topic(session, settings, identifier))
    except NotFound:
        return Subject(identifier=identifier)


def _served(verdict: Verdict) -> Mapping[str, tuple[str, ...]]:
    """Which conditions each participant helps to meet: where a minimum is asked for, those of the set that meets it."""
    found: dict[str, list[str]] = {}
    for condition in verdict.conditions:
        for one in condition.witnesses:
            found.setdefault(one, []).append(condition.id)
    return {one: tuple(dict.fromkeys(served)) for one, served in found.items()}


Known = Mapping[str, tuple[Participant | Organisation, Mapping[str, Any]]]
"""By id: who it is, and the entry of a request that names it."""


def _team(number: int, proposal: Proposal, known: Known) -> Team:
    ordered = sorted(proposal.participants, key=lambda member: member.role != "coordinator")
    return Team(number, tuple(_seat(member, known) for member in ordered), proposal.verdict)


def _seat(member: Member, known: Known) -> Seat:
    found, asked = known[member.organisation]
    granted = {} if member.eu_contribution is None else {"eu_contribution": member.eu_contribution}
    row = {**asked, "role": member.role.value, **{name: euro_number(euro) for name, euro in granted.items()}}
    if isinstance(found, Participant):
        participant = found.model_copy(update={"role": member.role} | granted)
    else:
        participant = Participant.model_validate({"organisation": found, "role": member.role} | granted)
    return Seat(participant, row, tuple(member.serves), member.because)


def _known(session: Session, answer: ProposalAnswer, request: ProposalRequest | None) -> Known:
    """Everybody who is proposed: as the request writes them out, else as the catalogue has them."""
    wanted = {member.organisation for proposal in answer.proposals for member in proposal.participants}
    known: dict[str, tuple[Participant | Organisation, Mapping[str, Any]]] = dict(_listed(request))
    if request is not None:
        rows = [row.model_dump(mode="json", exclude_unset=True) for row in request.members]
        taking_part = participants_of(session, request.members, at="/members")
        known |= {one.id: (one, row) for one, row in zip(taking_part, rows, strict=True)}
    rows_of_catalogue = organisations.find_organisations(session, sorted(wanted - set(known)))
    known |= {one: (organisation_public(row).facts(), {"organisation": one}) for one, row in rows_of_catalogue.items()}
    strangers = ((one, Organisation(id=one)) for one in wanted - set(known))
    return known | {one: (stranger, {"organisation": {"id": one}}) for one, stranger in strangers}


def _listed(request: ProposalRequest | None) -> Iterable[tuple[str, tuple[Organisation, Mapping[str, Any]]]]:
    candidates = request.candidates if request is not None and isinstance(request.candidates, list) else []
    for one in candidates:
        if isinstance(one, Organisation):
            yield one.id, (one, {"organisation": one.model_dump(mode="json", exclude_unset=True)})


def _names(session: Session, ids: Sequence[str]) -> Mapping[str, str]:
    """Who could not be considered, by the name that the catalogue has: organisations, and clusters nobody acts for."""
    return {one: placed.name for one, placed in overview.placed(session, sorted(set(ids))).items()}
