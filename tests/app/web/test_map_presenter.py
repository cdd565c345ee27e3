"""A consortium on the map: its countries, its towns, and nobody hidden behind another."""

from itertools import combinations
from math import hypot

from app.web.presenters.map import APART, Seat, is_on_map, present_map


def seat(
    number: int, *, name: str = "X", country: str | None = "FR", lon: float | None = 4.8, lat: float | None = 45.8
) -> Seat:
    return Seat(
        number=number,
        name=f"{name}{number}",
        country=country,
        lon=lon,
        lat=lat,
        role="beneficiary",
        lead=number == 1,
        anchor=f"member-{number}",
    )


def test_a_country_with_a_member_is_marked_and_says_who() -> None:
    view = present_map([seat(1)], wanted=["IT"])
    kinds = {shape.title.split(":")[0]: shape.kind for shape in view.countries}
    assert kinds["France"] == "member"
    assert kinds["Italy"] == "wanted"
    assert kinds["Spain"] == ""
    assert "France: X1" in [shape.title for shape in view.countries]


def test_members_of_one_town_are_moved_apart_and_a_line_leads_back() -> None:
    view = present_map([seat(number) for number in range(1, 7)])
    for one, other in combinations(view.points, 2):
        assert hypot(one.x - other.x, one.y - other.y) >= APART - 0.5
    assert view.points[0].line is None
    assert all(point.line is not None for point in view.points[1:])


def test_a_member_off_the_map_is_named_below_it() -> None:
    far, nowhere = seat(2, name="Réunion", lon=55.4, lat=-20.9), seat(3, name="Nowhere", lon=None, lat=None)
    view = present_map([seat(1), far, nowhere])
    assert [point.number for point in view.points] == [1]
    assert not is_on_map(far)
    assert not is_on_map(nowhere)
    assert "Not on the map: Réunion2 and Nowhere3." in view.caption


def test_each_point_says_in_words_what_it_is() -> None:
    (point,) = present_map([seat(1)]).points
    assert point.title == "1. X1, France: beneficiary"
    assert point.lead
