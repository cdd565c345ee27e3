"""Selections: who is asked for, who was found, who was not counted and why, who is missing."""

from typing import Any

import pytest

from tests.rules.hearing import consortium, found, one

EU = {"country_in": "eu_member_states"}
A_UNIVERSITY = {"min": 1, "where": {"kind_in": ["university"]}}
THREE = {"min": 3, "each_from_different": "country", "independent": True, "where": EU}

NEEDED: list[tuple[dict[str, Any], str]] = [
    ({"min": 1}, "at least 1 beneficiary"),
    ({"min": 3}, "at least 3 beneficiaries"),
    ({"min": 1, "where": EU}, "at least 1 beneficiary established in an EU Member State"),
    ({"min": 1, "where": {"kind_in": ["ngo"]}}, "at least 1 beneficiary that is an NGO"),
    ({"min": 2, "where": {"kind_in": ["ngo"]}}, "at least 2 beneficiaries, each an NGO"),
    ({"min": "all", "where": {"size_in": ["sme"]}}, "all beneficiaries, each an SME"),
    ({"min": 2, "roles": ["beneficiary", "associated_partner"]}, "at least 2 beneficiaries or associated partners"),
    ({"min": 2, "min_countries": 2}, "at least 2 beneficiaries, from at least 2 countries"),
    ({"min": 2, "each_from_different": "region"}, "at least 2 beneficiaries, each from a different region"),
    (
        {**THREE, "of_which": [A_UNIVERSITY]},
        (
            "at least 3 independent beneficiaries established in an EU Member State, each from a different country, "
            "of which at least 1 is a university"
        ),
    ),
    (
        {
            "min": 4,
            "of_which": [{"min": 2, "where": EU, "min_countries": 2}, {**A_UNIVERSITY, "min": 2}],
            "count_in_several": False,
        },
        (
            "at least 4 beneficiaries, of which at least 2 established in an EU Member State from at least 2 "
            "countries, of which at least 2 are each a university, nobody counting twice"
        ),
    ),
]


@pytest.mark.parametrize(("asked", "said"), NEEDED, ids=[said for _, said in NEEDED])
def test_a_selection_says_whom_it_asks_for(asked: dict[str, Any], said: str) -> None:
    assert found({"kind": "selection", **asked}, consortium("DE")).needed == said


def told(asked: dict[str, Any], *participants: Any) -> tuple[str, str]:
    finding = found({"kind": "selection", **asked}, list(participants))
    return finding.found, finding.missing


def test_everybody_who_counts_is_named() -> None:
    assert told(THREE, *consortium("DE", "FR", "IT")) == ("3: o0 (DE), o1 (FR) and o2 (IT)", "")


def test_who_is_not_counted_is_named_with_the_reason() -> None:
    participants = [
        one("DE", 0, name="Acme", control_group="alpha"),
        one("FR", 1, control_group="alpha"),
        one("DE", 2),
        one("CN", 3),
        one(None, 4),
        one("IT", 5, role="associated_partner"),
    ]
    assert told({**THREE, "min": 4}, *participants) == (
        (
            "2: o1 (FR) and o2 (DE); not counted: o5 (associated partner), o3 (established in China), "
            "o4 (not known: country) and Acme (under the same control as o1)"
        ),
        (
            "2 more beneficiaries established in an EU Member State, "
            "from different countries other than France and Germany"
        ),
    )


def test_two_of_one_country_are_one() -> None:
    assert told(THREE, *consortium("DE", "DE")) == (
        "1: o0 (DE); not counted: o1 (same country as o0)",
        "2 more beneficiaries established in an EU Member State, from different countries other than Germany",
    )


def test_nobody_is_found() -> None:
    assert told({"min": 1, "where": EU}, one("US", 0)) == (
        "none; not counted: o0 (established in the United States)",
        "1 more beneficiary established in an EU Member State",
    )


def test_somebody_is_missing_for_a_sub_group() -> None:
    asked = {"min": 2, "of_which": [A_UNIVERSITY]}
    assert told(asked, *consortium("DE", "FR", kinds=["company"]))[1] == "1 more beneficiary that is a university"


def test_countries_are_missing() -> None:
    there = consortium("DE", "DE")
    assert told({"min": 2, "min_countries": 2}, *there)[1] == "1 more beneficiary, from a country other than Germany"
    assert told({"min": 2, "min_countries": 3}, *there)[1] == (
        "2 more beneficiaries, from different countries other than Germany"
    )
    assert told({"min": 5, "min_countries": 2}, *there)[1] == (
        "3 more beneficiaries, at least 1 of them from a country other than Germany"
    )


def test_where_nobody_counts_yet_it_is_said_how_far_they_have_to_be_spread() -> None:
    abroad = consortium("US")
    assert told({"min": 3, "where": EU}, *abroad)[1] == "3 more beneficiaries established in an EU Member State"
    assert told({"min": 3, "min_countries": 2, "where": EU}, *abroad)[1] == (
        "3 more beneficiaries established in an EU Member State, from at least 2 different countries"
    )
    assert told({"min": 2, "each_from_different": "region", "where": EU}, *abroad)[1] == (
        "2 more beneficiaries established in an EU Member State, from different regions"
    )


NGO, POLICE = {"kind_in": ["ngo"]}, {"kind_in": ["police_authority"]}
EITHER = {"any": [NGO, POLICE], **EU}

LACKING: list[tuple[dict[str, Any], list[str], str]] = [
    (
        {"min": 2, "of_which": [{"min": 1, "where": NGO}]},
        ["school"],
        "1 more beneficiary that is an NGO",
    ),
    (
        {"min": 3, "of_which": [{"min": 1, "where": NGO}]},
        ["school"],
        "2 more beneficiaries, of which at least 1 is an NGO",
    ),
    (
        {"min": 2, "of_which": [{"min": 1, "where": NGO}, {"min": 1, "where": POLICE}]},
        ["school"],
        "1 more beneficiary that is an NGO; 1 more beneficiary that is a police authority",
    ),
    (
        {"min": 1, "of_which": [A_UNIVERSITY, {"min": 1, "where": EU}]},
        ["school"],
        "1 more beneficiary that is a university",
    ),
    (
        {"min": 2, "where": EITHER, "of_which": [{"min": 2, "where": NGO}]},
        ["ngo"],
        "1 more beneficiary that is an NGO established in an EU Member State",
    ),
    (
        {
            "min": 2,
            "roles": ["beneficiary", "associated_partner"],
            "of_which": [{"min": 1, "where": {"role_in": ["associated_partner"]}}],
        },
        ["school"],
        "2 more beneficiaries or associated partners, of which at least 1 in the role of associated partner",
    ),
]


@pytest.mark.parametrize(("asked", "kinds", "said"), LACKING, ids=[said for _, _, said in LACKING])
def test_who_is_missing_for_a_sub_group_is_missing_once(asked: dict[str, Any], kinds: list[str], said: str) -> None:
    assert told(asked, *(one("DE", index, kinds=[kind]) for index, kind in enumerate(kinds)))[1] == said


def test_who_does_not_satisfy_what_all_must_is_named() -> None:
    small, large, unknown = one("DE", 0, sme=True), one("FR", 1, size_class="large"), one("IT", 2)
    assert told({"min": "all", "where": {"size_in": ["sme"]}}, small, large, unknown) == (
        "1: o0 (DE); not counted: o1 (a large organisation) and o2 (not known: size)",
        "it does not hold of o1 and it is not known of o2",
    )


def test_nobody_counts_twice_where_that_is_forbidden() -> None:
    asked = {"min": 1, "of_which": [A_UNIVERSITY, {"min": 1, "where": EU}], "count_in_several": False}
    assert told(asked, one("DE", 0, kinds=["university"]))[1] == (
        "1 more beneficiary that is a university (nobody counts twice)"
    )


def test_those_who_count_stand_in_each_others_way() -> None:
    asked = {**THREE, "min": 2, "of_which": [A_UNIVERSITY, {"min": 1, "where": {"kind_in": ["company"]}}]}
    pair = [one("DE", 0, kinds=["university"]), one("DE", 1, kinds=["company"]), one("FR", 2, kinds=["ngo"])]
    assert told(asked, *pair)[1] == (
        "1 more beneficiary that is a company established in an EU Member State, from a country other than Germany "
        "(those who count cannot be combined: they share countries or control groups)"
    )


def test_of_all_from_different_countries_newcomers_are_no_help() -> None:
    asked = {"min": "all", "each_from_different": "country"}
    assert told(asked, *consortium("DE", "DE"))[1] == "those who count cannot be combined: they share countries"


def test_of_a_long_list_the_first_are_named() -> None:
    many = consortium(*["DE"] * 12)
    assert told({"min": 12}, *many)[0] == (
        "12: o0 (DE), o1 (DE), o2 (DE), o3 (DE), o4 (DE), o5 (DE), o6 (DE), o7 (DE) and 4 more"
    )


def test_independence_is_assumed_of_those_without_a_group() -> None:
    finding = found({"kind": "selection", **THREE}, [one("DE", 0, control_group="a"), one("FR", 1), one("IT", 2)])
    assert finding.assumptions == ("no common control is known of o1 (FR) and o2 (IT)",)


def test_who_is_deemed_to_sit_somewhere_is_told_with_what_is_asked() -> None:
    place = {"country_in": "horizon_member_or_associated"}
    apart = {"min": 2, "each_from_different": "country", "where": place, "apart": ["jrc", "eu_body"]}
    said = "a body created under Union law each counting as established in a country of its own"
    asked_for = found({"kind": "selection", **apart}, consortium("DE")).needed
    assert asked_for.endswith(f", each from a different country, with the Joint Research Centre and {said}")
    assert found({"kind": "selection", "min": 1, "where": place}, consortium("DE")).needed.endswith(
        ", with an international European research organisation and a body created under Union law counting as "
        "established there"
    )
