"""The verdict cases of the law notes, through the same door as `quorum verdicts`."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from app.services.verdicts.judging import judge_lines
from app.settings import Settings

DEFAULTS = {"HORIZON-RIA", "HORIZON-IA", "HORIZON-CSA", "RIA", "IA", "CSA"}
POSITIVE = {"eligible", "eligible_on_condition"}


@dataclass(frozen=True)
class Answered:
    case: dict[str, Any]
    answer: dict[str, Any]

    @property
    def expected(self) -> set[str]:
        status = self.case["expect"]["status"]
        return {status} if isinstance(status, str) else set(status)

    @property
    def got(self) -> str:
        return "error" if "error" in self.answer else str(self.answer["status"])

    def __str__(self) -> str:
        return f"{self.case['id']}: expected {self.expected}, got {self.got}: {self.case['why']}"


@pytest.fixture(scope="module")
def requests(shared: Path) -> list[str]:
    """The cases as the scoring program of the notes turns them into requests."""
    folder = shared / "law" / "cases"
    command = [sys.executable, "-B", str(folder / "score.py"), "--requests", str(folder / "cases.jsonl")]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


@pytest.fixture
def answered(shared: Path, requests: list[str], session: Session, settings: Settings) -> list[Answered]:
    cases = map(json.loads, (shared / "law" / "cases" / "cases.jsonl").read_text("utf-8").splitlines())
    by_id = {case["id"]: case for case in cases}
    answers = [json.loads(answer.text) for answer in judge_lines(session, requests, settings)]
    assert [answer["id"] for answer in answers] == [json.loads(request)["id"] for request in requests]
    return [Answered(by_id[answer["id"]], answer) for answer in answers]


def test_every_case_runs_and_only_what_should_be_refused_is_refused(answered: list[Answered]) -> None:
    refused = [one for one in answered if one.got == "error"]
    assert [str(one) for one in refused if "error" not in one.expected] == []


def test_no_case_is_called_eligible_that_is_not(answered: list[Answered]) -> None:
    assert [str(one) for one in answered if one.got in POSITIVE and not one.expected & POSITIVE] == []


def test_research_innovation_and_coordination_actions_agree(answered: list[Answered]) -> None:
    calls = [(one, one.case["call"]) for one in answered]
    defaults = [one for one, call in calls if call["programme"] == "HORIZON" and call["type_of_action"] in DEFAULTS]
    judged = [one for one in defaults if one.case["mark"] in {"sourced", "secondary"}]
    assert len(judged) >= 60
    assert [str(one) for one in judged if one.got not in one.expected] == []


def test_every_refusal_of_the_law_names_its_source(answered: list[Answered]) -> None:
    failed = [
        condition
        for one in answered
        for condition in one.answer.get("conditions", ())
        if condition["status"] == "not_met"
    ]
    assert failed
    assert all(condition["source"]["document"] and condition["source"]["url"] for condition in failed)
