"""What browsers are asked to see to, on every kind of answer; and who may call from a page of their own."""

import pytest
from fastapi.testclient import TestClient

from app.api.main import create_app
from app.settings import Settings
from tests.app.asking import FRENCH_POLE, TOPIC

FAMILIES = [
    "/",
    "/topics",
    f"/topics/{TOPIC}",
    "/clusters",
    "/rules",
    "/countries",
    "/propose",
    "/nothing",
    "/topics/NOTHING",
    "/changes.atom",
    "/static/quorum.css",
    "/v1/topics",
    f"/v1/topics/{TOPIC}",
    f"/v1/clusters/{FRENCH_POLE}/eligible-calls?limit=1",
    "/v1/rules",
    "/v1/me",
    "/v1/jobs/unknown",
    "/v1/nothing",
    "/v1/topics?colour=red",
    "/v1/topics?q=" + "a" * 5000,
    "/v1/own/clusters",
    "/openapi.json",
    "/healthz",
    "/readyz",
    "/metrics",
]
WANTED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}


@pytest.mark.parametrize("address", FAMILIES)
def test_every_answer_has_the_headers_once(client: TestClient, address: str) -> None:
    answer = client.get(address, headers={"Accept": "text/html"})
    for name, value in WANTED.items():
        assert answer.headers.get_list(name) == [value]
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "camera=()" in answer.headers["permissions-policy"]
    assert len(answer.headers.get_list("x-request-id")) == 1
    assert answer.headers["cache-control"]
    assert "strict-transport-security" not in answer.headers


@pytest.mark.parametrize("address", FAMILIES)
def test_over_tls_browsers_are_told_to_stay_there(settings: Settings, client: TestClient, address: str) -> None:
    secure = TestClient(client.app, base_url="https://quorum.example", raise_server_exceptions=False)
    assert secure.get(address).headers["strict-transport-security"].startswith("max-age=31536000")


def test_a_request_id_is_given_and_one_that_came_along_is_kept(client: TestClient) -> None:
    given, other = (client.get("/healthz").headers["x-request-id"] for _ in range(2))
    assert given != other
    assert client.get("/healthz", headers={"X-Request-ID": "my-own.1"}).headers["x-request-id"] == "my-own.1"


@pytest.mark.parametrize("said", ["a b", "x" * 65, "ü", '"', "a\tb"])
def test_an_id_that_could_spoil_a_log_is_replaced(client: TestClient, said: str) -> None:
    answer = client.get("/healthz", headers={b"X-Request-ID": said.encode()})
    assert answer.headers["x-request-id"] != said
    assert len(answer.headers["x-request-id"]) == 32


FRIEND, STRANGER = "https://app.example.eu", "https://elsewhere.example"


@pytest.fixture(scope="module")
def open_to_friend(settings: Settings) -> TestClient:
    told = Settings.model_validate({"cors_origins": f"{FRIEND}, http://localhost:5173"})
    return TestClient(create_app(settings.model_copy(update={"workers": 0, "cors_origins": told.cors_origins})))


def preflight(client: TestClient, origin: str, address: str = "/v1/proposals") -> dict[str, str]:
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    asked["Access-Control-Request-Headers"] = "authorization, idempotency-key, content-type, last-event-id"
    return dict(client.options(address, headers=asked).headers)


def test_without_a_setting_no_origin_may_call(client: TestClient) -> None:
    assert "access-control-allow-origin" not in client.get("/v1/sources", headers={"Origin": FRIEND}).headers
    assert "access-control-allow-origin" not in preflight(client, FRIEND)


def test_an_origin_of_the_setting_may_call_the_api_and_read_its_headers(open_to_friend: TestClient) -> None:
    assert preflight(open_to_friend, FRIEND)["access-control-allow-origin"] == FRIEND
    assert preflight(open_to_friend, "http://localhost:5173")["access-control-allow-origin"] == "http://localhost:5173"
    with open_to_friend as client:
        for address, status in (("/v1/sources", 200), ("/v1/nothing", 404), ("/v1/me", 401)):
            answer = client.get(address, headers={"Origin": FRIEND})
            assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (status, FRIEND)
            assert "ETag" in answer.headers["access-control-expose-headers"]
            assert "access-control-allow-credentials" not in answer.headers


def test_no_other_origin_may_and_no_page_is_opened(open_to_friend: TestClient) -> None:
    assert "access-control-allow-origin" not in preflight(open_to_friend, STRANGER)
    assert "access-control-allow-origin" not in preflight(open_to_friend, FRIEND, "/proposals")


@pytest.mark.parametrize("origins", ["app.example.eu", "https://app.example.eu/path", "ftp://x", "https://a b.eu,x"])
def test_what_is_no_origin_is_refused_as_a_setting(origins: str) -> None:
    with pytest.raises(ValueError, match="cors_origins"):
        Settings.model_validate({"cors_origins": origins})
