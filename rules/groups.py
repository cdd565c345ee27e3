"""Dated groups of countries: who is a member, for which budget year and part, and how sure that is.

Association to a programme counts by the *budget year of the call*. It may be transitional: the country counts if
the agreement applies when the grant is signed. Such a membership is judged in two worlds, with the pending
agreements and without them.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from rules.calls import Call, Pillar, reference_day
from rules.codes import Flag
from rules.conditions import Confidence, Source
from rules.facts import Country, Day, Organisation
from rules.language import N_
from rules.truth import NO, YES, Answer, disjunction, unknown


class World(StrEnum):
    """How pending agreements are taken: as if none came to apply, or as if all did."""

    AS_SIGNED = "as_signed"
    AS_HOPED = "as_hoped"


CoveredPart = Literal["all", "pillar_2", "pillar_1_and_widening"]
"""The part of the programme that a membership covers."""

_PARTS: Mapping[CoveredPart, tuple[Pillar, ...]] = {"pillar_2": (2,), "pillar_1_and_widening": (1, "widening")}


class Member(BaseModel):
    """One country's membership of a group over one period.

    ``applied_from`` is the day from which the agreement was known to apply: before it the membership is pending.
    ``known_until`` is the last day on which one could still think so: what was pending and never came is gone after it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    country: Country
    from_year: int | None = None
    until_year: int | None = None
    from_day: Day | None = None
    until_day: Day | None = None
    scope: CoveredPart = "all"
    pending: bool = False
    applied_from: Day | None = None
    known_from: Day | None = None
    known_until: Day | None = None
    uncertain: bool = False
    except_for: tuple[str, ...] = ()
    confidence: Annotated[Confidence, Field(strict=False)]
    source: str
    note: str | None = None


class Group(BaseModel):
    """A named group of countries; ``one`` is a member in words ("an EU Member State").

    ``union_of`` takes in the members of other groups.

    ``deemed`` names flags whose holders count as established in the group wherever they sit; ``deemed_unsure``
    those of whom the text leaves it open; ``outside`` those who never count by their seat.

    ``hangs_on`` is a clause: what has to come true for a member that is pending, in whose place stands ``{country}``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str
    one: str
    source: Source
    members: tuple[Member, ...] = ()
    union_of: tuple[str, ...] = ()
    deemed: tuple[Flag, ...] = ()
    deemed_unsure: tuple[Flag, ...] = ()
    outside: tuple[Flag, ...] = ()
    hangs_on: Annotated[str, Field(pattern=r"\{country\}")] = N_(
        "the agreement with {country} applies when the grant is signed"
    )


class UnknownGroup(LookupError):
    """A rule or a request names a group that the rulebook does not have."""


class Groups:
    """All groups of the rulebook, asked for one call on one day."""

    def __init__(self, groups: Mapping[str, Group]) -> None:
        self._groups = dict(groups)
        self._cells: dict[str, dict[str, list[Member]]] = {name: defaultdict(list) for name in groups}
        for name, group in groups.items():
            for member in group.members:
                self._cells[name][member.country].append(member)

        pending = (m for group in groups.values() for m in group.members if m.pending or m.applied_from)
        self._hopeful = frozenset(member.country for member in pending)
        members = [member for group in groups.values() for member in group.members]
        self._turns = sorted({day for member in members for day in (member.from_day, member.until_day) if day})

    def __getitem__(self, name: str) -> Group:
        try:
            return self._groups[name]
        except KeyError:
            raise UnknownGroup(f"there is no country group {name!r}") from None

    def __contains__(self, name: object) -> bool:
        return name in self._groups

    def __iter__(self) -> Iterator[Group]:
        return iter(self._groups.values())

    def established(self, name: str, organisation: Organisation, call: Call, as_of: date, world: World) -> Answer:
        """Whether the organisation counts as established in the group, for this call, as the law stood on ``as_of``."""
        group, flags = self[name], set(organisation.flags)
        if flags & set(group.deemed_unsure):
            return unknown("deemed_establishment")
        if flags & set(group.deemed):
            return YES
        if flags & set(group.outside):
            return NO
        if organisation.country is None:
            return unknown("country")
        return self.contains(name, organisation.country, call, as_of, world)

    def contains(self, name: str, country: str, call: Call, as_of: date, world: World) -> Answer:
        """Whether a country belongs to the group, for this call, as the law stood on ``as_of``."""
        group = self[name]
        own = [_covers(member, call, as_of, world) for member in self._cells[name].get(country, ())]
        inherited = [self.contains(part, country, call, as_of, world) for part in group.union_of]
        return disjunction([*own, *inherited])

    def countries(self, name: str, call: Call, as_of: date, world: World = World.AS_SIGNED) -> tuple[str, ...]:
        """The countries that certainly belong to the group, in the order of their codes."""
        return tuple(code for code in sorted(self.named(name)) if self.contains(name, code, call, as_of, world) == YES)

    def pending(self, name: str, country: str, call: Call, as_of: date) -> Iterator[str]:
        """The groups, this one or those it takes in, to which the country belongs if a pending agreement applies."""
        own = self._cells[name].get(country, ())
        if disjunction(_covers(one, call, as_of, World.AS_SIGNED) for one in own) != disjunction(
            _covers(one, call, as_of, World.AS_HOPED) for one in own
        ):
            yield name
        for part in self[name].union_of:
            yield from self.pending(part, country, call, as_of)

    def is_hopeful(self, country: str | None) -> bool:
        """Whether an agreement with the country was ever pending: only then can the two worlds differ."""
        return country in self._hopeful

    def moment(self, call: Call, as_of: date) -> tuple[Hashable, ...]:
        """All of a call and a day that membership depends on: where it is the same, so are the members of all groups.

        Days count by where they lie among those on which somebody joins or leaves.
        """
        day = reference_day(call, "deadline", as_of)
        among_turns = None if day is None else (bisect_left(self._turns, day), bisect_right(self._turns, day))
        return call.year, call.part, among_turns, as_of

    def named(self, name: str) -> set[str]:
        """Every country the group ever named, for whatever period."""
        return set(self._cells[name]).union(*(self.named(part) for part in self[name].union_of))


def _covers(member: Member, call: Call, as_of: date, world: World) -> Answer:
    if not (member.known_from or date.min) <= as_of <= (member.known_until or date.max):
        return NO
    period = _in_period(member, call, as_of)
    if period != YES:
        return period
    parts = _PARTS.get(member.scope)
    if parts and call.part not in parts:
        return unknown("pillar") if call.part is None else NO
    if member.uncertain:
        return unknown(f"membership:{member.country}")
    pending = member.pending or (member.applied_from is not None and as_of < member.applied_from)
    return NO if pending and world is World.AS_SIGNED else YES


def _in_period(member: Member, call: Call, as_of: date) -> Answer:
    if member.from_year is not None or member.until_year is not None:
        if call.year is None:
            return unknown("budget_year")
        return YES if (member.from_year or 0) <= call.year <= (member.until_year or 9999) else NO
    if member.from_day is None and member.until_day is None:
        return YES
    day = reference_day(call, "deadline", as_of)
    if day is None:
        return unknown("budget_year")
    return YES if (member.from_day or date.min) <= day <= (member.until_day or date.max) else NO
