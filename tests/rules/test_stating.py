"""Repairs by what is stated: an applicant may plan otherwise, and may not change what the text of the call says."""

from typing import Any

import pytest

from rules.rulebook import load
from rules.verdict import Verdict
from tests.rules.applying import applied
from tests.rules.hearing import consortium, one, verdict_on

NO_GRANT = {"kind": "admit", "effect": "deny", "where": {"not": {"fact": {"requested_support": "grant"}}}}
JOINT = {
    "kind": "when",
    "declared": {"doctoral_network_mode": "joint"},
    "then": {"kind": "selection", "min": 9},
}


def facts_set(answer: Verdict) -> list[tuple[str | None, str, Any]]:
    changes = (change for repair in answer.repairs for change in repair.changes if change.op == "set_fact")
    return [(change.participant, change.where["fact"], change.value) for change in changes]


def test_another_choice_is_offered_where_a_rule_names_it() -> None:
    answer = verdict_on({"own": NO_GRANT}, consortium("GB"), requested_support="equity")
    assert facts_set(answer) == [(None, "requested_support", "grant")]
    (repair,) = answer.repairs
    assert repair.message.startswith("Make sure that the support asked for")
    mended, facts = applied(repair.changes, consortium("GB"), {"requested_support": "equity"})
    after = verdict_on({"own": NO_GRANT}, mended, **facts)
    assert [entry.status for entry in after.conditions if entry.id == "own"] == ["met"]


def test_what_is_stated_of_one_participant_is_changed_of_that_one() -> None:
    members = [one("GB", 0), one("GB", 1, facts={"requested_support": "equity"})]
    answer = verdict_on({"own": NO_GRANT}, members, requested_support="grant")
    assert facts_set(answer)[0] == ("o1", "requested_support", "grant")
    assert answer.repairs[0].message.startswith("Make sure that this is so of o1: the ")


def test_the_choices_of_the_rulebook_are_tried_where_the_rule_names_only_the_one_that_fails() -> None:
    answer = verdict_on({"own": JOINT}, consortium("DE", "FR"), doctoral_network_mode="joint")
    assert facts_set(answer) == [
        (None, "doctoral_network_mode", "standard"),
        (None, "doctoral_network_mode", "industrial"),
    ]


def test_of_a_text_without_other_choices_none_is_made_up() -> None:
    asked = {**JOINT, "declared": {"topic_area": "A"}}
    assert verdict_on({"own": asked}, consortium("DE", "FR"), topic_area="A").repairs == ()


def test_a_text_of_which_nothing_is_stated_is_asked_for_and_not_chosen() -> None:
    answer = verdict_on({"own": JOINT}, consortium("DE", "FR"))
    assert (answer.status, answer.repairs) == ("undetermined", ())


NO_JRC = {
    "kind": "admit",
    "effect": "deny",
    "where": {"flag": "jrc"},
    "unless": {"fact": {"jrc_may_participate": True}},
}
OF_THE_CALL: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "declared": ({"kind": "declared", "fact": "jrc_may_participate"}, {"jrc_may_participate": False}),
    "by which a bar is lifted": (NO_JRC, {"jrc_may_participate": False}),
    "not stated": (NO_JRC, {}),
}


@pytest.mark.parametrize("name", OF_THE_CALL)
def test_no_repair_changes_what_the_text_of_the_call_says(name: str) -> None:
    asked, facts = OF_THE_CALL[name]
    answer = verdict_on({"own": asked}, [*consortium("DE", "FR"), one("BE", 2, flags=["jrc"])], **facts)
    assert answer.status == "ineligible"
    assert facts_set(answer) == []


def test_an_exception_that_somebody_may_grant_is_still_something_to_obtain() -> None:
    asked = {**NO_GRANT, "where": {"country_in": ["CN"]}, "unless": {"fact": {"exception_granted": True}}}
    answer = verdict_on({"own": asked}, consortium("DE", "CN"))
    assert facts_set(answer) == [("o1", "exception_granted", True)]


def test_only_texts_have_choices() -> None:
    facts = load().vocabulary.facts
    assert {fact.type for fact in facts.values() if fact.choices} == {"text"}
