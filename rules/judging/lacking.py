"""Whom a selection lacks: the fewest newcomers who would complete it, and what each of them has to be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from rules.codes import with_broader
from rules.groups import Groups
from rules.requirements import Filter, Selection
from rules.selecting import Candidate, Need, Wanted, largest, select
from rules.sentences.narrowing import countries_of

Served = frozenset[int]
"""The sub-groups that a newcomer has to serve."""


@dataclass(frozen=True)
class Lacking:
    """The newcomers by what they have to serve, and the ids of those ``beside`` whom they complete the set.

    ``elsewhere``: so many of them have to come from countries (or regions) where none of those is.
    """

    newcomers: tuple[Served, ...]
    beside: tuple[str, ...]
    elsewhere: int


def lacking(requirement: Selection, wanted: Wanted, sure: Sequence[Candidate], groups: Groups) -> Lacking | None:
    """The fewest who complete the set, none of whom shares a control group; ``None`` where newcomers are no help."""
    most = largest(wanted, sure)
    chosen = [candidate for candidate in sure if candidate.id in set(most)]
    sets = _sets(requirement, groups)
    for number in range(1, sum(need.count for need in wanted.needs) + 1):
        grown = _grown(requirement, wanted, number)
        free = [_ways(index, sets) for index in range(number)]
        for pool in (chosen, sure):
            if _completes(grown, pool, free):
                return _least(grown, pool, free, sets)
    return None


def _least(wanted: Wanted, pool: Sequence[Candidate], ways: list[list[Candidate]], sets: list[Served]) -> Lacking:
    """The newcomers with as little asked of each as will do; ``sets`` are the smaller ones first."""
    served: list[Served] = []
    for index in range(len(ways)):
        for one in sets:
            tried = [*ways[:index], [_newcomer(index, one, sets)], *ways[index + 1 :]]
            if _completes(wanted, pool, tried):
                ways = tried
                served.append(one)
                break
    elsewhere = len(ways) if wanted.apart else _elsewhere(wanted, pool, ways)
    found = select(wanted, [*pool, *(way for own in ways for way in own)]) or ()
    beside = [candidate.id for candidate in pool if candidate.id in found or not (wanted.apart or wanted.independent)]
    return Lacking(tuple(served), tuple(beside), elsewhere)


def _elsewhere(wanted: Wanted, pool: Sequence[Candidate], ways: Sequence[Sequence[Candidate]]) -> int:
    """How many have to come from a country that is not there; the others come from one that is, or all from one."""
    home = pool[0].own_country if pool else "elsewhere"
    for number in range(len(ways)):
        settled = [[replace(way, place=home) for way in own] for own in ways[number:]]
        if _completes(wanted, pool, [*ways[:number], *settled]):
            return number
    return len(ways)


def _completes(wanted: Wanted, pool: Sequence[Candidate], ways: Sequence[Sequence[Candidate]]) -> bool:
    return select(wanted, [*pool, *(way for own in ways for way in own)]) is not None


def _grown(requirement: Selection, wanted: Wanted, number: int) -> Wanted:
    """Where all have to be of a kind, newcomers have to be as well."""
    if requirement.min != "all":
        return wanted
    first, *others = wanted.needs
    return replace(wanted, needs=(Need(first.count + number), *others))


def _ways(index: int, sets: Sequence[Served]) -> list[Candidate]:
    """A newcomer who may serve any of these sets, as several candidates of whom one is chosen."""
    greatest = [one for one in sets if not any(one < other for other in sets)]
    return [_newcomer(index, one, sets) for one in greatest]


def _newcomer(index: int, served: Served, sets: Sequence[Served]) -> Candidate:
    """One in a place and a control group of its own."""
    number = len(frozenset[int]().union(*sets))
    return Candidate(f"newcomer {index}", None, None, tuple(part in served for part in range(number)))


def _sets(requirement: Selection, groups: Groups) -> list[Served]:
    """The sets of sub-groups that one organisation may serve, the smaller ones first."""
    parts = requirement.of_which
    most = len(parts) if requirement.count_in_several else 1
    sets = (frozenset(one) for size in range(most + 1) for one in combinations(range(len(parts)), size))
    return [
        one
        for one in sets
        if not any(exclude(parts[a].where, parts[b].where, groups) for a, b in combinations(sorted(one), 2))
    ]


def are_enough(wanted: Wanted, sure: Sequence[Candidate]) -> bool:
    """Whether each need by itself is met, and those who count only cannot stand together."""
    return all(
        _is_met(need, wanted, [one for one in sure if need.part is None or one.parts[need.part]])
        for need in wanted.needs
    )


def _is_met(need: Need, wanted: Wanted, candidates: Sequence[Candidate]) -> bool:
    if need.places:
        return len({one.own_country for one in candidates}) >= need.count
    return len(largest(wanted, candidates)) >= need.count


def exclude(one: Filter, other: Filter, groups: Groups) -> bool:
    """Whether nobody, as one would look for somebody, satisfies both: a university and a company are two."""
    if one.any_of is not None and all(exclude(part, other, groups) for part in one.any_of):
        return True
    if other.any_of is not None and all(exclude(one, part, groups) for part in other.any_of):
        return True
    if any(exclude(part, other, groups) for part in one.all_of or ()):
        return True
    if any(exclude(one, part, groups) for part in other.all_of or ()):
        return True
    return one.none_of == other or other.none_of == one or any(_opposed(one, other, groups))


def _opposed(one: Filter, other: Filter, groups: Groups) -> Iterator[bool]:
    """Field by field, whether they cannot both hold."""
    if one.kind_in is not None and other.kind_in is not None:
        mine, others = frozenset(one.kind_in), frozenset(other.kind_in)
        yield with_broader(mine).isdisjoint(others) and with_broader(others).isdisjoint(mine)
    for name in ("size_in", "role_in"):
        ours, theirs = getattr(one, name), getattr(other, name)
        yield ours is not None and theirs is not None and set(ours).isdisjoint(theirs)
    if one.country_in is not None and other.country_in is not None:
        yield countries_of(one.country_in, groups).isdisjoint(countries_of(other.country_in, groups))
    for name in ("non_profit", "public_body", "legal_personality"):
        ours, theirs = getattr(one, name), getattr(other, name)
        yield ours is not None and theirs is not None and ours is not theirs
    yield any(value != (other.fact or {}).get(name, value) for name, value in (one.fact or {}).items())
