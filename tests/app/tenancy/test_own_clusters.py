import pytest
from fastapi.testclient import TestClient

from tests.app.asking import FRENCH_POLE, TOPIC, call, consortium, participant
from tests.app.tenancy.conftest import Tenant

FACTS = {"country": "DE", "legal_personality": True, "kinds": ["cluster_organisation"], "ecosystems": ["Textile"]}
CLUSTER = {"name": "Secret Weavers", "city": "Chemnitz", "facts": FACTS, "note": "not announced yet"}


@pytest.fixture
def cluster(alpha: Tenant) -> str:
    answer = alpha.post("/v1/own/clusters", CLUSTER)
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"/v1/own/clusters/{answer.json()['id']}"
    identifier: str = answer.json()["id"]
    return identifier


def test_a_cluster_is_kept_as_it_was_stated_and_what_was_not_is_unknown(alpha: Tenant, cluster: str) -> None:
    kept = alpha.get(f"/v1/own/clusters/{cluster}").json()
    assert (kept["name"], kept["city"], kept["note"]) == ("Secret Weavers", "Chemnitz", "not announced yet")
    assert kept["organisation"] | {"id": cluster} == kept["organisation"] | FACTS | {"id": cluster}
    assert kept["organisation"]["gender_equality_plan"] is None


def test_it_is_listed_to_its_tenant_alone(service: TestClient, alpha: Tenant, beta: Tenant, cluster: str) -> None:
    listed = [one["id"] for one in alpha.get("/v1/own/clusters?limit=200").json()["items"]]
    assert cluster in listed
    assert listed == sorted(listed, reverse=True)
    assert cluster not in [one["id"] for one in beta.get("/v1/own/clusters?limit=200").json()["items"]]
    for address in (f"/v1/organisations/{cluster}", f"/v1/clusters/{cluster}"):
        assert service.get(address).status_code == 404
    assert service.get("/v1/clusters?q=weavers").json()["items"] == []


def test_pages_of_own_clusters_meet_each_once(alpha: Tenant) -> None:
    for number in range(5):
        alpha.post("/v1/own/clusters", CLUSTER | {"name": f"Number {number}"})
    seen, cursor = [], ""
    while True:
        page = alpha.get(f"/v1/own/clusters?limit=2{cursor}").json()
        seen += [one["id"] for one in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert seen == [one["id"] for one in alpha.get("/v1/own/clusters?limit=200").json()["items"]]


def test_it_takes_part_in_verdicts_of_its_tenant_and_of_nobody_else(
    service: TestClient, alpha: Tenant, beta: Tenant, cluster: str
) -> None:
    asked = {"call": call(), "participants": [*consortium(), {"organisation": cluster, "role": "beneficiary"}]}
    verdict = alpha.post("/v1/verdicts", asked).json()
    assert {one["id"] for one in verdict["participants"]} >= {cluster}
    for answer in (beta.post("/v1/verdicts", asked), service.post("/v1/verdicts", json=asked)):
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "/participants/3/organisation"


def test_it_can_lead_a_proposal_and_be_a_candidate(alpha: Tenant, beta: Tenant, cluster: str) -> None:
    guests = [participant(f"guest-{country}", country)["organisation"] for country in ("FR", "IT", "ES", "PL")]
    asked = {"topic": TOPIC, "lead": cluster, "candidates": guests, "alternatives": 1, "time_limit_s": 30}
    answer = alpha.post("/v1/proposals", asked, headers={"prefer": "wait=60"})
    assert answer.status_code == 200, answer.text
    members = {one["organisation"]: one["role"] for one in answer.json()["proposals"][0]["participants"]}
    assert members[cluster] == "coordinator"
    assert beta.post("/v1/proposals", asked).status_code == 422


def test_a_search_for_candidates_finds_own_clusters_where_it_is_told_to(alpha: Tenant, cluster: str) -> None:
    asked = {
        "topic": TOPIC,
        "lead": FRENCH_POLE,
        "members": [{"organisation": FRENCH_POLE, "role": "coordinator"}],
        "candidates": {"filter": {"q": "secret weavers", "own": True}},
        "alternatives": 1,
    }
    answer = alpha.post("/v1/proposals", asked, headers={"prefer": "wait=60"}).json()
    assert answer["status"] == "infeasible"
    assert answer["candidates_considered"] >= 1
    without = asked | {"candidates": {"filter": {"q": "secret weavers"}}}
    none_found = alpha.post("/v1/proposals", without, headers={"prefer": "wait=60"}).json()
    assert none_found["candidates_considered"] < answer["candidates_considered"]


def test_its_calls_are_those_of_such_an_organisation(alpha: Tenant, cluster: str) -> None:
    found = alpha.get(f"/v1/own/clusters/{cluster}/eligible-calls?limit=5").json()
    assert found["organisation"] == cluster
    assert len(found["items"]) == 5


def test_a_change_needs_the_version_that_was_read(alpha: Tenant, cluster: str) -> None:
    address = f"/v1/own/clusters/{cluster}"
    tag = alpha.get(address).headers["etag"]
    changed = alpha.ask("PUT", address, json=CLUSTER | {"name": "Weavers"}, headers={"if-match": tag})
    assert (changed.status_code, changed.json()["name"], changed.json()["version"]) == (200, "Weavers", 2)
    late = alpha.ask("PUT", address, json=CLUSTER, headers={"if-match": tag})
    assert (late.status_code, late.json()["status"]) == (412, 412)
    assert alpha.ask("DELETE", address, headers={"if-match": tag}).status_code == 412
    assert alpha.ask("DELETE", address, headers={"if-match": changed.headers["etag"]}).status_code == 204
    assert alpha.get(address).status_code == 404
    assert [one["action"] for one in alpha.get(f"/v1/audit?object_id={cluster}").json()["items"]] == [
        "remove",
        "replace",
        "create",
    ]


@pytest.mark.parametrize(
    ("broken", "pointer"),
    [
        ({"name": ""}, "/name"),
        ({"name": 5}, "/name"),
        ({"colour": "red"}, "/colour"),
        ({"facts": {"country": "XX"}}, "/facts/country"),
        ({"facts": {"id": "x"}}, "/facts/id"),
        ({"facts": {"country": "DE", "nuts": "FR10"}}, "/facts"),
        ({"facts": {"sme": "yes"}}, "/facts/sme"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(alpha: Tenant, broken: dict[str, object], pointer: str) -> None:
    answer = alpha.post("/v1/own/clusters", CLUSTER | broken)
    assert answer.status_code == 422, answer.text
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]
