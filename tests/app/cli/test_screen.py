"""`quorum screen`: many organisations against many topics, by the conditions on one organisation alone."""

import json
from pathlib import Path
from typing import Any

import pytest

from rules.codes import Role
from tests.app.cli.conftest import Quorum

TOPIC = "HORIZON-CL4-2027-01-MAT-PROD-08"
LEGAL = {"legal_personality": True, "kinds": ["company"], "gender_equality_plan": True, "controlled_from": "FR"}
POOL: list[dict[str, Any]] = [
    {"id": "firm", "country": "FR", **LEGAL},
    {"id": "sanctioned", "country": "FR", **LEGAL, "flags": ["restrictive_measures"]},
    {"id": "vague", "country": "FR"},
    {"id": "district", "country": "IT", **LEGAL, "legal_personality": False},
]


@pytest.fixture
def pool(tmp_path: Path) -> str:
    file = tmp_path / "organisations.jsonl"
    file.write_text("\n".join(map(json.dumps, POOL)) + "\n")
    return str(file)


@pytest.mark.parametrize(("unknown", "who"), [("ask", ["firm", "vague", "district"]), ("avoid", ["firm"])])
def test_each_topic_tells_who_could_take_part(run_quorum: Quorum, pool: str, unknown: str, who: list[str]) -> None:
    arguments = ["--organisations", pool, "--unknown", unknown, "--json"]
    result = run_quorum("screen", TOPIC.lower(), *arguments)

    [answer] = map(json.loads, result.stdout.splitlines())
    assert result.exit_code == 0
    assert answer["topic"] == TOPIC
    assert answer["organisations"] == who
    assert (answer["could_take_part"], answer["of"], answer["is_encoded"]) == (len(who), 4, True)


def test_the_role_is_asked_about(run_quorum: Quorum) -> None:
    given = json.dumps({"id": "us", "country": "US", **LEGAL})
    found = {}
    for role in (Role.BENEFICIARY, Role.ASSOCIATED_PARTNER):
        result = run_quorum(
            "screen",
            "HORIZON-WIDERA-2027-04-WIDENING-01",
            "--role",
            role,
            "--organisations",
            "-",
            "--json",
            given=given,
        )
        found[role] = json.loads(result.stdout)["organisations"]

    assert found == {Role.BENEFICIARY: [], Role.ASSOCIATED_PARTNER: ["us"]}


def test_without_a_topic_all_that_are_ahead_are_screened_for_the_catalogue(run_quorum: Quorum) -> None:
    answers = [json.loads(line) for line in run_quorum("screen", "--json").stdout.splitlines()]

    assert len(answers) > 50
    assert {answer["status"] for answer in answers} == {"open", "forthcoming"}
    assert any(0 < (answer["could_take_part"] or 0) < answer["of"] for answer in answers)
    unread = [answer for answer in answers if not answer["is_encoded"]]
    assert unread
    assert all(answer["could_take_part"] is None and not answer["organisations"] for answer in unread)


def test_people_get_a_line_for_each_topic(run_quorum: Quorum, pool: str) -> None:
    result = run_quorum("screen", TOPIC, "--organisations", pool)

    assert result.stdout.startswith(f"{TOPIC}: 3 of 4. ")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ('{"id": "a"}\n{"id": "b", "colour": "red"}', "line 2: /colour"),
        ('{"id": "a"}\n\n{"id": "a"}', "line 3: 'a' stands twice"),
        ("{", "line 1: This is no JSON"),
    ],
)
def test_a_line_that_is_no_organisation_is_named(run_quorum: Quorum, given: str, said: str) -> None:
    result = run_quorum("screen", TOPIC, "--organisations", "-", given=given)

    assert (result.exit_code, result.stdout) == (1, "")
    assert said in result.stderr


def test_a_topic_that_is_not_there_is_named(run_quorum: Quorum, pool: str) -> None:
    result = run_quorum("screen", "NO-SUCH", "--organisations", pool)

    assert (result.exit_code, result.stdout) == (1, "")
    assert "NO-SUCH" in result.stderr
