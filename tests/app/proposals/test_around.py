"""Around a proposal: the drill of it, what its members bring, and what a job was asked."""

from typing import Any

import pytest
from sqlmodel import Session

from app.db.tables import Organisation
from app.errors import NotFound
from app.services import jobs
from app.services.catalogue.competences import known_competences
from app.services.proposals.answers import Proposal, ProposalAnswer
from app.services.proposals.backgrounds import background_of
from app.services.proposals.drills import DrillRequest, drill, drill_of
from app.services.proposals.proposing import propose
from app.services.proposals.requests import ProposalRequest
from app.settings import Settings
from rules.codes import Role
from tests.app.asking import FRENCH_POLE, organisation

TEXTILES = "HORIZON-CL4-2027-01-MAT-PROD-08"


def asked(**more: Any) -> ProposalRequest:
    return ProposalRequest.model_validate({"topic": TEXTILES, "lead": "fr-techtera", "alternatives": 1} | more)


@pytest.fixture
def answer(session: Session, settings: Settings) -> ProposalAnswer:
    return propose(session, asked(size={"min": 4, "max": 5}), settings)


def ids(proposal: Proposal) -> set[str]:
    return {member.organisation for member in proposal.participants}


def test_a_drill_of_a_proposal_is_about_its_members_in_their_roles(
    session: Session, settings: Settings, answer: ProposalAnswer
) -> None:
    request = drill_of(asked(exclude=["es-aei-textils"], survive_dropout=True), answer.proposals[0])
    assert {one.organisation for one in request.members} == ids(answer.proposals[0])
    assert [one.organisation for one in request.members if one.role is Role.COORDINATOR] == [request.lead]
    assert (request.topic, request.exclude) == (TEXTILES, ["es-aei-textils"])
    found = drill(session, drill_of(asked(), answer.proposals[0]), settings)
    assert {loss.organisation for loss in found.losses} == ids(answer.proposals[0])


def test_who_is_written_out_stays_written_out_and_keeps_what_is_stated(session: Session, settings: Settings) -> None:
    stranger = organisation("stranger", "PT")
    given = {"organisation": organisation("given", "IT"), "role": "beneficiary", "eu_contribution": 5}
    request = asked(members=[given], candidates=[stranger, FRENCH_POLE], size={"min": 3, "max": 4})
    (proposal,) = propose(session, request, settings).proposals
    rows = {getattr(one.organisation, "id", one.organisation): one for one in drill_of(request, proposal).members}
    assert rows["stranger"].organisation == request.candidates[0]  # type: ignore[index]
    assert rows["given"].organisation == request.members[0].organisation
    assert rows["given"].eu_contribution is None


def test_a_large_consortium_can_be_drilled(answer: ProposalAnswer) -> None:
    (proposal,) = answer.proposals
    others = [proposal.participants[-1].model_copy(update={"organisation": f"x{number}"}) for number in range(12)]
    large = proposal.model_copy(update={"participants": [*proposal.participants, *others]})
    assert drill_of(asked(), large).size.max >= len(large.participants)


def test_what_members_bring_and_what_the_call_speaks_of(
    session: Session, settings: Settings, answer: ProposalAnswer
) -> None:
    members = ids(answer.proposals[0])
    found = background_of(session, settings, asked(), members | {"nobody"})
    assert set(found.brought) == members
    assert "Textile" in found.wanted
    assert (found.is_wished, found.ties, found.knows_projects) == (False, (), False)
    wished = background_of(session, settings, asked(wishes={"ecosystems": ["Health"]}), members)
    assert (wished.wanted, wished.is_wished) == (["Health"], True)


def test_who_is_written_out_brings_what_is_written(session: Session, settings: Settings) -> None:
    stranger = organisation("stranger", "PT") | {"ecosystems": ["Health"], "competences": {"weaving": 3}}
    found = background_of(session, settings, asked(candidates=[stranger]), ["stranger"])
    assert found.brought["stranger"].ecosystems == ["Health"]
    assert found.brought["stranger"].competences == {"weaving": 3}


def test_competences_are_known_by_how_many_state_them(session: Session) -> None:
    assert known_competences(session) == {}  # the bundle states none
    for name, stated in (("fr-techtera", {"weaving": 2, "dyeing": 1}), ("es-aei-textils", {"weaving": 1})):
        session.get_one(Organisation, name).competences = stated
    session.flush()
    assert known_competences(session) == {"weaving": 2, "dyeing": 1}


def test_what_a_job_was_asked_is_told_whatever_its_kind(
    session: Session, settings: Settings, answer: ProposalAnswer
) -> None:
    request = drill_of(asked(), answer.proposals[0])
    job = jobs.submit_proposal(session, request, settings)
    assert isinstance(jobs.get_job_and_question(session, job.id)[1], DrillRequest)
    with pytest.raises(NotFound):
        jobs.get_job_request(session, job.id)
    with pytest.raises(NotFound):
        jobs.get_job_and_question(session, "nothing")
