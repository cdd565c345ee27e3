"""Which country belongs where: every country in the groups that the rules of a programme ask about, on a day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from app import clock
from app.services.law import programme_id
from app.services.schemas import Public
from app.settings import Settings
from rules import rulebook
from rules.codes import ISO_COUNTRIES
from rules.groups import Group, Member
from rules.mentions import named_groups
from rules.rule import Rule
from rules.rulebook import Rulebook

Membership = Literal["in_force", "pending", "uncertain", "announced", "ended", "none"]

STRENGTHS: Sequence[Membership] = ("in_force", "pending", "uncertain", "announced", "ended")
"""Of several ways into a group, the first of these counts."""


class CountryPublic(Public):
    """One country in one group of countries; a country that is in none has one row with the status ``none``.

    ``pending``: it counts if an agreement applies when the grant is signed. ``scope``: for which part of the
    programme. Of a group that is made of others (``horizon_funded``) a country is a member as it is of those.
    Where nobody has encoded the rules of a programme, no group is asked about, and every country has ``none``.
    """

    model_config = ConfigDict(frozen=True, validate_by_name=True)

    country: str
    group: str | None
    status: Membership
    from_: Annotated[date | None, Field(alias="from")]
    until: date | None
    scope: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A membership as it stands on a day; ``member`` is the line of the law that says so."""

    group: Group
    member: Member
    day: date

    @property
    def begins(self) -> date | None:
        """The first day, for a membership by budget years the first of January."""
        member = self.member
        return member.from_day or (date(member.from_year, 1, 1) if member.from_year else None)

    @property
    def ends(self) -> date | None:
        """The last day."""
        member = self.member
        return member.until_day or (date(member.until_year, 12, 31) if member.until_year else None)

    @property
    def status(self) -> Membership:
        """Where the membership stands on the day."""
        member = self.member
        if self.ends is not None and self.day > self.ends:
            return "ended"
        if member.uncertain:
            return "uncertain"
        if member.pending or (member.applied_from is not None and self.day < member.applied_from):
            return "pending"
        return "announced" if self.begins is not None and self.day < self.begins else "in_force"

    def is_stronger_than(self, other: "Place | None") -> bool:
        """Whether this way into a group counts more than another."""
        return other is None or STRENGTHS.index(self.status) < STRENGTHS.index(other.status)


@dataclass(frozen=True, slots=True)
class AskedGroups:
    """Groups that rules for many calls ask about, with those they are made of, and groups of single topics."""

    general: tuple[Group, ...]
    of_topics: tuple[Group, ...]

    @property
    def all(self) -> tuple[Group, ...]:
        """Both."""
        return self.general + self.of_topics


def list_countries(settings: Settings, programme: str | None, as_of: date | None) -> list[CountryPublic]:
    """Every country with its place in the groups that the rules of a programme ask about.

    Raises:
        Invalid: no programme goes by that name.
    """
    day = as_of or clock.today(settings)
    rows = [_row(place) for group in groups_of(programme).all for place in places(group, day)]
    absent = sorted(ISO_COUNTRIES - {row.country for row in rows})
    return sorted([*rows, *map(_in_no_group, absent)], key=lambda row: (row.country, row.group or "", str(row.from_)))


def groups_of(programme: str | None) -> AskedGroups:
    """The groups that the rules of a programme name, directly or through others; without one, all groups.

    Raises:
        Invalid: no programme goes by that name.
    """
    book = rulebook.load()
    name = None if programme is None else programme_id(programme)
    rules = [rule for rule in book.rules if name is None or rule.applies_to.programme == name]
    named = _named(rule for rule in rules if rule.layer != "topic")
    general = _reached(named, book)
    wanted = {group.id for group in book.groups} if name is None else _reached(_named(iter(rules)), book)
    return AskedGroups(
        general=tuple(book.groups[group] for group in (*sorted(named), *sorted(general - named))),
        of_topics=tuple(book.groups[group] for group in sorted(wanted - general)),
    )


def _named(rules: Iterator[Rule]) -> set[str]:
    return {group for rule in rules for group in named_groups(rule.requirement)}


def _reached(names: set[str], book: Rulebook) -> set[str]:
    """The groups of these names and all that they are made of."""
    return names.union(*(_reached(set(book.groups[name].union_of), book) for name in names))


def programmes_with_groups() -> list[str]:
    """The programmes whose rules ask about groups of countries."""
    return sorted({rule.applies_to.programme for rule in rulebook.load().rules if named_groups(rule.requirement)})


def places(group: Group, day: date) -> list[Place]:
    """The members of a group as they stand on a day; one that comes in through others is told by its strongest way."""
    own = [Place(group, member, day) for member in group.members if _is_known(member, day)]
    listed = {(place.member.country, place.member.scope) for place in own}
    inherited: dict[tuple[str, str], Place] = {}
    for part in group.union_of:
        for place in places(rulebook.load().groups[part], day):
            key = (place.member.country, place.member.scope)
            if key not in listed and place.is_stronger_than(inherited.get(key)):
                inherited[key] = Place(group, place.member, day)
    return own + list(inherited.values())


def _is_known(member: Member, day: date) -> bool:
    return (member.known_from or date.min) <= day <= (member.known_until or date.max)


def _row(place: Place) -> CountryPublic:
    return CountryPublic(
        country=place.member.country,
        group=place.group.id,
        status=place.status,
        from_=place.begins,
        until=place.ends,
        scope=place.member.scope,
        source=place.member.source,
    )


def _in_no_group(country: str) -> CountryPublic:
    return CountryPublic(country=country, group=None, status="none", from_=None, until=None, scope=None, source=None)
