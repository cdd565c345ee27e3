from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from rules.calls import Call
from rules.rule import Rule
from rules.truth import Truth

DAY = date(2026, 11, 22)

WRITTEN: dict[str, Any] = {
    "id": "horizon.made-up",
    "title": "Made up",
    "layer": "topic",
    "applies_to": {"programme": "HORIZON"},
    "effective": {"from": "2026-01-01", "until": "2026-12-31"},
    "tested_on": "budget_year",
    "force": "eligibility",
    "source": {
        "document": "Made-up work programme",
        "page": "7",
        "url": "https://example.org/programme.pdf",
        "checked_on": "2026-11-23",
        "confidence": "sourced",
    },
    "requirement": {"kind": "coordinator"},
}


def rule(**changes: Any) -> Rule:
    return Rule.model_validate({**WRITTEN, **changes})


def scoped(**scope: Any) -> Rule:
    return rule(applies_to={"programme": "HORIZON", **scope})


def call(identifier: str = "HORIZON-EIC-2026-TRANSITION-01", **changes: Any) -> Call:
    return Call.model_validate({"identifier": identifier, "programme": "HORIZON", **changes})


@pytest.mark.parametrize(
    ("scope", "applies"),
    [
        ({}, True),
        ({"programme": "EURATOM"}, False),
        ({"identifiers": ["horizon-eic-2026-transition-01"]}, True),
        ({"identifiers": ["HORIZON-EIC-2026-TRANSITION-02"]}, False),
        ({"matching": ["HORIZON-EIC-*-transition-*"]}, True),
        ({"matching": ["HORIZON-EIC-*-PATHFINDER*"]}, False),
        ({"identifiers": ["ANOTHER"], "matching": ["HORIZON-EIC-*"]}, True),
        ({"matching": ["HORIZON-EIC-*"], "except_identifiers": ["HORIZON-EIC-2026-TRANSITION-01"]}, False),
        ({"except_identifiers": ["ANOTHER"]}, True),
    ],
)
def test_a_scope_names_calls_by_identifier_and_by_pattern(scope: dict[str, Any], applies: bool) -> None:
    answer = scoped(**scope).applies(call(), DAY)
    assert answer.truth is (Truth.TRUE if applies else Truth.FALSE)


def test_what_the_call_does_not_say_leaves_open_whether_the_rule_applies() -> None:
    assert scoped(types_of_action=["HORIZON-EIC"]).applies(call(), DAY).missing == {"type_of_action"}
    assert scoped(except_destinations=["Soil"]).applies(call(), DAY).missing == {"destination"}
    assert rule().applies(call("CASE"), DAY).missing == {"budget_year"}


@pytest.mark.parametrize(
    ("destination", "applies"),
    [
        ("A healthy soil!", Truth.FALSE),
        ("Destination 3 - a Healthy Soil", Truth.FALSE),
        ("soil", Truth.UNKNOWN),
        ("Water", Truth.TRUE),
    ],
)
def test_an_excepted_destination_is_told_by_its_words(destination: str, applies: Truth) -> None:
    answer = scoped(except_destinations=["A healthy soil"]).applies(call(destination=destination), DAY)
    assert answer.truth is applies


@pytest.mark.parametrize(
    ("patterns", "applies"),
    [
        ({"except_matching": ["HORIZON-EIC-*"]}, Truth.FALSE),
        ({"clear_matching": ["HORIZON-EIC-*"]}, Truth.TRUE),
        ({"except_matching": ["HORIZON-CL2-*"], "clear_matching": ["HORIZON-CL3-*"]}, Truth.UNKNOWN),
    ],
)
def test_an_identifier_may_tell_the_destination(patterns: dict[str, list[str]], applies: Truth) -> None:
    assert scoped(except_destinations=["A healthy soil"], **patterns).applies(call(), DAY).truth is applies


@pytest.mark.parametrize(
    ("year", "applies"), [(2025, False), (2026, True), (2027, False)], ids=["before", "within", "after"]
)
def test_a_rule_stands_in_its_period_only(year: int, applies: bool) -> None:
    answer = rule().applies(call("CASE", budget_year=year), DAY)
    assert answer.truth is (Truth.TRUE if applies else Truth.FALSE)


@pytest.mark.parametrize(
    ("deadline", "applies"),
    [("2025-12-31", False), ("2026-01-01", True), ("2026-12-31", True), ("2027-01-01", False)],
)
def test_the_first_and_the_last_day_of_a_period_belong_to_it(deadline: str, applies: bool) -> None:
    answer = rule(tested_on="deadline").applies(call("CASE", deadline=deadline), DAY)
    assert answer.truth is (Truth.TRUE if applies else Truth.FALSE)


def test_a_period_may_be_a_single_day_or_have_no_end() -> None:
    only = rule(tested_on="as_of", effective={"from": "2026-11-22", "until": "2026-11-22"})
    days = [date(2026, 11, 21), DAY, date(2026, 11, 23)]
    assert [only.applies(call(), day).truth for day in days] == ["false", "true", "false"]
    endless = rule(tested_on="as_of", effective={"from": "2026-11-22"})
    assert [endless.applies(call(), day).truth for day in [*days, date(9999, 12, 31)]] == ["false", *["true"] * 3]


@pytest.mark.parametrize(
    ("day", "old", "new"),
    [
        (date(2026, 1, 9), False, False),
        (date(2026, 1, 10), True, False),
        (date(2026, 9, 28), True, False),
        (date(2026, 9, 29), False, True),
    ],
)
def test_a_revision_in_place_takes_over_on_its_day(day: date, old: bool, new: bool) -> None:
    first = rule(known_from="2026-01-10", known_until="2026-09-28")
    revised = rule(known_from="2026-09-29")
    assert (first.applies(call(), day).truth is Truth.TRUE) == old
    assert (revised.applies(call(), day).truth is Truth.TRUE) == new


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"source": {**WRITTEN["source"], "page": None}}, "names the page"),
        ({"source": {**WRITTEN["source"], "url": None}}, "an address"),
        ({"source": {**WRITTEN["source"], "checked_on": None}}, "the day it was checked"),
        ({"effective": {"from": "2026-01-02", "until": "2026-01-01"}}, "ends before it begins"),
        ({"applies_to": {"programme": "HORIZON", "identifiers": []}}, "at least 1"),
        ({"colour": "blue"}, "Extra inputs"),
    ],
)
def test_a_rule_without_what_it_needs_is_refused(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValidationError, match=fault):
        rule(**changes)


def test_a_rule_read_elsewhere_need_not_name_a_page() -> None:
    assert rule(source={**WRITTEN["source"], "page": None, "confidence": "secondary"}).source.page is None


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({}, "It stands for every call of HORIZON, for budget years from 2026 to 2026."),
        (
            {"applies_to": {"programme": "HORIZON", "types_of_action": ["HORIZON-IA", "HORIZON-RIA"]}},
            "It stands for every HORIZON-IA or HORIZON-RIA, for budget years from 2026 to 2026.",
        ),
        (
            {"applies_to": {"programme": "HORIZON", "matching": ["A-*", "B-*"]}, "effective": {"from": "2022-01-01"}},
            "It stands for calls like A-* or B-*, for budget years from 2022 on.",
        ),
        (
            {"applies_to": {"programme": "HORIZON", "matching": [f"{letter}-*" for letter in "ABCDE"]}},
            "It stands for calls like A-* or B-* or C-* or D-* or E-*, for budget years from 2026 to 2026.",
        ),
        (
            {"applies_to": {"programme": "HORIZON", "matching": [f"{letter}*" for letter in "ABCDEF"]}},
            "It stands for calls like A* or B* or C* or D* and 2 other patterns, for budget years from 2026 to 2026.",
        ),
        (
            {
                "applies_to": {"programme": "HORIZON", "identifiers": ["A-1"]},
                "tested_on": "deadline",
                "effective": {"from": "2022-01-01", "until": "2024-12-31"},
            },
            "It stands for this topic by name, for deadlines from 2022-01-01 until 2024-12-31.",
        ),
        (
            {"tested_on": "grant_signature", "effective": {"from": "2022-12-16", "until": "2023-01-31"}},
            "It stands for every call of HORIZON, for grants signed from 2022-12-16 until 2023-01-31.",
        ),
        (
            {"tested_on": "as_of", "effective": {"from": "2022-12-16"}},
            "It stands for every call of HORIZON, for questions as of days from 2022-12-16 on.",
        ),
        (
            {"tested_on": "whole_life", "effective": {"from": "2022-12-16"}},
            "It stands for every call of HORIZON, for grants signed from 2022-12-16 on.",
        ),
    ],
)
def test_a_condition_says_why_it_stands(changes: dict[str, Any], because: str) -> None:
    condition = rule(**changes).condition()
    assert condition.because == because
    assert condition.tested_on == changes.get("tested_on", "budget_year")
