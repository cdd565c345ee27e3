"""Water-filling against every split of a small total: bounds that nest, and bounds that cross."""

from collections.abc import Iterator, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from solver.splitting.bounds import Bound, are_nested
from solver.splitting.crossing import Crossing
from solver.splitting.filling import fill, space_of
from solver.splitting.nested import Nested

Amounts = tuple[int, ...]


def splits(size: int, total: int) -> Iterator[Amounts]:
    """Every way to split a total, written down without a thought for limits."""
    if size == 0:
        yield from [()] if total == 0 else []
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in splits(size - 1, total - first))


def allowed(size: int, total: int, bounds: Sequence[Bound]) -> list[Amounts]:
    return [amounts for amounts in splits(size, total) if all(bound.holds(amounts) for bound in bounds)]


@st.composite
def problems(draw: st.DrawFn) -> tuple[int, int, list[Bound]]:
    size, total = draw(st.integers(1, 4)), draw(st.integers(1, 9))
    members = st.frozensets(st.integers(0, size - 1), max_size=size)
    ends = st.tuples(st.sampled_from([0, 0, 0, 1, 3]), st.sampled_from([None, 0, 1, 2, 3, 5, 8]))
    bounds = [Bound("any", draw(members), *draw(ends)) for _ in range(draw(st.integers(0, 5)))]
    everybody = Bound("total", frozenset(range(size)), total, total)
    return size, total, [bound for bound in bounds if bound.most is None or bound.least <= bound.most] + [everybody]


@settings(max_examples=400)
@given(problems())
def test_there_is_a_split_where_trying_all_finds_one_and_it_is_fair(problem: tuple[int, int, list[Bound]]) -> None:
    size, total, bounds = problem
    found, every = fill(space_of(size, bounds, total), size, total), allowed(size, total, bounds)
    assert (found is None) == (not every)
    if found is None:
        return
    assert tuple(found) in every
    for other in every:
        for member in range(size):
            if other[member] > found[member]:
                assert any(other[one] < found[one] and other[one] <= found[member] for one in range(size))


@settings(max_examples=400)
@given(problems())
def test_within_nested_bounds_the_smallest_amounts_are_as_large_as_they_can_be(
    problem: tuple[int, int, list[Bound]],
) -> None:
    size, total, bounds = problem
    nested = [bounds[-1]]
    for bound in bounds:
        nested += [bound] if are_nested([*nested, bound]) else []
    every = allowed(size, total, nested)
    found = fill(Nested(size, nested, total), size, total)
    assert sorted(found or ()) == (sorted(max(every, key=sorted)) if every else [])


@settings(max_examples=150)
@given(problems())
def test_nested_and_crossing_limits_are_read_alike(problem: tuple[int, int, list[Bound]]) -> None:
    size, total, bounds = problem
    if are_nested(bounds):
        assert fill(Nested(size, bounds, total), size, total) == fill(Crossing(size, bounds, total), size, total)
        some = bounds[:-1]
        assert Nested(size, some, total).span() == Crossing(size, some, total).span()


def test_what_is_left_over_goes_to_those_who_come_first() -> None:
    everybody = Bound("total", frozenset(range(3)), 1_000_001, 1_000_001)
    assert fill(space_of(3, [everybody], 1_000_001), 3, 1_000_001) == [333_334, 333_334, 333_333]


def test_a_limit_on_one_raises_the_others_alike() -> None:
    bounds = [Bound("total", frozenset(range(3)), 100, 100), Bound("one", frozenset({1}), most=10)]
    assert fill(space_of(3, bounds, 100), 3, 100) == [45, 10, 45]


def test_limits_that_only_fractions_can_keep_leave_no_split() -> None:
    pairs = [Bound("pair", frozenset(pair), 1, 1) for pair in ((0, 1), (1, 2), (0, 2))]
    assert fill(space_of(3, pairs, 3), 3, 3) is None
