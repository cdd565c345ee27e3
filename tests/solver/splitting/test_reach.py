"""What one can get at most and has to get, against every split that the rule engine allows."""

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.facts import Participant
from solver.splitting.budget import Budget
from solver.splitting.reach import reach_of
from tests.solver.making import member
from tests.solver.splitting.asked import budgets, composed, every_split, funds, law, moneys, participants


@settings(max_examples=250)
@given(participants(unknown=False), budgets, st.lists(moneys() | moneys() | funds() | composed(), max_size=3))
def test_no_split_gives_anybody_more_or_less(
    those: list[Participant], budget: Budget, asked: list[dict[str, Any]]
) -> None:
    reached = {one.id: reach_of(one, budget, law(*asked), certain=False) or (0, 0) for one in those}
    for amounts in every_split(those, budget, law(*asked)):
        assert all(least <= amounts[who] <= most for who, (least, most) in reached.items())


def test_shares_rates_and_limits_of_a_country_are_all_seen() -> None:
    budget = Budget.model_validate({"total": 100, "max_share_per_participant": 0.6, "max_share_per_country": 0.5})
    one = member("a", "FR").model_copy(update={"total_cost": Decimal(60)})
    fund = {"kind": "fund", "rates": [{"where": {"country_in": ["FR"]}, "rate": 0.7, "min": 10}]}
    group = {"kind": "money", "of": "eu_contribution", "per": "group", "min_share": 0.9}
    assert reach_of(one, budget, law(), certain=True) == (0, 50)
    assert reach_of(one, budget, law(fund), certain=True) == (10, 42)
    assert reach_of(one, budget, law(group), certain=True) == (0, 50), "what a group has to reach others may bring"
    assert reach_of(member("b", "IT"), budget, law(fund), certain=True) == (0, 0)
    assert reach_of(member("c", "FR", "associated_partner"), budget, law(fund), certain=True) == (0, 0)


def test_without_a_total_nothing_can_be_said() -> None:
    assert reach_of(member("a", "FR"), Budget(max_share_per_country=0.5), law(), certain=True) is None
