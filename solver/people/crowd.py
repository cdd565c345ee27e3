"""Everybody who may take part, numbered: the candidates of the pool first, then the guests.

A guest is somebody about whom the request says more than that it may be chosen: an agreed member, the lead. It has a
look of its own. What filters say is asked once for each look and role, in both worlds of pending agreements.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from pydantic import BaseModel

from rules.codes import Role
from rules.facts import Participant
from rules.requirements import AnyRequirement, Filter
from solver.answers import Answers
from solver.model import Ints, Mask, Ties
from solver.people.entrants import Entrant
from solver.people.facets import facet_of, reads_role
from solver.people.geography import reach_of, region_of
from solver.people.memory import reading_of
from solver.people.pool import Facet, Pool
from solver.readings import Answered


@dataclass(frozen=True, eq=False)
class ByLook:
    """What is told of each look of a pool; ``masks`` are the looks that suit a question, by the question's key."""

    answers: Sequence[Answered]
    masks: dict[Hashable, Mask] = field(default_factory=dict)

    def mask(self, key: Hashable, suits: Callable[[Answered], bool]) -> Mask:
        """The looks that suit. The key tells the question from all others."""
        if key not in self.masks:
            self.masks[key] = np.array([suits(answered) for answered in self.answers], np.bool_)
        return self.masks[key]


@dataclass(frozen=True, eq=False)
class Told:
    """What is told of everybody: of the pool by look, ``codes`` being the looks, and of each guest."""

    pool: ByLook
    codes: Ints
    guests: Sequence[Answered]

    def guest(self, place: int) -> Answered:
        """Of one guest."""
        return self.guests[place]

    def mask(self, key: Hashable, suits: Callable[[Answered], bool]) -> Mask:
        """Of whom the answers suit. The key tells the question from all others."""
        guests = np.array([suits(answered) for answered in self.guests], np.bool_)
        return np.concatenate([self.pool.mask(key, suits)[self.codes], guests])

    def same_as(self, other: "Told") -> Mask:
        """Of whom the other one, over the same looks, tells the same."""
        pairs = zip(self.pool.answers, other.pool.answers, strict=True)
        looks = np.array([one == another for one, another in pairs], np.bool_)
        guests = [one == another for one, another in zip(self.guests, other.guests, strict=True)]
        return np.concatenate([looks[self.codes], np.array(guests, np.bool_)])


@dataclass(frozen=True, eq=False)
class Crowd:
    """A pool with its guests. Who is a guest and in the pool as well counts as guest."""

    pool: Pool
    guests: Sequence[Entrant]
    answers: Answers
    _told: dict[tuple[int, Role], tuple[BaseModel, Told]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.pool) + len(self.guests)

    @cached_property
    def free(self) -> Mask:
        """Who is in the pool and no guest."""
        mask = np.ones(len(self), np.bool_)
        mask[len(self.pool) :] = False
        mask[[self.pool.places[guest.id] for guest in self.guests if guest.id in self.pool.places]] = False
        return mask

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each guest by id."""
        return {guest.id: len(self.pool) + place for place, guest in enumerate(self.guests)}

    @cached_property
    def fit(self) -> Ints:
        """How well each suits the topic, 0 to 100."""
        return np.concatenate([self.pool.fit, np.array([guest.fit for guest in self.guests], np.int64)])

    def number(self, identifier: str) -> int | None:
        """The number of whoever has this id."""
        return self.numbers.get(identifier, self.pool.places.get(identifier))

    def entrant(self, number: int) -> Entrant:
        """Whoever has this number."""
        if number >= len(self.pool):
            return self.guests[number - len(self.pool)]
        return Entrant.of_candidate(self.pool.candidate(number))

    @cached_property
    def ids(self) -> Sequence[str]:
        """The id of everybody."""
        return [*self.pool.ids, *(guest.id for guest in self.guests)]

    def those(self, identifiers: Sequence[str]) -> Mask:
        """Whoever has one of these ids."""
        mask = np.zeros(len(self), np.bool_)
        mask[[number for name in identifiers if (number := self.number(name)) is not None]] = True
        return mask

    def by_look(self, facet: Facet, role: Role, ask: Callable[[Participant], bool]) -> Mask:
        """Of whom something holds that can be asked by look, in the role."""
        column = self.pool.column(facet)
        looks = np.array([ask(somebody) for somebody in column.seated(role)], np.bool_)
        guests = np.array([ask(guest.in_role(role)) for guest in self.guests], np.bool_)
        return np.concatenate([looks[column.codes], guests])

    def holds(self, where: Filter, role: Role) -> Told:
        """What the filter says of everybody in the role."""
        return self._tell(where, role, lambda participant: self.answers.holds(where, participant))

    def bars(self, requirement: AnyRequirement, role: Role) -> Told:
        """Whether an admission bars everybody from the role."""
        return self._tell(requirement, role, lambda participant: self.answers.bars(requirement, participant))

    def _tell(self, said: AnyRequirement | Filter, role: Role, ask: Callable[[Participant], Answered]) -> Told:
        key = (id(said), role)
        if key not in self._told:
            facet = facet_of(said)
            column = self.pool.column(facet)
            kept = (reading_of(said, self.answers.law), role if reads_role(said) else None)
            by_look = self.pool.memory.recall(kept, lambda: ByLook([ask(one) for one in column.seated(role)]))
            guests = [ask(guest.in_role(role)) for guest in self.guests]
            self._told[key] = (said, Told(by_look, column.codes, guests))
        return self._told[key][1]

    @cached_property
    def hang_on_agreements(self) -> Mask:
        """For whom the two worlds of pending agreements may differ."""
        facet = ("controlled_from", "country")
        return self.by_look(facet, Role.BENEFICIARY, self.answers.hangs_on_agreements)

    def labels(self, facet: Facet, key: Hashable, ask: Callable[[Participant], str | None]) -> "Labels":
        """A name for everybody that hangs on the facet alone, such as the country. The key tells it from all others."""
        column = self.pool.column(facet)
        named = self.pool.memory.recall(
            ("label", facet, key), lambda: labelled([ask(one) for one in column.seated(Role.BENEFICIARY)])
        )
        numbers = dict(named.numbers)
        for guest in self.guests:
            if (name := ask(guest.in_role(Role.BENEFICIARY))) is not None:
                numbers.setdefault(name, len(numbers))
        own = [numbers.get(ask(guest.in_role(Role.BENEFICIARY)) or "", -1) for guest in self.guests]
        return Labels(np.concatenate([named.looks[column.codes], np.array(own, np.int64)]), tuple(numbers))

    @cached_property
    def countries(self) -> "Labels":
        """Where everybody is established."""
        return self.labels(("country",), "", lambda participant: participant.organisation.country)

    @cached_property
    def regions(self) -> "Labels":
        """The NUTS 2 region in which everybody sits."""
        return self.labels(("nuts",), "NUTS 2", lambda participant: region_of(participant.organisation))

    @cached_property
    def control_groups(self) -> "Labels":
        """Under whose control everybody is."""
        return self.labels(("control_group",), "", lambda participant: participant.organisation.control_group)

    @cached_property
    def reach(self) -> dict[str, Mask]:
        """For each country who reaches it."""
        looks = [somebody.organisation for somebody in self.pool.column(REACH).seated(Role.BENEFICIARY)]
        every = {code for one in (*looks, *(guest.organisation for guest in self.guests)) for code in reach_of(one)}

        def who_reaches(code: str) -> Mask:
            return self.by_look(REACH, Role.BENEFICIARY, lambda one: code in reach_of(one.organisation))

        return {code: who_reaches(code) for code in sorted(every)}

    def ties(self, column: int, strength: int) -> Ties:
        """The pairs that have worked together, each of that strength; the same object while nothing has changed.

        What the engine works out about ties it keeps with them.
        """
        if self.guests:
            return _tied(self._pairs(), column, strength)
        return self.pool.memory.recall(("ties", column, strength), lambda: _tied(self.pool.ties, column, strength))

    def _pairs(self) -> tuple[Ints, Ints]:
        """By number; a guest's with its own."""
        first, second = self.pool.ties
        own = np.arange(len(self.pool))
        for guest in self.guests:
            if guest.id in self.pool.places:
                own[self.pool.places[guest.id]] = self.numbers[guest.id]
        strangers = {guest.id for guest in self.guests if guest.id not in self.pool.places}
        more = sorted(pair for pair in map(self._pair, self.pool.past.pairs_of(strangers)) if pair is not None)
        ends = np.array(more, np.int64).reshape(-1, 2)
        return np.concatenate([own[first], ends[:, 0]]), np.concatenate([own[second], ends[:, 1]])

    def _pair(self, names: frozenset[str]) -> tuple[int, int] | None:
        one, other = (self.number(name) for name in names)
        return None if one is None or other is None else (min(one, other), max(one, other))

    @cached_property
    def levels(self) -> dict[str, Ints]:
        """For each competence that occurs the level of everybody."""
        own = [guest.organisation.competences for guest in self.guests]
        packed, none = self.pool.levels(), np.zeros(len(self.pool), np.int64)
        names = {*packed, *(name for competences in own for name in competences)}
        return {
            name: np.concatenate([packed.get(name, none), np.array([one.get(name, 0) for one in own], np.int64)])
            for name in sorted(names)
        }

    @cached_property
    def ecosystems(self) -> dict[str, Mask]:
        """For each ecosystem that occurs who belongs to it."""
        own = [set(guest.organisation.ecosystems) for guest in self.guests]
        packed, none = self.pool.ecosystems(), np.zeros(len(self.pool), np.bool_)
        names = {*packed, *(str(name) for ecosystems in own for name in ecosystems)}
        return {
            name: np.concatenate([packed.get(name, none), np.array([name in one for one in own], np.bool_)])
            for name in sorted(names)
        }


REACH: Facet = ("country", "member_countries")


def _tied(pairs: tuple[Ints, Ints], column: int, strength: int) -> Ties:
    first, second = pairs
    return Ties(first, second, np.full(len(first), strength, np.int64), column)


@dataclass(frozen=True, eq=False)
class Labels:
    """``codes``: for everybody the place of its name among ``names`` (sorted), -1 where it has none."""

    codes: Ints
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.names)

    def number(self, name: str) -> int:
        """The number of a name, one that nobody has where it does not occur."""
        return self.names.index(name) if name in self.names else len(self.names)

    @property
    def unknown(self) -> Mask:
        """Who has none."""
        return self.codes < 0


@dataclass(frozen=True, eq=False)
class Named:
    """Names by look as numbers, -1 where a look has none."""

    looks: Ints
    numbers: Mapping[str, int]


def labelled(found: Sequence[str | None]) -> Named:
    """Numbers for names, in alphabetical order."""
    numbers = {name: number for number, name in enumerate(sorted({name for name in found if name is not None}))}
    return Named(np.array([-1 if name is None else numbers[name] for name in found], np.int64), numbers)
