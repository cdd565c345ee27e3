"""Organisations as columns: for each set of facts that a filter may read, a number for what an organisation states.

Two organisations that state the same have the same number, so a filter is asked once for each number and not once for
each organisation.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rules.facts import Organisation
from rules.requirements import Filter

Codes = NDArray[np.uint32]
Facet = tuple[str, ...]
"""The fields of an organisation that a statement reads, in a fixed order; none where it reads something else."""

_READ_BY: Mapping[str, Facet] = {
    "headquarters_in": ("country",),
    "controlled_from_in": ("controlled_from",),
    "region_in": ("nuts",),
    "kind_in": ("kinds",),
    "size_in": ("size_class", "sme"),
    "non_profit": ("non_profit",),
    "public_body": ("kinds", "public_body"),
    "legal_personality": ("legal_personality",),
    "gender_equality_plan": ("gender_equality_plan",),
    "flag": ("flags",),
    "registration": ("registrations",),
    "role_in": (),
    "sub_role": (),
    "fact": (),
}


def facet_of(statement: Filter) -> Facet:
    """What a filter with one field reads of an organisation. Flags may decide whether a seat lies in a named group."""
    [name] = statement.model_fields_set
    if name == "country_in":
        return ("country", "flags") if isinstance(statement.country_in, str) else ("country",)
    return _READ_BY[name]


class Pack:
    """Organisations packed for screening; the bit of an organisation is its place in ``ids``."""

    def __init__(self, organisations: Sequence[Organisation]) -> None:
        self.ids = tuple(organisation.id for organisation in organisations)
        self._organisations = organisations
        self._facets: dict[Facet, tuple[Codes, tuple[Organisation, ...]]] = {}

    def __len__(self) -> int:
        return len(self.ids)

    def codes(self, facet: Facet) -> Codes:
        """For each organisation the place of what it states in `looks`."""
        return self._facet(facet)[0]

    def looks(self, facet: Facet) -> tuple[Organisation, ...]:
        """Each statement that occurs, once: an organisation that states just that and nothing else."""
        return self._facet(facet)[1]

    def _facet(self, facet: Facet) -> tuple[Codes, tuple[Organisation, ...]]:
        if facet not in self._facets:
            self._facets[facet] = self._packed(facet)
        return self._facets[facet]

    def _packed(self, facet: Facet) -> tuple[Codes, tuple[Organisation, ...]]:
        places: dict[tuple[Hashable, ...], int] = {}
        first: list[Organisation] = []
        codes = np.zeros(len(self), dtype=np.uint32)
        for index, organisation in enumerate(self._organisations):
            key = tuple(_hashable(getattr(organisation, name)) for name in facet)
            place = places.setdefault(key, len(first))
            if place == len(first):
                first.append(organisation)
            codes[index] = place
        return codes, tuple(_stating_only(facet, organisation) for organisation in first)


def _hashable(fact: Any) -> Hashable:
    return tuple(fact) if isinstance(fact, list) else fact


def _stating_only(facet: Facet, organisation: Organisation) -> Organisation:
    return Organisation(id="somebody").model_copy(update={name: getattr(organisation, name) for name in facet})
