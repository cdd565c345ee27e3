"""A row about requests that cannot be fulfilled: the conflict, proved smallest, and the cheapest repairs."""

from collections.abc import Iterator
from dataclasses import replace

from benchmarks.figures.bench import Bench, Line, catalogue_of, prepared_pool, timed, times
from benchmarks.pools.organisations import Sort
from benchmarks.pools.product import instance_of
from benchmarks.pools.topics import Topic, topic_of
from solver import Solution, propose

SEEDS = 2


def too_many_sorts(topic: Topic) -> Topic:
    """More organisations of given sorts than there are seats."""
    each = topic.largest // 3 + 1
    return replace(topic, sorts=dict.fromkeys((Sort.SME, Sort.PUBLIC, Sort.RESEARCH), each))


def too_many_countries(topic: Topic) -> Topic:
    """More countries than seats."""
    return replace(topic, countries=topic.largest + 1)


def conflict_and_repair(bench: Bench) -> Iterator[Line]:
    """The product on a request that cannot be fulfilled, over the product on the same one before it was spoiled."""
    for number in bench.scale.product_pools:
        ratios = [ratio for seed in range(min(SEEDS, bench.scale.seeds)) for ratio in _ratios(bench, number, seed)]
        yield Line(f"conflict and repair over one proposal, {number:,}", times(ratios), "at most 8")


def _ratios(bench: Bench, number: int, seed: int) -> Iterator[float]:
    topic = topic_of(seed, "M")
    one, _ = _spent(bench, number, seed, topic)
    for spoiled in (too_many_sorts(topic), too_many_countries(topic)):
        spent, solution = _spent(bench, number, seed, spoiled)
        assert solution.status == "infeasible"
        assert solution.conflict
        assert solution.repairs
        yield spent / one


def _spent(bench: Bench, number: int, seed: int, topic: Topic) -> tuple[float, Solution]:
    pool, limit = prepared_pool(number, seed).pool, bench.scale.seconds
    question = instance_of(pool, topic, seconds=limit, catalogue=catalogue_of(number, seed))
    return timed(lambda: propose(question, bench.rulebook), bench.scale.repeats, limit / 2)
