"""What the rows of the table share: pools that are made once, solves that are timed once, lines."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from statistics import median
from time import perf_counter
from typing import TypeVar

from benchmarks.pools import product
from benchmarks.pools.checking import check
from benchmarks.pools.known import KNOWN
from benchmarks.pools.organisations import Pool, pool_of
from benchmarks.pools.rows import Prepared
from benchmarks.pools.solving import Solved, solve
from benchmarks.pools.topics import SIZES, SizeOfTopic, Topic, topic_of
from rules.rulebook import Rulebook, load
from solver import Solution, propose
from solver.people.pool import Pool as SolverPool

Result = TypeVar("Result")


@dataclass(frozen=True)
class Scale:
    """How much is measured: pools of these numbers of organisations, so many seeds, and so on.

    ``small`` is the pool with which the others are compared. ``seconds`` ends a solve, ``patience`` that of another
    solver; of ``repeats`` runs the fastest counts.
    """

    pools: tuple[int, ...] = (100, 1_500, 10_000, 100_000)
    seeds: int = 5
    small: int = 1_500
    product_pools: tuple[int, ...] = (100, 1_500, 10_000, 100_000)
    repeats: int = 3
    seconds: float = 10.0
    patience: float = 120.0


@dataclass(frozen=True)
class Line:
    """A line of the table: what is measured, what came out, what is asked for."""

    what: str
    measured: str
    asked: str = ""


@dataclass(frozen=True)
class Run:
    """One instance by the bare solver: the seconds from the topic to the members, rows included."""

    seconds: float
    solved: Solved


@lru_cache(maxsize=6)
def prepared_pool(number: int, seed: int) -> Prepared:
    """A pool with its arrays; they are not part of what is timed."""
    return Prepared(pool_of(number, seed))


@lru_cache(maxsize=2)
def product_pool(number: int, seed: int) -> SolverPool:
    """A pool as the product keeps it, likewise."""
    return product.pool_of(prepared_pool(number, seed).pool)


@dataclass
class Bench:
    """One run of the benchmark. What was solved for one row is there for the next: ratios are of one run."""

    scale: Scale
    _runs: dict[tuple[int, SizeOfTopic, int], Run] = field(default_factory=dict)
    _packed: set[tuple[int, int]] = field(default_factory=set)

    @cached_property
    def rulebook(self) -> Rulebook:
        """The law."""
        return load()

    def propose(self, number: int, seed: int, topic: Topic, **wanted: int | bool) -> tuple[float, Solution]:
        """What the product answers, and in how many seconds: the organisations are packed, the law is loaded.

        ``wanted``: fields of the request that differ from `product.instance_of`.
        """
        pool = product_pool(number, seed)
        fit = product.fit_of(prepared_pool(number, seed).pool, topic)
        question = product.instance_of(topic, seconds=self.scale.seconds).model_copy(update=wanted)
        if (number, seed) not in self._packed:
            propose(question, self.rulebook, pool=pool.with_fit(fit))  # columns are packed when first asked for
            self._packed.add((number, seed))
        return self.timed(lambda: propose(question, self.rulebook, pool=pool.with_fit(fit)))

    def timed(self, work: Callable[[], Result]) -> tuple[float, Result]:
        """Seconds of the fastest of some runs, and its result; what takes half the limit is run once."""
        best: tuple[float, Result] | None = None
        for _ in range(self.scale.repeats):
            began = perf_counter()
            result = work()
            seconds = perf_counter() - began
            if best is None or seconds < best[0]:
                best = (seconds, result)
            if seconds > self.scale.seconds / 2:
                break
        assert best is not None
        return best

    def bare(self, number: int, seed: int, size: SizeOfTopic) -> Run:
        """A base instance by the bare solver, checked."""
        key = (number, size, seed)
        if key not in self._runs:
            self._runs[key] = run = self.solve(prepared_pool(number, seed), topic_of(seed, size))
            assert not run.solved.final or run.solved.value == KNOWN.get(key, run.solved.value), key
        return self._runs[key]

    def bares(self, number: int) -> list[Run]:
        """All base instances with pools of this number of organisations."""
        return [self.bare(number, seed, size) for seed, size in instances(self.scale, self.scale.seeds)]

    def solve(self, prepared: Prepared, topic: Topic) -> Run:
        """An instance by the bare solver, the members checked by the words of the topic."""
        seconds, found = self.timed(lambda: solve(prepared, topic, seconds=self.scale.seconds))
        verify(prepared.pool, topic, found)
        return Run(seconds, found)


def instances(scale: Scale, seeds: int) -> Iterator[tuple[int, SizeOfTopic]]:
    """Seed and size of the base instances, at most so many seeds."""
    yield from ((seed, size) for seed in range(min(seeds, scale.seeds)) for size in SIZES)


def verify(pool: Pool, topic: Topic, found: Solved) -> None:
    """A consortium is valid and has the points that the solver says, at least where it was cut short; a bound holds."""
    if found.members is not None:
        checked = check(pool, topic, found.members)
        assert not checked.faults, checked
        assert found.value is not None
        assert checked.points == found.value or (checked.points > found.value and not found.final), (checked, found)
        assert found.bound is None or found.bound >= checked.points, found


def milliseconds(seconds: Sequence[float]) -> str:
    """The median and the largest."""
    return f"median {1000 * median(seconds):.1f} ms, max {1000 * max(seconds):.1f} ms"


def times(ratios: Sequence[float]) -> str:
    """The median of ratios, and the range."""
    return f"{median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f})"
