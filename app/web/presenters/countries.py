"""Countries and the groups that rules ask about: a matrix of all, and one group with everything that is known."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from app.services.law.memberships import STRENGTHS, AskedGroups, Place
from app.web.presenters import words
from app.web.presenters.blocks import Link, Option, Page, Row, Section
from app.web.presenters.country_rows import (
    SCOPES,
    CountryRow,
    MemberRow,
    Placed,
    Standings,
    country_rows,
    member_rows,
)
from app.web.presenters.programmes import programme_name
from app.web.presenters.signs import MEMBERSHIPS, Badge
from app.web.presenters.topics import options
from app.web.presenters.verdict import SourceView, present_source
from app.web.presenters.words import Texts
from rules.codes import ISO_COUNTRIES, Flag
from rules.groups import Group
from rules.language import N_, _
from rules.programmes import Programme

FLAGS: Final = Texts(
    {
        Flag.JRC: N_("the Joint Research Centre"),
        Flag.EUROPEAN_RESEARCH_ORGANISATION: N_("international European research organisations"),
        Flag.INTERNATIONAL_ORGANISATION: N_("international organisations"),
        Flag.EU_BODY: N_("bodies of Union law"),
        Flag.OUTERMOST_REGION: N_("entities in outermost regions"),
    }
)
"""What holders of a flag are called together, where a group speaks of them."""

COUNTED: Final[Mapping[str, str]] = {
    "barred": N_("{number} barred"),
    "in_force": N_("{number} in force"),
    "pending": N_("{number} pending"),
    "uncertain": N_("{number} uncertain"),
    "announced": N_("{number} from later on"),
    "ended": N_("{number} ended"),
}
"""So many countries stand so; translated where it is said."""

ASIDE: Final = Texts(
    {
        "barred": N_("barred"),
        "pending": N_("pending"),
        "uncertain": N_("uncertain"),
        "announced": N_("from later on"),
        "ended": N_("ended"),
    }
)
"""How a country stands, behind its name, where it is not in force."""


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
    aside: tuple[GroupView, ...]
    of_programme: bool
    rows: tuple[CountryRow, ...]
    letters: tuple[Link, ...]
    members: tuple[MemberRow, ...]
    shown: GroupView | None
    nowhere: str
    nowhere_title: str
    to_read: Row | None
    everything_href: str
    years_href: str


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
    groups: AskedGroups,
    placed: Placed,
    standings: Standings,
    choice: CountryChoice,
    *,
    names: Iterable[str],
    programme: Programme | None,
) -> CountriesPage:
    """The page; ``names`` are the programmes to choose from, ``groups`` those of the programme that was chosen."""
    titles = {group.id: _(group.title) for group in groups.all}
    views = {group.id: _group(group, placed[group.id], choice, titles) for group in groups.all}
    shown = views.get(choice.group)
    told = _(programme.title) if programme else _("all programmes")
    rows = () if shown else tuple(country_rows(groups.general, placed, standings))
    absent = ISO_COUNTRIES - {row.anchor for row in rows}
    return CountriesPage(
        title=(
            f"{shown.title}, {told}"
            if shown
            else _("Countries: {programme}, {day}", programme=told, day=words.day(choice.day))
        ),
        section=Section.COUNTRIES,
        address="" if shown else "/countries",
        crumbs=(Link(_("Countries"), choice.address()),) if shown else (),
        heading=shown.title if shown else _("Countries in {programme}", programme=told),
        intro=_(
            "How countries stand on {day}, and to which groups that rules ask about they belong.",
            day=words.day(choice.day),
        ),
        programmes=options(_("All programmes"), {name: programme_name(name) for name in names}, choice.programme),
        choices=options(_("All groups"), {name: view.title for name, view in views.items()}, choice.group),
        as_of=choice.day.isoformat(),
        legend=tuple(MEMBERSHIPS.values()),
        groups=tuple(views[group.id] for group in groups.general),
        aside=tuple(views[group.id] for group in groups.aside),
        of_programme=programme is not None,
        rows=rows,
        letters=_letters(rows),
        members=tuple(member_rows(placed[choice.group])) if shown else (),
        shown=shown,
        nowhere=words.listed(sorted(map(words.country_name, absent), key=words.sorting)) if rows else "",
        nowhere_title=_("In none of these groups ({count})", count=len(absent)),
        to_read=_to_read(programme) if programme and not views else None,
        everything_href=choice.address(),
        years_href=_years_href(choice) if views and programme else "",
    )


def _years_href(choice: CountryChoice) -> str:
    return "/countries/years?" + urlencode({"programme": choice.programme, "year": choice.day.year})


def _to_read(programme: Programme) -> Row:
    return Row(_("Read"), programme.read.title, href=programme.read.url)


def _group(group: Group, places: Sequence[Place], choice: CountryChoice, titles: Mapping[str, str]) -> GroupView:
    return GroupView(
        id=group.id,
        anchor=f"group-{group.id}",
        title=titles[group.id],
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
    told = [_(COUNTED[status], number=counts[status]) for status in STRENGTHS if counts[status]]
    return words.listed(told) or _("nobody")


def _in_words(places: Sequence[Place]) -> str:
    """The countries by name; what is not in force, or for a part only, says so behind the name."""
    told: dict[str, str] = {}
    for place in sorted(places, key=lambda place: STRENGTHS.index(place.status), reverse=True):
        status = "" if place.status == "in_force" else ASIDE[place.status]
        remark = ", ".join(filter(None, (status, SCOPES[place.member.scope])))
        name = words.country_name(place.member.country)
        told[name] = f"{name} ({remark})" if remark else name
    return ", ".join(told[name] for name in sorted(told, key=words.sorting))


def _remarks(group: Group) -> Iterable[str]:
    for text, flags in (
        (N_("Count wherever they sit: {these}."), group.deemed),
        (N_("Whether they count is not settled: {these}."), group.deemed_unsure),
        (N_("Never count by their seat: {these}."), group.outside),
    ):
        if flags:
            yield _(text, these=words.listed(FLAGS.get(flag, words.in_words(flag)) for flag in flags))


def _letters(rows: Sequence[CountryRow]) -> tuple[Link, ...]:
    """The first country of each letter."""
    first: dict[str, str] = {}
    for row in rows:
        first.setdefault(words.sorting(row.name)[0].upper(), row.anchor)
    return tuple(Link(letter, f"#{anchor}") for letter, anchor in first.items())
