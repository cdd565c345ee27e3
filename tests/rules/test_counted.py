"""Who is counted by a requirement that is made of others: those who count towards one of its minimums."""

from typing import Any

import pytest
from hypothesis import given, settings

from rules.facts import Participant
from rules.judging import judge_requirement
from rules.requirements import Selection, leaves_of
from tests.rules.asking import composed
from tests.rules.completing import context, pools
from tests.rules.hearing import consortium, found, people, verdict_on

ONE_GERMAN = {"kind": "selection", "min": 1, "where": {"country_in": ["DE"]}}
ONE_KENYAN = {"kind": "selection", "min": 1, "where": {"country_in": ["KE"]}}
NINE = {"kind": "selection", "min": 9}
AT_MOST = {"kind": "limit", "max": 5}
HALF = {"kind": "ratio", "where": {"kind_in": ["company"]}, "min_share": 0.5}
GERMANS_LEAD = {"where": {"country_in": ["DE"]}}
KENYANS_LEAD = {"where": {"country_in": ["KE"]}}

BESIDE_A_MINIMUM: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "a limit": ({"kind": "alternatives", "of": [[ONE_GERMAN, AT_MOST]]}, ("o0",)),
    "a share": ({"kind": "alternatives", "of": [[ONE_GERMAN, HALF]]}, ("o0",)),
    "a way that holds by a limit": ({"kind": "alternatives", "of": [[AT_MOST], [NINE]]}, ()),
    "ways of which none holds": ({"kind": "alternatives", "of": [[NINE, AT_MOST], [{**AT_MOST, "max": 0}]]},
                                 ("o0", "o1")),
    "two ways that hold": ({"kind": "alternatives", "of": [[ONE_GERMAN], [ONE_KENYAN, AT_MOST]]}, ("o0", "o1")),
    "what follows": ({"kind": "when", **GERMANS_LEAD, "then": AT_MOST, "otherwise": ONE_GERMAN}, ()),
    "what does not follow": ({"kind": "when", **KENYANS_LEAD, "then": ONE_KENYAN, "otherwise": AT_MOST}, ("o1",)),
    "what does not apply": ({"kind": "alternatives", "of": [[AT_MOST, {"kind": "when", "where": {"country_in": ["IT"]},
                                                                      "then": ONE_GERMAN}]]}, ()),
    "in each country": ({"kind": "each", "require": {"kind": "alternatives", "of": [[ONE_GERMAN], [AT_MOST]]}},
                        ("o0",)),
}  # fmt: skip


@pytest.mark.parametrize("name", BESIDE_A_MINIMUM)
def test_whoever_is_there_for_something_else_is_not_counted(name: str) -> None:
    asked, counted = BESIDE_A_MINIMUM[name]
    members = consortium("DE", "KE", kinds=["company"])
    assert found(asked, members).counted == counted
    stands = {standing.id: standing.counts is True for standing in verdict_on({"own": asked}, members).participants}
    assert stands == {one.id: one.id in counted for one in members}


def test_of_what_is_open_whoever_may_count_for_the_minimum_may_count() -> None:
    asked = {"kind": "when", "declared": {"civil_purpose": True}, "then": AT_MOST, "otherwise": ONE_GERMAN}
    members = people({"country": None, "kinds": None}, {"country": "KE", "kinds": None})
    finding = found({"kind": "alternatives", "of": [[asked, HALF]]}, members)
    assert (finding.counted, finding.may_count) == ((), ("o0",))


def test_where_no_minimum_is_asked_those_are_counted_whom_the_limit_counts() -> None:
    assert found({"kind": "alternatives", "of": [[AT_MOST]]}, consortium("DE", "KE")).counted == ("o0", "o1")


@settings(max_examples=150)
@given(composed(), pools(unknowns=2, most=3))
def test_nobody_is_counted_but_by_a_minimum_where_there_is_one(
    requirement: Any, participants: list[Participant]
) -> None:
    leaves = list(leaves_of(requirement))
    minimums = [leaf for leaf in leaves if isinstance(leaf, Selection)]
    reading = context()
    (finding,) = judge_requirement(requirement, "the.condition", participants, reading)
    by = [one for leaf in minimums or leaves for one in judge_requirement(leaf, "the.condition", participants, reading)]
    assert set(finding.counted) <= {who for one in by for who in one.counted}
    if minimums:
        assert set(finding.may_count) <= {who for one in by for who in (*one.counted, *one.may_count)} | {
            participant.id for participant in participants if participant.organisation.country is None
        }
