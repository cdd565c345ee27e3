"""How many members of how many countries it takes, against splits that are really made."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from solver.splitting.bounds import Bound
from solver.splitting.budget import Budget
from solver.splitting.filling import fill, space_of
from solver.splitting.seats import Ceilings

ceilings = st.builds(Ceilings, st.integers(1, 40), st.integers(0, 40), st.integers(0, 40))
counts = st.dictionaries(st.sampled_from(["DE", "FR", "IT"]), st.integers(0, 4), max_size=3)


def can_be_filled(limits: Ceilings, members: Mapping[str, int], unplaced: int) -> bool:
    """Whether a split is found when all members are written down, those of unknown country in each country."""
    seats = [country for country, number in members.items() for _ in range(number)] + [None] * unplaced
    places = {*members} - {country for country, number in members.items() if not number} or {"nowhere"}
    bounds = [
        Bound("country", frozenset(n for n, seat in enumerate(seats) if seat in (country, None)), most=limits.country)
        for country in places
    ]
    bounds += [Bound("participant", frozenset({number}), most=limits.participant) for number in range(len(seats))]
    bounds += [Bound("total", frozenset(range(len(seats))), limits.total, limits.total)]
    return fill(space_of(len(seats), bounds, limits.total), len(seats), limits.total) is not None


@given(ceilings, counts, st.integers(0, 2))
def test_the_numbers_of_members_tell_whether_there_is_a_split(
    limits: Ceilings, members: dict[str, int], unplaced: int
) -> None:
    assert limits.can_hold(members, unplaced) == can_be_filled(limits, members, unplaced)


@given(ceilings, st.integers(0, 60))
def test_what_members_add_one_after_the_other_is_what_they_take_together(limits: Ceilings, number: int) -> None:
    assert sum(limits.additions[:number]) == limits.takes(number)
    assert list(limits.additions) == sorted(limits.additions, reverse=True)


def test_shares_without_a_total_are_parts_of_a_whole() -> None:
    limits = Budget(max_share_per_participant=0.4, max_share_per_country=0.5).ceilings
    assert limits is not None
    assert Fraction(limits.participant, limits.total) == Fraction(2, 5)
    assert Fraction(limits.country, limits.total) == Fraction(1, 2)
    assert limits.can_hold({"FR": 2, "DE": 2})
    assert not limits.can_hold({"FR": 3})


def test_shares_of_a_total_are_rounded_down_to_whole_euros() -> None:
    assert Budget.model_validate({"total": 1_000_001, "max_share_per_participant": 0.3}).ceilings == Ceilings(
        1_000_001, 300_000, 1_000_001
    )


def test_a_budget_without_shares_limits_nobody() -> None:
    assert Budget.model_validate({"total": 1_000_000}).ceilings is None


@pytest.mark.parametrize("field", ["max_share_per_participant", "max_share_per_country", "total"])
def test_a_budget_of_nothing_is_refused(field: str) -> None:
    with pytest.raises(ValidationError):
        Budget.model_validate({field: 0})
