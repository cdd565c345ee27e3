"""Whom to add: made-up organisations without blemish that satisfy what a requirement asks of those it counts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, product
from typing import Any

from rules.codes import (
    COMMISSION_CODES,
    ISO_COUNTRIES,
    OUTERMOST_REGIONS,
    OVERSEAS_TERRITORIES,
    PUBLIC_KINDS,
    Kind,
    Role,
)
from rules.context import Context
from rules.facts import Organisation, Participant
from rules.filters import holds
from rules.judging.admission import bar
from rules.mending.changes import NEWCOMER
from rules.requirements import NOT_ELIGIBLE, Admit, Filter
from rules.resolution import Resolution
from rules.truth import TRUE, Truth

BLAMELESS: Mapping[str, Any] = {
    "kinds": [Kind.OTHER],
    "legal_personality": True,
    "non_profit": True,
    "public_body": False,
    "gender_equality_plan": True,
    "registrations": [],
    "member_kinds": [],
}
"""Who is added must satisfy every other condition by itself."""

MOST_KNOWN = 512
"""Filters of which it is remembered who satisfies them."""

MOST_WAYS = 8
"""In so many ways at most one filter is satisfied: the first branches of its alternatives."""

_OF_THE_PARTICIPATION = ("sub_roles", "facts")
_LISTS = {"kind_in": "kinds", "member_kind_in": "member_kinds", "region_in": "nuts", "size_in": "size_class"}
_ONE_MORE = {"registration": "registrations", "sub_role": "sub_roles", "flag": "flags"}
_AS_IT_IS = ("non_profit", "public_body", "legal_personality", "gender_equality_plan")


Way = tuple[Mapping[str, Any], Sequence[tuple[str, Truth]]]
"""Facts that satisfy a filter, and the countries where they do, each with whether such a newcomer is barred there."""


@dataclass(frozen=True)
class Offer:
    """Somebody to add: ``facts`` are what matters of it, ``countries`` where it may sit."""

    where: Filter
    role: Role
    facts: Mapping[str, Any]
    countries: tuple[str, ...]

    def seated(self, country: str, number: int) -> Participant:
        """The newcomer, seated there."""
        return _newcomer(self.facts, self.role, country, number)

    @property
    def asked(self) -> dict[str, Any]:
        """Whom to look for, as the fields of a filter; of what has to hold several times the rest stands in ``all``."""
        asked: dict[str, Any] = {"country_in": list(self.countries)}
        asked |= {"region_in": [self.facts["nuts"]]} if "nuts" in self.facts else {}
        asked |= {"size_in": [self.facts["size_class"]]} if "size_class" in self.facts else {}
        several = [{"kind_in": [kind]} for kind in self.facts.get("kinds", ())]
        several += [{"member_kind_in": [kind]} for kind in self.facts.get("member_kinds", ())]
        several += [{name: one} for name, fact in _ONE_MORE.items() for one in self.facts.get(fact, ())]
        others = []
        for one in several:
            if asked.keys().isdisjoint(one):
                asked |= one
            else:
                others.append(one)
        asked |= {name: self.facts[name] for name in _AS_IT_IS if name in self.facts}
        asked |= {"fact": self.facts["facts"]} if "facts" in self.facts else {}
        return asked | ({"all": others} if others else {})


class Newcomers:
    """Offers under one reading of the law; who satisfies a filter from where, and whom it bars, is worked out once."""

    def __init__(self, context: Context, bars: Sequence[Admit]) -> None:
        self._context = context
        self._bars = bars
        self._seen: dict[str, dict[str, tuple[Participant, Truth]]] = {}
        self._known: dict[tuple[int, Role], tuple[Filter, list[Way]]] = {}

    def offer(self, where: Filter, role: Role, taken: set[str | None]) -> Offer | None:
        """Somebody who certainly satisfies the filter, sits in no country that is taken, and is barred from nothing."""
        for facts, fitting in self._ways(where, role):
            free = [(code, barred) for code, barred in fitting if _state(code) not in taken]
            for worst in (Truth.FALSE, Truth.UNKNOWN):  # where nothing bars them; else where nobody knows
                countries = tuple(code for code, barred in free if barred is worst)
                if countries:
                    return Offer(where, role, facts, countries)
        return None

    def _ways(self, where: Filter, role: Role) -> Iterator[Way]:
        """The facts that satisfy the filter, and the countries where they do, with whether the newcomer is barred."""
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        found = self._known.setdefault((id(where), role), (where, []))[1]
        yield from list(found)
        for facts in islice(ways(where), len(found), MOST_WAYS):
            found.append((facts, list(self._fitting(where, facts, role))))
            yield found[-1]

    def _fitting(self, where: Filter, facts: Mapping[str, Any], role: Role) -> Iterator[tuple[str, Truth]]:
        seen = self._seen.setdefault(f"{role} {facts}", {})
        for code in _seats(where, facts, self._context):
            one, barred = self._newcomer(facts, role, code, seen)
            if holds(where, one, self._context).truth is TRUE:
                yield code, barred

    def _newcomer(
        self, facts: Mapping[str, Any], role: Role, country: str, seen: dict[str, tuple[Participant, Truth]]
    ) -> tuple[Participant, Truth]:
        """The newcomer there, and whether it is barred."""
        if country not in seen:
            alike = next(iter(seen.values()), None)
            one = _seated(alike[0], country, 0) if alike else _newcomer(facts, role, country, 0)
            seen[country] = (one, self._barred(one))
        return seen[country]

    def _barred(self, newcomer: Participant) -> Truth:
        concerned = [admit for admit in self._bars if newcomer.role in admit.roles]
        truths = {bar(admit, newcomer, self._context).truth for admit in concerned}
        return Truth.TRUE if Truth.TRUE in truths else Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.FALSE


@dataclass(frozen=True)
class _Reading:
    """A reading that is kept, with what is declared about a proposal."""

    key: tuple[int, str]
    context: Context = field(compare=False)
    resolution: Resolution = field(compare=False)


def newcomers_under(resolution: Resolution, context: Context) -> Newcomers:
    """The newcomers of a call; those of a reading that is kept are kept with it."""
    if context.base is None:
        return Newcomers(context, _bars(resolution))
    declared = repr(sorted(context.facts.items())) if context.facts else ""
    return _newcomers(_Reading((id(context.base), declared), context if declared else context.base, resolution))


@lru_cache(maxsize=64)
def _newcomers(reading: _Reading) -> Newcomers:
    return Newcomers(reading.context, _bars(reading.resolution))


def _bars(resolution: Resolution) -> Sequence[Admit]:
    requirements = (applicable.condition.requirement for applicable in resolution.deciding)
    return [requirement for requirement in requirements if isinstance(requirement, Admit)]


def _state(country: str) -> str:
    """An overseas territory may be no country apart from its state."""
    return OVERSEAS_TERRITORIES.get(country, country)


def _seats(where: Filter, facts: Mapping[str, Any], context: Context) -> list[str]:
    """The countries that the region or the filter names, all of them where nothing does."""
    if "nuts" in facts:
        return [COMMISSION_CODES.get(facts["nuts"][:2], facts["nuts"][:2])]
    places = [place for place in _places(where) if place != NOT_ELIGIBLE]
    named = set().union(*(context.groups.named(place) if isinstance(place, str) else place for place in places))
    return sorted((named if places else ISO_COUNTRIES) - set(OUTERMOST_REGIONS))


def _places(where: Filter) -> Iterator[str | tuple[str, ...]]:
    """The places that a filter asks for; those it denies are nowhere to look."""
    yield from filter(None, (where.country_in, where.headquarters_in, where.controlled_from_in))
    for part in (*(where.all_of or ()), *(where.any_of or ())):
        yield from _places(part)


def _newcomer(facts: Mapping[str, Any], role: Role, country: str, number: int) -> Participant:
    about = {name: value for name, value in facts.items() if name not in _OF_THE_PARTICIPATION}
    stated = {**BLAMELESS, "controlled_from": country, **about}
    if PUBLIC_KINDS & set(stated["kinds"]):
        stated["public_body"] = True
    taking_part = {"sub_roles": [], **{name: facts[name] for name in _OF_THE_PARTICIPATION if name in facts}}
    organisation = Organisation(id=f"{NEWCOMER}{number}-{country}", country=country, **stated)
    return Participant(organisation=organisation, role=role, **taking_part)


def _seated(alike: Participant, country: str, number: int) -> Participant:
    """The same newcomer in another country; what was valid there is valid here."""
    seat = {"id": f"{NEWCOMER}{number}-{country}", "country": country, "controlled_from": country}
    return alike.model_copy(update={"organisation": alike.organisation.model_copy(update=seat)})


def ways(where: Filter) -> Iterator[dict[str, Any]]:
    """The facts that satisfy a filter, one set for each choice among alternatives; places and denials aside."""
    own = _plain(where)
    choices = [[own]]
    choices += [list(ways(part)) for part in where.all_of or ()]
    choices += [[way for part in where.any_of for way in ways(part)]] if where.any_of else []
    for chosen in product(*choices):
        merged: dict[str, Any] | None = {}
        for facts in chosen:
            merged = None if merged is None else _merged(merged, facts)
        if merged is not None:
            yield merged


def _plain(where: Filter) -> dict[str, Any]:
    facts: dict[str, Any] = {name: getattr(where, name) for name in _AS_IT_IS if getattr(where, name) is not None}
    for name, fact in _LISTS.items():
        wanted: Sequence[Any] | None = getattr(where, name)
        if wanted:
            facts[fact] = [wanted[0]] if fact in ("kinds", "member_kinds") else wanted[0]
    facts |= {fact: [getattr(where, name)] for name, fact in _ONE_MORE.items() if getattr(where, name) is not None}
    return facts | ({"facts": dict(where.fact)} if where.fact else {})


def _merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any] | None:
    """Both sets of facts together; ``None`` where they contradict each other."""
    merged = dict(one)
    for name, value in other.items():
        held = merged.get(name, value)
        if isinstance(value, list):
            merged[name] = list(dict.fromkeys([*held, *value]))
        elif isinstance(value, dict):
            merged[name] = {**held, **value}
        elif held != value:
            return None
        else:
            merged[name] = value
    return merged
