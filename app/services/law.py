"""The rulebook for whoever wants to read it: rules with their sources and dates, and which country belongs where."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from app import clock
from app.errors import NotFound, invalid
from app.services.schemas import Public
from app.settings import Settings
from rules import rulebook
from rules.codes import ISO_COUNTRIES
from rules.groups import Group, Member
from rules.mentions import named_groups
from rules.programmes import UnknownProgramme
from rules.rule import Rule

Membership = Literal["in_force", "pending", "uncertain", "announced", "ended", "none"]


class RulesPublic(Public):
    """The rules, in the order of their layers, with the version of the rulebook and the day of its knowledge."""

    version: str
    as_of: date
    items: Sequence[Rule]


class CountryPublic(Public):
    """One country in one group of countries; a country that is in none has one row with the status ``none``.

    ``pending``: it counts if an agreement applies when the grant is signed. ``scope``: for which part of the programme.
    """

    model_config = ConfigDict(frozen=True, validate_by_name=True)

    country: str
    group: str | None
    status: Membership
    from_: Annotated[date | None, Field(alias="from")]
    until: date | None
    scope: str | None
    source: str | None


def list_rules(programme: str | None) -> RulesPublic:
    """All rules, or those of one programme.

    Raises:
        Invalid: no programme goes by that name.
    """
    book = rulebook.load()
    name = None if programme is None else _programme(programme)
    found = [rule for rule in book.rules if name is None or rule.applies_to.programme == name]
    return RulesPublic(version=book.version, as_of=book.manifest.as_of, items=found)


def get_rule(rule_id: str) -> Rule:
    """One rule.

    Raises:
        NotFound: there is no such rule.
    """
    try:
        return rulebook.load().rule(rule_id)
    except LookupError as error:
        raise NotFound(f"There is no rule {rule_id!r}.") from error


def list_countries(settings: Settings, programme: str | None, as_of: date | None) -> list[CountryPublic]:
    """Every country with its place in the groups that the rules of a programme ask about.

    Raises:
        Invalid: no programme goes by that name.
    """
    day = as_of or clock.today(settings)
    groups = list(_groups(None if programme is None else _programme(programme)))
    rows = [row for group in groups for member in group.members if (row := _row(group, member, day))]
    absent = sorted(ISO_COUNTRIES - {row.country for row in rows})
    return sorted([*rows, *map(_in_no_group, absent)], key=lambda row: (row.country, row.group or "", str(row.from_)))


def _programme(name: str) -> str:
    try:
        return rulebook.load().programmes[name].id
    except UnknownProgramme as error:
        raise invalid("/programme", str(error.args[0])) from error


def _groups(programme: str | None) -> Iterator[Group]:
    """The groups that the rules of the programme name, directly or through others."""
    book = rulebook.load()
    wanted = {group.id for group in book.groups} if programme is None else set[str]()
    open_ones = [
        name for rule in book.rules if rule.applies_to.programme == programme for name in named_groups(rule.requirement)
    ]
    while open_ones:
        name = open_ones.pop()
        if name not in wanted:
            wanted.add(name)
            open_ones += book.groups[name].union_of
    return (book.groups[name] for name in sorted(wanted))


def _row(group: Group, member: Member, day: date) -> CountryPublic | None:
    if member.known_from and day < member.known_from:
        return None
    begins = member.from_day or (date(member.from_year, 1, 1) if member.from_year else None)
    ends = member.until_day or (date(member.until_year, 12, 31) if member.until_year else None)
    return CountryPublic(
        country=member.country,
        group=group.id,
        status=_status(member, begins, ends, day),
        from_=begins,
        until=ends,
        scope=member.scope,
        source=member.source,
    )


def _status(member: Member, begins: date | None, ends: date | None, day: date) -> Membership:
    if ends is not None and day > ends:
        return "ended"
    if member.uncertain:
        return "uncertain"
    if member.pending or (member.applied_from is not None and day < member.applied_from):
        return "pending"
    return "announced" if begins is not None and day < begins else "in_force"


def _in_no_group(country: str) -> CountryPublic:
    return CountryPublic(country=country, group=None, status="none", from_=None, until=None, scope=None, source=None)
