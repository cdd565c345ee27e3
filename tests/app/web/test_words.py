"""Days, sums and names as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.web.presenters import words

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (None, "not stated"),
        (Decimal(9500000), "€9.5 million"),
        (Decimal(28000000), "€28 million"),
        (Decimal(250000), "€250,000"),
        (Decimal("1234567.89"), "€1,234,567.89"),
        (Decimal(1234567), "€1,234,567"),
        (0, "€0"),
    ],
)
def test_a_sum_is_short_where_that_is_exact_and_complete_elsewhere(amount: Decimal | None, text: str) -> None:
    assert words.euro(amount) == text


def test_a_span_of_sums_says_only_what_is_stated() -> None:
    one, two = Decimal(1000000), Decimal(2500000)
    assert words.euro_span(None, None) == "not stated"
    assert words.euro_span(one, None) == "from €1 million"
    assert words.euro_span(None, two) == "up to €2.5 million"
    assert words.euro_span(one, one) == "€1 million"
    assert words.euro_span(one, two) == "€1 million to €2.5 million"


def test_an_instant_is_told_by_its_day_and_hour_in_brussels() -> None:
    late = datetime(2027, 3, 3, 23, 30, tzinfo=UTC)
    assert words.day(late) == "4 March 2027"
    assert words.hour(late) == "00:30 Brussels time"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 22), "today"),
        (date(2026, 11, 23), "tomorrow"),
        (date(2026, 11, 21), "yesterday"),
        (date(2027, 3, 4), "in 102 days"),
        (date(2026, 11, 12), "10 days ago"),
    ],
)
def test_how_far_a_day_is(day: date, text: str) -> None:
    assert words.days_left(day, TODAY) == text


def test_countries_go_by_their_names_and_an_unknown_one_is_said_to_be_unknown() -> None:
    assert [words.country_name(code) for code in ("TR", "XK", "GR", None)] == [
        "Türkiye",
        "Kosovo",
        "Greece",
        "country not known",
    ]
    assert sorted(["Zagreb", "Ålesund", "Évora"], key=words.sorting) == ["Ålesund", "Évora", "Zagreb"]


def test_things_are_counted_and_listed_as_people_do() -> None:
    assert words.counted(1, "call") == "1 call"
    assert words.counted(2, "country", "countries") == "2 countries"
    assert words.counted(1200, "call") == "1,200 calls"
    assert words.listed(["A", "B", "C"]) == "A, B and C"
    assert words.listed([]) == ""
