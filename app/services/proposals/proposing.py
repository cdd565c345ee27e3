"""Consortium proposals for callers: from a request to the solver's instance, and from its solution to the answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from app.errors import invalid
from app.services.fit import Subject, fit, spoken_of
from app.services.fit.asked_meaning import meaning_of
from app.services.proposals.answers import Member, Proposal, ProposalAnswer
from app.services.proposals.pools import LeftOut, Pool, pool_of
from app.services.proposals.prior_work import history_of
from app.services.proposals.requests import ProposalRequest
from app.services.verdicts import acting
from app.services.verdicts.judging import asked_about, participants_of
from app.services.verdicts.refusals import refusals
from app.services.verdicts.topic_calls import Asked
from app.settings import Settings
from rules import rulebook
from rules.codes import Role
from rules.facts import Organisation, Participant, check_consortium
from rules.verdict import Case, judge

__all__ = ["Member", "Prepared", "Proposal", "ProposalAnswer", "answer_of", "prepare", "propose"]


@dataclass(frozen=True)
class Prepared:
    """A question ready for the solver, as JSON, with the day it is asked for and who was left out before it was."""

    instance: str
    as_of: date
    left_out: tuple[LeftOut, ...]


def propose(session: Session, request: ProposalRequest, settings: Settings) -> ProposalAnswer:
    """Solve here and now, in this process.

    Raises:
        Invalid: something in the request cannot be; ``errors`` says where.
        NoLegalEntity: lead or member is a cluster that nobody can sign for.
    """
    from app.jobs.solving import solve  # only who solves pays for loading the solver

    prepared = prepare(session, request, settings)
    return answer_of(prepared.left_out, solve(prepared.instance))


def answer_of(left_out: tuple[LeftOut, ...], solution: str) -> ProposalAnswer:
    """The solver's answer in the shape of the contract."""
    found: dict[str, Any] = json.loads(solution)
    earlier = [one.model_dump() for one in left_out]
    return ProposalAnswer.model_validate(found | {"left_out": [*earlier, *found["left_out"]]})


def prepare(session: Session, request: ProposalRequest, settings: Settings) -> Prepared:
    """Look everybody up, and refuse what cannot be before anybody waits for an answer.

    Raises:
        Invalid: something in the request cannot be; ``errors`` says where.
        NoLegalEntity: lead or member is a cluster that nobody can sign for.
    """
    asked = asked_about(session, request, settings)
    pool = pool_of(session, request)
    with refusals(asked, participants_at="/members"):
        members = participants_of(session, request.members, at="/members")
        if members:
            check_consortium(members)
        lead = _lead(session, request, pool, members)
        _refuse_nonsense(asked, request, members, pool)
    agreed = {member.id for member in members} | ({lead} if lead else set())
    document = {
        "call": asked.call.model_dump(mode="json"),
        "as_of": asked.as_of.isoformat(),
        "facts": request.facts,
        "conditions": [condition.model_dump(mode="json") for condition in asked.conditions],
        "snapshot": asked.snapshot,
        "candidates": list(_candidates(pool, asked.subject, settings)),
        "lead": lead,
        "members": [member.model_dump(mode="json") for member in members],
        "exclude": _excluded(session, request, pool, agreed),
        **request.model_dump(mode="json", include=_AS_THEY_ARE),
        "wishes": _wishes(request, asked.subject),
        "history": history_of(session, {*pool.candidates, *agreed}, request.wishes),
    }
    return Prepared(json.dumps(document, ensure_ascii=False), asked.as_of, tuple(pool.left_out))


_AS_THEY_ARE = {
    "size", "budget", "alternatives", "min_difference", "survive_dropout", "unknown", "time_limit_s", "seed",
}  # fmt: skip


def _wishes(request: ProposalRequest, subject: Subject) -> dict[str, Any]:
    """The wishes; who wishes for no subject is taken to want what the call speaks of."""
    wishes: dict[str, Any] = request.wishes.model_dump(mode="json")
    if not wishes["competences"] and not wishes["ecosystems"]:
        wishes["ecosystems"] = sorted(spoken_of(subject).ecosystems)
    return wishes


def _candidates(pool: Pool, subject: Subject, settings: Settings) -> Any:
    meaning = meaning_of(settings)
    for organisation in pool.candidates.values():
        score = fit(organisation, subject, meaning).score
        yield {"organisation": organisation.model_dump(mode="json"), "fit": score}


def _lead(session: Session, request: ProposalRequest, pool: Pool, members: list[Participant]) -> str | None:
    """The id of the organisation that leads; it becomes a candidate where it was none."""
    if request.lead is None:
        return None
    lead = _named(session, request.lead, "/lead", pool, members)
    for index, member in enumerate(members):
        if member.id == lead.id and member.role is not Role.COORDINATOR:
            raise invalid(f"/members/{index}/role", f"{lead.id!r} leads, so its role is that of the coordinator")
        if member.id != lead.id and member.role is Role.COORDINATOR:
            raise invalid("/lead", f"{member.id!r} coordinates already: a proposal has one coordinator")
    pool.candidates.setdefault(lead.id, lead)
    return lead.id


def _named(session: Session, name: str, pointer: str, pool: Pool, members: list[Participant]) -> Organisation:
    """An organisation that the request has written out, or one of the catalogue."""
    written = pool.candidates | {member.id: member.organisation for member in members}
    return written.get(name) or acting.actor(session, name, pointer).organisation


def _excluded(session: Session, request: ProposalRequest, pool: Pool, agreed: set[str]) -> list[str]:
    """The ids of those who must not be proposed. A cluster that nobody can sign for is out anyway."""
    excluded = []
    for index, name in enumerate(request.exclude):
        try:
            organisation = pool.candidates.get(name) or acting.actor(session, name, f"/exclude/{index}").organisation
        except acting.NoLegalEntity:
            continue
        if organisation.id in agreed:
            raise invalid(f"/exclude/{index}", f"{organisation.id!r} is agreed as lead or member")
        excluded.append(organisation.id)
    return sorted(set(excluded))


def _refuse_nonsense(asked: Asked, request: ProposalRequest, members: list[Participant], pool: Pool) -> None:
    """Have the rule engine look at what is agreed: it knows every name that a request may use."""
    someone = _first(pool.candidates) or [Organisation(id="nobody")]
    draft = members or [Participant(organisation=one, role=Role.BENEFICIARY) for one in someone]
    judge(Case(asked.call, draft, asked.as_of, request.facts, asked.conditions), rulebook.load())


def _first(candidates: Mapping[str, Organisation]) -> list[Organisation]:
    return list(candidates.values())[:1]
