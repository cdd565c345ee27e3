from typing import Any

import pytest

from rules.calls import Call
from rules.context import Context
from rules.facts import Participant
from rules.filters import holds
from rules.requirements import Filter
from rules.rulebook import load
from rules.truth import Truth
from tests.rules.consortia import DAY


def truth(where: dict[str, Any], organisation: dict[str, Any], **role: Any) -> Truth:
    rulebook = load()
    call = Call(identifier="CASE", programme="HORIZON", budget_year=2026, deadline=DAY, pillar=2)
    participant = Participant.model_validate(
        {"organisation": {"id": "a", **organisation}, "role": "beneficiary", **role}
    )
    context = Context(call, rulebook.groups, DAY, {}, rulebook.vocabulary.facts)
    return holds(Filter.model_validate(where), participant, context).truth


@pytest.mark.parametrize(
    ("where", "facts", "expected"),
    [
        ({}, {}, Truth.TRUE),
        ({"country_in": ["EL"]}, {"country": "GR"}, Truth.TRUE),
        ({"country_in": ["DE"]}, {"country": "FR"}, Truth.FALSE),
        ({"country_in": ["DE"]}, {}, Truth.UNKNOWN),
        ({"country_in": "eu_member_states"}, {"country": "NO"}, Truth.FALSE),
        ({"country_in": "horizon_associated"}, {"country": "NO"}, Truth.TRUE),
        ({"region_in": ["ES70"]}, {"nuts": "ES704"}, Truth.TRUE),
        ({"region_in": ["ES70"]}, {"nuts": "ES"}, Truth.UNKNOWN),
        ({"region_in": ["ES70"]}, {"nuts": "ES30"}, Truth.FALSE),
        ({"region_in": ["ES70"]}, {}, Truth.UNKNOWN),
        ({"kind_in": ["public_body"]}, {"kinds": ["local_authority"]}, Truth.TRUE),
        ({"kind_in": ["university"]}, {"kinds": ["company"]}, Truth.FALSE),
        ({"kind_in": ["university"]}, {"kinds": []}, Truth.UNKNOWN),
        ({"member_kind_in": ["ngo", "media"]}, {"member_kinds": ["company", "ngo"]}, Truth.TRUE),
        ({"member_kind_in": ["public_body"]}, {"member_kinds": ["local_authority"]}, Truth.TRUE),
        ({"member_kind_in": ["ngo"]}, {"member_kinds": ["company"], "kinds": ["ngo"]}, Truth.FALSE),
        ({"member_kind_in": ["ngo"]}, {"member_kinds": []}, Truth.FALSE),
        ({"member_kind_in": ["ngo"]}, {}, Truth.UNKNOWN),
        ({"size_in": ["sme"]}, {"sme": True}, Truth.TRUE),
        ({"size_in": ["sme"]}, {"size_class": "large"}, Truth.FALSE),
        ({"size_in": ["sme"]}, {"sme": False}, Truth.FALSE),
        ({"size_in": ["small_mid_cap"]}, {"sme": False}, Truth.UNKNOWN),
        ({"size_in": ["small_mid_cap", "large"]}, {"sme": False}, Truth.TRUE),
        ({"size_in": ["sme"]}, {}, Truth.UNKNOWN),
        ({"non_profit": False}, {"non_profit": False}, Truth.TRUE),
        ({"non_profit": False}, {}, Truth.UNKNOWN),
        ({"flag": "jrc"}, {"flags": ["jrc"]}, Truth.TRUE),
        ({"flag": "jrc"}, {}, Truth.FALSE),
        ({"registration": "eche"}, {"registrations": ["eche"]}, Truth.TRUE),
        ({"registration": "eche"}, {"registrations": []}, Truth.FALSE),
        ({"registration": "eche"}, {}, Truth.UNKNOWN),
        ({"controlled_from_in": ["CN"]}, {"country": "DE", "controlled_from": "CN"}, Truth.TRUE),
        ({"controlled_from_in": ["CN"]}, {"country": "DE"}, Truth.UNKNOWN),
        ({"all": [{"country_in": ["DE"]}, {"non_profit": True}]}, {"country": "DE"}, Truth.UNKNOWN),
        ({"any": [{"country_in": ["DE"]}, {"non_profit": True}]}, {"country": "DE"}, Truth.TRUE),
        ({"not": {"country_in": ["DE"]}}, {"country": "DE"}, Truth.FALSE),
        ({"not": {"country_in": ["DE"]}}, {}, Truth.UNKNOWN),
        ({"country_in": ["DE"], "non_profit": True}, {"country": "FR"}, Truth.FALSE),
    ],
)
def test_a_filter_holds_fails_or_is_unknown(where: dict[str, Any], facts: dict[str, Any], expected: Truth) -> None:
    assert truth(where, facts) is expected


def test_roles_sub_roles_and_facts_of_the_participant() -> None:
    assert truth({"role_in": ["beneficiary"]}, {}) is Truth.TRUE
    assert truth({"role_in": ["coordinator"]}, {}) is Truth.FALSE
    assert truth({"sub_role": "lead_city"}, {}, sub_roles=["lead_city"]) is Truth.TRUE
    assert truth({"sub_role": "lead_city"}, {}, sub_roles=["follower_city"]) is Truth.FALSE
    assert truth({"sub_role": "lead_city"}, {}, sub_roles=[]) is Truth.FALSE
    assert truth({"sub_role": "lead_city"}, {}) is Truth.UNKNOWN
    assert truth({"fact": {"exception_granted": True}}, {}, facts={"exception_granted": True}) is Truth.TRUE
    assert truth({"fact": {"exception_granted": True}}, {}) is Truth.UNKNOWN


PRACTITIONER = {"fact": {"practitioner": True}}


@pytest.mark.parametrize(
    ("kinds", "stated", "expected"),
    [
        (["university"], {}, Truth.FALSE),
        (["university"], {"practitioner": True}, Truth.TRUE),
        (["university"], {"practitioner": False}, Truth.FALSE),
        (["university", "hospital"], {}, Truth.UNKNOWN),
        (["hospital"], {}, Truth.UNKNOWN),
        ([], {}, Truth.UNKNOWN),
        (None, {}, Truth.UNKNOWN),
    ],
)
def test_silence_is_guessed_from_the_kind_and_what_is_stated_counts(
    kinds: list[str] | None, stated: dict[str, bool], expected: Truth
) -> None:
    assert truth(PRACTITIONER, {"kinds": kinds}, facts=stated) is expected


def test_who_names_a_beneficiary_need_not_say_that_it_is_affiliated_to_one() -> None:
    where = {"fact": {"affiliated_to_beneficiary": True}}
    assert truth(where, {}, affiliated_to="b") is Truth.TRUE
    assert truth(where, {}) is Truth.UNKNOWN
    assert truth(where, {}, facts={"affiliated_to_beneficiary": False}) is Truth.FALSE


@pytest.mark.parametrize(
    ("sub_roles", "expected"),
    [
        (["innovator:moderate"], Truth.TRUE),
        (["innovator:strong"], Truth.FALSE),
        (["academic", "innovator:leader"], Truth.FALSE),
        (["academic"], Truth.UNKNOWN),
        ([], Truth.UNKNOWN),
        (None, Truth.UNKNOWN),
    ],
)
def test_a_list_of_sub_roles_speaks_of_a_family_when_it_holds_one_of_it(
    sub_roles: list[str] | None, expected: Truth
) -> None:
    assert truth({"sub_role": "innovator:moderate"}, {}, sub_roles=sub_roles) is expected


def test_the_sub_roles_that_a_topic_defines_are_a_family() -> None:
    where = {"sub_role": "topic:HORIZON-CL3-2026-01-DRS-03:medical-emergency-authority"}
    assert truth(where, {}, sub_roles=["topic:HORIZON-CL3-2026-01-DRS-03:other"]) is Truth.FALSE
    assert truth(where, {}, sub_roles=["topic:HORIZON-CL3-2026-01-DRS-01:other"]) is Truth.UNKNOWN
    assert truth(where, {}, sub_roles=["lead_city"]) is Truth.UNKNOWN


@pytest.mark.parametrize(
    ("sub_roles", "expected"), [([], Truth.FALSE), (["academic"], Truth.FALSE), (None, Truth.UNKNOWN)]
)
def test_a_list_of_sub_roles_is_complete_for_plain_names(sub_roles: list[str] | None, expected: Truth) -> None:
    assert truth({"sub_role": "lead_city"}, {}, sub_roles=sub_roles) is expected
