from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calls import Call
from rules.codes import ISO_COUNTRIES
from rules.context import Context
from rules.groups import World
from rules.once import once
from rules.reads import groups_read, reads_of, setting_of
from rules.requirements import Admit, Coordinator, Filter, Limit
from rules.rulebook import load

DAY = date(2026, 10, 15)
TURNS = sorted(
    {
        day
        for group in load().groups
        for member in group.members
        for day in (member.from_day, member.until_day)
        if day is not None and day.year >= 1990
    }
)
DAYS = st.sampled_from(TURNS).flatmap(lambda turn: st.integers(-2, 2).map(lambda shift: turn + timedelta(days=shift)))
CALLS = st.builds(
    Call,
    identifier=st.sampled_from(["CASE", "HORIZON-CL4-2026-01", "HORIZON-WIDERA-2023-01"]),
    programme=st.just("HORIZON"),
    budget_year=st.sampled_from([None, 2021, 2024, 2026]),
    deadline=st.none() | DAYS,
)


@given(st.lists(CALLS, min_size=2, max_size=12))
def test_calls_of_one_moment_have_the_same_members_in_every_group(calls: list[Call]) -> None:
    groups = load().groups
    for one, other in product(calls, calls):
        if one != other and groups.moment(one, DAY) == groups.moment(other, DAY):
            for group, world in product(groups, World):
                found = [
                    [groups.contains(group.id, c, call, DAY, world) for c in named(group.id)] for call in (one, other)
                ]
                assert found[0] == found[1], group.id


def named(group: str) -> list[str]:
    return sorted(load().groups.named(group))


def test_each_day_on_which_somebody_joins_or_leaves_is_a_moment_of_its_own() -> None:
    groups = load().groups
    assert TURNS
    for turn in TURNS:
        days = [turn + timedelta(days=shift) for shift in (-1, 0, 1)]
        calls = [Call(identifier="CASE", programme="HORIZON", budget_year=2026, deadline=day) for day in days]
        assert len({groups.moment(call, DAY) for call in calls}) == 3


ELIGIBLE = Filter(country_in="eu")
CONTROLLED = Admit(where=Filter(controlled_from_in="not_eligible"), effect="deny")


def context(*lists: Filter, **call: object) -> Context:
    facts = {"identifier": "CASE", "programme": "HORIZON", "budget_year": 2026, "deadline": DAY, **call}
    return Context(Call.model_validate(facts), load().groups, DAY, {}, {}, closed_lists=lists)


def test_a_requirement_that_names_no_country_depends_on_no_call() -> None:
    where = Limit(max=3, where=Filter(legal_personality=True))
    assert setting_of(where, context(ELIGIBLE)) == setting_of(where, context(budget_year=2021)) == ()


def test_a_requirement_that_names_a_group_depends_on_the_moment_and_not_on_the_lists() -> None:
    where = Coordinator(where=Filter(all_of=(Filter(country_in="eu"), Filter(legal_personality=True))))
    assert setting_of(where, context()) == setting_of(where, context(ELIGIBLE, identifier="OTHER")) != ()
    assert setting_of(where, context()) != setting_of(where, context(budget_year=2021))


def test_control_from_where_nobody_is_eligible_depends_on_the_lists_of_the_call() -> None:
    listed = Filter(country_in=("DE", "FR"))
    settings = [setting_of(CONTROLLED, context(*lists)) for lists in ((), (ELIGIBLE,), (listed,), (ELIGIBLE, listed))]
    assert len(set(settings)) == 4
    assert groups_read(CONTROLLED, context(ELIGIBLE, listed)) == {"eu"}
    assert groups_read(CONTROLLED, context(listed)) == frozenset()


def test_what_is_read_is_remembered_for_the_object_and_not_for_its_like() -> None:
    first, second = Filter(country_in="eu"), Filter(country_in="eu")
    assert reads_of(first) is reads_of(first)
    assert reads_of(first) == reads_of(second)


class Counted:
    def __init__(self) -> None:
        self.times = 0

    @once
    def value(self) -> int:
        """What it says."""
        self.times += 1
        return self.times


def test_a_property_is_worked_out_once_for_each_object() -> None:
    one, other = Counted(), Counted()
    assert (one.value, one.value, one.times) == (1, 1, 1)
    assert (other.times, other.value) == (0, 1)
    assert Counted.value.__doc__ == "What it says."


@pytest.mark.parametrize("group", [group.id for group in load().groups])
def test_worlds_differ_only_for_countries_with_agreements_that_were_ever_pending(group: str) -> None:
    groups, call = load().groups, context().call
    for country in sorted(ISO_COUNTRIES):
        signed, hoped = (groups.contains(group, country, call, DAY, world) for world in World)
        assert signed == hoped or groups.is_hopeful(country)
