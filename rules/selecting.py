"""Is there a set of candidates as a `selection` asks for it? Exact, and it returns the set.

Every candidate has a place that keeps it apart from others (its country or its region), a country and a control group.
The search always branches on an unmet need
with the fewest candidates left: any solution must contain one of them. A candidate that was tried is out for the
branches after it, so nothing is searched twice; a need that the remaining places or groups cannot fill ends the
branch.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Candidate:
    """One participant as the search sees it.

    ``place`` and ``control`` are ``None`` for a place or a group that nobody shares. ``parts`` tells for each sub-group
    whether the candidate belongs to it. ``country`` is given where the place is a region. One participant may
    come as several candidates with the same id, of which only one can be chosen: the ways in which an unknown fact
    may turn out.
    """

    id: str
    place: str | None
    control: str | None
    parts: tuple[bool, ...] = ()
    country: str | None = None

    @cached_property
    def own_place(self) -> str:
        """A name for the place that is unique where nobody shares it."""
        return self.place if self.place is not None else f"only:{self.id}"

    @cached_property
    def own_country(self) -> str:
        """The country, which is the place where no other is given."""
        return self.country if self.country is not None else self.own_place


@dataclass(frozen=True)
class Need:
    """At least ``count`` members of a sub-group (``part``; ``None`` = all), or that many countries among them."""

    count: int
    part: int | None = None
    places: bool = False


@dataclass(frozen=True)
class Wanted:
    """What the set must satisfy."""

    needs: tuple[Need, ...]
    apart: bool = False
    independent: bool = False
    one_part_each: bool = False


@dataclass
class _Search:
    wanted: Wanted
    chosen: list[Candidate] = field(default_factory=list)
    serving: list[int | None] = field(default_factory=list)

    def run(self, pool: Sequence[tuple[Candidate, int | None]]) -> bool:
        open_needs = [(need, self._missing(need)) for need in self.wanted.needs]
        open_needs = [(need, missing) for need, missing in open_needs if missing > 0]
        if not open_needs:
            return True
        options: list[list[tuple[Candidate, int | None]]] = []
        for need, missing in open_needs:
            useful = [seat for seat in pool if self._helps(need, seat)]
            if self._reach(need, useful) < missing:
                return False
            options.append(useful)
        return self._branch(min(options, key=len), list(pool))

    def _branch(self, seats: list[tuple[Candidate, int | None]], pool: list[tuple[Candidate, int | None]]) -> bool:
        for seat in seats:
            pool.remove(seat)
            self.chosen.append(seat[0])
            self.serving.append(seat[1])
            if self.run([other for other in pool if self._fits(seat[0], other[0])]):
                return True
            self.chosen.pop()
            self.serving.pop()
        return False

    def _fits(self, taken: Candidate, other: Candidate) -> bool:
        if taken.id == other.id:
            return False
        if self.wanted.apart and taken.own_place == other.own_place:
            return False
        return not (self.wanted.independent and taken.control is not None and taken.control == other.control)

    def _counts(self, need: Need, seat: tuple[Candidate, int | None]) -> bool:
        candidate, serves = seat
        if need.part is None:
            return True
        return serves == need.part if self.wanted.one_part_each else candidate.parts[need.part]

    def _helps(self, need: Need, seat: tuple[Candidate, int | None]) -> bool:
        if not self._counts(need, seat):
            return False
        return not need.places or seat[0].own_country not in self._countries(need)

    def _countries(self, need: Need) -> set[str]:
        taken = zip(self.chosen, self.serving, strict=True)
        return {seat[0].own_country for seat in taken if self._counts(need, seat)}

    def _missing(self, need: Need) -> int:
        if need.places:
            return need.count - len(self._countries(need))
        return need.count - sum(self._counts(need, seat) for seat in zip(self.chosen, self.serving, strict=True))

    def _reach(self, need: Need, useful: list[tuple[Candidate, int | None]]) -> int:
        candidates = [candidate for candidate, _ in useful]
        bounds = [len({candidate.id for candidate in candidates})]
        if self.wanted.apart:
            bounds.append(len({candidate.own_place for candidate in candidates}))
        if need.places:
            bounds.append(len({candidate.own_country for candidate in candidates}))
        if self.wanted.independent:
            bounds.append(len({candidate.control or f"only:{candidate.id}" for candidate in candidates}))
        return min(bounds)


def select(wanted: Wanted, candidates: Sequence[Candidate]) -> tuple[str, ...] | None:
    """The ids of a set that satisfies all needs, in the order given; ``None`` when there is none."""
    search = _Search(wanted)
    seats = [seat for candidate in _distinct(wanted, candidates) for seat in _seats(wanted, candidate)]
    if not search.run(seats):
        return None
    found = {candidate.id for candidate in search.chosen}
    return tuple(dict.fromkeys(candidate.id for candidate in candidates if candidate.id in found))


def largest(wanted: Wanted, candidates: Sequence[Candidate]) -> tuple[str, ...]:
    """A largest set of members that are apart and independent as asked, whatever the needs."""
    best: tuple[str, ...] = ()
    while (found := select(Wanted((Need(len(best) + 1),), wanted.apart, wanted.independent), candidates)) is not None:
        best = found
    return best


def _seats(wanted: Wanted, candidate: Candidate) -> Iterator[tuple[Candidate, int | None]]:
    yield candidate, None
    if wanted.one_part_each:
        yield from ((candidate, part) for part, belongs in enumerate(candidate.parts) if belongs)


def _distinct(wanted: Wanted, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Leave out who could only ever stand in for another.

    Candidates that agree in place, group and parts are one where there is room for only one of the place or the group.
    Of a participant that comes in several ways each way is kept: it may be needed in another one.
    """
    kept: dict[object, Candidate] = {}
    ways = Counter(candidate.id for candidate in candidates)
    for candidate in candidates:
        exclusive = (wanted.apart and candidate.place is not None) or (
            wanted.independent and candidate.control is not None
        )
        look = (candidate.place, candidate.country, candidate.control, candidate.parts)
        kept.setdefault(look if exclusive and ways[candidate.id] == 1 else (candidate.id, look), candidate)
    return list(kept.values())
