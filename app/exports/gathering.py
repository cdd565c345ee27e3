"""From a request or an answer to the dossier that files are made of: here verdicts are given and names looked up."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import Session

from app import clock
from app.errors import Conflict, Invalid, NotFound
from app.exports.dossier import Dossier, Seat, Subject, Team
from app.repositories import organisations
from app.services import jobs
from app.services.catalogue import listing, overview
from app.services.catalogue.presenting import organisation_public
from app.services.proposals.answers import Member, Proposal, ProposalAnswer
from app.services.proposals.requests import ProposalRequest
from app.services.verdicts.judging import judge_request, participants_of
from app.services.verdicts.own_organisations import own_organisations
from app.services.verdicts.requests import About, ParticipantRequest, VerdictRequest
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

    Without the ``request`` everything is looked up by its name in the answer. Of whom nothing is found, or nothing any
    more, the dossier has the id and what request and answer say; ``lost`` names them.
    """
    known, lost = _known(session, answer, request)
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
        lost=tuple(sorted(lost)),
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


def _known(session: Session, answer: ProposalAnswer, request: ProposalRequest | None) -> tuple[Known, set[str]]:
    """Everybody who is proposed, and those of them of whom nothing is found.

    They are as the request writes them out, else as the catalogue and the tenant's own clusters have them.
    """
    wanted = {member.organisation for proposal in answer.proposals for member in proposal.participants}
    known: dict[str, tuple[Participant | Organisation, Mapping[str, Any]]] = dict(_listed(request))
    lost: set[str] = set()
    if request is not None:
        members = _as_found(session, request.members)
        rows = [row.model_dump(mode="json", exclude_unset=True) for row in members]
        known |= {one.id: (one, row) for one, row in zip(participants_of(session, members), rows, strict=True)}
        lost = {str(old.organisation) for old, new in zip(request.members, members, strict=True) if old is not new}
    rows_of_catalogue = organisations.find_organisations(session, sorted(wanted - set(known)))
    known |= {one: (organisation_public(row).facts(), {"organisation": one}) for one, row in rows_of_catalogue.items()}
    own = own_organisations(session, sorted(wanted - set(known)))
    known |= {one: (facts, {"organisation": one}) for one, facts in own.items()}
    strangers = wanted - set(known)
    written_out = {one: (Organisation(id=one), {"organisation": {"id": one}}) for one in strangers}
    return known | written_out, strangers | (lost & wanted)


def _as_found(session: Session, members: Sequence[ParticipantRequest]) -> list[ParticipantRequest]:
    """The entries of a request; whoever was there when it was asked and is not any more is written out.

    An answer stays what it was when the catalogue changes, or a tenant forgets a cluster of its own.
    """
    try:
        participants_of(session, members)
    except Invalid:
        half = len(members) // 2
        if half == 0:
            return [_by_its_id(one) for one in members]
        return [*_as_found(session, members[:half]), *_as_found(session, members[half:])]
    return list(members)


def _by_its_id(member: ParticipantRequest) -> ParticipantRequest:
    """The entry without its place in the catalogue: the id, and what the request states beside it."""
    entry = member.model_dump(mode="json", exclude_unset=True)
    stated = entry.pop("overrides", None) or {}
    return ParticipantRequest.model_validate(entry | {"organisation": {**stated, "id": entry["organisation"]}})


def _listed(request: ProposalRequest | None) -> Iterable[tuple[str, tuple[Organisation, Mapping[str, Any]]]]:
    candidates = request.candidates if request is not None and isinstance(request.candidates, list) else []
    for one in candidates:
        if isinstance(one, Organisation):
            yield one.id, (one, {"organisation": one.model_dump(mode="json", exclude_unset=True)})


def _names(session: Session, ids: Sequence[str]) -> Mapping[str, str]:
    """Who could not be considered, by the name that the catalogue has: organisations, and clusters nobody acts for."""
    return {one: placed.name for one, placed in overview.placed(session, sorted(set(ids))).items()}
