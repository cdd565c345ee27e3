"""Countries and the groups that rules ask about: a matrix of all, and one group with everything that is known."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from app.services.countries import STRENGTHS, AskedGroups, Place
from app.web.presenters import words
from app.web.presenters.blocks import Link, Option, Page, Row, Section
from app.web.presenters.programmes import programme_name
from app.web.presenters.signs import MEMBERSHIPS, Badge
from app.web.presenters.topics import options
from app.web.presenters.verdict import SourceView, present_source
from rules.codes import ISO_COUNTRIES, Flag
from rules.groups import CoveredPart, Group, Member
from rules.programmes import Programme

Placed = Mapping[str, Sequence[Place]]
"""The memberships of each group, by its id."""

SCOPES: Final[Mapping[CoveredPart, str]] = {
    "all": "",
    "pillar_2": "Pillar 2",
    "pillar_1_and_widening": "Pillar 1 and widening",
}
"""For which part of the programme; nothing is said where it is the whole."""


FLAGS: Final[Mapping[Flag, str]] = {
    Flag.JRC: "the Joint Research Centre",
    Flag.EUROPEAN_RESEARCH_ORGANISATION: "international European research organisations",
    Flag.INTERNATIONAL_ORGANISATION: "international organisations",
    Flag.EU_BODY: "bodies of Union law",
    Flag.OUTERMOST_REGION: "entities in outermost regions",
}
"""What holders of a flag are called together, where a group speaks of them."""


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
class CountryRow:
    """One country with a cell for each group."""

    anchor: str
    name: str
    cells: tuple[tuple[Membership, ...], ...]


@dataclass(frozen=True, slots=True)
class GroupView:
    """One group: a column of the matrix, and what there is to know about it."""

    id: str
    anchor: str
    title: str
    href: str
    members: str
    made_of: tuple[Link, ...]
    remarks: tuple[str, ...]
    countries: str
    source: SourceView


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One membership of the group that is shown in full."""

    name: str
    membership: Membership


@dataclass(frozen=True, slots=True, kw_only=True)
class CountriesPage(Page):
    """The form, the matrix or one group, and the groups with their sources."""

    heading: str
    intro: str
    programmes: tuple[Option, ...]
    choices: tuple[Option, ...]
    as_of: str
    legend: tuple[Badge, ...]
    groups: tuple[GroupView, ...]
    of_topics: tuple[GroupView, ...]
    rows: tuple[CountryRow, ...]
    letters: tuple[Link, ...]
    members: tuple[MemberRow, ...]
    shown: GroupView | None
    nowhere: str
    nowhere_title: str
    to_read: Row | None
    everything_href: str


@dataclass(frozen=True, slots=True)
class CountryChoice:
    """What the page is asked for: an empty programme means all, an empty group the matrix."""

    programme: str
    day: date
    group: str = ""

    def address(self, group: str = "") -> str:
        """The address of this choice with one group in full, or with all of them."""
        given = {"programme": self.programme, "as_of": self.day.isoformat()} | ({"group": group} if group else {})
        return "/countries?" + urlencode(given)


def group_href(programme: str, group: str) -> str:
    """The address of one group of a programme, as of today."""
    return "/countries?" + urlencode({"programme": programme, "group": group})


def present_countries(
    groups: AskedGroups, placed: Placed, choice: CountryChoice, *, names: Iterable[str], programme: Programme | None
) -> CountriesPage:
    """The page; ``names`` are the programmes to choose from, ``groups`` those of the programme that was chosen."""
    titles = {group.id: group.title for group in groups.all}
    views = {group.id: _group(group, placed[group.id], choice, titles) for group in groups.all}
    shown = views.get(choice.group)
    told = programme.title if programme else "all programmes"
    rows = () if shown else tuple(_rows(groups.general, placed))
    absent = ISO_COUNTRIES - {row.anchor for row in rows}
    return CountriesPage(
        title=f"{shown.title}, {told}" if shown else f"Countries: {told}, {words.day(choice.day)}",
        section=Section.COUNTRIES,
        address="" if shown else "/countries",
        crumbs=(Link("Countries", choice.address()),) if shown else (),
        heading=shown.title if shown else f"Countries in {told}",
        intro=f"Which country belongs to which group that a rule asks about, as it stood on {words.day(choice.day)}.",
        programmes=options("All programmes", {name: programme_name(name) for name in names}, choice.programme),
        choices=options("All groups", {name: view.title for name, view in views.items()}, choice.group),
        as_of=choice.day.isoformat(),
        legend=tuple(MEMBERSHIPS.values()),
        groups=tuple(views[group.id] for group in groups.general),
        of_topics=tuple(views[group.id] for group in groups.of_topics),
        rows=rows,
        letters=_letters(rows),
        members=tuple(_members(placed[choice.group])) if shown else (),
        shown=shown,
        nowhere=words.listed(sorted(map(words.country_name, absent), key=words.sorting)) if rows else "",
        nowhere_title=f"In none of these groups ({len(absent)})",
        to_read=_to_read(programme) if programme and not views else None,
        everything_href=choice.address(),
    )


def _to_read(programme: Programme) -> Row:
    return Row("Read", programme.read.title, href=programme.read.url)


def _group(group: Group, places: Sequence[Place], choice: CountryChoice, titles: Mapping[str, str]) -> GroupView:
    return GroupView(
        id=group.id,
        anchor=f"group-{group.id}",
        title=group.title,
        href=choice.address(group.id),
        members=_counted(places),
        made_of=tuple(Link(titles[name], choice.address(name)) for name in group.union_of),
        remarks=tuple(_remarks(group)),
        countries=_in_words(places),
        source=present_source(group.source),
    )


def _counted(places: Sequence[Place]) -> str:
    """How many countries stand how, a country by its strongest membership."""
    strongest: dict[str, Place] = {}
    for place in places:
        if place.is_stronger_than(strongest.get(place.member.country)):
            strongest[place.member.country] = place
    counts = Counter(place.status for place in strongest.values())
    told = [f"{counts[status]} {MEMBERSHIPS[status].word.lower()}" for status in STRENGTHS if counts[status]]
    return words.listed(told) or "nobody"


def _in_words(places: Sequence[Place]) -> str:
    """The countries by name; what is not in force, or for a part only, says so behind the name."""
    told: dict[str, str] = {}
    for place in sorted(places, key=lambda place: STRENGTHS.index(place.status), reverse=True):
        status = "" if place.status == "in_force" else MEMBERSHIPS[place.status].word.lower()
        remark = ", ".join(filter(None, (status, SCOPES[place.member.scope])))
        name = words.country_name(place.member.country)
        told[name] = f"{name} ({remark})" if remark else name
    return ", ".join(told[name] for name in sorted(told, key=words.sorting))


def _remarks(group: Group) -> Iterable[str]:
    for text, flags in (
        ("Count wherever they sit", group.deemed),
        ("Whether they count is not settled", group.deemed_unsure),
        ("Never count by their seat", group.outside),
    ):
        if flags:
            yield f"{text}: {words.listed(FLAGS.get(flag, words.in_words(flag)) for flag in flags)}."


def _rows(groups: Sequence[Group], placed: Placed) -> Iterable[CountryRow]:
    cells: dict[tuple[str, str], list[Membership]] = {}
    for group in groups:
        for place in placed[group.id]:
            cells.setdefault((place.member.country, group.id), []).append(_membership(place))
    for code in sorted({country for country, _ in cells}, key=lambda code: words.sorting(words.country_name(code))):
        yield CountryRow(
            anchor=code,
            name=words.country_name(code),
            cells=tuple(tuple(cells.get((code, group.id), ())) for group in groups),
        )


def _letters(rows: Sequence[CountryRow]) -> tuple[Link, ...]:
    """The first country of each letter."""
    first: dict[str, str] = {}
    for row in rows:
        first.setdefault(words.sorting(row.name)[0].upper(), row.anchor)
    return tuple(Link(letter, f"#{anchor}") for letter, anchor in first.items())


def _members(places: Sequence[Place]) -> Iterable[MemberRow]:
    rows = [(place, MemberRow(words.country_name(place.member.country), _membership(place))) for place in places]
    return (row for _, row in sorted(rows, key=lambda pair: (words.sorting(pair[1].name), str(pair[0].begins))))


def _membership(place: Place) -> Membership:
    member = place.member
    return Membership(
        badge=MEMBERSHIPS[place.status],
        years=_years(place),
        period=_period(member),
        scope=SCOPES[member.scope],
        source=member.source,
        note=member.note or "",
        confidence=words.CONFIDENCES[member.confidence],
    )


def _years(place: Place) -> str:
    """``2021–2023``: what there is room for in a cell."""
    begins, ends = (str(day.year) if day else "" for day in (place.begins, place.ends))
    return begins if begins == ends else f"{begins}–{ends}"


def _period(member: Member) -> str:
    """By budget years or by days, as the membership goes."""
    if member.from_year or member.until_year:
        return words.span(str(member.from_year or ""), str(member.until_year or ""), of="budget years")
    return words.span(*(words.day(day) if day else "" for day in (member.from_day, member.until_day)))
