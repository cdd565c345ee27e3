"""Variants that are hard for a solver: candidates much alike, many or heavy ties, tight or scarce conditions."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from benchmarks.pools.organisations import Pool, Sort, pool_of
from benchmarks.pools.topics import SizeOfTopic, Topic, topic_of

Variant = Callable[[Pool, Topic], tuple[Pool, Topic]]

FLAT_FIT = 0.3
CAP_OF_TIES = 15
"""About three ties of full strength: more brings no more points."""


def _without_ties(pool: Pool, topic: Topic) -> tuple[Pool, Topic]:
    return replace(pool, first=pool.first[:0], second=pool.second[:0], strength=pool.strength[:0]), topic


def _flat(pool: Pool, topic: Topic) -> tuple[Pool, Topic]:
    return replace(pool, suits=np.full(pool.number, FLAT_FIT)), replace(topic, weight_of_cost=0)


def _stronger(factor: int) -> Variant:
    return lambda pool, topic: (replace(pool, strength=pool.strength * factor), topic)


def _tight(pool: Pool, topic: Topic) -> tuple[Pool, Topic]:
    total = (topic.least_total + topic.greatest_total) // 2
    share = max(25, 100 // topic.smallest + 5)
    exact = replace(topic, least_total=total, greatest_total=total, share_of_one=share)
    return pool, replace(exact, share_of_country=max(35, share + 5))


def _scarce(pool: Pool, topic: Topic) -> tuple[Pool, Topic]:
    sorts = dict.fromkeys(set(Sort) - {Sort.CLUSTER_WITHOUT_PERSONALITY, Sort.NGO}, 1)
    twice = dict.fromkeys(topic.required, 2)
    largest, countries = max(topic.largest, 10), min(6, topic.smallest + 1)
    return pool, replace(topic, sorts=sorts, required=twice, largest=largest, countries=countries)


def _narrow(pool: Pool, topic: Topic) -> tuple[Pool, Topic]:
    return pool, replace(topic, largest=topic.smallest + 1)


def _as_it_is(pool: Pool, topic: Topic) -> tuple[Pool, Topic]:
    return pool, topic


def _capped(pool: Pool, topic: Topic) -> tuple[Pool, Topic]:
    return pool, replace(topic, cap_of_ties=CAP_OF_TIES)


HARD: Mapping[str, tuple[int, Variant]] = {
    "no ties": (6, _without_ties),
    "flat fit": (6, _flat),
    "degree 12": (12, _as_it_is),
    "strength x2": (6, _stronger(2)),
    "tight": (6, _tight),
    "scarce": (6, _scarce),
    "narrow": (6, _narrow),
}
"""The hard set: the average number of ties of an organisation, and what is changed."""

HARDEST: Mapping[str, tuple[int, Variant]] = {
    "degree 24": (24, _as_it_is),
    "degree 40": (40, _as_it_is),
    "degree 40, capped": (40, _capped),
    "strength x4": (6, _stronger(4)),
    "strength x4, capped": (6, lambda pool, topic: _capped(*_stronger(4)(pool, topic))),
}
"""Beyond the hard set: without a cap these are problems of the densest subgraph."""


def variant_of(name: str, number: int, seed: int, size: SizeOfTopic) -> tuple[Pool, Topic]:
    """A pool and a topic of that variant.

    Raises:
        KeyError: there is no variant of that name.
    """
    degree, change = {**HARD, **HARDEST}[name]
    return change(pool_of(number, seed, degree), topic_of(seed, size))
