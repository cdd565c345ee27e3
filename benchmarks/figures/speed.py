"""Rows about the bare solver: the base set, scale, another solver on the whole matrix, hard variants."""

from collections.abc import Iterator
from statistics import median

from benchmarks.figures.bench import Bench, Line, instances, milliseconds, prepared_pool, times
from benchmarks.pools.organisations import Pool
from benchmarks.pools.rows import Prepared, model_of
from benchmarks.pools.solving import highs
from benchmarks.pools.topics import SizeOfTopic, Topic, topic_of
from benchmarks.pools.variants import HARD, HARDEST, variant_of

A_BLINK = 1.0
"""Seconds in which everything of the base set and of the hard set is to be proved."""

HARD_SIZES: dict[int, SizeOfTopic] = {1_500: "M", 10_000: "L", 100_000: "M"}
GOALS = {"degree 24": "within 5 s", "degree 40, capped": "within 3 s"}

COMPARED = 10_000
"""A pool on which HiGHS still comes to an end."""


def base_set(bench: Bench) -> Iterator[Line]:
    """How many of the base instances are proved in a blink, and the milliseconds for each number of organisations."""
    everything = [run for number in bench.scale.pools for run in bench.bares(number)]
    proved = sum(run.solved.final and run.seconds <= A_BLINK for run in everything)
    yield Line("base set: proved within 1 s", f"{proved} of {len(everything)}", "all")
    for number in bench.scale.pools:
        seconds = [run.seconds for run in bench.bares(number)]
        yield Line(f"  {number:,} organisations", milliseconds(seconds))


def scale(bench: Bench) -> Iterator[Line]:
    """The medians of large pools over that of the small one."""
    if bench.scale.small not in bench.scale.pools:
        return
    small = median(run.seconds for run in bench.bares(bench.scale.small))
    for number in bench.scale.pools:
        if number > bench.scale.small:
            ratio = median(run.seconds for run in bench.bares(number)) / small
            asked = "at most 4" if number == 100_000 else "at most 2"
            yield Line(f"{number:,} over {bench.scale.small:,} organisations", f"{ratio:.1f}", asked)


def whole_matrix(bench: Bench) -> Iterator[Line]:
    """HiGHS on the whole matrix over ours: two seeds of the small pools, and one larger instance."""
    small = bench.scale.small
    yield from _highs_over_ours(bench, small, list(instances(bench.scale, 2)), "at least 60")
    if COMPARED in bench.scale.pools:
        yield from _highs_over_ours(bench, COMPARED, [(0, "M")], "at least 200")


def _highs_over_ours(bench: Bench, number: int, asked: list[tuple[int, SizeOfTopic]], goal: str) -> Iterator[Line]:
    """Without the instances where a set of the best value has no split: there HiGHS would solve another problem."""
    ratios: list[float] = []
    ended = 0
    for seed, size in asked:
        run = bench.bare(number, seed, size)
        if not run.solved.refused:
            model = model_of(prepared_pool(number, seed), topic_of(seed, size))
            spent, proof = highs(model, seconds=bench.scale.patience)
            assert proof is None or proof.value == run.solved.value, (number, seed, size, proof, run)
            ratios.append(spent / run.seconds)
            ended += proof is not None
    note = "" if ended == len(ratios) else f"; HiGHS came to an end in {ended} of {len(ratios)}"
    if ratios:
        yield Line(f"HiGHS on the whole matrix over ours, {number:,}", f"{times(ratios)}{note}", goal)


def hard_set(bench: Bench) -> Iterator[Line]:
    """Seven variants, three numbers of organisations, two seeds."""
    numbers = [number for number in HARD_SIZES if number in bench.scale.pools] or [bench.scale.small]
    seconds: list[float] = []
    late: list[str] = []
    for name in HARD:
        for number in numbers:
            for seed in range(2):
                pool, topic = variant_of(name, number, seed, HARD_SIZES.get(number, "M"))
                run = bench.solve(Prepared(pool), topic)
                seconds.append(run.seconds)
                if not run.solved.final or run.seconds > A_BLINK:
                    late.append(f"{name} {number:,} seed {seed}: {run.seconds:.2f} s")
    proved = f"{len(seconds) - len(late)} of {len(seconds)}; {milliseconds(seconds)}"
    yield Line("hard set: proved within 1 s", "; ".join([proved, *late]), "all")


def many_ties(bench: Bench) -> Iterator[Line]:
    """Ties so many or so heavy that little else counts: with and without a cap on what they bring."""
    small = bench.scale.small
    for name in HARDEST:
        measured = ", ".join(_in_time(bench, *variant_of(name, small, seed, "M")) for seed in range(2))
        yield Line(f"{name}, {small:,}", measured, GOALS.get(name, ""))


def _in_time(bench: Bench, pool: Pool, topic: Topic) -> str:
    """The seconds, or what is in hand when the time is up."""
    run = bench.solve(Prepared(pool), topic)
    found = run.solved
    if found.final:
        return f"{run.seconds:.2f} s"
    if found.value is None or found.bound is None:
        return f"nothing in {bench.scale.seconds:.0f} s"
    return f"{100 * (found.bound - found.value) / found.value:.0f} % open after {bench.scale.seconds:.0f} s"
