"""Made-up pools of organisations: the same number and seed give the same pool on every machine.

Countries by size, kinds, competences by popularity, control groups across borders, a range of money asked for and ties
from earlier projects. All randomness is one stream of NumPy's PCG64 with the seed ``[number, seed, 1]``: whoever draws
in the same order gets the same organisations, which is how the optimal values of `known` can be compared.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

MEMBER_STATES, ASSOCIATED, THIRD = 27, 17, 3
COUNTRIES = MEMBER_STATES + ASSOCIATED + THIRD
"""Countries are numbers: first the Member States, then the associated countries, then the others."""

ELIGIBLE_COUNTRIES = MEMBER_STATES + ASSOCIATED
WIDENING = np.isin(np.arange(COUNTRIES), [*range(12, 27), *range(32, 42)])
COMPETENCES = 40
REGIONS_OF_A_COUNTRY = 50

AVERAGE_DEGREE = 6


class Sort(IntEnum):
    """What kind of organisation it is."""

    CLUSTER = 0
    CLUSTER_WITHOUT_PERSONALITY = 1
    SME = 2
    LARGE_COMPANY = 3
    RESEARCH = 4
    UNIVERSITY = 5
    PUBLIC = 6
    NGO = 7


SHARE_OF_SORT = np.array([0.10, 0.03, 0.36, 0.14, 0.12, 0.10, 0.09, 0.06])
"""The share of each `Sort` in a pool."""

NEEDS_EQUALITY_PLAN = (Sort.RESEARCH, Sort.UNIVERSITY, Sort.PUBLIC)


@dataclass(frozen=True, eq=False)
class Pool:
    """An array for each fact, one entry for each organisation; money in units of 10,000 euro.

    ``brings`` has a row for each competence, ``masters`` the same for those at the second level. ``first``, ``second``
    and ``strength`` are the ties, each pair once. ``group`` is the control group, unique where somebody stands alone.
    """

    number: int
    country: Ints
    region: Ints
    sort: Ints
    brings: Mask
    masters: Mask
    has_equality_plan: Mask
    is_controlled_from_europe: Mask
    is_excluded: Mask
    has_capacity: Mask
    group: Ints
    least: Ints
    most: Ints
    available: Ints
    first: Ints
    second: Ints
    strength: Ints
    suits: NDArray[np.float64]

    @property
    def has_personality(self) -> Mask:
        """Whether it is a legal person."""
        return np.asarray(self.sort != Sort.CLUSTER_WITHOUT_PERSONALITY)

    @property
    def may_coordinate(self) -> Mask:
        """A legal person in an eligible country with the capacity."""
        return self.has_capacity & self.has_personality & (self.country < ELIGIBLE_COUNTRIES)


def pool_of(number: int, seed: int, degree: int = AVERAGE_DEGREE) -> Pool:
    """So many organisations with on average ``degree`` ties each. The order of the draws is part of the definition."""
    draw = np.random.default_rng([number, seed, 1])
    country = _countries(number, draw)
    region = _regions(country, draw)
    sort = draw.choice(len(Sort), number, p=SHARE_OF_SORT / SHARE_OF_SORT.sum())
    brings, masters = _competences(number, draw)
    has_plan = draw.random(number) < 0.9
    is_from_europe, is_excluded, has_capacity = (draw.random(number) < share for share in (0.95, 0.01, 0.45))
    group = _control_groups(number, draw)
    least = np.clip(np.exp(draw.normal(np.log(20), 0.55, number)), 5, 150).astype(np.int64)
    most = (least * (1.2 + 1.3 * draw.random(number))).astype(np.int64) + 1
    available = draw.integers(1, 4, number)
    first, second, strength = _ties(number, degree, draw)
    return Pool(
        number=number,
        country=country,
        region=region,
        sort=sort,
        brings=brings,
        masters=masters,
        has_equality_plan=has_plan | ~np.isin(sort, NEEDS_EQUALITY_PLAN),
        is_controlled_from_europe=is_from_europe,
        is_excluded=is_excluded,
        has_capacity=has_capacity,
        group=group,
        least=least,
        most=most,
        available=available,
        first=first,
        second=second,
        strength=strength,
        suits=draw.beta(2, 5, number),
    )


def _shares_of_countries() -> NDArray[np.float64]:
    """Large countries first, associated and third countries less often than their rank says."""
    shares = 1 / np.arange(1, COUNTRIES + 1) ** 0.9
    shares[MEMBER_STATES:ELIGIBLE_COUNTRIES] *= 0.6
    shares[ELIGIBLE_COUNTRIES:] *= 0.3
    return np.asarray(shares / shares.sum())


def _countries(number: int, draw: np.random.Generator) -> Ints:
    return draw.choice(COUNTRIES, number, p=_shares_of_countries()).astype(np.int64)


def _regions(country: Ints, draw: np.random.Generator) -> Ints:
    """3 to 40 regions in each country, the first ones with more organisations."""
    shares = _shares_of_countries()
    regions = 3 + 37 * shares[country] / shares.max()
    return np.asarray(country * REGIONS_OF_A_COUNTRY + (draw.random(len(country)) ** 1.7 * regions).astype(np.int64))


def _competences(number: int, draw: np.random.Generator) -> tuple[Mask, Mask]:
    """Each has one to twelve draws from competences of unequal popularity, a third of them at the second level."""
    shares = (1 / np.arange(1, COMPETENCES + 1) ** 0.6)[draw.permutation(COMPETENCES)]
    draws = np.minimum(1 + draw.poisson(3, number), 12)
    owner = np.repeat(np.arange(number), draws)
    drawn = draw.choice(COMPETENCES, len(owner), p=shares / shares.sum())
    is_master = draw.random(len(owner)) < 0.35
    brings, masters = np.zeros((2, COMPETENCES, number), np.bool_)
    brings[drawn, owner] = True
    masters[drawn[is_master], owner[is_master]] = True
    return brings, masters


def _control_groups(number: int, draw: np.random.Generator) -> Ints:
    """8 % are in groups of two to five, from whatever countries."""
    group = np.arange(number)
    grouped = draw.permutation(number)[: int(0.08 * number)]
    start = 0
    while start < len(grouped) - 1:
        end = start + int(draw.integers(2, 6))
        group[grouped[start:end]] = number + start
        start = end
    return group


def _ties(number: int, degree: int, draw: np.random.Generator) -> tuple[Ints, Ints, Ints]:
    """Pairs of which one end is more often an early number, so that there are hubs; strength 1 to 5."""
    drawn = degree * number // 2
    one = (draw.random(drawn) ** 2 * number).astype(np.int64)
    other = draw.integers(0, number, drawn)
    low, high = np.minimum(one, other), np.maximum(one, other)
    pairs: NDArray[Any] = np.unique((low * number + high)[one != other])
    return pairs // number, pairs % number, draw.integers(1, 6, len(pairs))
