"""A row about requests that cannot be fulfilled: the conflict, proved smallest, and the cheapest repairs."""

from collections.abc import Iterator
from dataclasses import replace

from benchmarks.figures.bench import Bench, Line, times
from benchmarks.pools.organisations import Sort
from benchmarks.pools.topics import Topic, topic_of

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
    one, _ = bench.propose(number, seed, topic)
    for spoiled in (too_many_sorts(topic), too_many_countries(topic)):
        spent, solution = bench.propose(number, seed, spoiled)
        assert solution.status == "infeasible"
        assert solution.conflict
        assert solution.repairs
        yield spent / one
