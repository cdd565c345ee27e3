"""Rows about what is asked of the solver beyond one consortium, each over one solve of the same request."""

from collections.abc import Iterator
from statistics import median

from benchmarks.figures.bench import Bench, Line, instances, prepared_pool, timed, verify
from benchmarks.pools.solving import several
from benchmarks.pools.topics import SizeOfTopic, topic_of

TEN, FRESH = 10, 2


def ten_best(bench: Bench) -> Iterator[Line]:
    """Ten consortia, each with two new members at least against every earlier one, over the first one alone."""
    for number in bench.scale.pools:
        if number >= bench.scale.small:
            seconds = [_ten(bench, number, seed, size) for seed, size in instances(bench.scale, 2)]
            ones = [bench.bare(number, seed, size).seconds for seed, size in instances(bench.scale, 2)]
            ratios = [ten / one for ten, one in zip(seconds, ones, strict=True)]
            asked = f"at most {12 if number == bench.scale.small else 8}"
            measured = f"{median(ratios):.1f} (median {1000 * median(seconds):.0f} ms)"
            yield Line(f"ten best over one, {number:,}", measured, asked)


def _ten(bench: Bench, number: int, seed: int, size: SizeOfTopic) -> float:
    prepared, topic = prepared_pool(number, seed), topic_of(seed, size)
    seconds, found = timed(
        lambda: list(several(prepared, topic, number=TEN, fresh=FRESH, seconds=bench.scale.seconds)),
        bench.scale.repeats,
        bench.scale.seconds / 2,
    )
    for rank, one in enumerate(found):
        verify(prepared.pool, topic, one)
        assert one.members is not None
        assert all(
            len(set(one.members) & set(earlier.members or ())) <= len(earlier.members or ()) - FRESH
            for earlier in found[:rank]
        )
    return seconds
