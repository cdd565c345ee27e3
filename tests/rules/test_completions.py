"""Three-valued answers against every way in which the unknown facts may turn out.

Met is what holds in all of them, not met what holds in none. The engine is exact where the unknown facts are
independent of each other; where it may be weaker it is never wrong.
"""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.codes import Role
from rules.facts import Participant
from rules.judging.seen import DEEMED
from rules.requirements import Limit, Selection
from rules.truth import Truth
from tests.rules.completing import ERIC, REQUIREMENT, context, exactly, outcomes, pools, truth_of

EXAMPLES = settings(max_examples=120)
DRILL = settings(max_examples=1_000)

PLACES = [{}, {"country_in": ["DE", "FR", "ES", "PT"]}, {"country_in": ["DE", "NO"]}, {"not": {"country_in": ["IN"]}}]
GROUPS = [
    {"kind_in": ["company"]},
    {"non_profit": True},
    {"country_in": ["FR", "NO"]},
    {"legal_personality": True, "country_in": ["DE", "ES"]},
]
UNSURE: dict[str, Any] = {
    "apart": ["jrc", "eu_body"],
    "apart_unsure": {"flag": "eu_body", "where": {"any": [{"kind_in": ["eric"]}, {"registration": "eric"}]}},
}


@st.composite
def selections(draw: st.DrawFn, apart: str) -> Any:
    """No fact but the country is asked for twice: the others are independent."""
    parts = draw(st.lists(st.sampled_from(GROUPS), max_size=2, unique_by=str))
    return REQUIREMENT.validate_python(
        {
            "kind": "selection",
            "min": draw(st.sampled_from([1, 2, 2, 3, "all"])),
            "each_from_different": draw(st.sampled_from([apart, "none"])),
            "min_countries": draw(st.sampled_from([None, None, 2])),
            "independent": draw(st.booleans()),
            "where": draw(st.sampled_from(PLACES)),
            "of_which": [
                {"min": 1, "where": part, "min_countries": draw(st.sampled_from([None, 1]))} for part in parts
            ],
            "count_in_several": draw(st.booleans()),
            **draw(st.sampled_from([{}, {"apart": ["jrc"]}, UNSURE, UNSURE])),
        }
    )


def is_exact(requirement: Any, participants: list[Participant], by_region: bool = False) -> None:
    found = truth_of(requirement, participants, context())
    assert found is exactly(outcomes(requirement, participants, by_region)), requirement


def is_sound(requirement: Any, participants: list[Participant]) -> None:
    found = truth_of(requirement, participants, context())
    assert found is Truth.UNKNOWN or outcomes(requirement, participants) == {found}, requirement


@EXAMPLES
@given(selections("country"), pools(unknowns=2))
def test_a_selection_is_met_where_every_completion_is_and_not_met_where_none_is(
    requirement: Selection, participants: list[Participant]
) -> None:
    is_exact(requirement, participants)


@pytest.mark.drill
@DRILL
@given(selections("country"), pools(unknowns=3))
def test_selections_of_many_pools_are_exact(requirement: Selection, participants: list[Participant]) -> None:
    is_exact(requirement, participants)


@EXAMPLES
@given(selections("region"), pools(unknowns=2, by_region=True))
def test_a_selection_by_region_is_exact_wherever_in_its_country_somebody_may_be(
    requirement: Selection, participants: list[Participant]
) -> None:
    is_exact(requirement, participants, by_region=True)


def holds_in_words(requirement: Selection, participants: list[Participant]) -> bool:
    """A selection of complete facts, tried set by set: no search, no candidates."""
    pool = [one for one in participants if one.role in requirement.roles and _satisfies(requirement.where, one)]
    in_roles = [one for one in participants if one.role in requirement.roles]
    least = max(1, len(in_roles)) if requirement.min == "all" else requirement.min
    subsets = (subset for size in range(least, len(pool) + 1) for subset in combinations(pool, size))
    return any(_is_witness(requirement, subset) for subset in subsets)


def _satisfies(where: Any, participant: Participant) -> bool:
    return truth_of(REQUIREMENT.validate_python({"kind": "coordinator", "where": where.model_dump()}), [
        participant.model_copy(update={"role": Role.COORDINATOR})
    ], context()) is Truth.TRUE  # fmt: skip


def _is_witness(requirement: Selection, subset: tuple[Participant, ...]) -> bool:
    countries = [_own(requirement, one, one.organisation.country) for one in subset]
    regions = [_own(requirement, one, (one.organisation.nuts or "")[:4]) for one in subset]
    groups = [one.organisation.control_group for one in subset if one.organisation.control_group]
    places: dict[str, list[Any]] = {"country": countries, "region": regions, "none": list(range(len(subset)))}
    if len(set(places[requirement.each_from_different])) < len(subset):
        return False
    if requirement.independent and len(set(groups)) < len(groups):
        return False
    if len(set(countries)) < (requirement.min_countries or 0):
        return False
    return _serves(requirement, subset, countries)


def _own(requirement: Selection, participant: Participant, place: str | None) -> str | None:
    flagged = set(participant.organisation.flags) & set(requirement.apart)
    deemed = requirement.apart_unsure and participant.organisation.kinds == ERIC and participant.facts.get(DEEMED)
    return f"only {participant.id}" if flagged or deemed else place


def _serves(requirement: Selection, subset: tuple[Participant, ...], countries: list[str | None]) -> bool:
    """Whether the parts find their members; nobody serves two of them where that is forbidden."""
    inside = [
        [index for index, one in enumerate(subset) if _satisfies(part.where, one)] for part in requirement.of_which
    ]
    needs = [(part.min, part.min_countries or 1) for part in requirement.of_which]
    if requirement.count_in_several:
        return all(
            len(members) >= number and len({countries[index] for index in members}) >= spread
            for members, (number, spread) in zip(inside, needs, strict=True)
        )
    return _assigned(inside, needs, countries, frozenset())


def _assigned(
    inside: list[list[int]], needs: list[tuple[int, int]], countries: list[str | None], used: frozenset[int]
) -> bool:
    if not needs:
        return True
    number, spread = needs[0]
    free = [index for index in inside[0] if index not in used]
    return any(
        len({countries[index] for index in chosen}) >= spread
        and _assigned(inside[1:], needs[1:], countries, used | set(chosen))
        for size in range(number, len(free) + 1)
        for chosen in combinations(free, size)
    )


@EXAMPLES
@given(st.sampled_from(["country", "region"]).flatmap(selections), pools(unknowns=0, by_region=True))
def test_of_complete_facts_a_selection_is_what_trying_every_set_finds(
    requirement: Selection, participants: list[Participant]
) -> None:
    found = truth_of(requirement, participants, context())
    assert found is Truth.of(holds_in_words(requirement, participants)), requirement


@st.composite
def limits(draw: st.DrawFn) -> Any:
    return REQUIREMENT.validate_python(
        {
            "kind": "limit",
            draw(st.sampled_from(["max", "exactly"])): draw(st.integers(0, 2)),
            "per": draw(st.sampled_from(["consortium", "country", "control_group"])),
            "where": draw(st.sampled_from([{}, {"kind_in": ["company"]}, {"non_profit": True}])),
            "independent": draw(st.booleans()),
        }
    )


@EXAMPLES
@given(limits(), pools(unknowns=2))
def test_a_maximum_is_exact_and_an_exact_number_never_wrong(
    requirement: Limit, participants: list[Participant]
) -> None:
    if requirement.max is not None:
        is_exact(requirement, participants)
    else:
        is_sound(requirement, participants)


ratios = st.builds(
    lambda share, where, of, rounding: REQUIREMENT.validate_python(
        {"kind": "ratio", **share, "where": where, "of": of, "rounding": rounding}
    ),
    st.sampled_from([{"min_share": 0.5}, {"max_share": 0.5}, {"min_share": 0.3, "max_share": 0.7}]),
    st.sampled_from([{"kind_in": ["company"]}, {"country_in": ["DE", "FR"]}]),
    st.sampled_from([{}, {"non_profit": True}]),
    st.sampled_from(["none", "up", "down"]),
)
coordinators = st.sampled_from(PLACES + GROUPS).map(
    lambda where: REQUIREMENT.validate_python({"kind": "coordinator", "where": where})
)
admissions = st.builds(
    lambda effect, where: REQUIREMENT.validate_python(
        {"kind": "admit", "effect": effect, "where": where, "roles": ["coordinator", "beneficiary"]}
    ),
    st.sampled_from(["deny", "allow_only"]),
    st.sampled_from(PLACES[1:] + GROUPS),
)
simple = selections("country") | limits() | ratios | coordinators | admissions


@st.composite
def composed(draw: st.DrawFn, depth: int = 2) -> Any:
    """Requirements made of others; facts may be asked for as often as it comes."""
    inner = simple if depth == 1 else simple | composed(depth=depth - 1)
    kind = draw(st.sampled_from(["when", "alternatives", "each"]))
    if kind == "each":
        inside = draw(selections("none") | limits() | ratios)
        return REQUIREMENT.validate_python({"kind": "each", "require": inside.model_dump()})
    if kind == "alternatives":
        sets = draw(st.lists(st.lists(inner, min_size=1, max_size=2), min_size=1, max_size=3))
        return REQUIREMENT.validate_python(
            {"kind": "alternatives", "of": [[part.model_dump() for part in parts] for parts in sets]}
        )
    otherwise = draw(st.none() | inner)
    condition: dict[str, Any] = draw(
        st.sampled_from([{"where": GROUPS[0]}, {"where": GROUPS[2]}, {"participants": {"min": 2, "countries": 2}}])
    )
    branches = {"then": draw(inner).model_dump(), "otherwise": otherwise.model_dump() if otherwise else None}
    return REQUIREMENT.validate_python({"kind": "when", **condition, **branches})


@EXAMPLES
@given(simple, pools(unknowns=3))
def test_no_kind_decides_what_the_unknown_facts_could_change(requirement: Any, participants: list[Participant]) -> None:
    is_sound(requirement, participants)


@EXAMPLES
@given(composed(), pools(unknowns=2, most=3))
def test_what_is_made_of_others_decides_nothing_that_the_unknown_facts_could_change(
    requirement: Any, participants: list[Participant]
) -> None:
    is_sound(requirement, participants)


@pytest.mark.drill
@DRILL
@given(composed(), pools(unknowns=3, most=4))
def test_many_composed_requirements_are_never_wrong(requirement: Any, participants: list[Participant]) -> None:
    is_sound(requirement, participants)


@EXAMPLES
@given(composed(), pools(unknowns=0))
def test_with_every_fact_stated_nothing_is_unknown(requirement: Any, participants: list[Participant]) -> None:
    assert truth_of(requirement, participants, context()) is not Truth.UNKNOWN


NAMED = [{"country_in": "horizon_member_or_associated_by_seat"}, {"country_in": "horizon_member_states"}, {}]
"""In the first a body of the Union counts wherever it sits; whether it does in the second the text leaves open."""


@st.composite
def minimums(draw: st.DrawFn) -> Any:
    """Minimums as the law writes them."""
    parts = draw(st.lists(st.sampled_from(NAMED[:2]), max_size=2, unique_by=str))
    return REQUIREMENT.validate_python(
        {
            "kind": "selection",
            "min": draw(st.sampled_from([1, 2, 2, 3, "all"])),
            "each_from_different": draw(st.sampled_from(["country", "country", "none"])),
            "min_countries": draw(st.sampled_from([None, None, 2])),
            "independent": draw(st.booleans()),
            "where": draw(st.sampled_from(NAMED)),
            "of_which": [{"min": draw(st.integers(1, 2)), "where": part} for part in parts],
            **UNSURE,
        }
    )


@EXAMPLES
@given(minimums(), pools(unknowns=3))
def test_a_minimum_is_open_where_it_is_not_settled_whether_somebody_sits_apart_and_that_decides(
    requirement: Selection, participants: list[Participant]
) -> None:
    is_exact(requirement, participants)
