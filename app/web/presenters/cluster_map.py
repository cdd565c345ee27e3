"""The map on which a cluster is looked for: how many there are in each country, and a way to each country's list."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from math import cos, hypot, pi, sin
from typing import Final
from urllib.parse import urlencode

from app.web.europe import Point, europe
from app.web.presenters import words
from rules.language import N_, _, ngettext

APART: Final = 29.0
"""Marks are 28 wide: no two of them overlap, and each can be hit."""

STEPS: Final = ((1, N_("1 to 5")), (6, N_("6 to 20")), (21, N_("21 and more")))
"""Where each shade begins, and what it stands for."""

STEP: Final = re.compile(r"[Mlz]|-?\d*\.?\d+")


@dataclass(frozen=True, slots=True)
class CountryShade:
    """One outline; ``shade`` is 0 (no cluster) to 3 (many)."""

    path: str
    title: str
    shade: int


@dataclass(frozen=True, slots=True)
class CountryMark:
    """A country with clusters: the number on the map, the line of the table, and the list below that it leads to."""

    code: str
    name: str
    count: int
    told: str
    href: str
    chosen: bool
    spot: Point | None


@dataclass(frozen=True, slots=True)
class ClusterMap:
    """The model of the map's macro; ``rows`` is its table, and has what lies outside of the map as well."""

    width: int
    height: int
    title: str
    description: str
    shapes: tuple[CountryShade, ...]
    marks: tuple[CountryMark, ...]
    rows: tuple[CountryMark, ...]
    legend: tuple[tuple[int, str], ...]


def present_cluster_map(counts: Mapping[str, int], chosen: str = "") -> ClusterMap:
    """The map for these numbers of clusters by country."""
    drawn, spots = europe(), _spots(tuple(sorted(counts)))
    by_name = sorted(counts, key=lambda code: words.sorting(words.country_name(code)))
    rows = tuple(_mark(code, counts[code], chosen, spots.get(code)) for code in by_name)
    return ClusterMap(
        width=drawn.frame.width,
        height=drawn.frame.height,
        title=_("Clusters by country"),
        description=_("Each number leads to the clusters of its country. The table below the map says the same."),
        shapes=tuple(
            CountryShade(path, _told(code, counts.get(code, 0)), shade_of(counts.get(code, 0)))
            for code, path in drawn.countries.items()
        ),
        marks=tuple(row for row in rows if row.spot is not None),
        rows=rows,
        legend=tuple((shade, _(text)) for shade, (_least, text) in enumerate(STEPS, start=1)),
    )


def shade_of(count: int) -> int:
    """How dark a country with so many clusters is."""
    return sum(count >= least for least, _text in STEPS)


def _mark(code: str, count: int, chosen: str, spot: Point | None) -> CountryMark:
    return CountryMark(
        code=code,
        name=words.country_name(code),
        count=count,
        told=_told(code, count),
        href="/clusters?" + urlencode({"country": code}) + "#results-title",
        chosen=code == chosen,
        spot=spot,
    )


def _told(code: str, count: int) -> str:
    clusters = ngettext("{number} cluster", "{number} clusters", count)
    return _("{country}: {clusters}", country=words.country_name(code), clusters=clusters)


@cache
def _spots(codes: tuple[str, ...]) -> dict[str, Point]:
    """A spot in the middle of each country, the small ones first, moved aside where another stands there already."""
    drawn, taken = europe(), dict[str, Point]()
    middles = {code: _middle(drawn.countries[code]) for code in codes if code in drawn.countries}
    for code, (_size, middle) in sorted(middles.items(), key=lambda item: item[1][0]):
        if drawn.frame.holds(middle):
            taken[code] = _free(middle, list(taken.values()))
    return taken


def _free(middle: Point, taken: Sequence[Point]) -> Point:
    spots = [middle] + [
        Point(
            round(middle.x + ring * APART / 2 * cos(turn * pi / 8), 1),
            round(middle.y + ring * APART / 2 * sin(turn * pi / 8), 1),
        )
        for ring in range(1, 6)
        for turn in range(16)
    ]
    free = (spot for spot in spots if all(hypot(spot.x - x, spot.y - y) >= APART for x, y in taken))
    return next(free, middle)


def _middle(path: str) -> tuple[float, Point]:
    """The area of the largest part of an outline, and the middle of that part."""
    return max((_centroid(ring) for ring in _rings(path)), key=lambda found: found[0])


def _rings(path: str) -> list[list[Point]]:
    rings: list[list[Point]] = []
    x = y = 0.0
    for command, steps in _commands(path):
        for step, (across, down) in enumerate(zip(steps[::2], steps[1::2], strict=True)):
            is_first = command == "M" and step == 0
            x, y = (across, down) if is_first else (x + across, y + down)
            if is_first:
                rings.append([])
            rings[-1].append(Point(x, y))
    return rings


def _commands(path: str) -> list[tuple[str, list[float]]]:
    found: list[tuple[str, list[float]]] = []
    for is_command, tokens in groupby(STEP.findall(path), key=str.isalpha):
        if is_command:
            found += [(one, []) for one in tokens]
        else:
            found[-1][1].extend(map(float, tokens))
    return found


def _centroid(ring: Sequence[Point]) -> tuple[float, Point]:
    area = across = down = 0.0
    for one, two in pairwise([*ring, ring[0]]):
        part = one.x * two.y - two.x * one.y
        area, across, down = area + part, across + (one.x + two.x) * part, down + (one.y + two.y) * part
    if not area:
        return 0.0, ring[0]
    return abs(area) / 2, Point(round(across / (3 * area), 1), round(down / (3 * area), 1))
