"""The rows of the tables of countries: the matrix of standing and groups, and the members of one group."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.services.law.country_standings import Standing
from app.services.law.memberships import Place
from app.web.presenters import words
from app.web.presenters.signs import MEMBERSHIPS, Badge
from app.web.presenters.words import Texts
from rules.codes import OUTERMOST_REGIONS
from rules.groups import Group, Member
from rules.language import N_

Placed = Mapping[str, Sequence[Place]]
"""The memberships of each group, by its id."""

Standings = Mapping[str, Sequence[Standing]]
"""How each country stands in the programme; empty where all programmes are asked about."""

SCOPES: Final = Texts(
    {
        "all": "",
        "pillar_2": N_("Pillar 2"),
        "pillar_1_and_widening": N_("Pillar 1 and widening"),
    }
)
"""For which part of the programme; nothing is said where it is the whole."""

STANDINGS: Final = Texts(
    {
        "associated": N_("Associated"),
        "low_middle_income": N_("Low middle income"),
        "member_state": N_("Member state"),
        "overseas_territory": N_("Overseas territory"),
        "third_country": N_("Third country"),
    }
)
"""As what a country stands in a programme."""


@dataclass(frozen=True, slots=True)
class Membership:
    """One membership in a cell of the matrix, or a line of the table of a group."""

    badge: Badge
    years: str
    period: str
    scope: str
    source: str
    note: str
    confidence: str


@dataclass(frozen=True, slots=True)
class StandingCell:
    """How a country stands in the programme: as what (the badge tells that it is barred), how long, for which part."""

    word: str
    badge: Badge
    years: str
    scope: str


@dataclass(frozen=True, slots=True)
class CountryRow:
    """One country with its standing in the programme and a cell for each group."""

    anchor: str
    name: str
    standing: tuple[StandingCell, ...]
    cells: tuple[tuple[Membership, ...], ...]


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One membership of the group that is shown in full."""

    name: str
    membership: Membership


def country_rows(groups: Sequence[Group], placed: Placed, standings: Standings) -> Iterable[CountryRow]:
    """Every country that has a standing or is in one of the groups; an outermost region as its state."""
    cells: dict[tuple[str, str], list[Membership]] = {}
    for group in groups:
        for place in placed[group.id]:
            cells.setdefault((place.member.country, group.id), []).append(_membership(place))
    told = {country for country, _ in cells} | set(standings)
    told |= {region for region, state in OUTERMOST_REGIONS.items() if state in told}
    for code in sorted(told, key=lambda code: words.sorting(words.country_name(code))):
        state = OUTERMOST_REGIONS.get(code, code)
        yield CountryRow(
            anchor=code,
            name=words.country_name(code),
            standing=tuple(map(_standing, standings.get(state, ()))),
            cells=tuple(tuple(cells.get((state, group.id), ())) for group in groups),
        )


def _standing(one: Standing) -> StandingCell:
    return StandingCell(
        word="" if one.status == "barred" else STANDINGS.get(one.word) or words.in_words(one.word).capitalize(),
        badge=MEMBERSHIPS[one.status],
        years=_years(one.begins, one.ends),
        scope=SCOPES.get(one.scope, one.scope),
    )


def member_rows(places: Sequence[Place]) -> Iterable[MemberRow]:
    """The memberships of one group, by the names of the countries."""
    rows = [(place, MemberRow(words.country_name(place.member.country), _membership(place))) for place in places]
    return (row for _, row in sorted(rows, key=lambda pair: (words.sorting(pair[1].name), str(pair[0].begins))))


def _membership(place: Place) -> Membership:
    member = place.member
    return Membership(
        badge=MEMBERSHIPS[place.status],
        years=_years(place.begins, place.ends),
        period=_period(member),
        scope=SCOPES[member.scope],
        source=member.source,
        note=member.note or "",
        confidence=words.CONFIDENCES[member.confidence],
    )


def _years(first: date | None, last: date | None) -> str:
    """``2021–2023``: what there is room for in a cell."""
    begins, ends = (str(day.year) if day else "" for day in (first, last))
    return begins if begins == ends else f"{begins}–{ends}"


def _period(member: Member) -> str:
    """By budget years or by days, as the membership goes."""
    if member.from_year or member.until_year:
        return words.budget_years(member.from_year, member.until_year)
    return words.period(member.from_day, member.until_day)
