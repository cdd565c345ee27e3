"""The budget overview is about a whole call: a topic has its own lines of it, or a share of a pot."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from scrapers.records import Budget
from tests.emulator.shapes import BudgetLine
from tests.emulator.topics import EUROCLUSTERS, INVESTMENTS, RIA, SHARED_POTS
from tests.scrapers.captured import complaint_about, topic_of

OTHER = BudgetLine(topics=["HORIZON-CL4-2027-91-011"], by_year={"2027": "99000000"}, grants=9, min=1, max=9)


def budget_of(*lines: BudgetLine) -> Budget:
    return topic_of(replace(RIA, budget=lines)).budget


def line(by_year: Mapping[str, str], *, grants: int = 0, least: int = 0, most: int = 0) -> BudgetLine:
    return BudgetLine(topics=[RIA.identifier], by_year=by_year, grants=grants, min=least, max=most)


def test_a_topic_takes_its_own_line_and_not_that_of_a_longer_identifier() -> None:
    budget = budget_of(OTHER, line({"2027": "12000000"}, grants=2, least=5000000, most=6000000))
    assert budget == Budget(
        total=Decimal(12000000),
        grants=2,
        min=Decimal(5000000),
        max=Decimal(6000000),
        by_year={2027: Decimal(12000000)},
    )


def test_lines_and_years_are_summed() -> None:
    budget = budget_of(line({"2026": "1000000", "2027": "2000000"}, grants=1), line({"2027": "3000000"}, grants=2))
    assert (budget.total, budget.grants) == (Decimal(6000000), 3)
    assert budget.by_year == {2026: Decimal(1000000), 2027: Decimal(5000000)}


def test_commas_between_thousands_are_read() -> None:
    assert topic_of(EUROCLUSTERS).budget.total == Decimal(21000000)


def test_zero_means_not_stated() -> None:
    assert budget_of(line({"2027": "0"})) == Budget()


def test_a_blank_means_not_stated_and_numbers_may_be_texts() -> None:
    assert budget_of(line({"2027": " "})) == Budget()
    written: Any = {"grants": "2", "min": "", "max": "3,000,000"}
    budget = budget_of(BudgetLine(topics=[RIA.identifier], by_year={"2027": "6000000"}, **written))
    assert (budget.grants, budget.min, budget.max) == (2, None, Decimal(3000000))


def test_no_overview_means_not_stated() -> None:
    assert topic_of(INVESTMENTS).budget == Budget()


def test_a_line_that_serves_several_topics_is_a_shared_pot() -> None:
    budgets = [topic_of(facts).budget for facts in SHARED_POTS]
    assert {(budget.total, budget.shared) for budget in budgets} == {(Decimal(422000000), True)}


def test_a_pot_for_two_actions_of_one_topic_counts_once_and_is_its_own() -> None:
    pot = BudgetLine(topics=[RIA.identifier, RIA.identifier], by_year={"2027": "8000000"})
    assert (budget_of(pot).total, budget_of(pot).shared) == (Decimal(8000000), False)


@pytest.mark.parametrize("amount", ["-5", "1e30", "NaN", "Infinity", "about a million", "12,50"])
def test_an_amount_that_is_none_is_refused(amount: str) -> None:
    complaint = complaint_about(replace(RIA, budget=(line({"2027": amount}),)))
    assert complaint.startswith("budgetOverview holds an amount")


def test_a_negative_number_of_grants_is_refused() -> None:
    assert "-1 grants" in complaint_about(replace(RIA, budget=(line({}, grants=-1),)))


def test_a_sum_that_cannot_be_meant_is_refused() -> None:
    many = (line({"2027": "900000000000"}), line({"2028": "900000000000"}))
    assert "total" in complaint_about(replace(RIA, budget=many))


def test_a_year_that_is_none_is_refused() -> None:
    assert "year" in complaint_about(replace(RIA, budget=(line({"soon": "1"}),)))
