"""Rows about the product's own way: organisations and conditions in, a proposal with its verdict out."""

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.figures.bench import Bench, Line, instances, milliseconds, prepared_pool, times
from benchmarks.pools import product_rows
from benchmarks.pools.product import number_of
from benchmarks.pools.topics import SizeOfTopic, topic_of
from rules.codes import Role
from solver import Solution
from solver.engine import maximise

SEEDS = 2


TEN = 10


@dataclass(frozen=True)
class Pair:
    """Seconds of the same problem by the bare solver and by the product."""

    bare: float
    product: float


def over_bare(bench: Bench) -> Iterator[Line]:
    """The product over the bare solver on the same problem, equal values asserted."""
    for number in bench.scale.product_pools:
        pairs = [_pair(bench, number, seed, size) for seed, size in instances(bench.scale, SEEDS)]
        yield Line(f"the product's way, {number:,}", milliseconds([pair.product for pair in pairs]))
        ratios = [pair.product / pair.bare for pair in pairs]
        yield Line("  over the bare solver", times(ratios), "at most 3")


def _pair(bench: Bench, number: int, seed: int, size: SizeOfTopic) -> Pair:
    prepared, topic, limit = prepared_pool(number, seed), topic_of(seed, size), bench.scale.seconds
    ties = product_rows.ties_of(prepared.pool)
    bare, outcome = bench.timed(lambda: maximise(product_rows.model_of(prepared, ties, topic), seconds=limit))
    asked, solution = bench.propose(number, seed, topic)
    if outcome.final and solution.status in ("optimal", "infeasible"):
        always = product_rows.points_of_required(topic)
        expected = None if outcome.value is None else outcome.value + always
        assert solution.objective == expected, (number, seed, size, solution.objective, expected)
    _verify(solution, number, seed, size)
    return Pair(bare, asked)


def _verify(solution: Solution, number: int, seed: int, size: SizeOfTopic) -> None:
    """Each proposal is valid by the words of the topic, and has the points it says."""
    pool, topic = prepared_pool(number, seed).pool, topic_of(seed, size)
    for proposal in solution.proposals:
        members = [number_of(seat.organisation) for seat in proposal.participants]
        assert proposal.verdict.status == "eligible", proposal.verdict.status
        assert not product_rows.faults(pool, topic, members)
        assert proposal.objective == product_rows.points(pool, topic, members)


def ten_proposals(bench: Bench) -> Iterator[Line]:
    """Ten proposals, each with its verdict, over one."""
    for number in bench.scale.product_pools:
        ratios = [_ten_over_one(bench, number, seed, size) for seed, size in instances(bench.scale, SEEDS)]
        yield Line(f"ten proposals over one, {number:,}", times(ratios))


def _ten_over_one(bench: Bench, number: int, seed: int, size: SizeOfTopic) -> float:
    topic = topic_of(seed, size)
    spent_on_one, _ = bench.propose(number, seed, topic)
    spent_on_ten, solution = bench.propose(number, seed, topic, alternatives=TEN)
    _verify(solution, number, seed, size)
    return spent_on_ten / spent_on_one


def surviving(bench: Bench) -> Iterator[Line]:
    """A proposal that stays valid whoever but the coordinator drops out, over one that need not."""
    for number in bench.scale.product_pools:
        ratios = [_surviving_over_plain(bench, number, seed, size) for seed, size in instances(bench.scale, SEEDS)]
        yield Line(f"surviving a drop-out over one proposal, {number:,}", times(ratios), "at most 2.5")


def _surviving_over_plain(bench: Bench, number: int, seed: int, size: SizeOfTopic) -> float:
    pool, topic = prepared_pool(number, seed).pool, topic_of(seed, size)
    plain, _ = bench.propose(number, seed, topic)
    spent, solution = bench.propose(number, seed, topic, survive_dropout=True)
    _verify(solution, number, seed, size)
    for proposal in solution.proposals:
        seats = {number_of(seat.organisation): seat.role for seat in proposal.participants}
        for member, role in seats.items():
            if role is not Role.COORDINATOR:
                faults = product_rows.faults(pool, topic, [other for other in seats if other != member])
                assert not [fault for fault in faults if not product_rows.is_wish(fault)], (member, faults)
    return spent / plain
