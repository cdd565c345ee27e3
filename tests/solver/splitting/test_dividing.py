"""The split of a budget, against the rule engine: what it refuses is never proposed, what it allows is found."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.facts import Participant
from solver.splitting.budget import Budget
from solver.splitting.dividing import Split, split
from solver.splitting.refusing import NoSplit
from tests.solver.making import member
from tests.solver.splitting.asked import (
    broken,
    budgets,
    composed,
    every_split,
    found,
    funds,
    law,
    moneys,
    paid,
    participants,
    within_budget,
)

Asked = list[dict[str, Any]]
plain = st.lists(moneys() | moneys() | funds(), max_size=3)
mixed = st.lists(moneys() | funds() | composed() | composed(), min_size=1, max_size=2)


@settings(max_examples=250)
@given(participants(unknown=False), budgets, plain)
def test_with_all_facts_known_a_split_is_found_where_there_is_one_and_it_is_fair(
    those: list[Participant], budget: Budget, asked: Asked
) -> None:
    answer, every = found(those, budget, law(*asked)), list(every_split(those, budget, law(*asked)))
    assert isinstance(answer, Split) == bool(every)
    if isinstance(answer, Split):
        assert not broken(paid(those, answer.amounts), law(*asked))
        assert answer.certain or any(one.organisation.country == "MA" for one in those)
        assert answer.amounts in every
        free = [one.id for one in those if one.eu_contribution is None]
        for other in every:
            for one in free:
                if other[one] > answer.amounts[one]:
                    assert any(other[two] < answer.amounts[two] and other[two] <= answer.amounts[one] for two in free)


@settings(max_examples=250)
@given(participants(unknown=False), budgets, mixed)
def test_conditions_made_of_others_are_kept_in_one_way_or_another(
    those: list[Participant], budget: Budget, asked: Asked
) -> None:
    answer, every = found(those, budget, law(*asked)), list(every_split(those, budget, law(*asked)))
    assert isinstance(answer, Split) == bool(every)
    if isinstance(answer, Split):
        assert answer.amounts in every
        assert not broken(paid(those, answer.amounts), law(*asked))


@settings(max_examples=300)
@given(participants(unknown=True), budgets, st.lists(moneys() | funds() | composed(), max_size=3))
def test_what_is_not_known_never_makes_a_split_that_the_rule_engine_refuses(
    those: list[Participant], budget: Budget, asked: Asked
) -> None:
    answer = found(those, budget, law(*asked))
    if isinstance(answer, Split):
        assert not broken(paid(those, answer.amounts), law(*asked))
        assert within_budget(paid(those, answer.amounts), budget)
    else:
        assert answer.conflict


@settings(max_examples=250)
@given(participants(unknown=True), budgets, st.lists(moneys() | funds() | composed(), max_size=3))
def test_nothing_can_be_left_out_of_a_conflict(those: list[Participant], budget: Budget, asked: Asked) -> None:
    answer = found(those, budget, law(*asked))
    if not isinstance(answer, NoSplit):
        return
    names = {one.id for one in answer.conflict}
    assert isinstance(_without(those, budget, asked, names), NoSplit)
    for name in names - {"budget.total"}:
        assert isinstance(_without(those, budget, asked, names - {name}), Split)


def _without(those: list[Participant], budget: Budget, asked: Asked, kept: set[str]) -> Split | NoSplit:
    """The answer when only this is asked, and the total."""
    conditions = [
        one if f"c{number}" in kept else {"kind": "money", "of": "eu_contribution", "per": "group", "min": 0}
        for number, one in enumerate(asked, start=1)
    ]
    shares = {name: share for name, share in budget.model_dump().items() if f"budget.{name}" in kept}
    agreed = [one if f"members.{one.id}" in kept else one.model_copy(update={"eu_contribution": None}) for one in those]
    return found(agreed, Budget.model_validate({**shares, "total": budget.total}), law(*conditions))


@settings(max_examples=60)
@given(participants(unknown=True), budgets, plain, st.randoms(use_true_random=False))
def test_the_order_of_the_participants_makes_no_difference(
    those: list[Participant], budget: Budget, asked: Asked, shuffler: Any
) -> None:
    other = list(those)
    shuffler.shuffle(other)
    assert found(those, budget, law(*asked)) == found(other, budget, law(*asked))


THREE = [member("a", "FR", "coordinator"), member("b", "DE"), member("c", "IT")]
MILLION = Budget.model_validate({"total": 1_000_000})


def test_whole_euros_add_up_to_the_total() -> None:
    answer = split(THREE, MILLION, law())
    assert isinstance(answer, Split)
    assert answer.amounts == {"a": 333_334, "b": 333_333, "c": 333_333}


def test_without_a_total_there_is_nothing_to_split() -> None:
    assert split(THREE, Budget.model_validate({"max_share_per_country": 0.1}), law()) is None


def test_an_agreed_amount_stays_and_cents_only_come_from_cents() -> None:
    agreed = [THREE[0].model_copy(update={"eu_contribution": Decimal("100000.50")}), *THREE[1:]]
    answer = split(agreed, MILLION, law())
    assert isinstance(answer, Split)
    assert answer.amounts == {"a": Decimal("100000.50"), "b": Decimal("449999.75"), "c": Decimal("449999.75")}


def test_who_is_in_no_role_that_is_paid_gets_nothing() -> None:
    answer = split([*THREE, member("d", "ES", "associated_partner")], MILLION, law())
    assert isinstance(answer, Split)
    assert answer.amounts["d"] == 0


def test_who_is_taken_down_to_associated_partner_gets_nothing() -> None:
    lowered = {"kind": "admit", "effect": "downgrade", "to": "associated_partner", "where": {"country_in": ["IT"]}}
    answer = split(THREE, MILLION, law(lowered))
    assert isinstance(answer, Split)
    assert answer.amounts == {"a": 500_000, "b": 500_000, "c": 0}


def test_who_is_not_funded_gets_nothing_and_a_rate_is_kept() -> None:
    rates = [{"where": {"country_in": ["FR", "DE"]}, "rate": 0.7}]
    those = [THREE[0], THREE[1].model_copy(update={"total_cost": Decimal(100_000)}), THREE[2]]
    answer = split(those, MILLION, law({"kind": "fund", "rates": rates}))
    assert isinstance(answer, Split)
    assert answer.amounts == {"a": 930_000, "b": 70_000, "c": 0}
    assert [(one.condition, one.participants) for one in answer.open] == [("c1", ("a",))]


def test_an_unknown_size_is_asked_about_where_no_split_does_without_it() -> None:
    half = {"kind": "money", "of": "eu_contribution", "per": "group", "where": {"size_in": ["sme"]}, "min_share": 0.5}
    answer = split(THREE, MILLION, law(half))
    assert isinstance(answer, Split)
    assert not answer.certain
    assert {who for one in answer.open for who in one.participants} == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("budget", "names", "least", "most"),
    [
        ({"max_share_per_participant": 0.3}, ["budget.total", "budget.max_share_per_participant"], 0, 900_000),
        ({"max_share_per_country": 0.25}, ["budget.total", "budget.max_share_per_country"], 0, 750_000),
    ],
)
def test_shares_too_small_for_so_few_members_are_named_with_what_they_leave(
    budget: dict[str, float], names: list[str], least: int, most: int
) -> None:
    answer = split(THREE, Budget.model_validate({"total": 1_000_000, **budget}), law())
    assert isinstance(answer, NoSplit)
    assert [one.id for one in answer.conflict] == names
    assert answer.least == least
    assert answer.most == most
    assert f"{most:,} euro" in answer.message


def test_agreed_amounts_above_the_total_are_named_with_what_they_take() -> None:
    agreed = [one.model_copy(update={"eu_contribution": Decimal(400_000)}) for one in THREE]
    answer = split(agreed, MILLION, law())
    assert isinstance(answer, NoSplit)
    assert [one.id for one in answer.conflict] == ["budget.total", "members.a", "members.b", "members.c"]
    assert answer.least == 1_200_000


def test_where_nobody_is_in_a_role_that_is_paid_the_total_alone_is_the_conflict() -> None:
    answer = split([member("a", "FR", "associated_partner")], MILLION, law())
    assert isinstance(answer, NoSplit)
    assert [one.id for one in answer.conflict] == ["budget.total"]


def test_an_amount_agreed_for_a_role_that_is_not_paid_is_a_conflict_by_itself() -> None:
    partner = member("d", "ES", "associated_partner").model_copy(update={"eu_contribution": Decimal(5)})
    answer = split([*THREE, partner], MILLION, law())
    assert isinstance(answer, NoSplit)
    assert [one.id for one in answer.conflict] == ["members.d"]
    assert "not paid" in answer.message


def test_an_affiliated_entity_is_paid_only_where_a_rate_speaks_of_it() -> None:
    entity = member("d", "ES", "affiliated_entity").model_copy(update={"affiliated_to": "a"})
    rates = {"kind": "fund", "rates": [{"rate": 1.0}]}
    alone, spoken_of = split([*THREE, entity], MILLION, law()), split([*THREE, entity], MILLION, law(rates))
    assert isinstance(alone, Split)
    assert isinstance(spoken_of, Split)
    assert alone.amounts["d"] == 0
    assert spoken_of.amounts["d"] == 250_000


def test_limits_that_only_pending_agreements_keep_are_told_as_such() -> None:
    """Morocco's association is pending: as signed nobody from there may get anything of this call."""
    outside = {"where": {"not": {"country_in": "horizon_member_or_associated"}}, "max_share": 0}
    asked = law({"kind": "money", "of": "eu_contribution", "per": "group", **outside})
    answer = split([member("a", "MA", "coordinator")], MILLION, asked)
    assert isinstance(answer, Split)
    assert not answer.certain
