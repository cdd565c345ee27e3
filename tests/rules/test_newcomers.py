"""Whom to add: the facts that satisfy a filter, and the countries where somebody like this may sit."""

from typing import Any

import pytest

from rules.codes import Role
from rules.mending.newcomers import Newcomers, Offer, ways
from rules.requirements import Admit, Filter
from tests.rules.hearing import context, requirement

FOUR = {"country_in": ["DE", "DK", "FR", "GL"]}
WAYS: list[tuple[dict[str, Any], list[dict[str, Any]]]] = [
    ({}, [{}]),
    ({"country_in": ["DE"], "not": {"kind_in": ["ngo"]}}, [{}]),
    ({"non_profit": True, "public_body": False}, [{"non_profit": True, "public_body": False}]),
    ({"kind_in": ["ngo", "school"], "region_in": ["ES70", "FR1"]}, [{"kinds": ["ngo"], "nuts": "ES70"}]),
    ({"all": [{"kind_in": ["ngo"]}, {"kind_in": ["university"]}]}, [{"kinds": ["ngo", "university"]}]),
    ({"sub_role": "x", "all": [{"sub_role": "y"}, {"sub_role": "x"}]}, [{"sub_roles": ["x", "y"]}]),
    ({"fact": {"a": 1}, "all": [{"fact": {"b": 2}}]}, [{"facts": {"a": 1, "b": 2}}]),
    ({"member_kind_in": ["ngo", "school"]}, [{"member_kinds": ["ngo"]}]),
    (
        {"registration": "eche", "any": [{"kind_in": ["ngo"]}, {"size_in": ["sme", "large"]}]},
        [{"registrations": ["eche"], "kinds": ["ngo"]}, {"registrations": ["eche"], "size_class": "sme"}],
    ),
    ({"all": [{"non_profit": True}, {"non_profit": False}]}, []),
    ({"any": [{"all": [{"non_profit": True}, {"non_profit": False}]}, {"flag": "jrc"}]}, [{"flags": ["jrc"]}]),
]


@pytest.mark.parametrize(("where", "facts"), WAYS)
def test_the_facts_that_satisfy_a_filter_one_set_for_each_way(where: dict[str, Any], facts: list[Any]) -> None:
    assert list(ways(Filter.model_validate(where))) == facts


def offered(where: dict[str, Any], *bars: dict[str, Any], taken: set[str | None] | None = None) -> Offer | None:
    admissions = [one for bar in bars if isinstance(one := requirement({"kind": "admit", **bar}), Admit)]
    return Newcomers(context(), admissions).offer(Filter.model_validate(where), Role.BENEFICIARY, taken or set())


def countries(*asked: Any, **more: Any) -> tuple[str, ...] | None:
    offer = offered(*asked, **more)
    return offer.countries if offer else None


def test_they_sit_where_the_filter_says_and_nobody_else_does() -> None:
    assert countries(FOUR) == ("DE", "DK", "FR", "GL")
    assert countries(FOUR, taken={"DE", None}) == ("DK", "FR", "GL")
    assert countries(FOUR, taken={"DK"}) == ("DE", "FR"), "a territory may be no country apart from its state"
    assert countries({"country_in": ["DE"]}, taken={"DE"}) is None
    assert countries({"region_in": ["EL30"]}) == ("GR",)
    assert countries({"country_in": ["FR"], "region_in": ["ES70"]}) is None


def test_nobody_is_offered_who_is_barred_and_somebody_who_may_be_only_where_nobody_else_is() -> None:
    no_french = {"effect": "deny", "where": {"country_in": ["FR"]}}
    french_exception = {"effect": "deny", "where": {"country_in": ["FR"], "fact": {"exception_granted": False}}}
    assert countries(FOUR, no_french) == ("DE", "DK", "GL")
    assert countries({"country_in": ["FR"]}, no_french) is None
    assert countries(FOUR, french_exception) == ("DE", "DK", "GL")
    assert countries({"country_in": ["FR"]}, french_exception) == ("FR",)
    assert countries({"country_in": ["FR"]}, french_exception, no_french) is None
    assert countries({"country_in": ["FR"]}, {**no_french, "roles": ["coordinator"]}) == ("FR",)


def test_the_second_way_is_offered_where_the_first_is_closed() -> None:
    german_ngo = {"kind_in": ["ngo"], "country_in": ["DE"]}
    either = {"any": [german_ngo, {"size_in": ["sme"], "country_in": ["FR"]}]}
    assert countries(either) == ("DE",)
    assert countries(either, taken={"DE"}) == ("FR",)
    assert countries(either, {"effect": "deny", "where": {"kind_in": ["ngo"]}}) == ("FR",)


def test_a_newcomer_is_what_was_offered_and_without_blemish() -> None:
    offer = offered({"kind_in": ["local_authority"], "sub_role": "lead_city", "fact": {"civil_purpose": True}})
    assert offer
    newcomer = offer.seated("FR", 7)
    organisation = newcomer.organisation
    assert (newcomer.id, newcomer.role, newcomer.sub_roles) == ("newcomer-7-FR", Role.BENEFICIARY, ["lead_city"])
    assert newcomer.facts == {"civil_purpose": True}
    assert (organisation.country, organisation.controlled_from, organisation.public_body) == ("FR", "FR", True)
    assert organisation.gender_equality_plan
    plain = offered({})
    assert plain
    assert plain.seated("DE", 0).organisation.public_body is False
    assert plain.seated("DE", 0).sub_roles == []


@pytest.mark.parametrize(
    "asked",
    [
        {"legal_personality": True},
        {"non_profit": True},
        {"public_body": False},
        {"gender_equality_plan": True},
        {"not": {"registration": "mission_city"}},
        {"not": {"member_kind_in": ["ngo"]}},
        {"not": {"kind_in": ["company", "university"]}},
        {"not": {"sub_role": "lead_city"}},
    ],
)
def test_nothing_that_others_ask_of_everybody_bars_a_newcomer(asked: dict[str, Any]) -> None:
    assert countries(FOUR, {"effect": "allow_only", "where": asked}) == ("DE", "DK", "FR", "GL")


def test_a_newcomer_is_controlled_from_where_it_sits() -> None:
    assert countries(FOUR, {"effect": "deny", "where": {"controlled_from_in": ["FR"]}}) == ("DE", "DK", "GL")


def test_whom_to_look_for_is_a_filter_that_the_newcomer_satisfies() -> None:
    where = {
        "kind_in": ["ngo"],
        "size_in": ["sme"],
        "non_profit": True,
        "registration": "eche",
        "all": [{"registration": "mission_city"}, {"fact": {"civil_purpose": True}}, {"country_in": ["FR"]}],
    }
    offer = offered(where)
    assert offer
    assert Filter.model_validate(offer.asked) == Filter.model_validate(
        {
            "country_in": ["FR"],
            "size_in": ["sme"],
            "kind_in": ["ngo"],
            "registration": "eche",
            "non_profit": True,
            "fact": {"civil_purpose": True},
            "all": [{"registration": "mission_city"}],
        }
    )
    regional = offered({"region_in": ["ES70"]})
    assert regional
    assert regional.asked == {"country_in": ["ES"], "region_in": ["ES70"]}
