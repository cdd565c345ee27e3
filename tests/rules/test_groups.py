"""Who belongs to a group of countries: by year, by day, by part of the programme, and as agreements were known."""

from datetime import date
from typing import Any

import pytest

from rules.calls import Call
from rules.codes import Flag
from rules.conditions import Confidence, Source
from rules.facts import Organisation
from rules.groups import Group, Groups, Member, UnknownGroup, World
from rules.truth import Answer, Truth

DAY = date(2026, 11, 22)
SOURCE = Source(document="made up", confidence=Confidence.SOURCED)


def member(country: str = "NO", **facts: Any) -> Member:
    return Member.model_validate({"country": country, "confidence": "sourced", "source": "made up", **facts})


def group(name: str, *members: Member, **facts: Any) -> Group:
    return Group(id=name, title=name, one=f"one of the {name}", source=SOURCE, members=members, **facts)


def groups(*made: Group) -> Groups:
    return Groups({one.id: one for one in made})


def call(**facts: Any) -> Call:
    return Call.model_validate({"identifier": "CASE", "programme": "HORIZON", "budget_year": 2026, **facts})


def belongs(facts: dict[str, Any], asked: Call, as_of: date = DAY, world: World = World.AS_SIGNED) -> Answer:
    return groups(group("north", member(**facts))).contains("north", "NO", asked, as_of, world)


@pytest.mark.parametrize(
    ("period", "years"),
    [
        ({}, [2020, 2021, 2022, 2023, 2024]),
        ({"from_year": 2021, "until_year": 2023}, [2021, 2022, 2023]),
        ({"from_year": 2022}, [2022, 2023, 2024]),
        ({"until_year": 2022}, [2020, 2021, 2022]),
    ],
)
def test_a_period_of_years_counts_its_first_and_its_last(period: dict[str, Any], years: list[int]) -> None:
    inside = [year for year in range(2020, 2025) if belongs(period, call(budget_year=year)).truth is Truth.TRUE]
    outside = [year for year in range(2020, 2025) if belongs(period, call(budget_year=year)).truth is Truth.FALSE]
    assert inside == years
    assert sorted(inside + outside) == list(range(2020, 2025))


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ({"from_day": "2026-03-02", "until_day": "2026-03-03"}, [2, 3]),
        ({"from_day": "2026-03-03"}, [3, 4]),
        ({"until_day": "2026-03-02"}, [1, 2]),
    ],
)
def test_a_period_of_days_counts_its_first_and_its_last_deadline(period: dict[str, Any], days: list[int]) -> None:
    inside = [day for day in range(1, 5) if belongs(period, call(deadline=f"2026-03-0{day}")).truth is Truth.TRUE]
    assert inside == days


def test_without_the_year_a_period_stays_open_and_names_what_is_missing() -> None:
    bare = call(budget_year=None)
    assert belongs({}, bare).truth is Truth.TRUE
    for period in ({"from_year": 2021}, {"until_year": 2021}, {"from_day": "2026-03-02"}, {"until_day": "2026-03-02"}):
        assert belongs(period, bare) == Answer(Truth.UNKNOWN, frozenset({"budget_year"}))


@pytest.mark.parametrize(
    ("scope", "truths"),
    [
        ("all", {1: "true", 2: "true", 3: "true", "widening": "true", None: "true"}),
        ("pillar_2", {1: "false", 2: "true", 3: "false", "widening": "false", None: "unknown"}),
        ("pillar_1_and_widening", {1: "true", 2: "false", 3: "false", "widening": "true", None: "unknown"}),
    ],
)
def test_a_membership_may_cover_a_part_of_the_programme(scope: str, truths: dict[Any, str]) -> None:
    assert {part: belongs({"scope": scope}, call(pillar=part)).truth for part in truths} == truths
    assert belongs({"scope": "pillar_2"}, call()).missing == {"pillar"}
    assert belongs({"scope": "pillar_2", "until_year": 2025}, call()).truth is Truth.FALSE, "the part does not matter"


def test_what_was_known_only_between_two_days_counts_as_of_those_days() -> None:
    known = {"known_from": "2026-03-02", "known_until": "2026-03-03"}
    days = [date(2026, 3, day) for day in range(1, 5)]
    assert [belongs(known, call(), day).truth for day in days] == ["false", "true", "true", "false"]
    assert belongs({"known_from": "2026-03-02"}, call(), date(2099, 1, 1)).truth is Truth.TRUE
    assert belongs({"known_until": "2026-03-02"}, call(), date(1990, 1, 1)).truth is Truth.TRUE


@pytest.mark.parametrize(
    ("facts", "signed", "hoped"),
    [
        ({}, "true", "true"),
        ({"pending": True}, "false", "true"),
        ({"applied_from": "2026-11-22"}, "true", "true"),
        ({"applied_from": "2026-11-23"}, "false", "true"),
        ({"pending": True, "until_year": 2025}, "false", "false"),
        ({"pending": True, "uncertain": True}, "unknown", "unknown"),
    ],
)
def test_a_pending_agreement_counts_only_where_it_is_hoped_for(facts: dict[str, Any], signed: str, hoped: str) -> None:
    answers = [belongs(facts, call(), DAY, world).truth for world in (World.AS_SIGNED, World.AS_HOPED)]
    assert answers == [signed, hoped]
    assert groups(group("north", member(**facts))).is_hopeful("NO") == (
        not {"pending", "applied_from"}.isdisjoint(facts)
    )


def test_a_membership_that_the_text_leaves_open_is_asked_for() -> None:
    assert belongs({"uncertain": True}, call()).missing == {"membership:NO"}


def test_of_several_periods_one_is_enough() -> None:
    twice = groups(group("north", member(until_year=2021), member(from_year=2026), member("SE")))
    years = (2021, 2023, 2026)
    answers = [twice.contains("north", "NO", call(budget_year=year), DAY, World.AS_SIGNED).truth for year in years]
    assert answers == ["true", "false", "true"]
    assert twice.contains("north", "US", call(), DAY, World.AS_HOPED).truth is Truth.FALSE


def test_a_group_takes_in_the_members_of_others() -> None:
    made = groups(
        group("all", member("DK", until_year=2025), union_of=("north", "south")),
        group("north", member("NO"), member("SE", pending=True)),
        group("south", member("MT")),
    )
    assert made.named("all") == {"DK", "NO", "SE", "MT"}
    assert made.countries("all", call(), DAY) == ("MT", "NO")
    assert made.countries("all", call(), DAY, World.AS_HOPED) == ("MT", "NO", "SE")
    assert made.countries("north", call(), DAY) == ("NO",)
    assert [one.id for one in made] == ["all", "north", "south"]
    assert "north" in made
    assert "east" not in made
    with pytest.raises(UnknownGroup, match="there is no country group 'east'"):
        made.contains("east", "NO", call(), DAY, World.AS_SIGNED)


@pytest.mark.parametrize(
    ("flags", "country", "expected"),
    [
        ([], "NO", Truth.TRUE),
        ([], "US", Truth.FALSE),
        ([], None, Truth.UNKNOWN),
        ([Flag.JRC], "US", Truth.TRUE),
        ([Flag.JRC], None, Truth.TRUE),
        ([Flag.HIGH_RISK_SUPPLIER], "NO", Truth.FALSE),
        ([Flag.HIGH_RISK_SUPPLIER], None, Truth.FALSE),
        ([Flag.EU_BODY], "NO", Truth.UNKNOWN),
        ([Flag.JRC, Flag.HIGH_RISK_SUPPLIER], "US", Truth.TRUE),
        ([Flag.JRC, Flag.EU_BODY], "NO", Truth.UNKNOWN),
        ([Flag.RESTRICTIVE_MEASURES], "NO", Truth.TRUE),
    ],
)
def test_a_flag_may_deem_somebody_inside_outside_or_leave_it_open(
    flags: list[Flag], country: str | None, expected: Truth
) -> None:
    north = group(
        "north",
        member(),
        deemed=(Flag.JRC,),
        deemed_unsure=(Flag.EU_BODY,),
        outside=(Flag.HIGH_RISK_SUPPLIER,),
        union_of=(),
    )
    organisation = Organisation(id="a", country=country, flags=flags)
    answer = groups(north).established("north", organisation, call(), DAY, World.AS_SIGNED)
    assert answer.truth is expected
    if expected is Truth.UNKNOWN:
        assert answer.missing == {"deemed_establishment" if flags else "country"}


def test_calls_of_one_moment_lie_between_the_same_turns() -> None:
    made = groups(group("north", member(from_day="2026-03-02"), member("SE", until_day="2026-06-30")))

    def moment(day: str | None, **facts: Any) -> object:
        return made.moment(call(deadline=day, **facts), DAY)

    assert moment("2026-03-03") == moment("2026-06-29")
    apart = ["2026-03-01", "2026-03-02", "2026-03-03", "2026-06-30", "2026-07-01"]
    assert len({moment(day) for day in apart}) == len(apart)
    assert moment("2026-03-03") != moment("2026-03-03", budget_year=2025)
    assert moment("2026-03-03") != moment("2026-03-03", pillar=2)
    assert made.moment(call(), DAY) != made.moment(call(), date(2026, 11, 23))
    assert moment(None, budget_year=None) != moment("2026-03-01", budget_year=None)
