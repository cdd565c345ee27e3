"""Everybody who may take part, numbered: the candidates of the pool first, then the guests.

A guest is somebody about whom the request says more than that it may be chosen: an agreed member, the lead. It has a
look of its own. What filters say is asked once for each look and role, in both worlds of pending agreements.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

import numpy as np
from pydantic import BaseModel

from rules.codes import Role
from rules.facts import Participant
from rules.requirements import AnyRequirement, Filter
from solver.answers import Answers
from solver.entrants import Entrant
from solver.facets import facet_of
from solver.model import Ints, Mask
from solver.pool import Facet, Pool
from solver.readings import Answered

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Told:
    """What is told of everybody, by look: ``answers`` of each look, ``codes`` of everybody among them."""

    codes: Ints
    answers: Sequence[Answered]

    def of(self, number: int) -> Answered:
        """Of one."""
        return self.answers[int(self.codes[number])]

    def mask(self, suits: Callable[[Answered], bool]) -> Mask:
        """Of whom the answers suit."""
        return np.array([suits(answered) for answered in self.answers], np.bool_)[self.codes]

    def same_as(self, other: "Told") -> Mask:
        """Of whom the other one, over the same looks, tells the same."""
        pairs = zip(self.answers, other.answers, strict=True)
        return np.array([one == another for one, another in pairs], np.bool_)[self.codes]


@dataclass(frozen=True, eq=False)
class Crowd:
    """A pool with its guests. Who is a guest and in the pool as well counts as guest."""

    pool: Pool
    guests: Sequence[Entrant]
    answers: Answers
    _columns: dict[Facet, Ints] = field(default_factory=dict)
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
        return Entrant.of_candidate(self.pool.candidates[number])

    def those(self, identifiers: Sequence[str]) -> Mask:
        """Whoever has one of these ids."""
        mask = np.zeros(len(self), np.bool_)
        mask[[number for name in identifiers if (number := self.number(name)) is not None]] = True
        return mask

    def codes(self, facet: Facet) -> Ints:
        """The look of everybody: those of the pool, then one for each guest."""
        if facet not in self._columns:
            column = self.pool.column(facet)
            own = len(column.looks) + np.arange(len(self.guests))
            self._columns[facet] = np.concatenate([column.codes, own])
        return self._columns[facet]

    def by_look(self, facet: Facet, role: Role, ask: Callable[[Participant], T]) -> list[T]:
        """What is found of whoever has each look, in the role."""
        looks = self.pool.column(facet).looks
        return [ask(look.in_role(role)) for look in looks] + [ask(guest.in_role(role)) for guest in self.guests]

    def holds(self, where: Filter, role: Role) -> Told:
        """What the filter says of everybody in the role."""
        return self._tell(where, role, lambda participant: self.answers.holds(where, participant))

    def bars(self, requirement: AnyRequirement, role: Role) -> Told:
        """Whether an admission bars everybody from the role."""
        return self._tell(requirement, role, lambda participant: self.answers.bars(requirement, participant))

    def _tell(self, said: BaseModel, role: Role, ask: Callable[[Participant], Answered]) -> Told:
        key = (id(said), role)
        if key not in self._told:
            facet = facet_of(said)
            self._told[key] = (said, Told(self.codes(facet), self.by_look(facet, role, ask)))
        return self._told[key][1]

    @cached_property
    def hang_on_agreements(self) -> Mask:
        """For whom the two worlds of pending agreements may differ."""
        facet = ("controlled_from", "country")
        hang = self.by_look(facet, Role.BENEFICIARY, self.answers.hangs_on_agreements)
        return np.array(hang, np.bool_)[self.codes(facet)]

    def labels(self, facet: Facet, ask: Callable[[Participant], str | None]) -> "Labels":
        """A name for everybody that hangs on the facet alone, such as the country."""
        return labelled(self.by_look(facet, Role.BENEFICIARY, ask), self.codes(facet))

    @cached_property
    def countries(self) -> "Labels":
        """Where everybody is established."""
        return self.labels(("country",), lambda participant: participant.organisation.country)

    @cached_property
    def control_groups(self) -> "Labels":
        """Under whose control everybody is."""
        return self.labels(("control_group",), lambda participant: participant.organisation.control_group)

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


def labelled(found: Sequence[str | None], codes: Ints) -> Labels:
    """Names by look as numbers for everybody; names that nobody has are none."""
    names = tuple(sorted({name for name in found if name is not None}))
    numbers = {name: number for number, name in enumerate(names)}
    by_look = np.array([-1 if name is None else numbers[name] for name in found], np.int64)
    return Labels(by_look[codes] if len(by_look) else codes, names)
