"""A selection of complete facts against trying every set, in the words of the requirement."""

from itertools import combinations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.codes import Role
from rules.facts import Participant
from rules.judging.seen import DEEMED
from rules.requirements import Selection
from rules.truth import Truth
from tests.rules.asking import selections
from tests.rules.completing import ERIC, REQUIREMENT, context, pools, truth_of

EXAMPLES = settings(max_examples=120)


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
