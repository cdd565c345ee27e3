"""The problem of `product` for the bare solver, written from the words of the law and of the made-up topic.

It is no output of the product's own encoding: that both come to the same value says that the encoding is right.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from benchmarks.pools.checking import check
from benchmarks.pools.organisations import COUNTRIES, MEMBER_STATES, WIDENING, Mask, Pool, Sort
from benchmarks.pools.product import (
    ECOSYSTEMS,
    MOST_TIES,
    POINTS_OF_COUNTRY,
    POINTS_OF_SEAT,
    POINTS_OF_SUBJECT,
    POINTS_OF_TIE,
    STRONGEST_TIES,
    ecosystem_of,
    fit_of,
)
from benchmarks.pools.rows import TIE_COLUMN, WITNESS, Prepared
from benchmarks.pools.topics import Topic
from solver.model import Ints, Linear, Model, Partition, Row, Ties

EVERYTHING = 10_000
"""A total that no consortium can exhaust."""


def without_money(topic: Topic) -> Topic:
    """The part of the topic that the product has words for."""
    return replace(
        topic,
        required=dict.fromkeys(topic.required, 1),
        least_total=0,
        greatest_total=EVERYTHING,
        share_of_one=100,
        share_of_country=100,
    )


def admitted(pool: Pool, topic: Topic) -> Mask:
    """Who may be beneficiary: by the topic, and by law with a legal personality."""
    return without_money(topic).eligible(pool) & pool.has_personality


def faults(pool: Pool, topic: Topic, members: Sequence[int]) -> tuple[str, ...]:
    """What a consortium of the product does not fulfil."""
    barred = () if admitted(pool, topic)[list(members)].all() else ("personality",)
    return (*barred, *check(pool, without_money(topic), members).faults)


def is_wish(fault: str) -> bool:
    """Whether it is asked by the request and not by the law or the call."""
    return fault == "size" or fault.startswith("competence")


def points(pool: Pool, topic: Topic, members: Sequence[int]) -> int:
    """The points of a consortium, recomputed from the formulas of the goals."""
    chosen = np.array(members)
    fits = fit_of(pool, topic)
    ecosystems = {kind for kind in wished(topic) if brings_ecosystem(pool, kind)[chosen].any()}
    first, second = strongest(pool)
    ties = int((np.isin(first, chosen) & np.isin(second, chosen)).sum())
    return (
        sum(fits[member] for member in members)
        + POINTS_OF_SEAT * len(members)
        + POINTS_OF_SUBJECT * len(ecosystems)
        + points_of_required(topic)
        + POINTS_OF_COUNTRY * len(set(pool.country[chosen].tolist()))
        + POINTS_OF_TIE * min(ties, MOST_TIES)
    )


def points_of_required(topic: Topic) -> int:
    """The points of the required competences, which every consortium has: they are not in the rows."""
    return POINTS_OF_SUBJECT * len(topic.required)


def wished(topic: Topic) -> list[int]:
    """The numbers of the ecosystems that the topic wishes for."""
    return sorted({ECOSYSTEMS.index(ecosystem_of(competence)) for competence in topic.bonus})


def brings_ecosystem(pool: Pool, ecosystem: int) -> Mask:
    """Who has a competence that belongs to it."""
    return np.asarray(pool.brings[ecosystem :: len(ECOSYSTEMS)].any(axis=0))


def strongest(pool: Pool) -> tuple[Ints, Ints]:
    """The pairs that are among the strongest ties of both, then by name: so many of each organisation."""
    own, other = np.concatenate([pool.first, pool.second]), np.concatenate([pool.second, pool.first])
    order = np.lexsort((other, -np.tile(pool.strength, 2), own))
    start = np.searchsorted(own[order], np.arange(pool.number))
    rank = np.empty(len(own), np.int64)
    rank[order] = np.arange(len(own)) - start[own[order]]
    kept = (rank < STRONGEST_TIES).reshape(2, -1).all(axis=0)
    return pool.first[kept], pool.second[kept]


def ties_of(pool: Pool) -> Ties:
    """These pairs, each worth the same."""
    first, second = strongest(pool)
    return Ties(first, second, np.ones(len(first), np.int64), TIE_COLUMN)


def model_of(prepared: Prepared, ties: Ties, topic: Topic) -> Model:
    """The rows over the pool."""
    pool, everybody = prepared.pool, prepared.everybody
    model = Model(pool.number, topic.smallest, topic.largest)
    who = admitted(pool, topic)
    seat = model.plane(who, np.array(fit_of(pool, topic)) + POINTS_OF_SEAT)
    witness = model.plane(who, carriers=(seat,))
    assert witness == WITNESS
    model.column(MOST_TIES, POINTS_OF_TIE)
    model.ties = ties
    model.partitions += prepared.of_witnesses
    model.rows.append(Row(Linear({witness: everybody}), low=topic.countries, name="countries"))
    model.rows.append(Row(Linear({witness: pool.country < MEMBER_STATES}), low=1, name="countries"))
    for name, those, least in counts(pool, prepared.of_sort, topic):
        model.rows.append(Row(Linear({seat: those}), low=least, name=name))
    for ecosystem in wished(topic):
        covered = model.column(points=POINTS_OF_SUBJECT)
        brings = brings_ecosystem(pool, ecosystem)
        model.rows.append(Row(Linear({seat: brings}, {covered: -1}), low=0, name="complementarity"))
    present = model.columns(COUNTRIES, points=POINTS_OF_COUNTRY)
    in_country: Ints = pool.country
    model.partitions.append(
        Partition(in_country, COUNTRIES, {seat: everybody}, low=0, columns=((present, -1),), name="diversity")
    )
    return model


def counts(pool: Pool, of_sort: dict[Sort, Mask], topic: Topic) -> list[tuple[str, Mask, int]]:
    """What is counted: a name, who counts, and how many are needed."""
    return [
        ("widening", WIDENING[pool.country], topic.widening),
        ("coordinator", pool.may_coordinate, 1),
        *((sort.name.lower(), of_sort[sort], least) for sort, least in topic.sorts.items()),
        *((f"competence {competence}", pool.brings[competence], 1) for competence in topic.required),
    ]
