import json
from collections.abc import Mapping
from typing import Any

import pytest
from sqlmodel import Session

from app.errors import Invalid
from app.services.proposals.answers import ProposalAnswer
from app.services.proposals.proposing import prepare, propose
from app.services.proposals.requests import ProposalRequest
from app.services.strict_json import validated
from app.services.verdicts.judging import judge_request
from app.services.verdicts.requests import VerdictRequest
from app.settings import Settings
from solver.instance import Goal
from tests.app.asking import ALSO_HOSTED, DISTRICT, FRENCH_POLE, HOST, HOSTED, TOPIC, call, organisation, participant

SMALL = {"min": 3, "max": 5}
TEXTILES = "HORIZON-CL4-2027-01-MAT-PROD-08"
POOL = [organisation(f"org-{country.lower()}", country) for country in ("FR", "DE", "IT", "ES", "PL")]


@pytest.fixture
def ask(session: Session, settings: Settings) -> Any:
    return lambda document: propose(session, validated(ProposalRequest, document), settings)


@pytest.fixture
def instance(session: Session, settings: Settings) -> Any:
    """The question as the solver gets it."""

    def prepared(document: Mapping[str, Any]) -> dict[str, Any]:
        question: dict[str, Any] = json.loads(prepare(session, validated(ProposalRequest, document), settings).instance)
        return question

    return prepared


def members(answer: ProposalAnswer, number: int = 0) -> set[str]:
    return {member.organisation for member in answer.proposals[number].participants}


def refused(ask: Any, document: Mapping[str, Any]) -> list[str]:
    with pytest.raises(Invalid) as error:
        ask(document)
    return [one.pointer for one in error.value.errors]


def test_three_different_consortia_around_a_real_cluster_each_proven_and_each_with_its_verdict(ask: Any) -> None:
    answer: ProposalAnswer = ask({"topic": TOPIC, "lead": FRENCH_POLE, "size": SMALL})
    assert (answer.status, len(answer.proposals)) == ("optimal", 3)
    assert answer.objective == answer.bound == answer.proposals[0].objective
    for proposal in answer.proposals:
        leads = [one.organisation for one in proposal.participants if one.role == "coordinator"]
        assert leads == [FRENCH_POLE]
        assert 3 <= len(proposal.participants) <= 5
        assert proposal.proven
        assert proposal.verdict.status in {"undetermined", "eligible"}
        assert all(member.because for member in proposal.participants)
    for later, earlier in ((1, 0), (2, 0), (2, 1)):
        assert len(members(answer, later) - members(answer, earlier)) >= 2


def test_the_verdict_of_a_proposal_is_that_of_the_same_request_for_a_verdict(
    ask: Any, session: Session, settings: Settings
) -> None:
    proposal = ask({"topic": TOPIC, "lead": FRENCH_POLE, "size": SMALL, "alternatives": 1}).proposals[0]
    asked = {
        "topic": TOPIC,
        "participants": [{"organisation": one.organisation, "role": one.role} for one in proposal.participants],
    }
    verdict = judge_request(session, validated(VerdictRequest, asked), settings)
    assert verdict.determination_id == proposal.verdict.determination_id
    assert verdict.model_dump_json() == proposal.verdict.model_dump_json()


def test_a_cluster_that_nobody_can_sign_for_is_never_proposed_and_the_answer_says_why(ask: Any) -> None:
    answer: ProposalAnswer = ask({"topic": TOPIC, "alternatives": 1, "size": SMALL})
    left_out = {one.id: one.because for one in answer.left_out}
    assert "municipality" in left_out[DISTRICT]
    assert DISTRICT not in members(answer)


def test_what_is_impossible_is_proven_with_a_conflict_and_a_repair(ask: Any) -> None:
    answer: ProposalAnswer = ask({"topic": TOPIC, "candidates": POOL[:2], "lead": "org-fr"})
    assert (answer.status, list(answer.proposals)) == ("infeasible", [])
    assert answer.conflict


def test_a_call_that_is_written_out_takes_candidates_that_are_written_out(ask: Any) -> None:
    answer: ProposalAnswer = ask({"call": call(), "candidates": POOL, "alternatives": 1, "size": SMALL})
    assert members(answer) <= {one["id"] for one in POOL}
    assert answer.proposals[0].verdict.status == "eligible"


def test_wishes_that_must_hold_do(ask: Any) -> None:
    wishes = {"countries": ["ES", "PL"], "max_per_country": 1, "competences": {"dyeing": 2}}
    dyers = organisation("dyers", "PT", competences={"dyeing": 3})
    answer: ProposalAnswer = ask({"call": call(), "candidates": [*POOL, dyers], "wishes": wishes, "size": SMALL})
    for number in range(len(answer.proposals)):
        assert {"org-es", "org-pl", "dyers"} <= members(answer, number)


def test_every_goal_is_told(ask: Any) -> None:
    answer: ProposalAnswer = ask({"call": call(), "candidates": POOL, "alternatives": 1})
    assert set(answer.proposals[0].goals) == set(Goal)


def test_members_keep_their_roles_and_excluded_ones_stay_out(ask: Any) -> None:
    answer: ProposalAnswer = ask(
        {
            "call": call(),
            "candidates": POOL,
            "members": [participant("guest", "PT", "associated_partner")],
            "exclude": ["org-it"],
            "alternatives": 1,
        }
    )
    roles = {one.organisation: one.role for one in answer.proposals[0].participants}
    assert roles["guest"] == "associated_partner"
    assert "org-it" not in roles


def test_without_candidates_everybody_in_the_catalogue_is_one(instance: Any) -> None:
    candidates = {one["organisation"]["id"] for one in instance({"topic": TOPIC})["candidates"]}
    assert {FRENCH_POLE, HOST} <= candidates
    assert not {DISTRICT, HOSTED} & candidates
    assert len(candidates) >= 400


def test_a_filter_narrows_the_candidates_and_those_left_out(session: Session, settings: Settings) -> None:
    filters = {"countries": ["IT", "EL"], "ecosystems": ["Textile"]}
    request = validated(ProposalRequest, {"topic": TOPIC, "candidates": {"filter": filters}})
    prepared = prepare(session, request, settings)
    found = [one["organisation"] for one in json.loads(prepared.instance)["candidates"]]
    assert found
    assert all(one["country"] in {"IT", "GR"} and "Textile" in one["ecosystems"] for one in found)
    assert DISTRICT in {one.id for one in prepared.left_out}


def test_clusters_of_one_host_are_one_candidate(instance: Any) -> None:
    candidates = instance({"topic": TOPIC, "candidates": [HOSTED, ALSO_HOSTED, FRENCH_POLE]})["candidates"]
    assert [one["organisation"]["id"] for one in candidates] == [HOST, FRENCH_POLE]


def test_a_listed_cluster_that_nobody_can_sign_for_is_left_out_with_the_reason(ask: Any) -> None:
    answer: ProposalAnswer = ask({"call": call(), "candidates": [*POOL, DISTRICT], "alternatives": 1})
    assert [one.id for one in answer.left_out] == [DISTRICT]


def test_the_lead_is_a_candidate_also_where_it_is_not_listed(instance: Any) -> None:
    question = instance({"topic": TOPIC, "candidates": POOL, "lead": HOSTED})
    assert question["lead"] == HOST
    assert HOST in {one["organisation"]["id"] for one in question["candidates"]}


def test_the_order_of_the_request_does_not_matter(ask: Any) -> None:
    asked = {"call": call(), "candidates": POOL, "alternatives": 2, "size": SMALL}
    first = ask(asked).model_copy(update={"seconds": 0})
    second = ask(asked | {"candidates": POOL[::-1]}).model_copy(update={"seconds": 0})
    assert first.model_dump_json() == second.model_dump_json()


def test_who_avoids_the_unknown_gets_no_open_question_about_admission(ask: Any) -> None:
    unknown = organisation("stranger", "PT", legal_personality=None)
    asked = {"call": call(), "candidates": [*POOL, unknown], "size": {"min": 3, "max": 6}, "alternatives": 1}
    assert "stranger" not in members(ask(asked | {"unknown": "avoid"}))
    assert ask(asked | {"unknown": "avoid"}).proposals[0].verdict.status == "eligible"


def test_a_budget_is_split_within_its_shares(ask: Any) -> None:
    budget = {"total": 4_000_000, "max_share_per_participant": 0.4, "max_share_per_country": 0.5}
    answer: ProposalAnswer = ask({"topic": TOPIC, "lead": FRENCH_POLE, "size": SMALL, "budget": budget})
    for proposal in answer.proposals:
        amounts = [one.eu_contribution or 0 for one in proposal.participants]
        assert sum(amounts) == budget["total"]
        assert max(amounts) <= 1_600_000


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"survive_dropout": "perhaps"}, "/survive_dropout"),
        ({"budget": {"total": 0}}, "/budget/total"),
        ({"budget": {"max_share_per_country": 1.4}}, "/budget/max_share_per_country"),
        ({"wishes": {"weights": {"fit": -1}}}, "/wishes/weights/fit"),
        ({"wishes": {"weights": {"beauty": 1}}}, "/wishes/weights/beauty"),
        ({"wishes": {"goals_order": ["fit", "fit"]}}, "/wishes/goals_order"),
        ({"wishes": {"goals_order": ["beauty"]}}, "/wishes/goals_order/0"),
        ({"wishes": {"ecosystems": ["Gambling"]}}, "/wishes/ecosystems/0"),
        ({"wishes": {"countries": ["ZZ"]}}, "/wishes/countries/0"),
        ({"wishes": {"competences": {"x": 4}}}, "/wishes/competences/x"),
        ({"size": {"min": 5, "max": 4}}, "/size"),
        ({"size": {"min": "3"}}, "/size/min"),
        ({"alternatives": 0}, "/alternatives"),
        ({"time_limit_s": 301}, "/time_limit_s"),
        ({"time_limit_s": 0}, "/time_limit_s"),
        ({"seed": -1}, "/seed"),
        ({"unknown": "shrug"}, "/unknown"),
        ({"lead": "nobody"}, "/lead"),
        ({"lead": DISTRICT}, "/lead"),
        ({"members": [{"organisation": "nobody", "role": "beneficiary"}]}, "/members/0/organisation"),
        ({"members": [{"organisation": DISTRICT, "role": "beneficiary"}]}, "/members/0/organisation"),
        (
            {"members": [participant("a", "FR", "coordinator"), participant("b", "DE", "coordinator")]},
            "/members/1/role",
        ),
        ({"members": [participant("a", "FR"), participant("a", "DE")]}, "/members/1/organisation"),
        ({"members": [participant("a", "FR") | {"facts": {"moon": 1}}]}, "/members/0/facts/moon"),
        ({"members": [participant("a", "FR", "coordinator")], "lead": HOST}, "/lead"),
        ({"members": [{"organisation": HOST, "role": "beneficiary"}], "lead": HOSTED}, "/members/0/role"),
        ({"exclude": ["nobody"]}, "/exclude/0"),
        ({"exclude": [HOSTED], "lead": HOST}, "/exclude/0"),
        ({"candidates": ["nobody"]}, "/candidates/0"),
        ({"candidates": [POOL[0], POOL[0] | {"country": "DE"}]}, "/candidates/1/id"),
        ({"candidates": [POOL[0] | {"registrations": ["medal"]}]}, "/candidates/0/registrations/0"),
        ({"candidates": [POOL[0] | {"country": "ZZ"}]}, "/candidates/0/country"),
        ({"candidates": {"filter": {"colour": "red"}}}, "/candidates/filter/colour"),
        ({"candidates": {"everybody": True}}, "/candidates/filter"),
        ({"candidates": "everybody"}, "/candidates"),
        ({"facts": {"moon": True}}, "/facts/moon"),
        ({"topic": "HORIZON-NOWHERE"}, "/topic"),
        ({"as_of": "1066-10-14"}, "/as_of"),
    ],
)
def test_what_cannot_be_is_refused_at_its_place(ask: Any, change: dict[str, Any], pointer: str) -> None:
    assert pointer in refused(ask, {"topic": TOPIC} | change)


def test_a_list_of_nobody_is_infeasible_and_no_error(ask: Any) -> None:
    assert ask({"topic": TOPIC, "candidates": []}).status == "infeasible"


def test_who_wishes_for_no_subject_is_taken_to_want_what_the_call_speaks_of(instance: Any) -> None:
    assert instance({"topic": TEXTILES})["wishes"]["ecosystems"] == ["Energy Intensive Industries", "Textile"]
    wished = {"topic": TEXTILES, "wishes": {"ecosystems": ["Health"]}}
    assert instance(wished)["wishes"]["ecosystems"] == ["Health"]
    skills = {"topic": TEXTILES, "wishes": {"competences": {"weaving": 1}}}
    assert instance(skills)["wishes"]["ecosystems"] == []
