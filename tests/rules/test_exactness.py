"""Three-valued answers against every way in which the facts that nobody stated may turn out.

Never wrong, for every kind: what is met stays met and what is not met stays not met, however they turn out.

Exact, for a selection, a limit and a ratio whose filters look at different facts: where every way comes to the same,
the answer is not left open. Left open by design: a ratio as long as it is not known who makes up the base, a limit in
each country or group whose filter looks at the country too, an exact number in each country or group, two filters that
hang on one fact other than the country, and what `each`, `when` and `alternatives` say of one fact twice (their
docstrings).
"""

from typing import Any

import pytest
from hypothesis import given, settings

from rules.facts import Participant
from rules.truth import Truth
from tests.rules.asking import composed, limits, minimums, ratios, selections, simple
from tests.rules.completing import context, exactly, outcomes, pools, truth_of

EXAMPLES = settings(max_examples=120)
DRILL = settings(max_examples=1_000)


def is_exact(requirement: Any, participants: list[Participant], by_region: bool = False) -> None:
    found = truth_of(requirement, participants, context())
    assert found is exactly(outcomes(requirement, participants, by_region)), requirement


def is_sound(requirement: Any, participants: list[Participant]) -> None:
    found = truth_of(requirement, participants, context())
    assert found is Truth.UNKNOWN or outcomes(requirement, participants) == {found}, requirement


@EXAMPLES
@given(selections("country"), pools(unknowns=2))
def test_a_selection_is_met_where_every_completion_is_and_not_met_where_none_is(
    requirement: Any, participants: list[Participant]
) -> None:
    is_exact(requirement, participants)


@pytest.mark.drill
@DRILL
@given(selections("country"), pools(unknowns=3))
def test_selections_of_many_pools_are_exact(requirement: Any, participants: list[Participant]) -> None:
    is_exact(requirement, participants)


@EXAMPLES
@given(selections("region"), pools(unknowns=2, by_region=True))
def test_a_selection_by_region_is_exact_wherever_in_its_country_somebody_may_be(
    requirement: Any, participants: list[Participant]
) -> None:
    is_exact(requirement, participants, by_region=True)


@EXAMPLES
@given(minimums(), pools(unknowns=3))
def test_a_minimum_is_open_where_it_is_not_settled_whether_somebody_sits_apart_and_that_decides(
    requirement: Any, participants: list[Participant]
) -> None:
    is_exact(requirement, participants)


@EXAMPLES
@given(limits(decidable=True) | ratios(decidable=True), pools(unknowns=3))
def test_a_limit_or_a_share_is_left_open_only_where_the_unknown_facts_decide_it(
    requirement: Any, participants: list[Participant]
) -> None:
    is_exact(requirement, participants)


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
@given(composed(depth=3), pools(unknowns=3, most=4))
def test_many_composed_requirements_are_never_wrong(requirement: Any, participants: list[Participant]) -> None:
    is_sound(requirement, participants)


@EXAMPLES
@given(composed(depth=3), pools(unknowns=0))
def test_with_every_fact_stated_nothing_is_unknown(requirement: Any, participants: list[Participant]) -> None:
    assert truth_of(requirement, participants, context()) is not Truth.UNKNOWN
