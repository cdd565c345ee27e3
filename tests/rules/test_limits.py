"""How many at most, or exactly: in all, in each country, region or control group."""

from typing import Any

import pytest

from rules.truth import Truth
from tests.rules.hearing import consortium, found, people

FIRM, SCHOOL = {"kinds": ["company"]}, {"kinds": ["school"]}


@pytest.mark.parametrize(
    ("limit", "countries", "truth"),
    [
        ({"max": 2, "per": "country"}, ["DE", "DE", "FR"], Truth.TRUE),
        ({"max": 1, "per": "country"}, ["DE", "DE", "FR"], Truth.FALSE),
        ({"max": 2, "per": "country"}, ["DE", "FR", None], Truth.TRUE),
        ({"max": 2, "per": "country"}, ["DE", "DE", None], Truth.UNKNOWN),
        ({"max": 1, "per": "country"}, [None, None], Truth.UNKNOWN),
        ({"max": 2, "per": "country"}, [None, None], Truth.TRUE),
        ({"max": 0, "per": "country"}, [None], Truth.FALSE),
        ({"exactly": 2, "per": "country"}, ["DE", "DE", "FR", "FR"], Truth.TRUE),
        ({"exactly": 2, "per": "country"}, ["DE", "DE", "FR"], Truth.FALSE),
        ({"exactly": 2, "per": "country"}, ["DE", None], Truth.UNKNOWN),
        ({"exactly": 2, "per": "country"}, ["DE", "FR", None], Truth.UNKNOWN),
        ({"exactly": 3, "per": "country"}, ["DE", None], Truth.FALSE),
        ({"exactly": 1, "per": "country"}, [None], Truth.UNKNOWN),
        ({"exactly": 0}, [], Truth.TRUE),
        ({"exactly": 1}, [], Truth.FALSE),
        ({"max": 1}, [], Truth.TRUE),
        ({"exactly": 1, "per": "country"}, [], Truth.TRUE),
    ],
)
def test_a_class_is_counted_by_itself(limit: dict[str, Any], countries: list[str | None], truth: Truth) -> None:
    assert found({"kind": "limit", **limit}, consortium(*countries)).truth is truth


def test_where_it_is_not_known_whether_anybody_is_of_a_class_it_may_be_empty() -> None:
    asked = {"kind": "limit", "exactly": 2, "per": "country", "where": {"kind_in": ["company"]}}
    assert found(asked, people({"country": "DE", "kinds": None})).truth is Truth.UNKNOWN
    assert found({**asked, "per": "consortium"}, people({"country": "DE", "kinds": None})).truth is Truth.FALSE


@pytest.mark.parametrize(
    ("nuts", "truth"),
    [(["ITC4", "ITC45"], Truth.FALSE), (["ITC4", "ITF1"], Truth.TRUE), (["ITC4", None], Truth.UNKNOWN)],
)
def test_a_region_is_told_by_four_characters(nuts: list[str | None], truth: Truth) -> None:
    members = people(*({"country": "IT", "nuts": code} for code in nuts))
    finding = found({"kind": "limit", "max": 1, "per": "region"}, members)
    assert finding.truth is truth
    assert finding.asks == ((("o1", frozenset({"nuts"})),) if truth is Truth.UNKNOWN else ())


def test_of_each_control_group_so_many_and_who_has_none_is_one_of_its_own() -> None:
    alpha = {"control_group": "alpha"}
    asked = {"kind": "limit", "max": 1, "per": "control_group"}
    assert found(asked, people(alpha, {}, {})).truth is Truth.TRUE
    assert found(asked, people(alpha, {}, alpha)).truth is Truth.FALSE


def test_independent_entities_are_counted_in_each_class() -> None:
    german = [{"country": "DE", "control_group": group} for group in ("alpha", "alpha", None)]
    french = {"country": "FR", "control_group": "beta"}
    asked = {"kind": "limit", "max": 2, "independent": True}
    assert found({**asked, "per": "country"}, people(*german, french)).truth is Truth.TRUE
    assert found(asked, people(*german, french)).truth is Truth.FALSE
    assert found({**asked, "max": 1, "per": "country"}, people(*german, french)).truth is Truth.FALSE
    assert found({**asked, "max": 1, "per": "country"}, people(*german[:2], french)).truth is Truth.TRUE


def test_who_may_count_is_named_and_asked_only_where_it_decides() -> None:
    asked = {"kind": "limit", "max": 1, "where": {"kind_in": ["company"]}}
    members = people(FIRM, SCHOOL, {"kinds": None})
    finding = found(asked, members)
    assert (finding.truth, finding.counted, finding.may_count) == (Truth.UNKNOWN, ("o0",), ("o2",))
    assert finding.asks == (("o2", frozenset({"kinds"})),)
    assert found({**asked, "max": 2}, members).asks == ()


def test_only_roles_that_count_are_counted() -> None:
    members = people({}, {"role": "associated_partner"})
    assert found({"kind": "limit", "max": 1}, members).truth is Truth.TRUE
    assert (
        found({"kind": "limit", "max": 1, "roles": ["coordinator", "associated_partner"]}, members).truth is Truth.FALSE
    )


def test_how_far_the_number_is_off_is_said() -> None:
    three = consortium("DE", "DE", "DE", "FR")
    for asked, number, direction in (
        ({"max": 1, "per": "country"}, "2 ", "too many in Germany"),
        ({"exactly": 6}, "2 more", ""),
        ({"exactly": 3}, "1 ", "too many"),
    ):
        missing = found({"kind": "limit", **asked}, three).missing
        assert missing.startswith(number)
        assert missing.endswith(direction)
    assert found({"kind": "limit", "max": 4}, three).missing == ""


SHARE = {"kind": "ratio", "where": {"kind_in": ["company"]}}


@pytest.mark.parametrize(
    ("share", "kinds", "truth"),
    [
        ({"min_share": 0.5}, "fs", Truth.TRUE),
        ({"min_share": 0.5}, "fss", Truth.FALSE),
        ({"min_share": 0.5}, "ff?", Truth.TRUE),
        ({"min_share": 0.5}, "fs?", Truth.UNKNOWN),
        ({"min_share": 0.5}, "sss?", Truth.FALSE),
        ({"max_share": 0.5}, "fs", Truth.TRUE),
        ({"max_share": 0.5}, "ffs", Truth.FALSE),
        ({"max_share": 0.5}, "fss?", Truth.TRUE),
        ({"min_share": 0.4, "max_share": 0.6}, "fs", Truth.TRUE),
        ({"min_share": 0.4, "max_share": 0.6}, "ffs?", Truth.UNKNOWN),
        ({"min_share": 0.5}, "", Truth.TRUE),
    ],
)
def test_a_share_is_decided_as_soon_as_the_unknown_cannot_change_it(
    share: dict[str, float], kinds: str, truth: Truth
) -> None:
    facts: dict[str, dict[str, Any]] = {"f": FIRM, "s": SCHOOL, "?": {"kinds": None}}
    finding = found({**SHARE, **share}, people(*(facts[letter] for letter in kinds)))
    assert finding.truth is truth
    unknown = tuple(f"o{index}" for index, letter in enumerate(kinds) if letter == "?")
    assert finding.may_count == unknown
    assert finding.asks == tuple((name, frozenset({"kinds"})) for name in unknown if truth is Truth.UNKNOWN)
    assert finding.counted == tuple(f"o{index}" for index, letter in enumerate(kinds) if letter == "f")


def test_a_share_of_an_unknown_base_is_unknown_and_the_base_is_asked_for() -> None:
    asked = {**SHARE, "of": {"non_profit": False}, "min_share": 0.5}
    members = people({**FIRM, "non_profit": False}, {**FIRM, "non_profit": None}, {**SCHOOL, "non_profit": True})
    finding = found(asked, members)
    assert finding.truth is Truth.UNKNOWN
    assert finding.asks == (("o1", frozenset({"non_profit"})),)
    assert found(asked, members[:1]).truth is Truth.TRUE


def test_how_many_change_the_share_is_said() -> None:
    members = people(FIRM, SCHOOL, SCHOOL, SCHOOL)
    assert found({**SHARE, "min_share": 0.5}, members).missing.startswith("2 more")
    assert found({**SHARE, "max_share": 0.1}, members).missing.startswith("1 fewer")
    assert "1 of 4" in found({**SHARE, "max_share": 0.5}, members).found
