from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api.examples import TRADE_OFFS
from tests.app.api.test_proposals import finished
from tests.app.asking import DISTRICT, FRENCH_POLE, TOPIC

ADDRESS = "/v1/proposals/trade-offs"
SHORT = {"topic": TOPIC, "lead": FRENCH_POLE, "size": {"min": 3, "max": 5}, "measures": ["fit", "size"]}
WAITING = {"Prefer": "wait=60"}


def test_trade_offs_are_a_job_that_can_be_followed_to_its_end(client: TestClient) -> None:
    accepted = client.post(ADDRESS, json=SHORT)
    assert accepted.status_code == 202
    done = finished(client, accepted.headers["location"])
    assert (done["state"], done["progress"], done["error"]) == ("succeeded", 1, None)
    answer = done["result"]
    assert (answer["status"], answer["measures"], answer["complete"]) == ("optimal", ["fit", "size"], True)
    assert [point["values"]["size"] for point in answer["points"]] == [5, 4, 3]
    assert len(answer["steps"]) == 2
    for point in answer["points"]:
        proposal = point["proposal"]
        assert len(proposal["participants"]) == point["values"]["size"]
        assert proposal["goals"]["fit"] == point["values"]["fit"]
        assert proposal["verdict"]["status"] != "ineligible"


def test_who_prefers_to_wait_gets_the_trade_offs_themselves(client: TestClient) -> None:
    answer = client.post(ADDRESS, json=SHORT, headers=WAITING)
    assert answer.status_code == 200
    assert client.get(answer.headers["location"]).json()["result"] == answer.json()


def test_two_answers_to_the_same_question_are_the_same(client: TestClient) -> None:
    first, second = (client.post(ADDRESS, json=SHORT, headers=WAITING).json() for _ in range(2))
    assert first | {"seconds": 0} == second | {"seconds": 0}


def test_with_too_few_points_both_ends_are_given_and_that_there_are_more(client: TestClient) -> None:
    answer = client.post(ADDRESS, json=SHORT | {"points": 2}, headers=WAITING).json()
    assert [point["values"]["size"] for point in answer["points"]] == [5, 3]
    assert (answer["status"], answer["complete"]) == ("optimal", False)


def test_the_trade_offs_of_an_impossible_request_are_its_conflict(client: TestClient) -> None:
    impossible = SHORT | {"wishes": {"countries": ["FR", "DE", "IT", "ES"]}, "size": {"min": 3, "max": 3}}
    answer = client.post(ADDRESS, json=impossible, headers=WAITING).json()
    assert (answer["status"], answer["points"], answer["complete"]) == ("infeasible", [], False)
    assert "size.max" in {part["id"] for part in answer["conflict"]}
    assert answer["repairs"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"measures": ["fit", "fit"]}, "/measures"),
        ({"measures": ["fit", "luck"]}, "/measures/1"),
        ({"measures": ["fit"]}, "/measures"),
        ({"measures": ["fit", "size", "cost"]}, "/measures"),
        ({"points": 1}, "/points"),
        ({"points": 31}, "/points"),
        ({"lead": DISTRICT}, "/lead"),
        ({"topic": "HORIZON-NOWHERE"}, "/topic"),
        ({"unheard_of": 1}, "/unheard_of"),
    ],
)
def test_what_cannot_be_traded_off_never_becomes_a_job(
    client: TestClient, change: dict[str, Any], pointer: str
) -> None:
    refusal = client.post(ADDRESS, json=SHORT | change)
    assert (refusal.status_code, refusal.headers["content-type"]) == (422, "application/problem+json")
    assert [error["pointer"] for error in refusal.json()["errors"]] == [pointer]


def test_trade_offs_have_no_page_of_a_proposal(client: TestClient) -> None:
    accepted = client.post(ADDRESS, json=SHORT).json()
    assert client.get(f"/proposals/{accepted['id']}").status_code == 404
    finished(client, f"/v1/jobs/{accepted['id']}")


@pytest.mark.parametrize("example", TRADE_OFFS)
def test_each_example_can_be_tried_as_it_stands(client: TestClient, example: str) -> None:
    answer = client.post(ADDRESS, json=TRADE_OFFS[example]["value"], headers=WAITING)
    assert (answer.status_code, answer.json()["status"]) == (200, "optimal")
