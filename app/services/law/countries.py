"""Which country belongs where: how it stands in a programme, and in the groups that its rules ask about, on a day."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pydantic import ConfigDict, Field

from app import clock
from app.services.catalogue.schemas import Public
from app.services.law.country_standings import Standing, barred_from, standings
from app.services.law.memberships import Membership, Place, groups_of, places
from app.services.law.rule_lists import programme_id
from app.settings import Settings
from rules.codes import ISO_COUNTRIES, OUTERMOST_REGIONS


class CountryPublic(Public):
    """A country in a programme, or in one group of countries.

    The first row of a country tells in a plain word how it stands in the programme (``member_state``, ``associated``,
    ``low_middle_income``, ``barred`` and the like); a country without standing has the status ``none`` there. Where it
    is barred from some types of action only, ``scope`` names them. The rows after it are memberships of the groups
    that rules ask about. Without a programme there are only these, and the status ``none`` for a country in no group.

    ``pending``: it counts if an agreement applies when the grant is signed. ``barred``: it may not take part, whatever
    list it stands on. ``scope``: for which part of the programme. Of a group that is made of others
    (``horizon_funded``) a country is a member as it is of those. An outermost region is read as its state. Where
    nobody has encoded the rules of a programme, no group is asked about, and every country has ``none``.
    """

    model_config = ConfigDict(frozen=True, validate_by_name=True)

    country: str
    group: str | None
    status: Membership
    from_: Annotated[date | None, Field(alias="from")]
    until: date | None
    scope: str | None
    source: str | None


def list_countries(
    settings: Settings, programme: str | None, as_of: date | None, *, everything: bool = False
) -> list[CountryPublic]:
    """Every country with its standing in a programme, and its place in the groups that the general rules ask about.

    ``everything`` adds the groups of single topics and special cases.

    Raises:
        Invalid: no programme goes by that name.
    """
    day = as_of or clock.today(settings)
    rows: dict[str, list[CountryPublic]] = defaultdict(list)
    for row in _rows(None if programme is None else programme_id(programme), day, everything):
        rows[row.country].append(row)
    return [row for country in sorted(ISO_COUNTRIES | rows.keys()) for row in _as_its_state(country, rows)]


def _rows(programme: str | None, day: date, everything: bool) -> Iterator[CountryPublic]:
    """The rows of all countries: the leading ones, then group by group."""
    found = standings(programme, day) if programme else {}
    for country in sorted(ISO_COUNTRIES) if programme else ():
        yield from map(_standing, found[country]) if country in found else (_none(country),)
    groups = groups_of(programme)
    barred = barred_from(programme, day) if programme else frozenset()
    for group in groups.all if everything or not programme else groups.general:
        yield from map(_place, sorted(places(group, day, barred), key=lambda place: str(place.begins)))


def _as_its_state(country: str, rows: dict[str, list[CountryPublic]]) -> list[CountryPublic]:
    found = rows.get(OUTERMOST_REGIONS.get(country, country)) or [_none(country)]
    return [row.model_copy(update={"country": country}) for row in found]


def _standing(one: Standing) -> CountryPublic:
    return CountryPublic(
        country=one.country,
        group=one.word,
        status=one.status,
        from_=one.begins,
        until=one.ends,
        scope=one.scope,
        source=one.source,
    )


def _place(place: Place) -> CountryPublic:
    return CountryPublic(
        country=place.member.country,
        group=place.group.id,
        status=place.status,
        from_=place.begins,
        until=place.ends,
        scope=place.member.scope,
        source=place.member.source,
    )


def _none(country: str) -> CountryPublic:
    return CountryPublic(country=country, group=None, status="none", from_=None, until=None, scope=None, source=None)
