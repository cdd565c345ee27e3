from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from tests.app.asking import DISTRICT, FRENCH_POLE, HOST, HOSTED, TOPIC

TOPIC_FIELDS = {
    "identifier", "call_identifier", "title", "programme", "type_of_action", "status", "opens_on", "deadlines",
    "budget", "url", "conditions", "source",
}  # fmt: skip
CLUSTER_FIELDS = {
    "id", "name", "aliases", "denomination", "country", "nuts", "city", "position", "website", "ecosystems",
    "managing_organisation", "formalisation", "evidence", "confidence",
}  # fmt: skip


def listed(client: TestClient, address: str, **parameters: Any) -> list[dict[str, Any]]:
    """All items of a list, page after page."""
    items: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = client.get(address, params=parameters | ({"cursor": cursor} if cursor else {})).json()
        items += page["items"]
        cursor = page["next"]
        if cursor is None:
            return items


def test_a_topic_has_at_least_what_the_contract_says(client: TestClient) -> None:
    topic = client.get(f"/v1/topics/{TOPIC}").json()
    assert topic.keys() >= TOPIC_FIELDS
    assert topic["source"].keys() >= {"url", "retrieved_at", "sha256"}
    assert topic["budget"].keys() >= {"total", "grants", "min", "max"}
    assert topic["deadlines"][0].keys() >= {"at", "hour_known", "stage"}
    assert {"id", "title", "force", "effect", "requirement", "source"} <= topic["conditions"][0].keys()
    assert {"horizon.minimum-consortium", "topic.text-unread"} <= {one["id"] for one in topic["conditions"]}


def test_any_letter_case_finds_a_topic(client: TestClient) -> None:
    assert client.get(f"/v1/topics/{TOPIC.lower()}").json()["identifier"] == TOPIC


def test_slashes_in_an_identifier_stand_as_they_are_or_encoded(client: TestClient) -> None:
    slashed = next(one for one in listed(client, "/v1/topics", q="EuropeAid") if "/" in one["identifier"])
    name = slashed["identifier"]
    for path in (name, name.lower(), quote(name, safe="")):
        assert client.get(f"/v1/topics/{path}").json()["identifier"] == name


def test_lists_are_paged_without_gaps(client: TestClient) -> None:
    whole = [one["identifier"] for one in listed(client, "/v1/topics", limit=200)]
    assert [one["identifier"] for one in listed(client, "/v1/topics", limit=7)] == whole
    assert len(set(whole)) == len(whole) >= 80


def test_topics_are_narrowed(client: TestClient) -> None:
    topics = listed(client, "/v1/topics", programme="horizon", type_of_action="HORIZON-CSA", status="forthcoming")
    assert topics
    assert {(one["programme"], one["type_of_action"], one["status"]) for one in topics} == {
        ("HORIZON", "HORIZON-CSA", "forthcoming")
    }


def test_a_country_without_any_open_role_is_shown_fewer_topics(client: TestClient) -> None:
    horizon = {"programme": "HORIZON", "type_of_action": "HORIZON-RIA", "limit": 200}
    france = {one["identifier"] for one in listed(client, "/v1/topics", country="FR", **horizon)}
    russia = {one["identifier"] for one in listed(client, "/v1/topics", country="RU", **horizon)}
    assert france == {one["identifier"] for one in listed(client, "/v1/topics", **horizon)}
    assert russia < france


def test_as_of_moves_the_status_of_topics(client: TestClient) -> None:
    address = f"/v1/topics/{TOPIC}"
    statuses = [client.get(address, params={"as_of": day}).json()["status"] for day in ("2026-11-22", "2027-06-01")]
    assert statuses == ["forthcoming", "open"]


def test_history_is_a_list(client: TestClient) -> None:
    assert client.get("/v1/topic-history", params={"identifier": TOPIC}).json() == []


def test_a_cluster_has_at_least_what_the_contract_says(client: TestClient) -> None:
    cluster = client.get(f"/v1/clusters/{HOSTED}").json()
    assert cluster.keys() >= CLUSTER_FIELDS
    assert (cluster["managing_organisation"]["id"], cluster["formalisation"]) == (HOST, "hosted")


def test_a_district_has_nobody_who_acts_for_it_and_is_no_organisation(client: TestClient) -> None:
    assert client.get(f"/v1/clusters/{DISTRICT}").json()["managing_organisation"] is None
    assert client.get(f"/v1/organisations/{DISTRICT}").status_code == 404


def test_organisations_and_clusters_are_listed_by_country_in_the_code_of_either_side(client: TestClient) -> None:
    for address in ("/v1/organisations", "/v1/clusters"):
        greek = listed(client, address, country="EL")
        assert greek == listed(client, address, country="GR")
        assert {one["country"] for one in greek} == {"GR"}


def test_an_organisation_has_its_facts(client: TestClient) -> None:
    organisation = client.get(f"/v1/organisations/{FRENCH_POLE}").json()
    assert (organisation["country"], organisation["legal_personality"]) == ("FR", True)
    assert organisation["gender_equality_plan"] is None


CALL_FIELDS = {
    "topic", "status", "roles", "funded", "coordinator", "still_needed", "conditions", "deadline", "fit",
}  # fmt: skip


@pytest.mark.parametrize(
    "address", [f"/v1/clusters/{HOSTED}/eligible-calls", f"/v1/organisations/{HOST}/eligible-calls"]
)
def test_eligible_calls_have_at_least_what_the_contract_says(client: TestClient, address: str) -> None:
    calls = listed(client, address, limit=40)
    assert len(calls) >= 30
    for call in calls:
        assert call.keys() >= CALL_FIELDS
        assert call["fit"].keys() >= {"score", "because"}
        assert {one["status"] for one in call["conditions"]} <= {"not_met", "conditional", "unknown", "needs_human"}


def test_a_district_enters_no_call_by_itself(client: TestClient) -> None:
    answer = client.get(f"/v1/clusters/{DISTRICT}/eligible-calls").json()
    assert (answer["items"], answer["next"]) == ([], None)
    assert "municipality" in answer["obstacle"]


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_health_is_told(client: TestClient, address: str) -> None:
    assert client.get(address).json() == {"status": "ok"}
