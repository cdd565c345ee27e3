"""Organisations as columns: for each set of facts that a filter may read, a number for what a candidate states.

Two candidates that state the same have the same number, so a filter is asked once for each number and not once for
each candidate. A pool depends on no call: it is packed once and serves every request.
"""

import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

import numpy as np

from rules.codes import Role
from rules.facts import FactValue, Organisation, Participant
from solver.instance import Candidate, History
from solver.model import Ints, Mask
from solver.people.memory import Memory
from solver.people.past import Past

Facet = tuple[str, ...]
"""Fields of an organisation, ``sub_roles`` and ``facts``, in alphabetical order."""

SUB_ROLES, FACTS = "sub_roles", "facts"


@dataclass(frozen=True)
class Look:
    """What a candidate states about the fields of one facet, and nothing else."""

    organisation: Organisation
    sub_roles: Sequence[str] | None
    facts: Mapping[str, FactValue]

    def in_role(self, role: Role) -> Participant:
        """Somebody who states just that, in the role."""
        sub_roles = None if self.sub_roles is None else list(self.sub_roles)
        return Participant.model_construct(
            organisation=self.organisation, role=role, sub_roles=sub_roles, facts=dict(self.facts)
        )


@dataclass
class Column:
    """The looks that occur, and for each candidate its place among them."""

    codes: Ints
    looks: list[Look] = field(default_factory=list)
    _seated: dict[Role, list[Participant]] = field(default_factory=dict)

    def seated(self, role: Role) -> list[Participant]:
        """Somebody of each look, in the role."""
        if role not in self._seated:
            self._seated[role] = [look.in_role(role) for look in self.looks]
        return self._seated[role]


class Pool:
    """Candidates in canonical order, by id, packed column by column as columns are first asked for.

    ``history`` is what they have worked on together. ``memory`` keeps what was worked out for earlier requests.
    """

    def __init__(self, candidates: Iterable[Candidate], history: History | None = None) -> None:
        self.past = Past(history or History())
        self.memory = Memory()
        self.candidates = tuple(sorted(candidates, key=lambda candidate: candidate.organisation.id))
        self.ids = [candidate.organisation.id for candidate in self.candidates]
        self.places = {name: place for place, name in enumerate(self.ids)}
        self.fit = np.array([candidate.fit for candidate in self.candidates], np.int64)
        self._columns: dict[Facet, Column] = {}
        self._fields: dict[str, Ints] = {}
        self._levels: dict[str, Ints] = {}
        self._ecosystems: dict[str, Mask] = {}

    def __len__(self) -> int:
        return len(self.candidates)

    def with_fit(self, fit: Sequence[int]) -> "Pool":
        """The same candidates as they suit another topic; ``fit`` is in their order. What is packed is shared."""
        other = object.__new__(Pool)
        other.__dict__ = {**self.__dict__, "fit": np.array(fit, np.int64)}
        return other

    def candidate(self, place: int) -> Candidate:
        """The candidate at that place, as it suits the topic."""
        return self.candidates[place].model_copy(update={"fit": int(self.fit[place])})

    def joined_by(self, more: Sequence[Candidate]) -> "Pool":
        """These candidates and more; who is in both counts as it comes last."""
        if not more:
            return self
        own = map(self.candidate, range(len(self)))
        joined = {candidate.organisation.id: candidate for candidate in (*own, *more)}
        return Pool(joined.values(), self.past.history)

    @property
    def ties(self) -> tuple[Ints, Ints]:
        """The pairs of candidates that have worked together, by number, in order."""
        return self.memory.recall("ties", self._ties)

    def _ties(self) -> tuple[Ints, Ints]:
        known = (pair for pair in self.past.pairs if pair <= self.places.keys())
        numbers = sorted(sorted(self.places[name] for name in pair) for pair in known)
        ends = np.array(numbers, np.int64).reshape(-1, 2)
        return ends[:, 0], ends[:, 1]

    def column(self, facet: Facet) -> Column:
        """What the candidates state about these fields."""
        if facet not in self._columns:
            self._columns[facet] = self._packed(facet)
        return self._columns[facet]

    def _packed(self, facet: Facet) -> Column:
        """Each field by itself, and then the combinations that occur: numbers are compared faster than facts."""
        codes = np.zeros(len(self), np.int64)
        for name in facet:
            numbers = self._field(name)
            together = codes * (int(numbers.max(initial=0)) + 1) + numbers
            codes = np.unique(together, return_inverse=True)[1].astype(np.int64)
        _, firsts = np.unique(codes, return_index=True)
        return Column(codes, [_look(facet, self.candidates[first]) for first in firsts.tolist()])

    def _field(self, name: str) -> Ints:
        """A number for what each candidate states about one field."""
        if name not in self._fields:
            read = _READ.get(name, attrgetter(f"organisation.{name}"))
            places: dict[Hashable, int] = {}
            numbers = [places.setdefault(_key(read(candidate)), len(places)) for candidate in self.candidates]
            self._fields[name] = np.array(numbers, np.int64)
        return self._fields[name]

    def levels(self) -> Mapping[str, Ints]:
        """For each competence that occurs the level of each candidate, 0 where it has none."""
        if not self._levels:
            for place, candidate in enumerate(self.candidates):
                for name, level in candidate.organisation.competences.items():
                    if name not in self._levels:
                        self._levels[name] = np.zeros(len(self), np.int64)
                    self._levels[name][place] = level
        return self._levels

    def ecosystems(self) -> Mapping[str, Mask]:
        """For each ecosystem that occurs who belongs to it."""
        if not self._ecosystems:
            for place, candidate in enumerate(self.candidates):
                for name in candidate.organisation.ecosystems:
                    if name not in self._ecosystems:
                        self._ecosystems[str(name)] = np.zeros(len(self), np.bool_)
                    self._ecosystems[str(name)][place] = True
        return self._ecosystems


_READ: Mapping[str, Callable[[Candidate], Any]] = {SUB_ROLES: attrgetter(SUB_ROLES), FACTS: attrgetter(FACTS)}


def _key(stated: Any) -> Hashable:
    """Facts are compared as they are written: 1 is not true."""
    if isinstance(stated, dict):
        return json.dumps(stated, sort_keys=True, default=str) if stated else ""
    return tuple(stated) if isinstance(stated, list) else stated


_NOBODY_IN_PARTICULAR = Organisation(id="somebody")


def _look(facet: Facet, candidate: Candidate) -> Look:
    own = {name: getattr(candidate.organisation, name) for name in facet if name not in (SUB_ROLES, FACTS)}
    return Look(
        organisation=_NOBODY_IN_PARTICULAR.model_copy(update=own),
        sub_roles=candidate.sub_roles if SUB_ROLES in facet else None,
        facts=candidate.facts if FACTS in facet else {},
    )
