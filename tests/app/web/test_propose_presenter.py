"""The form that asks for consortia: what it refuses, and that its whole state is in its address."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from app.web.presenters.propose_state import Candidate, ProposeState, Size, check_state, read_size

CHOSEN = {
    "lead": Candidate("lead", "Lead Cluster", "Lyon, France"),
    "host": Candidate("host", "Host", "acts for two clusters"),
    "district": Candidate("district", "District", "no legal entity", bar="District cannot take part itself."),
}
COUNTRIES = {"FR": "France", "IT": "Italy"}


def problems(**state: Any) -> list[str]:
    """The fields that have to be corrected."""
    return [one.field for one in check_state(ProposeState(**state), chosen=CHOSEN, countries=COUNTRIES)]


def test_the_form_as_it_opens_is_acceptable() -> None:
    assert problems(topic="T") == []


@pytest.mark.parametrize(("least", "most"), [("1", "1"), ("3", "8"), (" 2 ", "60")])
def test_a_size_is_two_numbers_in_order(least: str, most: str) -> None:
    size, wrong = read_size(ProposeState(size_min=least, size_max=most))
    assert size == Size(int(least), int(most))
    assert wrong == []


@pytest.mark.parametrize(
    ("least", "most", "fields"),
    [
        ("", "4", ["size_min"]),
        ("x", "-1", ["size_min", "size_max"]),
        ("0", "4", ["size_min"]),
        ("3", "101", ["size_max"]),
        ("5", "4", ["size_max"]),
        ("²", "4", ["size_min"]),
    ],
)
def test_another_size_is_refused_at_its_field(least: str, most: str, fields: list[str]) -> None:
    assert problems(size_min=least, size_max=most) == fields


def test_who_cannot_take_part_is_refused_with_the_reason() -> None:
    state = ProposeState(lead="district", member=["host", "stranger"])
    found = {one.field: one.text for one in check_state(state, chosen=CHOSEN, countries=COUNTRIES)}
    assert found["lead"] == "District cannot take part itself."
    assert "stranger" in found["member"]


def test_nobody_is_in_twice() -> None:
    assert problems(lead="lead", member=["lead"]) == ["member"]


def test_more_members_than_the_size_allows_are_refused() -> None:
    assert problems(lead="lead", member=["host"], size_min="1", size_max="1") == ["size_max"]


@pytest.mark.parametrize(
    ("state", "field"),
    [({"country": ["ZZ"]}, "country"), ({"unknown": "guess"}, "unknown"), ({"alternatives": "99"}, "alternatives")],
)
def test_a_value_that_the_form_does_not_offer_is_refused(state: dict[str, Any], field: str) -> None:
    assert problems(**state) == [field]


def test_the_address_brings_the_state_back() -> None:
    state = ProposeState(
        topic="A/B 1", lead="lead", member=["host", "x&y"], country=["IT"], size_max="9", unknown="avoid"
    )
    given = parse_qs(urlsplit(state.address).query)
    lists = {"member", "country"}
    assert ProposeState.model_validate({n: v if n in lists else v[0] for n, v in given.items()}) == state
