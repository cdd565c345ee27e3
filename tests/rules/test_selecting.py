from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.selecting import Candidate, Need, Wanted, largest, select

places = st.sampled_from(["DE", "FR", "IT", None])
groups = st.sampled_from(["alpha", "beta", None, None])


@st.composite
def pools(draw: st.DrawFn) -> list[Candidate]:
    size = draw(st.integers(0, 7))
    return [
        Candidate(f"c{index}", draw(places), draw(groups), tuple(draw(st.lists(st.booleans(), min_size=2, max_size=2))))
        for index in range(size)
    ]


@st.composite
def wishes(draw: st.DrawFn) -> Wanted:
    needs = [Need(draw(st.integers(1, 4)))]
    if draw(st.booleans()):
        needs.append(Need(draw(st.integers(1, 3)), places=True))
    asked = [part for part in (0, 1) if draw(st.booleans())]
    needs += [Need(draw(st.integers(1, 3)), part=part, places=draw(st.booleans())) for part in asked]
    return Wanted(tuple(needs), draw(st.booleans()), draw(st.booleans()))


def satisfies(wanted: Wanted, chosen: tuple[Candidate, ...]) -> bool:
    """The words of the requirement, with no search in them."""
    seats = [candidate.own_place for candidate in chosen]
    controls = [candidate.control for candidate in chosen if candidate.control is not None]
    if wanted.apart and len(set(seats)) < len(seats):
        return False
    if wanted.independent and len(set(controls)) < len(controls):
        return False
    for need in wanted.needs:
        members = [candidate for candidate in chosen if need.part is None or candidate.parts[need.part]]
        if len({member.own_place for member in members} if need.places else members) < need.count:
            return False
    return True


@settings(max_examples=600)
@given(wishes(), pools())
def test_the_search_finds_a_set_exactly_where_one_exists(wanted: Wanted, pool: list[Candidate]) -> None:
    subsets = (subset for size in range(len(pool) + 1) for subset in combinations(pool, size))
    exists = any(satisfies(wanted, subset) for subset in subsets)
    found = select(wanted, pool)
    assert (found is not None) == exists
    if found is not None:
        assert satisfies(wanted, tuple(candidate for candidate in pool if candidate.id in found))


@given(pools(), st.booleans(), st.booleans())
def test_the_largest_set_is_as_large_as_any(pool: list[Candidate], apart: bool, independent: bool) -> None:
    wanted = Wanted((Need(1),), apart, independent)
    sizes = [
        size
        for size in range(len(pool) + 1)
        for subset in combinations(pool, size)
        if satisfies(Wanted((), apart, independent), subset)
    ]
    assert len(largest(wanted, pool)) == max(sizes)


def test_one_member_cannot_serve_two_groups_where_that_is_forbidden() -> None:
    both = Candidate("a", "DE", None, (True, True))
    needs = (Need(1), Need(1, part=0), Need(1, part=1))
    assert select(Wanted(needs), [both]) == ("a",)
    assert select(Wanted(needs, one_part_each=True), [both]) is None
    assert select(Wanted(needs, one_part_each=True), [both, Candidate("b", "DE", None, (False, True))]) == ("a", "b")


def test_a_hard_case_of_sixty_candidates_is_answered_without_trying_everything() -> None:
    pool = [Candidate(f"c{i}", f"P{i % 20}", f"g{i % 13}", (i % 7 == 0, i % 11 == 0)) for i in range(60)]
    wanted = Wanted((Need(13), Need(5, part=0), Need(4, part=1)), apart=True, independent=True)
    found = select(wanted, pool)
    assert found is None or satisfies(wanted, tuple(candidate for candidate in pool if candidate.id in found))
