"""Rows about several consortia of one topic, each different enough from those before it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.figures.bench import Bench, Line, instances, prepared_pool, times, verify
from benchmarks.pools.solving import Afresh, Solved, several
from benchmarks.pools.topics import SizeOfTopic, topic_of
from solver.engine import Series

TEN, FRESH = 10, 2
SEEDS = 2


@dataclass(frozen=True)
class Ten:
    """Seconds of one solve, of ten in a series, and of ten that know nothing of each other."""

    one: float
    series: float
    afresh: float


def ten_best(bench: Bench) -> Iterator[Line]:
    """Ten consortia, each with two new members at least against every earlier one."""
    for number in bench.scale.pools:
        if number >= bench.scale.small:
            measured = [_ten(bench, number, seed, size) for seed, size in instances(bench.scale, SEEDS)]
            milliseconds = 1000 * median(ten.series for ten in measured)
            over_one = times([ten.series / ten.one for ten in measured])
            over_ten = times([ten.series / ten.afresh for ten in measured])
            asked = f"at most {12 if number == bench.scale.small else 8}"
            yield Line(f"ten best over one, {number:,}", f"{over_one}; median {milliseconds:.0f} ms", asked)
            yield Line("  over ten separate solves", over_ten, "or at most 0.33")


def _ten(bench: Bench, number: int, seed: int, size: SizeOfTopic) -> Ten:
    series, found = _spent(bench, number, seed, size, Series)
    afresh, same = _spent(bench, number, seed, size, Afresh)
    if all(one.final for one in (*found, *same)):
        assert [one.value for one in found] == [one.value for one in same], (number, seed, size)
    pool, topic = prepared_pool(number, seed).pool, topic_of(seed, size)
    for rank, one in enumerate(found):
        verify(pool, topic, one)
        _assert_different(one, found[:rank])
    return Ten(bench.bare(number, seed, size).seconds, series, afresh)


def _spent(
    bench: Bench, number: int, seed: int, size: SizeOfTopic, how: type[Series] | type[Afresh]
) -> tuple[float, list[Solved]]:
    prepared, topic, limit = prepared_pool(number, seed), topic_of(seed, size), bench.scale.seconds
    return bench.timed(lambda: list(several(prepared, topic, how, number=TEN, fresh=FRESH, seconds=limit)))


def _assert_different(one: Solved, earlier: Sequence[Solved]) -> None:
    for other in earlier:
        assert len(set(other.members or ()) - set(one.members or ())) >= FRESH, (one, other)
