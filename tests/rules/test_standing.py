"""What a verdict means for each participant."""

from typing import Any

import pytest

from rules.calls import Call
from rules.verdict import Judged
from tests.rules.consortia import DAY, verdict
from tests.rules.hearing import consortium, people, verdict_on

TWO = {"kind": "selection", "min": 2, "where": {"country_in": ["DE", "FR"]}}
NEVER = {"kind": "selection", "min": 9}
AT_MOST = {"kind": "limit", "max": 5}
SAID = {"kind": "declared", "fact": "civil_purpose"}
ASKED = {"kind": "judgement", "question": "Is it balanced?", "decided_by": "the experts"}

WAYS_TO_ASK: dict[str, dict[str, Any]] = {
    "by itself": TWO,
    "if something is declared": {"kind": "when", "declared": {"civil_purpose": True}, "then": TWO},
    "if nothing is": {"kind": "when", "declared": {"civil_purpose": False}, "then": AT_MOST, "otherwise": TWO},
    "as one of several ways": {"kind": "alternatives", "of": [[NEVER], [TWO]]},
    "in each country": {"kind": "each", "require": {**TWO, "min": 1}},
}


@pytest.mark.parametrize("asked", WAYS_TO_ASK.values(), ids=WAYS_TO_ASK)
def test_who_counts_for_a_minimum_counts_wherever_the_minimum_stands(asked: dict[str, Any]) -> None:
    answer = verdict_on({"own": asked}, consortium("DE", "FR"), civil_purpose=True)
    assert [entry.status for entry in answer.conditions if entry.id == "own"] == ["met"]
    assert [standing.counts for standing in answer.participants] == [True, True]


@pytest.mark.parametrize("asked", WAYS_TO_ASK.values(), ids=WAYS_TO_ASK)
def test_whether_somebody_of_unknown_country_counts_is_not_known(asked: dict[str, Any]) -> None:
    answer = verdict_on({"own": asked}, consortium("DE", None), civil_purpose=True)
    assert [standing.counts for standing in answer.participants] == [True, None]


def test_who_is_barred_counts_for_nothing_and_is_paid_nothing() -> None:
    """Also where it would be counted, and paid, if it were let in."""
    paid = {"kind": "fund", "rates": [{"rate": 1}]}
    bar = {"kind": "admit", "effect": "deny", "where": {"country_in": ["FR"]}}
    answer = verdict_on({"own": TWO, "paid": paid, "bar": bar}, consortium("DE", "FR"))
    let_in, barred = answer.participants
    assert (let_in.counts, let_in.funded, let_in.rate) == (True, True, 1)
    assert (barred.may_take_part, barred.counts, barred.funded, barred.rate) == (False, False, False, None)


def test_whoever_certainly_does_not_count_is_told_apart_from_whoever_may() -> None:
    facts = {"identifier": "CASE", "programme": "HORIZON", "type_of_action": "HORIZON-RIA", "budget_year": 2026}
    call = Call.model_validate({**facts, "deadline": DAY, "pillar": 2})
    standings = verdict(call, consortium("DE", "FR", "KE", None)).participants
    assert [standing.counts for standing in standings] == [True, True, False, None]


def test_nobody_counts_for_a_maximum() -> None:
    counts = [standing.counts for standing in verdict_on({"own": AT_MOST}, consortium("DE", "FR")).participants]
    assert True not in counts


COMPOSED: dict[str, dict[str, Any]] = {
    "project": {"kind": "when", "declared": {"civil_purpose": True}, "then": SAID, "otherwise": ASKED},
    "consortium": {"kind": "alternatives", "of": [[SAID], [TWO]]},
}


@pytest.mark.parametrize("scope", COMPOSED)
def test_what_is_made_of_statements_about_the_project_is_about_the_project(scope: str) -> None:
    (entry,) = entries(COMPOSED[scope], "own")
    assert entry.scope == scope


def test_what_one_participant_is_asked_is_about_that_participant() -> None:
    barred = {"kind": "admit", "effect": "deny", "where": {"country_in": ["CN"]}}
    assert [(entry.scope, entry.participant) for entry in entries(barred, "own")] == [
        ("participant", "o0"),
        ("participant", "o1"),
    ]


def entries(asked: dict[str, Any], name: str) -> list[Judged]:
    answer = verdict_on({name: asked}, people({"country": "DE"}, {"country": "FR"}))
    assert answer.as_of == DAY
    return [entry for entry in answer.conditions if entry.id == name]
