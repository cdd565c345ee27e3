"""How countries stood in a programme year by year: a matrix, and what one year brought."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from app.services.law.country_standings import Standing
from app.web.presenters import words
from app.web.presenters.blocks import Link, Option, Page, Section
from app.web.presenters.country_rows import SCOPES, STANDINGS
from app.web.presenters.programmes import programme_name
from app.web.presenters.signs import MEMBERSHIPS, Tone
from app.web.presenters.topics import options
from rules.language import N_, _, ngettext

ADDRESS: Final = "/countries/years"

CHANGING, ALL = "changing", "all"
SHOWN: Final = {CHANGING: N_("Countries whose standing changes"), ALL: N_("All countries")}
"""Which countries the matrix has."""


@dataclass(frozen=True, slots=True)
class YearCell:
    """How a country stood at the end of a year: sign, words, colour, and for which part of the programme."""

    sign: str
    word: str
    tone: Tone
    scope: str


@dataclass(frozen=True, slots=True)
class YearRow:
    """One country through the years; ``None`` where it had no standing."""

    anchor: str
    name: str
    href: str
    cells: tuple[YearCell | None, ...]


@dataclass(frozen=True, slots=True)
class YearColumn:
    """One year; its address is that of all groups on its last day, with their sources."""

    year: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsPage(Page):
    """The form, what the chosen year brought, and the matrix."""

    heading: str
    programmes: tuple[Option, ...]
    shown: tuple[Option, ...]
    year: int
    columns: tuple[YearColumn, ...]
    told: str
    counts: str
    turns: tuple[str, ...]
    sources: Link
    rows: tuple[YearRow, ...]
    found: str


@dataclass(frozen=True, slots=True)
class YearChoice:
    """What is asked for: of which programme, which year is told in words, which countries stand in the matrix."""

    programme: str
    year: int
    shown: str = CHANGING


Years = Mapping[int, Mapping[str, Sequence[Standing]]]
"""By year how every country stood on its last day."""


def present_years(found: Years, choice: YearChoice, *, names: Sequence[str]) -> YearsPage:
    """The page; ``names`` are the programmes to choose from."""
    programme = programme_name(choice.programme)
    rows = _rows(found, choice)
    return YearsPage(
        title=_("Countries in {programme}, year by year: {year}", programme=programme, year=choice.year),
        section=Section.COUNTRIES,
        address=ADDRESS,
        crumbs=(Link(_("Countries"), "/countries?" + urlencode({"programme": choice.programme})),),
        heading=_("Countries in {programme}, year by year", programme=programme),
        programmes=options("", {name: programme_name(name) for name in names}, choice.programme)[1:],
        shown=tuple(Option(value, _(text), value == choice.shown) for value, text in SHOWN.items()),
        year=choice.year,
        columns=tuple(YearColumn(year, _day_href(choice.programme, year), year == choice.year) for year in found),
        told=_("At the end of {year}", year=choice.year),
        counts=_counts(found[choice.year]),
        turns=tuple(_turns(found, choice.year)),
        sources=Link(_("The groups on that day, with their sources"), _day_href(choice.programme, choice.year)),
        rows=rows,
        found=ngettext("{number} country", "{number} countries", len(rows)),
    )


def _day_href(programme: str, year: int, country: str = "") -> str:
    address = "/countries?" + urlencode({"programme": programme, "as_of": date(year, 12, 31).isoformat()})
    return f"{address}#{country}" if country else address


def _rows(found: Years, choice: YearChoice) -> tuple[YearRow, ...]:
    names = {code: words.country_name(code) for standings in found.values() for code in standings}
    rows = (
        _row(code, names[code], found, choice) for code in sorted(names, key=lambda code: words.sorting(names[code]))
    )
    return tuple(row for row in rows if choice.shown == ALL or len(set(row.cells)) > 1)


def _row(code: str, name: str, found: Years, choice: YearChoice) -> YearRow:
    cells = tuple(_cell(standings.get(code, ())) for standings in found.values())
    return YearRow(code, name, _day_href(choice.programme, choice.year, code), cells)


def _cell(standings: Sequence[Standing]) -> YearCell | None:
    """The first of several standings leads."""
    if not standings:
        return None
    leading = standings[0]
    badge = MEMBERSHIPS[leading.status]
    scope = "" if leading.status == "barred" else SCOPES.get(leading.scope, leading.scope)
    return YearCell(badge.sign, _word(leading), badge.tone, scope)


def _word(one: Standing) -> str:
    """As what, and how that stands where it is not simply in force."""
    if one.status == "barred":
        return _(MEMBERSHIPS["barred"].word)
    standing = STANDINGS.get(one.word) or words.sentence_case(words.in_words(one.word))
    if one.status == "in_force":
        return str(standing)
    return _("{standing}: {status}", standing=standing, status=_(MEMBERSHIPS[one.status].word))


def _counts(standings: Mapping[str, Sequence[Standing]]) -> str:
    """How many countries stood how, the most frequent first."""
    counts = Counter(_word(one[0]) for one in standings.values() if one)
    return "; ".join(f"{word} {number}" for word, number in counts.most_common())


def _turns(found: Years, year: int) -> list[str]:
    """What is otherwise than a year before, country by country."""
    if year - 1 not in found:
        return []
    before, now = found[year - 1], found[year]
    turns = {}
    for code in {*before, *now}:
        was, is_now = (_cell(side.get(code, ())) for side in (before, now))
        if was != is_now:
            turns[words.country_name(code)] = _turn(words.country_name(code), was, is_now)
    return [turns[name] for name in sorted(turns, key=words.sorting)]


def _turn(name: str, was: YearCell | None, now: YearCell | None) -> str:
    nothing = _("no standing")
    return _(
        "{country}: {now} (before: {before})",
        country=name,
        now=_cell_words(now) or nothing,
        before=_cell_words(was) or nothing,
    )


def _cell_words(cell: YearCell | None) -> str:
    return "" if cell is None else ", ".join(filter(None, (cell.word, cell.scope)))
