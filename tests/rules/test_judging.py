"""The kinds beside the selection: just below, at and just above each limit, and with a fact missing."""

from datetime import date
from typing import Any

import pytest

from rules.calls import Call
from rules.rulebook import load
from rules.truth import Truth
from rules.verdict import Case
from rules.verdict import judge as judge_case
from tests.rules.consortia import DAY, verdict
from tests.rules.hearing import consortium, judge, one


@pytest.mark.parametrize(
    ("requirement", "countries", "truth"),
    [
        ({"max": 3}, ["DE", "FR"], Truth.TRUE),
        ({"max": 3}, ["DE", "FR", "IT"], Truth.TRUE),
        ({"max": 3}, ["DE", "FR", "IT", "ES"], Truth.FALSE),
        ({"exactly": 2}, ["DE", "FR"], Truth.TRUE),
        ({"exactly": 2}, ["DE"], Truth.FALSE),
        ({"exactly": 2}, ["DE", "FR", "IT"], Truth.FALSE),
        ({"max": 1, "per": "country"}, ["DE", "FR"], Truth.TRUE),
        ({"max": 1, "per": "country"}, ["DE", "FR", "DE"], Truth.FALSE),
        ({"max": 1, "per": "country"}, ["DE", None], Truth.UNKNOWN),
        ({"max": 2, "per": "country"}, ["DE", None], Truth.TRUE),
        ({"max": 0, "where": {"country_in": ["CH"]}}, ["DE", "FR"], Truth.TRUE),
        ({"max": 0, "where": {"country_in": ["CH"]}}, ["DE", "CH"], Truth.FALSE),
        ({"max": 0, "where": {"country_in": ["CH"]}}, ["DE", None], Truth.UNKNOWN),
    ],
)
def test_a_limit_holds_up_to_its_number(requirement: dict[str, Any], countries: list[str | None], truth: Truth) -> None:
    (finding,) = judge({"kind": "limit", **requirement}, consortium(*countries))
    assert finding.truth is truth, finding


def test_members_of_one_control_group_are_one_in_a_limit_of_independent_entities() -> None:
    together = consortium("DE", "FR", "IT", control_group="alpha")
    assert judge({"kind": "limit", "max": 1, "independent": True}, together)[0].truth is Truth.TRUE
    assert judge({"kind": "limit", "max": 1}, together)[0].truth is Truth.FALSE


@pytest.mark.parametrize(
    ("share", "countries", "truth"),
    [
        (0.5, ["KE", "DE"], Truth.TRUE),
        (0.5, ["KE", "DE", "FR"], Truth.FALSE),
        (0.3, ["KE", "KE", "KE", *["DE"] * 7], Truth.TRUE),
        (0.3, ["KE", "KE", "KE", *["DE"] * 8], Truth.FALSE),
        (0.5, ["KE", None], Truth.TRUE),
        (0.5, ["DE", None], Truth.UNKNOWN),
        (0.5, ["DE", "FR", "IT", None], Truth.FALSE),
    ],
)
def test_a_share_is_exact_and_not_rounded(share: float, countries: list[str | None], truth: Truth) -> None:
    requirement = {"kind": "ratio", "where": {"country_in": "african_union"}, "min_share": share}
    assert judge(requirement, consortium(*countries))[0].truth is truth


@pytest.mark.parametrize(("rounding", "truth"), [("none", Truth.FALSE), ("up", Truth.FALSE), ("down", Truth.TRUE)])
def test_a_share_of_heads_is_rounded_as_the_rule_says(rounding: str, truth: Truth) -> None:
    requirement = {"kind": "ratio", "where": {"country_in": ["KE"]}, "min_share": 0.5, "rounding": rounding}
    assert judge(requirement, consortium("KE", "DE", "FR"))[0].truth is truth


@pytest.mark.parametrize(
    ("amounts", "truth"),
    [((50000, 450000), Truth.TRUE), ((50000.01, 449999.99), Truth.FALSE), ((None, 450000), Truth.UNKNOWN)],
)
def test_a_share_of_the_money_is_exact_to_the_cent(amounts: tuple[float | None, float], truth: Truth) -> None:
    participants = [one("DE", 0, eu_contribution=amounts[0]), one("PL", 1, eu_contribution=amounts[1])]
    requirement = {"kind": "money", "of": "eu_contribution", "where": {"role_in": ["coordinator"]}, "max_share": 0.1}
    assert judge(requirement, participants)[0].truth is truth


def test_money_that_is_assumed_is_judged_as_soon_as_one_amount_is_stated() -> None:
    requirement = {"kind": "money", "of": "eu_contribution", "per": "country", "max_share": 0.4, "assumed": True}
    (silent,) = judge(requirement, consortium("DE", "FR"))
    assert silent.truth is Truth.TRUE
    assert any("no amounts are stated" in assumption for assumption in silent.assumptions)
    (partly,) = judge(requirement, [one("DE", 0, eu_contribution=10), one("FR", 1)])
    assert partly.truth is Truth.UNKNOWN
    (stated,) = judge(requirement, [one("DE", 0, eu_contribution=10), one("FR", 1, eu_contribution=10)])
    assert stated.truth is Truth.FALSE


def test_the_money_of_a_country_is_added_up() -> None:
    participants = [one(country, index, eu_contribution=100) for index, country in enumerate(["DE", "DE", "FR"])]
    requirement = {"kind": "money", "of": "eu_contribution", "per": "country", "max_share": 0.5}
    assert judge(requirement, participants)[0].truth is Truth.FALSE
    assert judge({**requirement, "max_share": 0.67}, participants)[0].truth is Truth.TRUE
    assert judge({**requirement, "per": "group", "min": 300, "max_share": None}, participants)[0].truth is Truth.TRUE


def test_who_may_coordinate() -> None:
    requirement = {"kind": "coordinator", "where": {"country_in": "horizon_widening"}}
    assert judge(requirement, consortium("PT", "DE"))[0].truth is Truth.TRUE
    assert judge(requirement, consortium("DE", "PT"))[0].truth is Truth.FALSE
    assert judge(requirement, consortium(None, "PT"))[0].truth is Truth.UNKNOWN
    draft = judge(requirement, consortium("PT", "DE", role="beneficiary"))[0]
    assert draft.truth is Truth.UNKNOWN
    assert draft.asks == ((None, frozenset({"coordinator"})),)


@pytest.mark.parametrize(
    ("expected", "stated", "truth"),
    [
        (True, True, Truth.TRUE),
        (True, False, Truth.FALSE),
        (True, None, Truth.UNKNOWN),
        ({"min": 1, "max": 12}, 1, Truth.TRUE),
        ({"min": 1, "max": 12}, 12, Truth.TRUE),
        ({"min": 1, "max": 12}, 13, Truth.FALSE),
        ({"min": 2}, ["ES", "FR"], Truth.TRUE),
        ({"min": 2}, ["ES"], Truth.FALSE),
        ({"countries": 2}, ["ES", "FR"], Truth.TRUE),
        ({"countries": 2}, ["EL", "GR"], Truth.FALSE),
        ({"countries": 2}, ["US", "nowhere"], Truth.FALSE),
        (True, 1, Truth.FALSE),
    ],
)
def test_a_declared_fact_is_compared_with_what_is_expected(expected: Any, stated: Any, truth: Truth) -> None:
    requirement = {"kind": "declared", "fact": "duration_months", "expected": expected}
    assert judge(requirement, consortium("DE"), duration_months=stated)[0].truth is truth


def test_what_everybody_confirms_is_assumed_until_somebody_states_otherwise() -> None:
    requirement = {"kind": "declared", "fact": "duration_months", "expected": {"max": 48}, "assumed": True}
    (silent,) = judge(requirement, consortium("DE"))
    assert silent.truth is Truth.TRUE
    assert silent.assumptions
    (stated,) = judge(requirement, consortium("DE"), duration_months=49)
    assert stated.truth is Truth.FALSE


def test_a_judgement_waits_for_people_and_takes_their_answer() -> None:
    requirement = {"kind": "judgement", "question": "Is it balanced?", "decided_by": "the experts"}
    waiting = judge(requirement, consortium("DE"))[0]
    assert waiting.truth is Truth.UNKNOWN
    assert waiting.only_people_decide
    assert judge(requirement, consortium("DE"), **{"the.condition": True})[0].truth is Truth.TRUE
    assert judge(requirement, consortium("DE"), **{"the.condition": False})[0].truth is Truth.FALSE


def test_what_another_document_says_is_unknown_and_the_document_is_named() -> None:
    finding = judge({"kind": "refer", "to": "the call document"}, consortium("DE"))[0]
    assert finding.truth is Truth.UNKNOWN
    assert "the call document" in (finding.question or "")


def test_an_exception_needs_a_positive_answer() -> None:
    requirement = {
        "kind": "admit",
        "effect": "deny",
        "where": {"country_in": ["CN"]},
        "unless": {"fact": {"exception_granted": True}},
    }
    china = consortium("CN")
    assert judge(requirement, china)[0].truth is Truth.FALSE
    assert judge(requirement, china, exception_granted=False)[0].truth is Truth.FALSE
    assert judge(requirement, china, exception_granted=True)[0].truth is Truth.TRUE


def test_a_flag_that_is_absent_is_assumed_not_to_apply_and_the_answer_says_so() -> None:
    finding = judge({"kind": "admit", "effect": "deny", "where": {"flag": "restrictive_measures"}}, consortium("DE"))[0]
    assert finding.truth is Truth.TRUE
    assert "restrictive measures" in finding.assumptions[0]


def test_what_would_be_asked_once_an_agreement_applies_is_asked_now() -> None:
    call = Call(identifier="CASE", programme="HORIZON", type_of_action="HORIZON-RIA", budget_year=2026, deadline=DAY)
    partners = [one("DE", 0), one("MA", 1, public_body=True, kinds=["university"])]
    answer = verdict(call, partners)
    plan = next(e for e in answer.conditions if e.id == "horizon.gender-equality-plan" and e.participant == "o1")
    assert plan.status == "unknown"
    assert plan.question == "Will o1 have a gender equality plan when the grant is signed?"


def test_no_open_condition_that_decides_comes_without_its_question() -> None:
    call = Call(identifier="CASE", programme="HORIZON", type_of_action="HORIZON-IA", budget_year=2026, deadline=DAY)
    nameless = [one(None, 0), one("MA", 1), one("GL", 2), one("BE", 3, flags=["jrc"])]
    for entry in verdict(call, nameless).conditions:
        assert entry.question or entry.status not in ("unknown", "needs_human"), entry.id


def test_a_share_between_two_bounds_is_unknown_while_a_value_between_them_is_possible() -> None:
    requirement = {"kind": "ratio", "where": {"country_in": ["KE"]}, "min_share": 0.25, "max_share": 0.5}
    assert judge(requirement, consortium("DE", "FR", None, None))[0].truth is Truth.UNKNOWN
    assert judge(requirement, consortium("KE", "KE", "KE", None))[0].truth is Truth.FALSE
    assert judge(requirement, consortium("KE", "DE", "FR", None))[0].truth is Truth.TRUE


def test_control_from_a_country_that_is_not_eligible_here() -> None:
    bar = {"kind": "admit", "effect": "deny", "where": {"controlled_from_in": "not_eligible"}}
    own = [{"id": "control", "title": "No control from elsewhere", "requirement": bar}]
    facts = {"identifier": "CASE", "programme": "HORIZON", "type_of_action": "HORIZON-RIA", "budget_year": 2026}
    call = Call.model_validate({**facts, "deadline": DAY, "pillar": 2, "conditions": own})
    owners = {"o0": "DE", "o1": "US", "o2": None}
    partners = [one("DE", index, controlled_from=owner) for index, owner in enumerate(owners.values())]
    found = {entry.participant: entry.status for entry in verdict(call, partners).conditions if entry.id == "control"}
    assert found == {"o0": "met", "o1": "not_met", "o2": "unknown"}


def test_a_repair_is_found_also_where_a_filter_asks_for_a_declared_fact() -> None:
    four = {"kind": "selection", "min": 4, "where": {"fact": {"civil_purpose": True}}}
    own = [{"id": "four", "title": "Four", "requirement": four}]
    call = Call.model_validate({"identifier": "CASE", "programme": "HORIZON", "budget_year": 2026, "conditions": own})
    assert verdict(call, consortium("DE", "FR"), civil_purpose=True).status == "ineligible"


def test_every_country_that_a_repair_offers_settles_it() -> None:
    facts = {"kinds": ["company"], "legal_personality": True, "public_body": False}
    call = Call(
        identifier="CASE", programme="HORIZON", type_of_action="HORIZON-RIA", budget_year=2026, deadline=DAY, pillar=2
    )
    partners = consortium("FR", "DE", **facts)
    repair = verdict(call, partners).repairs[0]
    for country in repair.changes[0].where["country_in"]:
        answer = verdict(call, [*partners, one(country, 2, **facts)])
        assert answer.status == "eligible", country


def test_where_nothing_is_encoded_nobody_is_said_to_take_part_or_to_count() -> None:
    call = Call(identifier="X", programme="EDF", deadline=DAY)
    (standing,) = verdict(call, consortium("FR")).participants
    assert (standing.may_take_part, standing.counts) == (None, None)


def test_before_the_work_programme_was_published_nothing_is_determined() -> None:
    call = Call(identifier="CASE", programme="HORIZON", type_of_action="HORIZON-RIA", budget_year=2027, deadline=DAY)
    early = judge_case(Case(call, consortium("DE", "FR", "IT"), date(2021, 6, 1), {}), load())
    assert early.status == "undetermined"
    assert "quorum.not-encoded" in {entry.id for entry in early.conditions}


def test_who_is_downgraded_is_not_funded() -> None:
    call = Call(identifier="CASE", programme="HORIZON", type_of_action="HORIZON-RIA", budget_year=2026, deadline=DAY)
    trust = one("HU", 1, flags=["hu_public_interest_trust"])
    standings = {standing.id: standing for standing in verdict(call, [one("DE", 0), trust]).participants}
    assert standings["o1"].funded is False


def test_who_was_to_coordinate_and_may_not_is_named() -> None:
    call = Call(identifier="CASE", programme="HORIZON", type_of_action="HORIZON-RIA", budget_year=2026, deadline=DAY)
    trust = one("HU", 0, flags=["hu_public_interest_trust"])
    judged = verdict(call, [trust, one("DE", 1), one("FR", 2), one("IT", 3)])
    not_met = [
        (condition.id, condition.participant) for condition in judged.conditions if condition.status == "not_met"
    ]
    assert judged.status == "ineligible"
    assert not_met == [("horizon.hungarian-trusts", "o0")]
    assert "met" in {condition.status for condition in judged.conditions if condition.id == "horizon.coordinator"}
