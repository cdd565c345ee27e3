"""Who is funded, and up to which share of the cost; shares of heads, and who makes them up."""

from typing import Any

import pytest

from rules.judging import Finding
from rules.truth import Truth
from tests.rules.hearing import consortium, found, judge, people

NON_PROFIT = {"rate": 1, "where": {"non_profit": True}}
EUROPE = {"country_in": ["DE", "FR"]}


def funded(rates: list[dict[str, Any]], **facts: Any) -> Finding:
    (finding,) = judge({"kind": "fund", "rates": rates}, people({"country": "DE", **facts}))
    return finding


@pytest.mark.parametrize(
    ("non_profit", "rate"), [(True, 1), (False, 0.7)], ids=["the first rate that fits", "the next where it does not"]
)
def test_the_first_rate_that_fits_counts(non_profit: bool, rate: float) -> None:
    finding = funded([NON_PROFIT, {"rate": 0.7}], non_profit=non_profit)
    assert (finding.truth, finding.funded, finding.rate, finding.applies) == (Truth.TRUE, True, rate, False)


def test_where_it_is_not_known_which_rate_fits_it_may_still_be_known_that_one_does() -> None:
    either = funded([NON_PROFIT, {"rate": 0.7}])
    assert (either.truth, either.funded, either.rate) == (Truth.UNKNOWN, True, None)
    assert either.asks == (("o0", frozenset({"non_profit"})),)
    perhaps = funded([NON_PROFIT, {"rate": 0.7, "where": {"country_in": ["US"]}}])
    assert (perhaps.truth, perhaps.funded) == (Truth.UNKNOWN, None)


@pytest.mark.parametrize(
    ("rate", "asked", "cost", "truth"),
    [
        ({"rate": 0.7}, 70_000, 100_000, Truth.TRUE),
        ({"rate": 0.7}, 70_000.01, 100_000, Truth.FALSE),
        ({"rate": 0.7}, 0, 100_000, Truth.TRUE),
        ({"rate": 1}, 100_000, 100_000, Truth.TRUE),
        ({"rate": 1, "max": 50_000}, 50_000, 100_000, Truth.TRUE),
        ({"rate": 1, "max": 50_000}, 50_001, 100_000, Truth.FALSE),
        ({"rate": 1, "min": 50_000}, 50_000, 100_000, Truth.TRUE),
        ({"rate": 1, "min": 50_000}, 49_999, 100_000, Truth.FALSE),
    ],
)
def test_what_is_asked_for_keeps_to_the_rate_and_its_limits(
    rate: dict[str, Any], asked: float, cost: float, truth: Truth
) -> None:
    finding = funded([rate], eu_contribution=asked, total_cost=cost)
    assert (finding.truth, finding.funded, finding.rate, finding.applies) == (truth, True, rate["rate"], True)


@pytest.mark.parametrize(
    "budget", [{}, {"eu_contribution": 9}, {"total_cost": 9}, {"eu_contribution": 9, "total_cost": 0}]
)
def test_without_a_budget_there_is_nothing_to_judge(budget: dict[str, float]) -> None:
    finding = funded([{"rate": 0.5}], **budget)
    assert (finding.truth, finding.applies, finding.found) == (Truth.TRUE, False, "no budget stated")


@pytest.mark.parametrize(("asked", "truth"), [(None, Truth.TRUE), (0, Truth.TRUE), (1, Truth.FALSE)])
def test_whom_no_rate_fits_may_ask_for_nothing(asked: float | None, truth: Truth) -> None:
    finding = funded([{"rate": 1, "where": {"country_in": ["US"]}}], eu_contribution=asked)
    assert (finding.truth, finding.funded, finding.rate) == (truth, False, None)
    assert finding.applies == (truth is Truth.FALSE)
    assert finding.found == ("asks for money" if asked else "asks for none")


def test_only_roles_that_are_paid_are_asked() -> None:
    everybody = people({}, {"role": "associated_partner"}, {"role": "affiliated_entity"})
    assert [one.participant for one in judge({"kind": "fund", "rates": [{"rate": 1}]}, everybody)] == ["o0", "o2"]


# -------------------------------------------------------------------------------------------- shares of participants


def test_a_share_counts_who_is_inside_and_asks_of_whom_it_is_open() -> None:
    asked = {"kind": "ratio", "where": {"kind_in": ["ngo"]}, "of": EUROPE, "min_share": 0.5}
    ngo, firm, open_ = {"kinds": ["ngo"]}, {"kinds": ["company"]}, {"kinds": None}
    german = {"country": "DE"}
    finding = found(asked, people(german | ngo, german | firm, german | open_, {"country": "US"} | ngo))
    assert (finding.truth, finding.counted, finding.may_count) == (Truth.UNKNOWN, ("o0",), ("o2",))
    assert finding.asks == (("o2", frozenset({"kinds"})),)
    settled = found(asked, people(german | ngo, german | ngo, german | open_))
    assert (settled.truth, settled.asks, settled.may_count) == (Truth.TRUE, (), ("o2",))


def test_as_long_as_it_is_not_known_of_whom_it_is_a_share_it_is_open() -> None:
    asked = {"kind": "ratio", "where": {"kind_in": ["ngo"]}, "of": EUROPE, "min_share": 0.5}
    finding = found(asked, people({"country": "DE", "kinds": ["ngo"]}, {"kinds": ["company"]}, {"kinds": None}))
    assert (finding.truth, finding.counted, finding.may_count) == (Truth.UNKNOWN, ("o0",), ("o2",))
    assert finding.asks == (("o1", frozenset({"country"})), ("o2", frozenset({"country", "kinds"})))


@pytest.mark.parametrize(
    ("share", "countries", "missing"),
    [
        ({"min_share": 0.5}, ["DE", "FR", "IT"], "3 more beneficiaries established in Kenya"),
        ({"min_share": 0.5, "rounding": "down"}, ["DE", "FR", "IT"], "2 more beneficiaries established in Kenya"),
        ({"min_share": 0.5, "rounding": "up"}, ["KE", "FR", "IT"], "1 more beneficiary established in Kenya"),
        ({"max_share": 0.5}, ["KE", "KE", "KE"], "3 fewer beneficiaries established in Kenya"),
        ({"max_share": 0.5, "rounding": "up"}, ["KE", "KE", "KE"], "2 fewer beneficiaries established in Kenya"),
        ({"max_share": 0}, ["KE", "DE"], "1 fewer beneficiary established in Kenya"),
        ({"min_share": 1}, ["KE", "DE"], "all beneficiaries established in Kenya"),
    ],
)
def test_how_many_would_have_to_come_or_to_go(share: dict[str, Any], countries: list[str], missing: str) -> None:
    finding = found({"kind": "ratio", "where": {"country_in": ["KE"]}, **share}, consortium(*countries))
    assert (finding.truth, finding.missing) == (Truth.FALSE, missing)


def test_a_share_of_nobody_is_kept() -> None:
    asked = {"kind": "ratio", "where": {"country_in": ["KE"]}, "of": {"country_in": ["US"]}}
    assert found({**asked, "min_share": 0.5}, consortium("DE")).truth is Truth.TRUE
    finding = found({**asked, "max_share": 0.5}, consortium("DE"))
    assert (finding.truth, finding.found) == (Truth.TRUE, "0 of 0 (0 %): nobody")
