"""Made-up topics: what a call asks of a consortium and what it finds good, in numbers.

One stream of NumPy's PCG64 with the seed ``[seed, 2]``; four sizes, of which T is small enough for brute force.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from benchmarks.pools.organisations import COMPETENCES, ELIGIBLE_COUNTRIES, Ints, Mask, Pool, Sort

SizeOfTopic = Literal["T", "S", "M", "L"]
SIZES: tuple[SizeOfTopic, ...] = ("S", "M", "L")

RELEVANT = 11
"""So many competences matter to a topic: the required ones first, the last six bring a bonus."""

BONUS_FROM = 5


@dataclass(frozen=True)
class Topic:
    """Conditions and points; money in units of 10,000 euro, shares in per cent.

    ``countries`` independent organisations from that many countries, one of them in a Member State, ``widening`` in
    widening countries; so many of each sort in ``sorts``, so many who bring each competence in ``required``. The total
    granted lies between ``least_total`` and ``greatest_total``.
    """

    smallest: int
    largest: int
    countries: int
    sorts: Mapping[Sort, int]
    required: Mapping[int, int]
    bonus: tuple[int, ...]
    least_total: int
    greatest_total: int
    share_of_one: int
    share_of_country: int
    widening: int = 1
    points_of_bonus: int = 120
    points_of_country: int = 60
    points_of_tie: int = 15
    threshold: int = 350
    weight_of_cost: int = 3
    cap_of_ties: int | None = None

    def suitability(self, pool: Pool) -> NDArray[np.float64]:
        """How well each organisation suits the topic: 0 to 1,000."""
        required = list(self.required)
        relevant = [*required, *self.bonus]
        matches = pool.brings[relevant].sum(axis=0) + 0.5 * pool.masters[required].sum(axis=0)
        return np.asarray(600 * pool.suits + 400 * np.minimum(matches / 4, 1))

    def points(self, pool: Pool) -> Ints:
        """What each organisation adds by itself: its suitability less a threshold and half its least ask."""
        worth = self.suitability(pool) - self.threshold - self.weight_of_cost * pool.least / 2
        return worth.astype(np.int64)

    def eligible(self, pool: Pool) -> Mask:
        """Whom nothing about it alone bars."""
        return (
            ~pool.is_excluded
            & pool.has_equality_plan
            & pool.is_controlled_from_europe
            & (pool.country < ELIGIBLE_COUNTRIES)
            & (100 * pool.least <= self.share_of_one * self.greatest_total)
        )


def topic_of(seed: int, size: SizeOfTopic) -> Topic:
    """A topic of this size."""
    draw = np.random.default_rng([seed, 2])
    smallest, largest, countries = {"T": (3, 5, 3), "S": (3, 6, 3), "M": (5, 10, 3), "L": (8, 15, 4)}[size]
    relevant = [int(one) for one in draw.permutation(COMPETENCES)[:RELEVANT]]
    required, twice = {"T": (2, 0), "S": (3, 1), "M": (5, 2), "L": (5, 2)}[size]
    return Topic(
        smallest=smallest,
        largest=largest,
        countries=countries,
        sorts=_sorts(size),
        required={competence: 2 if rank < twice else 1 for rank, competence in enumerate(relevant[:required])},
        bonus=tuple(relevant[BONUS_FROM:]),
        least_total=20 * smallest,
        greatest_total=22 * ((smallest + largest) // 2) + 40,
        share_of_one=max(30, 130 // smallest),
        share_of_country=max(45, 150 // smallest),
    )


def _sorts(size: SizeOfTopic) -> dict[Sort, int]:
    least = {Sort.SME: 1 if size == "T" else 2, Sort.PUBLIC: 1}
    if size in ("M", "L"):
        least[Sort.RESEARCH] = 1
    if size == "L":
        least[Sort.CLUSTER] = 2
    return least
