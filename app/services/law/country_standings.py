"""How a country stands in a programme, in one plain word: member state, associated, barred and the like."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.services.law.memberships import STRENGTHS, Membership, Place, is_default, named_by, places
from rules import rulebook
from rules.codes import Role
from rules.conditions import Force
from rules.groups import Group
from rules.requirements import Admit
from rules.rule import Rule

PLAIN: Final[Mapping[str, str]] = {
    "eu_member_states": "member_state",
    "overseas_territories": "overseas_territory",
    "horizon_overseas_as_member_state": "overseas_territory",
    "h2020_third_countries": "third_country",
}
"""Groups in a word. Any other is called by its own name, without that of the programme."""

NOW: Final = ("in_force", "pending", "uncertain")
"""What counts on the day itself goes before what is over or yet to come."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A country in a programme: ``word`` says as what, ``status`` how that stands on the day.

    ``scope`` is ``all``, a part of the programme, or the types of action that a bar is limited to.
    """

    country: str
    word: str
    status: Membership
    begins: date | None
    ends: date | None
    scope: str
    source: str


def standings(programme: str, day: date) -> Mapping[str, list[Standing]]:
    """By country how it stands; the first of several leads, a country without standing is absent.

    A bar from the whole programme goes before any membership, one from some types of action comes after it.
    """
    bars = list(_bars(programme, day))
    barred = {bar.country for bar in bars if bar.scope == "all"}
    found = defaultdict(list, {bar.country: [bar] for bar in bars if bar.scope == "all"})
    for place in _placed(programme, day):
        if place.member.country not in found:
            found[place.member.country].append(_as_member(place, programme))
    for bar in bars:
        if bar.country not in barred:
            found[bar.country].append(bar)
    return found


def years_of(programme: str) -> range:
    """The budget years whose law is encoded for some type of action of a programme."""
    encoded = rulebook.load().programmes[programme].covers
    return range(min(one.from_year for one in encoded), max(one.until_year for one in encoded) + 1)


def barred_from(programme: str, day: date) -> frozenset[str]:
    """The countries that may not take part at all on a day."""
    return frozenset(bar.country for bar in _bars(programme, day) if bar.scope == "all")


def _placed(programme: str, day: date) -> list[Place]:
    """The memberships that a programme funds, what counts for a country first."""
    found = [(rank, place) for rank, group in enumerate(_funded(programme)) for place in places(group, day)]
    return [place for _, place in sorted(found, key=_order)]


def _order(ranked: tuple[int, Place]) -> tuple[bool, int, int, int]:
    """What counts now, then by group and by strength; of what is over the last, of all else the first."""
    rank, place = ranked
    begins = (place.begins or date.min).toordinal()
    return place.status not in NOW, rank, STRENGTHS.index(place.status), -begins if place.status == "ended" else begins


def _funded(programme: str) -> list[Group]:
    """The groups of which those are made that the rules on funding name, in the order of the widest."""
    book = rulebook.load()
    rules = (rule for rule in _defaults(programme) if rule.force is Force.FUNDING)
    widest_first = sorted(named_by(rules), key=lambda name: (-len(book.groups[name].union_of), name))
    parts = dict.fromkeys(part for name in widest_first for part in book.groups[name].union_of or (name,))
    return [book.groups[part] for part in parts]


def _bars(programme: str, day: date) -> Iterator[Standing]:
    """Countries that rules in force on the day keep out by their seat alone."""
    for rule in _defaults(programme):
        known = (rule.known_from or date.min) <= day <= (rule.known_until or date.max)
        if rule.force is Force.ELIGIBILITY and known and rule.effective.covers(day):
            yield from (_as_barred(country, rule) for country in _kept_out(rule))


def _kept_out(rule: Rule) -> tuple[str, ...]:
    """The countries from which nobody may take part in any role."""
    asked = rule.requirement
    if not isinstance(asked, Admit) or asked.effect != "deny" or set(asked.roles) != set(Role):
        return ()
    if asked.where.model_fields_set != {"country_in"}:
        return ()
    return asked.where.country_in if isinstance(asked.where.country_in, tuple) else ()


def _defaults(programme: str) -> Iterator[Rule]:
    return (rule for rule in rulebook.load().rules if rule.applies_to.programme == programme and is_default(rule))


def _as_barred(country: str, rule: Rule) -> Standing:
    return Standing(
        country=country,
        word="barred",
        status="barred",
        begins=rule.effective.from_,
        ends=rule.effective.until,
        scope=", ".join(rule.applies_to.types_of_action or ("all",)),
        source=", ".join(filter(None, (rule.source.document, rule.source.article))),
    )


def _as_member(place: Place, programme: str) -> Standing:
    group = place.group.id
    return Standing(
        country=place.member.country,
        word=PLAIN.get(group, group.removeprefix(f"{programme.lower()}_")),
        status=place.status,
        begins=place.begins,
        ends=place.ends,
        scope=place.member.scope,
        source=place.member.source,
    )
