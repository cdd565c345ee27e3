import itertools

import pytest
from fastapi.testclient import TestClient

from app.api.examples import VERDICTS
from tests.app.asking import FRENCH_POLE, HOSTED, TOPIC, consortium, request

FIELDS = {
    "status", "summary", "decided", "total", "topic", "as_of", "ruleset", "snapshot", "determination_id",
    "participants", "replaced", "conditions", "repairs",
}  # fmt: skip
CONDITION_FIELDS = {
    "id", "title", "scope", "participant", "status", "force", "origin", "requirement", "needed", "found", "missing",
    "counted", "message", "question", "assumptions", "source",
}  # fmt: skip
SOURCE_FIELDS = {"document", "article", "page", "url", "quote", "checked_on", "confidence"}


def test_a_verdict_has_the_fields_of_the_contract(client: TestClient) -> None:
    verdict = client.post("/v1/verdicts", json=request()).json()
    assert verdict.keys() >= FIELDS
    assert verdict["participants"][0].keys() >= {"id", "may_take_part", "counts", "funded", "rate"}
    for condition in verdict["conditions"]:
        assert condition.keys() >= CONDITION_FIELDS
        assert condition["source"].keys() >= SOURCE_FIELDS
    assert verdict["decided"] <= verdict["total"]


def test_a_consortium_that_is_too_small_is_told_what_is_missing_and_how_to_mend_it(client: TestClient) -> None:
    verdict = client.post("/v1/verdicts", json=request(participants=consortium()[:2])).json()
    failed = [one for one in verdict["conditions"] if one["status"] == "not_met"]
    assert verdict["status"] == "ineligible"
    assert [one["id"] for one in failed] == ["horizon.minimum-consortium"]
    assert verdict["repairs"][0]["changes"][0].keys() >= {"op", "participant", "role", "where", "condition", "value"}


@pytest.mark.parametrize("order", list(itertools.permutations(range(5)))[::23])
def test_the_same_request_in_any_order_gets_the_same_bytes(client: TestClient, order: tuple[int, ...]) -> None:
    members = [*consortium(), *({"organisation": name, "role": "beneficiary"} for name in (FRENCH_POLE, HOSTED))]
    asked = {"topic": TOPIC, "participants": members, "facts": {"duration_months": 3, "stage": 1}}
    turned = {
        "facts": {"stage": 1, "duration_months": 3},
        "participants": [members[index] for index in order],
        "topic": TOPIC.lower(),
    }
    assert client.post("/v1/verdicts", json=asked).content == client.post("/v1/verdicts", json=turned).content


def test_the_examples_in_the_documentation_are_answered(client: TestClient) -> None:
    answers = {name: client.post("/v1/verdicts", json=example["value"]) for name, example in VERDICTS.items()}
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(VERDICTS, 200)
    assert answers["written out"].json()["status"] == "eligible"
