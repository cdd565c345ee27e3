"""From a consortium to its completion and its drill, and from what a job has proposed back to the consortium."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api.main import create_app
from app.clock import instant
from app.services.tenancy.scopes import Scope
from app.settings import Settings
from tests.app.asking import FRENCH_POLE, HOST, HOSTED, TOPIC, call, consortium, organisation, participant
from tests.app.consortia.conftest import history, made, move
from tests.app.loaded import TODAY
from tests.app.tenancy.conftest import Tenant, Tenants

WAIT = {"prefer": "wait=60"}
POOL = [organisation(f"candidate {country}", country) for country in ("ES", "PL", "SE", "NL")]


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service with a worker."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("working"), today=instant(TODAY), workers=1)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def tenants(working: TestClient) -> Tenants:
    return Tenants(working.app.state.engine, working)  # type: ignore[attr-defined] # the application is FastAPI's


@pytest.fixture(scope="module")
def alpha(tenants: Tenants) -> Tenant:
    return tenants.tenant("Alpha")


@pytest.fixture(scope="module")
def beta(tenants: Tenants) -> Tenant:
    return tenants.tenant("Beta")


def ids(proposal: dict[str, Any]) -> set[str]:
    return {member["organisation"] for member in proposal["participants"]}


def complete(tenant: Tenant, identifier: str, **options: Any) -> Any:
    asked = {"candidates": POOL, "alternatives": 2, "min_difference": 1} | options
    return tenant.post(f"/v1/consortia/{identifier}/completion", asked, headers=WAIT)


def job_of(answer: Any) -> str:
    return str(answer.headers["location"]).rpartition("/")[2]


def test_those_who_take_part_stay_and_who_declined_is_left_out(alpha: Tenant) -> None:
    identifier = made(alpha, participants=consortium()[:2])["id"]
    own = alpha.post("/v1/own/clusters", {"name": "Ours", "facts": {"country": "FI"}})
    for one, state in ((own.json()["id"], "declined"), (FRENCH_POLE, "interested")):
        alpha.post(f"/v1/consortia/{identifier}/approaches", {"organisation": one, "state": state})
    asked = {"candidates": [POOL[0], own.json()["id"], FRENCH_POLE], "size": {"min": 3, "max": 5}}
    answer = complete(alpha, identifier, **asked)
    assert answer.status_code == 200, answer.text
    for proposal in answer.json()["proposals"]:
        roles = {member["organisation"]: member["role"] for member in proposal["participants"]}
        assert roles["one"] == "coordinator"
        assert set(roles) <= {"one", "two", POOL[0]["id"], FRENCH_POLE}
        assert "two" in roles
    free = alpha.post("/v1/proposals", {"call": call(), "members": consortium()[:2]} | asked, headers=WAIT).json()
    assert any(own.json()["id"] in ids(proposal) for proposal in free["proposals"]), "they would have been proposed"


def test_a_job_of_a_consortium_belongs_to_its_tenant(alpha: Tenant, beta: Tenant, working: TestClient) -> None:
    identifier = made(alpha, participants=consortium()[:2])["id"]
    answer = alpha.post(f"/v1/consortia/{identifier}/completion", {"candidates": POOL})
    assert answer.status_code == 202, answer.text
    address = answer.headers["location"]
    assert alpha.get(address).status_code == 200
    assert (beta.get(address).status_code, working.get(address).status_code) == (404, 404)


def test_the_same_key_makes_one_job(alpha: Tenant) -> None:
    identifier = made(alpha, participants=consortium()[:2])["id"]
    address, headers = f"/v1/consortia/{identifier}/completion", {"idempotency-key": "once"}
    first, second = (alpha.post(address, {"candidates": POOL}, headers=headers) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]


def test_an_idea_is_completed_from_nothing(alpha: Tenant) -> None:
    identifier = made(alpha, topic=TOPIC, call=None, participants=[])["id"]
    answer = complete(alpha, identifier, alternatives=1)
    assert answer.status_code == 200, answer.text
    assert len(answer.json()["proposals"][0]["participants"]) >= 3


def test_a_consortium_larger_than_the_usual_keeps_everybody(alpha: Tenant) -> None:
    many = [participant("lead", "FR", "coordinator"), *(participant(f"p{n}", "DE") for n in range(7))]
    identifier = made(alpha, participants=[*many, participant("last", "IT")])["id"]
    answer = complete(alpha, identifier, alternatives=1)
    assert answer.json()["status"] == "optimal", answer.text
    assert len(answer.json()["proposals"][0]["participants"]) == 9


def test_a_drill_tells_who_must_not_be_lost(alpha: Tenant) -> None:
    identifier = made(alpha)["id"]
    answer = alpha.post(f"/v1/consortia/{identifier}/drill", {"candidates": POOL}, headers=WAIT)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["survives"], [loss["critical"] for loss in told["losses"]]) == (False, [True, True, True])
    assert told["losses"][1]["replacement"]["newcomers"]


def test_nobody_drills_an_idea_without_anybody(alpha: Tenant) -> None:
    identifier = made(alpha, participants=[])["id"]
    assert alpha.post(f"/v1/consortia/{identifier}/drill", {}).status_code == 409


@pytest.mark.parametrize("kind", ["completion", "drill"])
def test_only_a_key_that_may_run_jobs_asks_for_them(alpha: Tenant, tenants: Tenants, kind: str) -> None:
    identifier = made(alpha)["id"]
    writer = alpha.with_key(tenants.key(alpha.id, Scope.CONSORTIA_WRITE))
    assert writer.post(f"/v1/consortia/{identifier}/{kind}", {}).status_code == 403


def test_a_proposal_is_taken_over_as_those_who_take_part(alpha: Tenant) -> None:
    overrides = {"gender_equality_plan": True}
    seats = [consortium()[0], {"organisation": HOSTED, "role": "beneficiary", "overrides": overrides}]
    told = made(alpha, participants=seats)
    answer = complete(alpha, told["id"], size={"min": 3, "max": 3}, budget={"total": 900_000})
    second = answer.json()["proposals"][1]
    taken = alpha.post(
        f"/v1/consortia/{told['id']}/adoption",
        {"job": job_of(answer), "proposal": 2},
        headers={"if-match": '"1"'},
    )
    assert taken.status_code == 200, taken.text
    members = taken.json()["participants"]
    assert members[0]["role"] == "coordinator"
    hosted = next(member for member in members if member["organisation"] == HOSTED)
    assert hosted["overrides"] == overrides
    assert sum(member["eu_contribution"] for member in members) == 900_000
    newcomer = next(
        member
        for member in members
        if isinstance(member["organisation"], dict) and "cand" in member["organisation"]["id"]
    )
    assert newcomer["organisation"] in POOL
    assert {HOST, "one", newcomer["organisation"]["id"]} == ids(second)
    entry = history(alpha, told["id"])[0]
    assert (entry["because"], entry["status"], entry["version"]) == ("edited", second["verdict"]["status"], 2)
    assert (
        alpha.post(
            f"/v1/consortia/{told['id']}/adoption", {"job": job_of(answer)}, headers={"if-match": '"1"'}
        ).status_code
        == 412
    )


def test_newcomers_of_a_proposal_can_be_noted_as_those_to_be_asked(alpha: Tenant) -> None:
    told = made(alpha, topic=TOPIC, call=None, participants=consortium()[:2])
    alpha.post(f"/v1/consortia/{told['id']}/approaches", {"organisation": FRENCH_POLE, "state": "asked"})
    answer = complete(
        alpha, told["id"], candidates=["at-ecoplus", FRENCH_POLE], size={"min": 4, "max": 4}, alternatives=1
    )
    taken = alpha.post(f"/v1/consortia/{told['id']}/adoption", {"job": job_of(answer), "into": "approaches"})
    assert taken.status_code == 200, taken.text
    assert (taken.json()["participants"], taken.json()["approaches"]) == (
        told["participants"],
        {"asked": 1, "to_ask": 1},
    )
    noted = alpha.get(f"/v1/consortia/{told['id']}/approaches").json()["items"]
    assert [(one["organisation"], one["state"]) for one in noted] == [(FRENCH_POLE, "asked"), ("at-ecoplus", "to_ask")]


def test_what_cannot_be_taken_over_is_refused(alpha: Tenant, beta: Tenant) -> None:
    told = made(alpha, participants=consortium()[:2])
    address = f"/v1/consortia/{told['id']}/adoption"
    answer = complete(alpha, told["id"])
    job = job_of(answer)
    beyond = alpha.post(address, {"job": job, "proposal": 9})
    assert (beyond.status_code, beyond.json()["errors"][0]["pointer"]) == (422, "/proposal")
    foreign = job_of(complete(beta, made(beta, participants=consortium()[:2])["id"]))
    drill = alpha.post(f"/v1/consortia/{made(alpha)['id']}/drill", {"candidates": []}, headers=WAIT)
    for unknown in ("no such job", foreign, job_of(drill)):
        refused = alpha.post(address, {"job": unknown})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/job")
    other = made(alpha, call=call(type_of_action="HORIZON-CSA"))
    assert alpha.post(f"/v1/consortia/{other['id']}/adoption", {"job": job}).status_code == 409
    move(alpha, told["id"], "forming")
    move(alpha, told["id"], "agreed", acknowledged=["horizon.minimum-consortium"])
    assert alpha.post(address, {"job": job}).status_code == 409
    assert alpha.get(f"/v1/consortia/{told['id']}").json()["participants"] == told["participants"]


def test_a_job_that_was_stopped_has_nothing_to_take_over(alpha: Tenant) -> None:
    identifier = made(alpha, topic=TOPIC, call=None, participants=[])["id"]
    long = {"alternatives": 50, "size": {"min": 3, "max": 40}, "time_limit_s": 120}
    job = job_of(alpha.post(f"/v1/consortia/{identifier}/completion", long))
    assert alpha.ask("DELETE", f"/v1/jobs/{job}").status_code == 202
    refused = alpha.post(f"/v1/consortia/{identifier}/adoption", {"job": job})
    assert (refused.status_code, "nothing to take over" in refused.json()["detail"]) == (409, True)
