"""How answers travel: headers alone where only they are asked for, and packed where the caller can unpack."""

import pytest
from fastapi.testclient import TestClient

from tests.app.asking import FRENCH_POLE, TOPIC

READ = [
    "/healthz",
    "/readyz",
    "/openapi.json",
    "/v1/topics",
    f"/v1/topics/{TOPIC}",
    f"/v1/clusters/{FRENCH_POLE}/eligible-calls?limit=2",
    "/v1/rules",
    "/v1/nothing",
    "/v1/topics?colour=red",
    "/",
    f"/topics/{TOPIC}",
    "/static/quorum.css",
]


@pytest.mark.parametrize("address", READ)
def test_head_has_the_status_and_the_headers_of_get_and_no_body(client: TestClient, address: str) -> None:
    read, head = client.get(address), client.head(address)
    assert head.status_code == read.status_code
    for one in (read, head):
        del one.headers["x-request-id"]  # each request has its own
    assert head.headers == read.headers
    assert (head.content, bool(read.content)) == (b"", True)


def test_head_of_what_can_only_be_sent_is_refused(client: TestClient) -> None:
    assert client.head("/v1/verdicts").status_code == 405


def test_head_is_no_second_way_to_do_the_same_in_the_description(client: TestClient) -> None:
    methods = {method for path in client.get("/openapi.json").json()["paths"].values() for method in path}
    assert "head" not in methods


@pytest.mark.parametrize("address", ["/v1/topics", "/", "/static/quorum.css"])
def test_a_long_answer_is_packed_for_whoever_can_unpack_it(client: TestClient, address: str) -> None:
    plain = client.get(address, headers={"accept-encoding": "identity"})
    packed = client.get(address, headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in packed.headers["vary"].lower()
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    assert packed.content == plain.content


def test_a_short_answer_is_sent_as_it_is(client: TestClient) -> None:
    assert "content-encoding" not in client.get("/healthz").headers
