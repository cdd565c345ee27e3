"""Who is deemed to sit in a country of its own, and of whom nobody has settled whether it is."""

from typing import Any

import pytest
from pydantic import ValidationError

from rules.facts import Participant
from rules.filters import holds
from rules.leaves import Unsettled
from rules.truth import Truth
from tests.rules.hearing import consortium, context, found, one, requirement

THREE = {"kind": "selection", "min": 3, "each_from_different": "country", "independent": True}
APART = ["jrc", "european_research_organisation", "eu_body"]


@pytest.mark.parametrize("flag", APART)
def test_who_is_deemed_to_sit_apart_is_a_country_of_its_own_beside_any_other(flag: str) -> None:
    members = [one("BE", 0), one("IT", 1), one("BE", 2, flags=[flag])]
    assert found({**THREE, "apart": APART}, members).truth is Truth.TRUE
    assert found(THREE, members).truth is Truth.FALSE


def test_two_that_are_deemed_to_sit_apart_are_two_countries() -> None:
    members = [one("IT", 0), one("BE", 1, flags=["jrc"]), one("BE", 2, flags=["eu_body"])]
    assert found({**THREE, "apart": APART}, members).truth is Truth.TRUE
    assert found({**THREE, "apart": APART, "min_countries": 3}, members).truth is Truth.TRUE


UNSURE: dict[str, Any] = {"apart": APART, "apart_unsure": {"flag": "eu_body", "where": {"kind_in": ["eric"]}}}


def beside_an_eric(*countries: str, stated: bool | None = None) -> list[Participant]:
    facts = {} if stated is None else {"deemed_establishment": stated}
    others, last = consortium(*countries[:-1]), len(countries) - 1
    return [*others, one(countries[-1], last, kinds=["eric"], facts=facts)]


def test_of_whom_nobody_has_settled_whether_it_sits_apart_it_is_asked() -> None:
    asked = {**THREE, **UNSURE}
    finding = found(asked, beside_an_eric("DE", "FR", "FR"))
    assert finding.truth is Truth.UNKNOWN
    assert finding.asks == (("o2", frozenset({"deemed_establishment"})),)
    assert "o2 (may count as a country of its own: nobody has settled it)" in finding.found


def test_it_is_not_asked_of_whom_it_decides_nothing() -> None:
    asked = {**THREE, **UNSURE}
    assert found(asked, beside_an_eric("DE", "FR", "NL")).truth is Truth.TRUE
    assert found(asked, beside_an_eric("DE", "DE", "DE")).truth is Truth.FALSE
    assert found({**UNSURE, "kind": "selection", "min": 2}, beside_an_eric("DE", "DE")).truth is Truth.TRUE


@pytest.mark.parametrize(("stated", "truth"), [(True, Truth.TRUE), (False, Truth.FALSE)])
def test_what_is_stated_of_its_place_decides(stated: bool, truth: Truth) -> None:
    assert found({**THREE, **UNSURE}, beside_an_eric("DE", "FR", "FR", stated=stated)).truth is truth


def test_what_is_stated_of_the_place_of_anybody_else_changes_nothing() -> None:
    members = [one("DE", 0), one("FR", 1), one("FR", 2, kinds=["company"], facts={"deemed_establishment": True})]
    assert found({**THREE, **UNSURE}, members).truth is Truth.FALSE


def test_who_may_sit_apart_counts_for_all_that_it_is_at_its_seat() -> None:
    """A body of the Union may or may not be the Member State; seated in one it is that in any case."""
    asked = {**THREE, **UNSURE, "of_which": [{"min": 1, "where": {"country_in": "horizon_member_states"}}]}
    assert found(asked, beside_an_eric("CH", "GB", "NL")).truth is Truth.TRUE
    assert found(asked, beside_an_eric("CH", "GB", "NO")).truth is Truth.UNKNOWN
    assert found(asked, beside_an_eric("CH", "GB", "NO", stated=False)).truth is Truth.FALSE


def test_only_those_who_are_deemed_apart_by_some_flag_may_be_unsettled() -> None:
    with pytest.raises(ValidationError, match="apart_unsure names one of the flags of apart"):
        requirement({**THREE, "apart": ["jrc"], "apart_unsure": UNSURE["apart_unsure"]})


def test_whether_a_territory_is_a_country_apart_is_left_open_and_asked() -> None:
    finding = found(THREE, consortium("DK", "GL", "DE"))
    assert finding.truth is Truth.UNKNOWN
    assert finding.asks == (("o1", frozenset({"overseas_territory"})),)
    assert found(THREE, consortium("GL", "FR", "DE")).truth is Truth.TRUE


SHAPES: list[dict[str, Any]] = [
    {"kind_in": ["eric"]},
    {"registration": "eric"},
    {"any": [{"kind_in": ["eric", "agency"]}, {"registration": "eric"}]},
    {"any": [{"kind_in": ["eric"], "non_profit": True}, {"registration": "eric"}]},
    {"kind_in": ["public_body"]},
    {"any": [{"flag": "jrc"}, {"kind_in": ["eric"]}]},
    {"all": [{"kind_in": ["eric"]}, {"registration": "eric"}]},
    {"not": {"kind_in": ["eric"]}},
    {},
]
ORGANISATIONS: list[dict[str, Any]] = [
    {"kinds": kinds, "registrations": held, "non_profit": True, "flags": flags}
    for kinds in (None, ["eric"], ["agency"], ["local_authority"], ["university"])
    for held in (None, [], ["eric"])
    for flags in ([], ["jrc"])
]


@pytest.mark.parametrize("where", SHAPES, ids=str)
def test_whoever_satisfies_the_filter_is_never_passed_over(where: dict[str, Any]) -> None:
    unsure = Unsettled.model_validate({"flag": "eu_body", "where": where})
    members = [one("BE", index, **facts) for index, facts in enumerate(ORGANISATIONS)]
    satisfy = [member for member in members if holds(unsure.where, member, context()).truth is Truth.TRUE]
    assert all(unsure.may_be(member.organisation) for member in satisfy)
    assert satisfy


def test_hardly_anybody_else_is_looked_at() -> None:
    unsure = Unsettled.model_validate(UNSURE["apart_unsure"])
    assert not any(unsure.may_be(one("BE", 0, kinds=kinds).organisation) for kinds in (None, ["university"]))
