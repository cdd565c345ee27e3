"""A consortium on the map: whose country, which point, and points that would lie on one another moved apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin
from typing import Final

from app.web.europe import Europe, Point, europe
from app.web.presenters import words
from rules.language import _, ngettext

APART: Final = 38.0
"""Centres nearer than this, in units of the map, are moved apart: the marks are 34 wide, and 40 on a phone."""

APART_WHEN_SMALL: Final = 62.0
"""The same for maps side by side, whose marks are 60 wide so that they can be read."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A member of a consortium as the map needs it."""

    number: int
    name: str
    country: str | None
    lon: float | None
    lat: float | None
    role: str
    lead: bool
    anchor: str


@dataclass(frozen=True, slots=True)
class CountryShape:
    """One outline; ``kind`` is empty, ``member`` or ``wanted``."""

    path: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbered point; ``line`` leads to the town when the mark had to be moved aside."""

    number: int
    x: float
    y: float
    title: str
    lead: bool
    anchor: str
    line: Point | None


@dataclass(frozen=True, slots=True)
class MapView:
    """The model of the map macro."""

    width: int
    height: int
    title: str
    description: str
    caption: str
    countries: tuple[CountryShape, ...]
    points: tuple[Mark, ...]
    prefix: str = "map"

    @property
    def marked(self) -> tuple[CountryShape, ...]:
        """The countries that are not plain land."""
        return tuple(country for country in self.countries if country.kind)


def is_on_map(seat: Seat) -> bool:
    """Whether the town of a member is known and lies in the frame."""
    return _town(seat, europe()) is not None


def present_map(
    seats: Sequence[Seat], *, wanted: Iterable[str] = (), prefix: str = "map", apart: float = APART
) -> MapView:
    """The map of the members; ``wanted`` are countries that were asked for, ``prefix`` begins the ids."""
    drawn = europe()
    placed = [(seat, town) for seat in seats if (town := _town(seat, drawn))]
    by_country: dict[str, list[Seat]] = {}
    for seat in seats:
        by_country.setdefault(seat.country or "", []).append(seat)
    hidden = [seat.name for seat in seats if _town(seat, drawn) is None]
    return MapView(
        width=drawn.frame.width,
        height=drawn.frame.height,
        title=ngettext("{number} member on the map of Europe", "{number} members on the map of Europe", len(placed)),
        description=_("The numbers are those of the list of members, which says the same in words."),
        caption=_caption(hidden),
        countries=tuple(
            CountryShape(path, _country_title(code, by_country.get(code, [])), _kind(code, by_country, set(wanted)))
            for code, path in drawn.countries.items()
        ),
        points=tuple(_marks(placed, apart)),
        prefix=prefix,
    )


def _town(seat: Seat, drawn: Europe) -> Point | None:
    if seat.lon is None or seat.lat is None:
        return None
    return drawn.place(lon=seat.lon, lat=seat.lat)


def _kind(code: str, by_country: dict[str, list[Seat]], wanted: set[str]) -> str:
    if code in by_country:
        return "member"
    return "wanted" if code in wanted else ""


def _country_title(code: str, seats: Sequence[Seat]) -> str:
    name = words.country_name(code)
    if not seats:
        return name
    return _("{country}: {members}", country=name, members=words.listed(seat.name for seat in seats))


def _caption(hidden: Sequence[str]) -> str:
    base = _(
        "Numbers as in the list of members; coloured countries have a member. Points stand for towns, not addresses."
    )
    return base + " " + _("Not on the map: {names}.", names=words.listed(hidden)) if hidden else base


def _marks(placed: Sequence[tuple[Seat, Point]], apart: float) -> Iterable[Mark]:
    taken: list[Point] = []
    for seat, town in placed:
        spot = _free_spot(town, taken, apart)
        taken.append(spot)
        yield Mark(
            number=seat.number,
            x=spot.x,
            y=spot.y,
            title=_(
                "{number}. {name}, {country}: {role}",
                number=seat.number,
                name=seat.name,
                country=words.country_name(seat.country),
                role=seat.role,
            ),
            lead=seat.lead,
            anchor=seat.anchor,
            line=town if spot != town else None,
        )


def _free_spot(town: Point, taken: Sequence[Point], apart: float) -> Point:
    """The town itself, or the nearest place around it where no other mark stands."""
    spots = [town] + [
        Point(
            round(town.x + ring * apart * cos(turn * pi / 8), 1), round(town.y + ring * apart * sin(turn * pi / 8), 1)
        )
        for ring in (1, 2, 3)
        for turn in range(16)
    ]
    free = (spot for spot in spots if all(hypot(spot.x - x, spot.y - y) >= apart - 0.2 for x, y in taken))
    return next(free, town)
