"""How the budget is split: decided as soon as the amounts that are not stated cannot change it."""

from typing import Any

import pytest

from rules.truth import Truth
from tests.rules.hearing import found, people

OF_GRANT = {"kind": "money", "of": "eu_contribution"}


def shares(*amounts: float | None, **facts: Any) -> list[Any]:
    return people(*({"country": "DE", "eu_contribution": amount, **facts} for amount in amounts))


@pytest.mark.parametrize(
    ("limit", "amounts", "truth"),
    [
        ({"max_share": 0.5}, [50, 50], Truth.TRUE),
        ({"max_share": 0.5}, [50.01, 49.99], Truth.FALSE),
        ({"max_share": 0.5}, [60, None], Truth.UNKNOWN),
        ({"max_share": 0.5}, [50, 50, None], Truth.UNKNOWN),
        ({"min_share": 0.2}, [20, 80], Truth.TRUE),
        ({"min_share": 0.2}, [19, 81], Truth.FALSE),
        ({"min_share": 0.2}, [19, 81, None], Truth.FALSE),
        ({"min_share": 0.2}, [20, 80, None], Truth.UNKNOWN),
        ({"max": 100}, [100, 20], Truth.TRUE),
        ({"max": 100}, [101, 20], Truth.FALSE),
        ({"max": 100}, [101, None], Truth.FALSE),
        ({"max": 100}, [100, None], Truth.UNKNOWN),
        ({"min": 100}, [100, 200], Truth.TRUE),
        ({"min": 100}, [99, 200], Truth.FALSE),
        ({"min": 100}, [99, None], Truth.FALSE),
        ({"min": 100}, [100, None], Truth.UNKNOWN),
        ({"min": 10, "max": 100}, [10, 100], Truth.TRUE),
        ({"min": 10, "max": 100}, [9, 100], Truth.FALSE),
        ({"max_share": 1.0}, [0, 0], Truth.TRUE),
    ],
)
def test_each_participant_keeps_to_it(limit: dict[str, float], amounts: list[float | None], truth: Truth) -> None:
    finding = found({**OF_GRANT, **limit}, shares(*amounts))
    assert finding.truth is truth
    lacking = [f"o{index}" for index, amount in enumerate(amounts) if amount is None]
    assert [who for who, _ in finding.asks] == (lacking if truth is Truth.UNKNOWN else [])


def test_the_share_of_one_who_is_closed_is_decided_where_the_total_only_grows() -> None:
    asked = {**OF_GRANT, "where": {"role_in": ["coordinator"]}, "max_share": 0.5}
    assert found(asked, shares(50, 50, None)).truth is Truth.TRUE
    assert found(asked, shares(60, 40, None)).truth is Truth.UNKNOWN
    assert found(asked, shares(None, 40, 60)).truth is Truth.UNKNOWN


def test_the_total_cost_is_another_amount() -> None:
    members = people({"country": "DE", "total_cost": 80, "eu_contribution": 10}, {"country": "FR", "total_cost": 20})
    assert found({**OF_GRANT, "of": "total_cost", "max_share": 0.8}, members).truth is Truth.TRUE
    finding = found({**OF_GRANT, "max_share": 0.8}, members)
    assert finding.asks == (("o1", frozenset({"eu_contribution"})),)


def test_countries_are_added_up_and_a_country_that_is_not_known_may_be_any() -> None:
    asked = {**OF_GRANT, "per": "country", "max_share": 0.5}
    german = [{"country": "DE", "eu_contribution": 30}, {"country": "DE", "eu_contribution": 30}]
    french = {"country": "FR", "eu_contribution": 40}
    assert found(asked, people(*german, french)).truth is Truth.FALSE
    assert found(asked, people(german[0], french, {"country": "IT", "eu_contribution": 30})).truth is Truth.TRUE
    lost = found(asked, people(german[0], french, {"country": None, "eu_contribution": 30}))
    assert lost.truth is Truth.UNKNOWN
    assert lost.asks == (("o2", frozenset({"country"})),)
    assert found(asked, people(german[0], {"country": "FR", "eu_contribution": 30}, {"eu_contribution": 0})).truth is (
        Truth.TRUE
    )
    assert found({**asked, "max": 50, "max_share": None}, people(*german, {"eu_contribution": 1})).truth is Truth.FALSE


def test_a_group_is_added_up_and_whoever_may_belong_to_it_leaves_it_open() -> None:
    asked = {**OF_GRANT, "per": "group", "where": {"kind_in": ["company"]}, "min_share": 0.5}
    firm, school = {"kinds": ["company"], "eu_contribution": 60}, {"kinds": ["school"], "eu_contribution": 60}
    assert found(asked, people(firm, school)).truth is Truth.TRUE
    assert found(asked, people(firm, school, school)).truth is Truth.FALSE
    vague = found(asked, people(firm, school, {"kinds": None, "eu_contribution": 60}))
    assert vague.truth is Truth.UNKNOWN
    assert vague.asks == (("o2", frozenset({"kinds"})),)
    assert found(asked, people(school)).truth is Truth.FALSE
    assert found({**asked, "min_share": None, "max_share": 0.1}, people(school)).truth is Truth.TRUE


def test_whether_somebody_is_concerned_at_all_may_be_open() -> None:
    asked = {**OF_GRANT, "where": {"kind_in": ["company"]}, "min": 100}
    assert found(asked, people({"kinds": None, "eu_contribution": 0})).truth is Truth.UNKNOWN
    assert found(asked, people({"kinds": None, "eu_contribution": 100})).truth is Truth.UNKNOWN
    assert found(asked, people({"kinds": ["school"], "eu_contribution": 0})).truth is Truth.TRUE


def test_two_of_one_name_are_two() -> None:
    members = shares(60, 40, name="Same name")
    assert found({**OF_GRANT, "max_share": 0.6}, members).truth is Truth.TRUE


def test_who_is_no_beneficiary_and_states_no_amount_gets_none() -> None:
    members = [*shares(50, 50), *people({}, {}, {"country": "FR", "role": "associated_partner"})[2:]]
    assert found({**OF_GRANT, "max_share": 0.5}, members).truth is Truth.TRUE


@pytest.mark.parametrize(
    ("limit", "stated", "truth"),
    [
        ({"max": 60_000}, 60_000, Truth.TRUE),
        ({"max": 60_000}, 60_000.01, Truth.FALSE),
        ({"max": 60_000, "min": 1_000}, 999, Truth.FALSE),
        ({"max": 60_000}, None, Truth.UNKNOWN),
        ({"min": 1_000}, 60_000, Truth.UNKNOWN),
        ({"max_share": 0.5}, 60_000, Truth.UNKNOWN),
    ],
)
def test_support_to_third_parties_is_what_the_plan_says(limit: dict[str, float], stated: Any, truth: Truth) -> None:
    asked = {"kind": "money", "of": "third_party_support", "per": "recipient", **limit}
    finding = found(asked, shares(1), **({"fstp_max_per_recipient": stated} if stated else {}))
    assert finding.truth is truth
    assert (finding.question is None) is (truth is not Truth.UNKNOWN)
    assert bool(finding.missing) is (truth is Truth.FALSE)
    in_numbers = ((None, frozenset({"fact:fstp_max_per_recipient"})),)
    assert finding.asks == (in_numbers if limit == {"max": 60_000} and stated is None else ())
