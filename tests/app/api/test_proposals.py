from time import sleep
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api.examples import PROPOSALS
from tests.app.asking import DISTRICT, FRENCH_POLE, TOPIC
from tests.app.jobs.queue import LONG

SHORT = {"topic": TOPIC, "lead": FRENCH_POLE, "size": {"min": 3, "max": 5}}
ANSWER_FIELDS = {
    "status", "objective", "bound", "seconds", "candidates_considered", "proposals", "conflict", "repairs", "left_out",
}  # fmt: skip
MEMBER_FIELDS = {"organisation", "role", "serves", "eu_contribution", "because"}


def finished(client: TestClient, address: str) -> dict[str, Any]:
    for _ in range(600):
        job: dict[str, Any] = client.get(address).json()
        if job["state"] not in {"queued", "running"}:
            return job
        sleep(0.05)
    raise AssertionError(f"{address} did not end in time")


def test_a_proposal_is_a_job_that_can_be_followed_to_its_end(client: TestClient) -> None:
    accepted = client.post("/v1/proposals", json=SHORT)
    assert accepted.status_code == 202
    job = accepted.json()
    assert accepted.headers["location"] == f"/v1/jobs/{job['id']}"
    assert job.keys() >= {"id", "state", "progress", "result", "error"}
    done = finished(client, accepted.headers["location"])
    assert (done["state"], done["progress"], done["error"]) == ("succeeded", 1, None)
    answer = done["result"]
    assert answer.keys() >= ANSWER_FIELDS
    assert (answer["status"], len(answer["proposals"])) == ("optimal", 3)
    for proposal in answer["proposals"]:
        assert proposal.keys() >= {"participants", "objective", "goals", "verdict"}
        assert proposal["participants"][0].keys() >= MEMBER_FIELDS
        assert proposal["verdict"]["status"] != "ineligible"


def test_who_prefers_to_wait_gets_the_answer_itself(client: TestClient) -> None:
    answer = client.post("/v1/proposals", json=SHORT, headers={"Prefer": "respond-async, wait=30"})
    assert (answer.status_code, answer.headers["preference-applied"]) == (200, "wait=30")
    assert answer.json().keys() >= ANSWER_FIELDS
    assert client.get(answer.headers["location"]).json()["result"] == answer.json()


def test_who_has_waited_long_enough_gets_the_job_and_can_cancel_it(client: TestClient) -> None:
    accepted = client.post("/v1/proposals", json=LONG, headers={"Prefer": "wait=0"})
    assert (accepted.status_code, accepted.headers["preference-applied"]) == (202, "wait=0")
    address = accepted.headers["location"]
    assert client.delete(address).status_code == 202
    assert finished(client, address)["state"] == "cancelled"
    refusal = client.delete(address)
    assert (refusal.status_code, refusal.headers["content-type"]) == (409, "application/problem+json")


def test_a_preference_that_nobody_understands_is_no_error(client: TestClient) -> None:
    accepted = client.post("/v1/proposals", json=SHORT, headers={"Prefer": "wait=soon, handling=lenient"})
    assert accepted.status_code == 202
    assert "preference-applied" not in accepted.headers
    finished(client, accepted.headers["location"])


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"topic": "HORIZON-NOWHERE"}, "/topic"),
        ({"lead": DISTRICT}, "/lead"),
        ({"survive_dropout": "perhaps"}, "/survive_dropout"),
        ({"budget": {"total": -1}}, "/budget/total"),
        ({"size": {"min": True}}, "/size/min"),
        ({"unheard_of": 1}, "/unheard_of"),
        ({"members": {}}, "/members"),
    ],
)
def test_what_cannot_be_never_becomes_a_job(client: TestClient, change: dict[str, Any], pointer: str) -> None:
    refusal = client.post("/v1/proposals", json=SHORT | change)
    assert (refusal.status_code, refusal.headers["content-type"]) == (422, "application/problem+json")
    assert [fault["pointer"] for fault in refusal.json()["errors"]] == [pointer]


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_job_that_does_not_exist_is_not_found(client: TestClient, method: str) -> None:
    assert client.request(method, "/v1/jobs/nothing").status_code == 404
    assert client.request(method, "/v1/jobs/%00").status_code == 404


@pytest.mark.parametrize("name", PROPOSALS)
def test_the_examples_in_the_documentation_are_answered(client: TestClient, name: str) -> None:
    answer = client.post("/v1/proposals", json=PROPOSALS[name]["value"], headers={"Prefer": "wait=60"})
    assert answer.status_code == 200
    assert answer.json()["status"] == "optimal"
