"""The verdict cases on record, judged by the engine: those of RIA, IA and CSA agree, nothing is falsely eligible."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from rules.calls import Call
from rules.facts import InconsistentConsortium, Participant
from rules.rulebook import load
from rules.verdict import Case, judge

ENCODED = ("HORIZON-RIA", "HORIZON-IA", "HORIZON-CSA")
POSITIVE = ("eligible", "eligible_on_condition")


def status_of(case: dict[str, Any]) -> str:
    try:
        call = Call.model_validate(case["call"])
        participants = [Participant.model_validate(entry) for entry in case["participants"]]
        return judge(Case(call, participants, date.fromisoformat(case["as_of"]), {}), load()).status
    except (InconsistentConsortium, ValidationError):
        return "error"


@pytest.fixture(scope="module")
def answers(shared: Path) -> list[tuple[dict[str, Any], str]]:
    lines = (shared / "law" / "cases" / "cases.jsonl").read_text("utf-8").splitlines()
    cases = [case for case in map(json.loads, lines) if case.get("expressible", True)]
    return [(case, status_of(case)) for case in cases]


def wanted(case: dict[str, Any]) -> set[str]:
    status = case["expect"]["status"]
    return set(status if isinstance(status, list) else [status])


def test_the_cases_of_the_types_that_are_encoded_agree(answers: list[tuple[dict[str, Any], str]]) -> None:
    wrong = [
        f"{case['id']} ({case['mark']}): {status}, not {wanted(case)}: {case['why']}"
        for case, status in answers
        if case["call"].get("type_of_action") in ENCODED and status not in wanted(case)
    ]
    assert not wrong, "\n".join(wrong)


def test_nothing_is_falsely_eligible(answers: list[tuple[dict[str, Any], str]]) -> None:
    wrong = [case["id"] for case, status in answers if status in POSITIVE and not wanted(case) & {*POSITIVE}]
    assert not wrong


def test_only_cases_that_must_be_refused_are_refused(answers: list[tuple[dict[str, Any], str]]) -> None:
    assert [case["id"] for case, status in answers if status == "error" and "error" not in wanted(case)] == []
