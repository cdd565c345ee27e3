"""Organisations as columns: for each set of facts that a filter may read, a number for what an organisation states.

Two organisations that state the same have the same number, so a filter is asked once for each number and not once for
each organisation.
"""

from collections.abc import Hashable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rules.facts import Organisation
from rules.requirements import Filter
from solver.people.facets import fields_read
from solver.people.pool import FACTS, SUB_ROLES, Facet

Plane = NDArray[np.uint64]
"""One bit for each organisation, the first in the lowest bit of the first word; bits beyond the last mean nothing."""

WORD = 64
FEW = 64
"""So many bitmaps are joined faster than a whole column is looked up (measured with 100,000 organisations)."""


def facet_of(statement: Filter) -> Facet:
    """What a filter with one field reads of an organisation; it takes no part in anything yet and declares nothing."""
    [name] = statement.model_fields_set
    return tuple(field for field in fields_read(statement, name) if field not in (SUB_ROLES, FACTS))


_NOBODY_IN_PARTICULAR = Organisation(id="somebody")


class Column:
    """What each organisation states about some of its facts.

    ``looks`` are the statements that occur: organisations that state just that and nothing else. ``codes`` are each
    organisation's place among them.
    """

    def __init__(self, organisations: Sequence[Organisation], facet: Facet) -> None:
        places: dict[tuple[Hashable, ...], int] = {}
        first: list[Organisation] = []
        codes = np.zeros(len(organisations), dtype=np.intp)
        if not facet:
            organisations, first = (), [_NOBODY_IN_PARTICULAR]
        for index, organisation in enumerate(organisations):
            key = tuple(_hashable(getattr(organisation, name)) for name in facet)
            place = places.setdefault(key, len(first))
            if place == len(first):
                first.append(organisation)
            codes[index] = place
        self.codes = codes
        self.looks = tuple(_stating_only(facet, organisation) for organisation in first)

    def those(self, wanted: Sequence[bool]) -> Plane:
        """The organisations with a look that is wanted."""
        mask = np.array(wanted, dtype=np.bool)
        if len(self.looks) > FEW:
            return packed(mask[self.codes])
        return np.asarray(np.bitwise_or.reduce(self._by_look[mask], axis=0), dtype=np.uint64)

    @cached_property
    def _by_look(self) -> NDArray[np.uint64]:
        nobody = packed(np.zeros(len(self.codes), dtype=np.bool))
        return np.array([nobody, *(packed(self.codes == place) for place in range(len(self.looks)))])[1:]


class Pack:
    """Organisations packed for screening; the bit of an organisation is its place in ``ids``."""

    def __init__(self, organisations: Sequence[Organisation]) -> None:
        self.ids = tuple(organisation.id for organisation in organisations)
        self._organisations = organisations
        self._columns: dict[Facet, Column] = {}

    def column(self, facet: Facet) -> Column:
        """What the organisations state about these facts; packed when it is first asked for."""
        if facet not in self._columns:
            self._columns[facet] = Column(self._organisations, facet)
        return self._columns[facet]


def packed(bits: NDArray[np.bool]) -> Plane:
    """One bit for each, in whole words."""
    padded = np.zeros(-(-len(bits) // WORD) * WORD, dtype=np.bool)
    padded[: len(bits)] = bits
    return np.packbits(padded, bitorder="little").view(np.uint64)


def _hashable(fact: Any) -> Hashable:
    return tuple(fact) if isinstance(fact, list) else fact


def _stating_only(facet: Facet, organisation: Organisation) -> Organisation:
    return _NOBODY_IN_PARTICULAR.model_copy(update={name: getattr(organisation, name) for name in facet})
