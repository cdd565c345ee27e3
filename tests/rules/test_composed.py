"""Requirements that are made of others: `each`, `when` and `alternatives`, every answer in small consortia."""

from typing import Any

import pytest

from rules.judging.each import MOST_PLACINGS, placings
from rules.judging.together import all_of
from rules.truth import Truth
from tests.rules.hearing import consortium, context, found, judge, one, people

YES, NO, OPEN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN

TWO = {"kind": "selection", "min": 2}
THREE = {"kind": "selection", "min": 3}
A_UNIVERSITY = {"kind": "selection", "min": 1, "where": {"kind_in": ["university"]}}
CIVIL = {"kind": "declared", "fact": "civil_purpose"}
LETTER = {"kind": "declared", "fact": "host_support_letter"}
BALANCED = {"kind": "judgement", "question": "Is it balanced?", "decided_by": "the experts"}
ELSEWHERE = {"kind": "refer", "to": "the call document"}
NO_CHINA = {"kind": "admit", "effect": "deny", "where": {"country_in": ["CN"]}}


# ------------------------------------------------------------------------------------------------------ alternatives


@pytest.mark.parametrize(
    ("sets", "countries", "truth"),
    [
        ([[TWO]], ["DE", "FR"], YES),
        ([[THREE], [TWO]], ["DE", "FR"], YES),
        ([[THREE], [TWO, THREE]], ["DE", "FR"], NO),
        ([[THREE], [TWO, CIVIL]], ["DE", "FR"], OPEN),
        ([[TWO], [CIVIL]], ["DE", "FR"], YES),
        ([[THREE, CIVIL]], ["DE", "FR"], NO),
        ([[NO_CHINA]], ["DE", "FR"], YES),
        ([[NO_CHINA]], ["DE", "CN"], NO),
        ([[NO_CHINA]], ["DE", None], OPEN),
    ],
)
def test_one_set_of_requirements_has_to_hold_as_a_whole(
    sets: list[list[dict[str, Any]]], countries: list[str | None], truth: Truth
) -> None:
    assert found({"kind": "alternatives", "of": sets}, consortium(*countries)).truth is truth


def test_the_set_that_holds_speaks_and_the_others_are_silent() -> None:
    finding = found({"kind": "alternatives", "of": [[THREE, BALANCED], [TWO]]}, consortium("DE", "FR"))
    assert (finding.found, finding.missing, finding.question) == ("2: o0 (DE) and o1 (FR)", "", None)
    assert finding.counted == finding.witnesses == ("o0", "o1")
    assert finding.asks == ()


def test_where_no_set_holds_each_says_what_it_lacks() -> None:
    finding = found({"kind": "alternatives", "of": [[THREE], [A_UNIVERSITY]]}, consortium("DE", "FR", kinds=["ngo"]))
    assert finding.needed == "one of these: at least 3 beneficiaries; or at least 1 beneficiary that is a university"
    assert finding.found == "2: o0 (DE) and o1 (FR); or none; not counted: o0 and o1 (an NGO)"
    assert finding.missing == "one of these: 1 more beneficiary; or 1 more beneficiary that is a university"


def test_only_the_sets_that_are_open_ask() -> None:
    finding = found({"kind": "alternatives", "of": [[THREE, LETTER], [CIVIL], [BALANCED]]}, consortium("DE"))
    assert finding.truth is OPEN
    assert finding.asks == ((None, frozenset({"fact:civil_purpose"})),)
    assert finding.question == "Is it balanced?"
    assert not finding.only_people_decide


@pytest.mark.parametrize(("sets", "people_decide"), [([[BALANCED]], True), ([[BALANCED], [CIVIL]], False)])
def test_people_alone_decide_where_nothing_else_is_open(sets: list[list[dict[str, Any]]], people_decide: bool) -> None:
    assert found({"kind": "alternatives", "of": sets}, consortium("DE")).only_people_decide is people_decide


def test_a_human_answer_settles_the_judgement_inside() -> None:
    asked = {"kind": "alternatives", "of": [[THREE], [BALANCED]]}
    assert found(asked, consortium("DE"), **{"the.condition": True}).truth is YES
    assert found(asked, consortium("DE"), **{"the.condition": False}).truth is NO


# -------------------------------------------------------------------------------------------------------------- when


def when(then: dict[str, Any], otherwise: dict[str, Any] | None = None, **condition: Any) -> dict[str, Any]:
    return {"kind": "when", **condition, "then": then, **({"otherwise": otherwise} if otherwise else {})}


ISRAEL = {"where": {"country_in": ["IL"]}}


@pytest.mark.parametrize(
    ("countries", "civil", "truth"),
    [
        (["IL", "DE"], True, YES),
        (["IL", "DE"], False, NO),
        (["IL", "DE"], None, OPEN),
        (["FR", "DE"], False, YES),
        (["FR", None], False, OPEN),
        (["FR", None], True, YES),
    ],
)
def test_what_follows_is_asked_only_where_the_condition_holds(
    countries: list[str | None], civil: bool | None, truth: Truth
) -> None:
    facts = {} if civil is None else {"civil_purpose": civil}
    assert found(when(CIVIL, **ISRAEL), consortium(*countries), **facts).truth is truth


def test_without_anything_to_ask_it_does_not_apply() -> None:
    finding = found(when(CIVIL, **ISRAEL), consortium("DE"))
    assert (finding.truth, finding.applies, finding.counted) == (YES, False, ())
    assert finding.found == "it is not so that there is a beneficiary established in Israel"


def test_a_branch_that_has_nothing_to_judge_does_not_apply_either() -> None:
    nobody_there = each(TWO, roles=["associated_partner"])
    assert not found(when(nobody_there, participants={"min": 1}), consortium("DE")).applies
    assert found(when(TWO, participants={"min": 1}), consortium("DE", "FR")).applies


def test_otherwise_something_else_is_asked() -> None:
    asked = when(THREE, TWO, declared={"civil_purpose": True})
    assert found(asked, consortium("DE", "FR"), civil_purpose=True).truth is NO
    assert found(asked, consortium("DE", "FR"), civil_purpose=False).truth is YES
    assert found(asked, consortium("DE", "FR")).truth is OPEN
    assert found(asked, consortium("DE")).truth is NO, "both ways fail"
    assert found(asked, consortium("DE", "FR", "IT")).truth is YES, "both ways hold"


@pytest.mark.parametrize(
    ("span", "countries", "truth"),
    [
        ({"min": 2}, ["DE", "FR"], NO),
        ({"min": 3}, ["DE", "FR"], YES),
        ({"max": 1}, ["DE", "FR"], YES),
        ({"max": 2}, ["DE", "FR"], NO),
        ({"countries": 2}, ["DE", "DE"], YES),
        ({"countries": 2}, ["DE", "FR"], NO),
        ({"countries": 2}, ["DE", None], OPEN),
        ({"countries": 3}, ["DE", None], YES),
        ({"min": 2, "countries": 1}, ["DE", None], NO),
    ],
)
def test_a_number_of_participants_may_be_the_condition(
    span: dict[str, int], countries: list[str | None], truth: Truth
) -> None:
    never = {"kind": "selection", "min": 9}
    assert found(when(never, participants=span), consortium(*countries)).truth is truth


def test_all_parts_of_the_condition_have_to_hold() -> None:
    asked = when(THREE, **ISRAEL, declared={"civil_purpose": True}, participants={"min": 2})
    assert found(asked, consortium("IL", "DE"), civil_purpose=True).truth is NO
    assert found(asked, consortium("IL"), civil_purpose=True).truth is YES
    assert found(asked, consortium("IL", "DE"), civil_purpose=False).truth is YES
    assert found(asked, consortium("DE", "FR"), civil_purpose=True).truth is YES


def test_what_would_settle_the_condition_is_asked_and_what_would_settle_the_branches() -> None:
    asked = when(A_UNIVERSITY, **ISRAEL, declared={"civil_purpose": True})
    finding = found(asked, people({"country": None, "kinds": ["ngo"]}, {"country": "IL"}))
    assert finding.truth is OPEN
    assert dict(finding.asks) == {
        None: frozenset({"fact:civil_purpose"}),
        "o0": frozenset({"country"}),
        "o1": frozenset({"kinds"}),
    }
    assert finding.missing == "1 more beneficiary that is a university"


def test_where_both_ways_fail_nothing_is_asked() -> None:
    finding = found(when(THREE, TWO, declared={"civil_purpose": True}), consortium("DE"))
    assert (finding.asks, finding.question) == ((), None)
    assert finding.missing == "one of these: 2 more beneficiaries; or 1 more beneficiary"


def test_a_when_says_if_and_then_and_otherwise() -> None:
    asked = when(THREE, BALANCED, participants={"min": 2, "countries": 2}, **ISRAEL)
    assert found(asked, consortium("DE")).needed == (
        "if there are at least 2 beneficiaries from at least 2 different countries and there is a beneficiary "
        "established in Israel, then at least 3 beneficiaries; otherwise, a yes to “Is it balanced?”"
    )


# -------------------------------------------------------------------------------------------------------------- each


def each(require: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"kind": "each", "require": require, **fields}


@pytest.mark.parametrize(
    ("countries", "truth"),
    [
        (["DE", "DE", "FR", "FR"], YES),
        (["DE", "DE", "FR"], NO),
        (["DE", "DE", None], OPEN),
        (["DE", "DE", "FR", None], OPEN),
        (["DE", None], OPEN),
        (["DE", "FR", None], NO),
        (["DE", "DE", "FR", None, None], OPEN),
        ([None, None], OPEN),
        ([None], NO),
    ],
)
def test_every_country_needs_two_wherever_those_of_unknown_country_sit(
    countries: list[str | None], truth: Truth
) -> None:
    assert found(each(TWO), consortium(*countries)).truth is truth


def test_whoever_takes_part_in_another_role_needs_nothing_but_may_help() -> None:
    helpers = {**TWO, "roles": ["coordinator", "beneficiary", "associated_partner"]}
    partner = one("FR", 2, role="associated_partner")
    assert found(each(TWO), [*consortium("DE", "DE"), partner]).truth is YES
    assert found(each(helpers), [*consortium("DE"), one("DE", 1, role="associated_partner"), partner]).truth is YES
    assert found(each(helpers), [*consortium("DE"), partner]).truth is NO


def test_without_anybody_in_the_roles_there_is_nothing_to_judge() -> None:
    finding = found(each(TWO, roles=["associated_partner"]), consortium("DE", None))
    assert (finding.truth, finding.applies) == (YES, False)


def test_each_says_where_it_holds_and_what_is_missing_elsewhere() -> None:
    finding = found(each(TWO), consortium("DE", "DE", "FR"))
    assert finding.needed == "in every country with a beneficiary, at least 2 beneficiaries"
    assert finding.found == "met in Germany; in France, 1: o2 (FR)"
    assert finding.missing == "in France, 1 more beneficiary"
    assert finding.counted == ("o0", "o1", "o2")


def test_each_asks_where_those_of_unknown_country_sit_and_what_is_open_in_a_country() -> None:
    finding = found(each(A_UNIVERSITY), people({"country": "DE"}, {"kinds": ["university"]}))
    assert finding.truth is OPEN
    assert finding.asks == (("o0", frozenset({"kinds"})), ("o1", frozenset({"country"})))
    assert finding.may_count == ("o0", "o1")
    assert finding.found.endswith("country not known of o1")


def test_with_too_many_of_unknown_country_it_stays_open() -> None:
    lost: list[str | None] = [None] * 8
    assert sum(1 for _ in placings(len(lost), 2)) > MOST_PLACINGS
    assert found(each({"kind": "selection", "min": 1}), consortium("DE", "FR", *lost)).truth is OPEN


@pytest.mark.parametrize(("adrift", "here", "ways"), [(0, 3, 1), (1, 0, 1), (1, 2, 3), (2, 0, 2), (3, 0, 5), (2, 1, 5)])
def test_those_of_unknown_country_are_spread_in_every_way_and_in_none_twice(adrift: int, here: int, ways: int) -> None:
    found_ways = list(placings(adrift, here))
    assert len(found_ways) == len(set(found_ways)) == ways


# ---------------------------------------------------------------------------------------------------------- together


def test_parts_that_do_not_apply_are_left_out_of_the_whole() -> None:
    participants, reading = consortium("DE", "FR"), context()
    silent, plain = judge(when(THREE, **ISRAEL), participants), judge(TWO, participants)
    assert all_of([silent, plain], participants, reading).needed == "at least 2 beneficiaries"
    alone = all_of([silent], participants, reading)
    assert (alone.truth, alone.applies) == (YES, False)


def test_a_question_in_words_and_missing_facts_become_one_question() -> None:
    participants = people({"country": None}, {"country": "FR"})
    parts = [judge(BALANCED, participants), judge(NO_CHINA, participants), judge(ELSEWHERE, participants)]
    whole = all_of(parts, participants, context())
    assert whole.truth is OPEN
    assert whole.question == (
        "Is it balanced? What does this document ask for: the call document? In which country is o0 established?"
    )
    assert whole.asks == (("o0", frozenset({"country"})),)


def test_what_is_not_met_asks_nothing_even_where_something_is_open() -> None:
    participants = consortium("CN", None)
    whole = all_of([judge(NO_CHINA, participants), judge(BALANCED, participants)], participants, context())
    assert (whole.truth, whole.question, whole.asks) == (NO, None, ())
    assert whole.found == "o0: established in China"
    assert whole.missing == "may not take part"
