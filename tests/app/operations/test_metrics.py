"""What is counted: by the template of the route, for this machine and for who has the token, and for nobody else."""

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from app.api.main import create_app
from app.settings import Settings
from tests.app.asking import FRENCH_POLE, TOPIC

TOKEN = "a token of some length"


@pytest.fixture
def machine(client: TestClient) -> TestClient:
    return TestClient(client.app, client=("127.0.0.1", 5000), raise_server_exceptions=False)


def figure(text: str, name: str, **labels: str) -> float:
    """The value of a series; 0 when there is none."""
    samples = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
    return sum(one.value for one in samples if one.name == name and labels.items() <= one.labels.items())


def requests(text: str, route: str, status: int, method: str = "GET") -> float:
    return figure(text, "quorum_requests_total", route=route, status=str(status), method=method)


@pytest.mark.parametrize(
    ("method", "address", "route", "status"),
    [
        ("GET", "/v1/topics?limit=4", "/v1/topics", 200),
        ("GET", f"/v1/topics/{TOPIC}", "/v1/topics/{identifier}", 200),
        ("GET", "/v1/topics/NOTHING", "/v1/topics/{identifier}", 404),
        ("GET", "/v1/topics?colour=red", "/v1/topics", 422),
        ("HEAD", f"/v1/clusters/{FRENCH_POLE}", "/v1/clusters/{cluster_id}", 200),
        ("GET", f"/topics/{TOPIC}", "/topics/{identifier}", 200),
        ("GET", "/healthz", "/healthz", 200),
        ("GET", "/nothing/at/all", "(none)", 404),
        ("DELETE", "/v1/rules", "/v1/rules", 405),
    ],
)
def test_a_request_is_counted_under_the_template_of_its_route_also_when_its_answer_was_kept(
    client: TestClient, machine: TestClient, method: str, address: str, route: str, status: int
) -> None:
    before = machine.get("/metrics").text
    for _ in range(3):
        assert client.request(method, address).status_code == status
    after = machine.get("/metrics").text
    assert requests(after, route, status, method) - requests(before, route, status, method) == 3
    counted = [figure(text, "quorum_request_seconds_count", route=route, method=method) for text in (before, after)]
    assert counted[1] - counted[0] == 3


def test_a_304_is_counted_with_its_route(client: TestClient, machine: TestClient) -> None:
    tag = client.get("/v1/rules").headers["etag"]
    before = requests(machine.get("/metrics").text, "/v1/rules", 304)
    client.get("/v1/rules", headers={"If-None-Match": tag})
    assert requests(machine.get("/metrics").text, "/v1/rules", 304) == before + 1


def test_nothing_that_somebody_made_up_becomes_a_label(client: TestClient, machine: TestClient) -> None:
    client.request("BREW", "/v1/topics/secret-of-somebody?q=secret-of-somebody")
    client.get("/secret-of-somebody")
    text = machine.get("/metrics").text
    assert "secret-of-somebody" not in text
    assert "BREW" not in text
    assert 'method="(other)"' in text


def test_jobs_queue_and_catalogue_are_told(machine: TestClient) -> None:
    text = machine.get("/metrics").text
    for state in ("queued", "running", "succeeded", "failed", "cancelled"):
        assert f'quorum_jobs{{state="{state}"}}' in text
    assert figure(text, "quorum_catalogue_revision") >= 1
    assert figure(text, "quorum_catalogue_age_seconds") > 0
    assert "quorum_queue_oldest_seconds 0.0" in text


def test_for_others_there_is_nothing(client: TestClient) -> None:
    assert client.get("/metrics").status_code == 404
    assert "/metrics" not in client.get("/openapi.json").json()["paths"]


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded"])
def test_what_a_proxy_on_this_machine_passes_on_is_not_of_this_machine(machine: TestClient, header: str) -> None:
    assert machine.get("/metrics", headers={header: "for=192.0.2.1"}).status_code == 404


def test_who_has_the_token_may_look_from_anywhere(settings: Settings) -> None:
    told = settings.model_copy(update={"workers": 0, "metrics_token": SecretStr(TOKEN)})
    assert TOKEN not in repr(told)
    with TestClient(create_app(told), raise_server_exceptions=False) as client:
        assert client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
        for wrong in (f"Bearer {TOKEN}x", "Bearer ", f"Basic {TOKEN}"):
            assert client.get("/metrics", headers={"Authorization": wrong}).status_code == 404
