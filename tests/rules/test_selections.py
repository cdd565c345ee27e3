"""A selection before consortia that are made up: who counts, who is a witness, what is not known and what is asked."""

from typing import Any

import pytest

from rules.truth import Truth
from tests.rules.hearing import consortium, found, one, people

THREE = {"kind": "selection", "min": 3, "each_from_different": "country", "independent": True}
EU = {"country_in": "eu_member_states"}


def test_the_witnesses_are_a_set_as_it_is_asked_for_and_only_where_it_is_met() -> None:
    asked = {**THREE, "of_which": [{"min": 1, "where": EU}]}
    finding = found(asked, consortium("NO", "CH", "DE", "NO", "IS"))
    assert finding.truth is Truth.TRUE
    assert set(finding.witnesses) >= {"o2"}
    assert len({"NO CH DE NO IS".split()[int(name[1:])] for name in finding.witnesses}) >= 3
    assert finding.counted == ("o0", "o1", "o2", "o3", "o4")
    assert found(asked, consortium("NO", "CH", "IS")).witnesses == ()


def test_control_across_borders_is_one_entity_and_the_others_are_found_around_it() -> None:
    groups = ["alpha", "alpha", None, "beta", "beta"]
    members = [
        one(code, index, control_group=groups[index]) for index, code in enumerate(["DE", "FR", "IT", "IT", "ES"])
    ]
    finding = found(THREE, members)
    assert finding.truth is Truth.TRUE
    assert len({groups[int(name[1:])] or name for name in finding.witnesses}) == 3
    assert found(THREE, members[:3]).truth is Truth.FALSE


def test_somebody_of_unknown_country_is_asked_where_it_is_even_if_no_filter_speaks_of_countries() -> None:
    finding = found(THREE, consortium("DE", "FR", None))
    assert finding.truth is Truth.UNKNOWN
    assert finding.asks == (("o2", frozenset({"country"})),)
    assert finding.counted == ("o0", "o1")
    assert finding.may_count == ("o2",)
    assert "o2" in finding.found.partition("not counted")[2]


def test_of_whom_no_place_matters_none_is_asked() -> None:
    assert found({"kind": "selection", "min": 2}, consortium("DE", None)).truth is Truth.TRUE


def test_an_unknown_country_is_one_country_and_has_to_satisfy_the_filter_there() -> None:
    listed = {**THREE, "where": {"country_in": ["DE", "FR"]}}
    assert found(listed, consortium("DE", "FR", None)).truth is Truth.FALSE
    assert found({**listed, "min": 2}, consortium("DE", None)).truth is Truth.UNKNOWN


def test_wherever_it_is_established_one_organisation_is_in_some_country() -> None:
    finding = found({"kind": "selection", "min": 1, "each_from_different": "country"}, consortium(None))
    assert finding.truth is Truth.TRUE
    assert finding.witnesses == ()


def test_in_whichever_of_the_countries_it_is_the_other_one_can_be_taken() -> None:
    """If the third is in Germany the set is it and the French one, else it and the German one: no set is certain."""
    asked = {**THREE, "min": 2, "of_which": [{"min": 1, "where": {"kind_in": ["university"]}}]}
    firms = [{"country": "DE", "kinds": ["company"]}, {"country": "FR", "kinds": ["company"]}]
    university: dict[str, Any] = {"country": None, "kinds": ["university"]}
    finding = found(asked, people(*firms, university))
    assert finding.truth is Truth.TRUE
    assert finding.witnesses == ()
    assert found(asked, people(*firms, {**university, "kinds": None})).truth is Truth.UNKNOWN
    assert found(asked, people(firms[0], university)).truth is Truth.UNKNOWN
    assert found(asked, people(*firms * 3, university)).truth is Truth.TRUE, "of the others it is known where they are"


def test_who_would_count_but_for_another_is_named_with_the_reason() -> None:
    same_place = found(THREE, consortium("DE", "DE", "FR")).found.partition("not counted")[2]
    assert "o1" in same_place
    assert "same country as o0" in same_place
    members = [
        one(code, index, control_group="alpha" if index else None) for index, code in enumerate(["DE", "FR", "IT"])
    ]
    same_control = found(THREE, members).found.partition("not counted")[2]
    assert "o2" in same_control
    assert "same control as o1" in same_control
    assert "not counted" not in found(THREE, consortium("DE", "DE", "FR", "IT")).found


def test_with_too_many_of_unknown_country_it_stays_unknown() -> None:
    listed = {**THREE, "min": 3, "independent": False, "where": {"country_in": ["DE", "FR"]}}
    assert found(listed, consortium(None, None, None, None)).truth is Truth.FALSE
    assert found(listed, consortium(None, None, None, None, None)).truth is Truth.UNKNOWN


@pytest.mark.parametrize(
    ("seats", "truth"),
    [
        ([("IT", "ITC4"), ("IT", "ITI43")], Truth.TRUE),
        ([("IT", "ITC4"), ("IT", "ITC45")], Truth.FALSE),
        ([("IT", "ITC4"), ("IT", None)], Truth.UNKNOWN),
        ([("IT", "ITC4"), ("IT", "ITC")], Truth.UNKNOWN),
        ([("IT", "ITC4"), ("IT", "ITF")], Truth.TRUE),
        ([("IT", "ITC4"), ("FR", None)], Truth.TRUE),
        ([("IT", "ITC4"), ("GR", None)], Truth.TRUE),
        ([("GR", "EL30"), ("GR", None)], Truth.UNKNOWN),
        ([("IT", "ITC4"), (None, None)], Truth.UNKNOWN),
    ],
)
def test_regions_keep_apart_as_far_as_they_are_known(seats: list[tuple[str | None, str | None]], truth: Truth) -> None:
    members = people(*({"country": country, "nuts": nuts} for country, nuts in seats))
    assert found({"kind": "selection", "min": 2, "each_from_different": "region"}, members).truth is truth


def test_a_region_that_is_not_known_is_asked_for() -> None:
    members = people({"country": "IT", "nuts": "ITC4"}, {"country": "IT"})
    finding = found({"kind": "selection", "min": 2, "each_from_different": "region"}, members)
    assert finding.asks == (("o1", frozenset({"nuts"})),)


def test_countries_are_counted_as_countries_where_regions_keep_apart() -> None:
    asked = {"kind": "selection", "min": 3, "each_from_different": "region", "min_countries": 2}
    italy = [{"country": "IT", "nuts": nuts} for nuts in ("ITC4", "ITI4", "ITF1")]
    assert found(asked, people(*italy)).truth is Truth.FALSE
    assert found(asked, people(*italy, {"country": "FR", "nuts": "FR10"})).truth is Truth.TRUE
    unplaced = found(asked, people(*italy, {"country": None, "nuts": "FR10"}))
    assert unplaced.truth is Truth.UNKNOWN
    assert unplaced.asks == (("o3", frozenset({"country"})),)


def test_a_region_that_a_filter_names_is_told_apart_from_the_rest_of_its_country() -> None:
    asked = {"kind": "selection", "min": 2, "each_from_different": "region", "where": {"region_in": ["FRK"]}}
    lyon = {"country": "FR", "nuts": "FRK2"}
    assert found(asked, people(lyon, {"country": "FR"})).truth is Truth.UNKNOWN
    assert found(asked, people(lyon, {"country": "IT"})).truth is Truth.FALSE
    assert found({**asked, "where": {"region_in": ["FRK2"]}}, people(lyon, {"country": "FR"})).truth is Truth.FALSE


def test_spread_over_fewer_countries_than_entities() -> None:
    asked = {
        "kind": "selection",
        "min": 4,
        "min_countries": 2,
        "of_which": [{"min": 2, "min_countries": 2, "where": EU}],
    }
    assert found(asked, consortium("DE", "DE", "FR", "CH")).truth is Truth.TRUE
    assert found(asked, consortium("DE", "DE", "CH", "CH")).truth is Truth.FALSE
    assert found(asked, consortium("DE", "DE", None, "CH")).truth is Truth.UNKNOWN
    assert found(asked, consortium("DE", "DE", "DE")).truth is Truth.FALSE


def test_all_means_every_one_in_a_role_that_counts() -> None:
    asked = {"kind": "selection", "min": "all", "where": EU}
    assert found(asked, consortium("DE", "FR")).truth is Truth.TRUE
    assert found(asked, consortium("DE", "CH")).truth is Truth.FALSE
    assert found(asked, [*consortium("DE"), one("CH", 1, role="associated_partner")]).truth is Truth.TRUE
    assert found(asked, [one("DE", 1, role="associated_partner")]).truth is Truth.FALSE


@pytest.mark.parametrize(("several", "truth"), [(True, Truth.TRUE), (False, Truth.FALSE)])
def test_one_entity_serves_two_groups_only_where_that_is_allowed(several: bool, truth: Truth) -> None:
    parts = [{"min": 1, "where": {"kind_in": ["university"]}}, {"min": 1, "where": {"non_profit": True}}]
    asked = {"kind": "selection", "min": 2, "of_which": parts, "count_in_several": several}
    members = people(
        {"country": "DE", "kinds": ["university"], "non_profit": True},
        {"country": "FR", "kinds": ["company"], "non_profit": False},
    )
    assert found(asked, members).truth is truth


def roles(*taken: str) -> list[Any]:
    return [
        one(country, index, role=role)
        for index, (country, role) in enumerate(zip(["DE", "FR", "IT"], taken, strict=True))
    ]


def test_only_those_in_a_role_that_counts_are_counted() -> None:
    partners = roles("coordinator", "beneficiary", "associated_partner")
    assert found(THREE, partners).truth is Truth.FALSE
    with_partners = {**THREE, "roles": ["coordinator", "beneficiary", "associated_partner"]}
    assert found(with_partners, partners).truth is Truth.TRUE


def test_who_is_counted_without_a_control_group_is_assumed_to_be_independent() -> None:
    members = [one("DE", 0), one("FR", 1, control_group="alpha"), one("IT", 2)]
    (assumed,) = found(THREE, members).assumptions
    assert "o0" in assumed
    assert "o1" not in assumed
    assert found({**THREE, "independent": False}, members).assumptions == ()
