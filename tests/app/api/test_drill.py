from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api.examples import DRILLS
from tests.app.api.test_proposals import finished
from tests.app.asking import DISTRICT, FRENCH_POLE, call, consortium, organisation, participant

ADDRESS = "/v1/proposals/drill"
STANDBY = [organisation("four", "ES"), organisation("five", "FR")]
MEMBERS: dict[str, Any] = {"call": call(), "members": consortium(), "candidates": STANDBY}
WAITING = {"Prefer": "wait=60"}


def test_a_drill_is_a_job_that_can_be_followed_to_its_end(client: TestClient) -> None:
    accepted = client.post(ADDRESS, json=MEMBERS)
    assert accepted.status_code == 202
    done = finished(client, accepted.headers["location"])
    assert (done["state"], done["progress"], done["error"]) == ("succeeded", 1, None)
    assert done["result"].keys() == {"survives", "losses", "verdict", "seconds", "left_out"}


def test_of_three_from_three_countries_nobody_must_be_lost_and_each_can_be_replaced(client: TestClient) -> None:
    answer = client.post(ADDRESS, json=MEMBERS, headers=WAITING).json()
    assert (answer["survives"], answer["verdict"]["status"]) == (False, "eligible")
    assert [loss["organisation"] for loss in answer["losses"]] == ["one", "three", "two"]
    for loss in answer["losses"]:
        assert (loss["critical"], loss["left"]) == (True, "ineligible")
        assert "horizon.minimum-consortium" in {broken["id"] for broken in loss["broken"]}
        assert loss["replacement"]["status"] == "optimal"
        assert len(loss["replacement"]["proposal"]["participants"]) == 3
    assert answer["losses"][1]["replacement"]["newcomers"] == ["four"]


def test_with_a_fourth_country_everybody_but_the_coordinator_may_be_lost(client: TestClient) -> None:
    members = [*consortium(), participant("four", "ES")]
    answer = client.post(ADDRESS, json={"call": call(), "members": members, "candidates": []}, headers=WAITING).json()
    assert answer["survives"]
    assert {loss["replacement"]["status"] for loss in answer["losses"]} == {"infeasible"}


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"members": []}, "/members"),
        ({"lead": DISTRICT}, "/lead"),
        ({"lead": FRENCH_POLE}, "/lead"),
        ({"unheard_of": 1}, "/unheard_of"),
    ],
)
def test_what_cannot_be_drilled_never_becomes_a_job(client: TestClient, change: dict[str, Any], pointer: str) -> None:
    refusal = client.post(ADDRESS, json=MEMBERS | change)
    assert (refusal.status_code, refusal.headers["content-type"]) == (422, "application/problem+json")
    assert [error["pointer"] for error in refusal.json()["errors"]] == [pointer]


@pytest.mark.parametrize("example", DRILLS)
def test_each_example_can_be_tried_as_it_stands(client: TestClient, example: str) -> None:
    answer = client.post(ADDRESS, json=DRILLS[example]["value"], headers=WAITING)
    assert (answer.status_code, len(answer.json()["losses"])) == (200, 2)


def test_a_proposal_that_survives_a_drop_out_tells_what_that_costs(client: TestClient) -> None:
    members = [organisation(f"{country.lower()}-{n}", country) for country in ("FR", "DE", "IT", "ES") for n in (1, 2)]
    asked = {"call": call(), "candidates": members, "size": {"min": 3, "max": 5}, "survive_dropout": True}
    answer = client.post("/v1/proposals", json=asked, headers=WAITING).json()
    assert answer["status"] == "optimal"
    assert answer["objective"] <= answer["objective_otherwise"]
    for proposal in answer["proposals"]:
        seats = [(seat["organisation"], seat["role"]) for seat in proposal["participants"]]
        drilled = {
            "call": call(),
            "candidates": members,
            "members": [
                {"organisation": next(one for one in members if one["id"] == name), "role": role}
                for name, role in seats
            ],
        }
        assert client.post(ADDRESS, json=drilled, headers=WAITING).json()["survives"]


def test_what_need_not_survive_has_no_such_cost(client: TestClient) -> None:
    asked = {"call": call(), "candidates": [row["organisation"] for row in consortium()]}
    assert client.post("/v1/proposals", json=asked, headers=WAITING).json()["objective_otherwise"] is None
