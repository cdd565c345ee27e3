"""Whatever comes in, the answer is a problem below 500 and, where there is one, the place of the fault."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api.limits import MAX_BODY_BYTES
from app.api.main import create_app
from app.settings import Settings
from tests.app.asking import DISTRICT, TOPIC, call, consortium, participant, request

JSON = {"content-type": "application/json"}


def problem(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    assert document.keys() >= {"type", "title", "status", "detail", "instance"}
    assert document["status"] == status
    return document


def pointers(document: dict[str, Any]) -> list[str]:
    return [fault["pointer"] for fault in document["errors"]]


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        ({"topic": "HORIZON-NOWHERE", "participants": consortium()}, "/topic"),
        (request(participants=[participant("a", "ZZ", controlled_from=None)]), "/participants/0/organisation/country"),
        (request(unheard_of=True), "/unheard_of"),
        (request(participants=[*consortium(), participant("x", "ES", "coordinator")]), "/participants/3/role"),
        (request(participants=[]), "/participants"),
        (request(participants=[{"organisation": DISTRICT, "role": "beneficiary"}]), "/participants/0/organisation"),
        (request(participants=None), "/participants"),
        (request(facts=[]), "/facts"),
        (request(as_of=0), "/as_of"),
        (request(call=call(budget_year="2026")), "/call/budget_year"),
        (request(call=call(opens_on=False)), "/call/opens_on"),
        (request(call=call(identifier="HORIZON-CL3-2026-01-FCT-01:")), "/call/identifier"),
        (request(call=call(identifier="HORIZON_CL3_2026_01_FCT_01")), "/call/identifier"),
        (request(call=call(identifier="-")), "/call/identifier"),
        (request(call=call(budget_year=2021, deadline="2026-12-15")), "/call"),
        (request(call=call(identifier="HORIZON-CL4-2024-A-01", budget_year=2026)), "/call"),
        ([], ""),
        ("text", ""),
        (None, ""),
    ],
)
def test_a_verdict_is_refused_at_the_place_of_the_fault(client: TestClient, document: Any, pointer: str) -> None:
    assert pointers(problem(client.post("/v1/verdicts", json=document), 422)) == [pointer]


@pytest.mark.parametrize("body", [b"{", b"\x00\xff", b"nothing", b'{"a": NaN}', b'{"a": 1, "a": 2}', b"[" * 200_000])
def test_what_is_no_json_is_malformed(client: TestClient, body: bytes) -> None:
    problem(client.post("/v1/verdicts", content=body, headers=JSON), 400)


def test_json_that_is_not_declared_as_such_is_not_guessed(client: TestClient) -> None:
    body = json.dumps(request()).encode()
    problem(client.post("/v1/verdicts", content=body, headers={"content-type": "text/plain"}), 415)
    problem(client.post("/v1/verdicts", content=body), 415)


def test_deep_nesting_is_refused(client: TestClient) -> None:
    where: dict[str, Any] = {"non_profit": True}
    for _ in range(60):
        where = {"not": where}
    conditions = [{"id": "a", "title": "a", "requirement": {"kind": "limit", "max": 1, "where": where}}]
    document = problem(client.post("/v1/verdicts", json=request(call=call(conditions=conditions))), 422)
    assert pointers(document)[0].startswith("/call/conditions/0/requirement/where/not/not")


def test_a_body_just_within_the_limit_is_read_and_one_just_beyond_is_not(client: TestClient) -> None:
    padding = b" " * (MAX_BODY_BYTES - 2)
    problem(client.post("/v1/verdicts", content=b"{}" + padding, headers=JSON), 422)
    problem(client.post("/v1/verdicts", content=b"{}" + padding + b" ", headers=JSON), 413)


def test_a_body_that_does_not_say_its_length_is_stopped_as_well(client: TestClient) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(20):
            yield b" " * 100_000

    problem(client.post("/v1/verdicts", content=chunks(), headers=JSON), 413)


def test_a_request_without_a_body_says_so(client: TestClient) -> None:
    assert pointers(problem(client.post("/v1/verdicts", headers=JSON), 422)) == [""]


@pytest.mark.parametrize(
    ("address", "pointer"),
    [
        ("/v1/topics?colour=red", "/colour"),
        ("/v1/topics?limit=0", "/limit"),
        ("/v1/topics?limit=201", "/limit"),
        ("/v1/topics?limit=ten", "/limit"),
        ("/v1/topics?limit=1&limit=2", "/limit"),
        ("/v1/topics?status=sleeping", "/status"),
        ("/v1/topics?country=ZZ", "/country"),
        ("/v1/topics?deadline_before=soon", "/deadline_before"),
        ("/v1/topics?cursor=junk", "/cursor"),
        ("/v1/topics?cursor=%00", "/cursor"),
        ("/v1/topics?as_of=yesterday", "/as_of"),
        ("/v1/topics?as_of=0001-01-01", "/as_of"),
        ("/v1/topics?as_of=1795305600", "/as_of"),
        ("/v1/topics?opens_after=2026-11-22T00:00:00Z", "/opens_after"),
        ("/v1/topics?deadline_before=20261122", "/deadline_before"),
        ("/v1/countries?as_of=1795305600", "/as_of"),
        ("/v1/clusters/fr-aerospace-valley/eligible-calls?as_of=2026-11-22T00:00", "/as_of"),
        ("/v1/topics?deadline_before=9999-12-31", "/deadline_before"),
        (f"/v1/topics/{TOPIC}?as_of=0001-01-01", "/as_of"),
        (f"/v1/topics/{TOPIC}?as_of=1795305600", "/as_of"),
        (f"/v1/topics/{TOPIC}?verbose=1", "/verbose"),
        (f"/v1/topics/{TOPIC}?identifier=x", "/identifier"),
        ("/v1/topic-history", "/identifier"),
        ("/v1/clusters?ecosystem=Gambling", "/ecosystem"),
        ("/v1/organisations?country=ZZ", "/country"),
        ("/v1/organisations?a~b/c=1", "/a~0b~1c"),
        ("/v1/clusters/fr-aerospace-valley/eligible-calls?role=king", "/role"),
        ("/v1/clusters/fr-aerospace-valley/eligible-calls?country=ZZ", "/country"),
        ("/v1/clusters/fr-aerospace-valley/eligible-calls?status=closed", "/status"),
        ("/v1/clusters/fr-aerospace-valley/eligible-calls?cursor=x", "/cursor"),
        ("/healthz?verbose=1", "/verbose"),
    ],
)
def test_a_parameter_is_refused_by_its_name(client: TestClient, address: str, pointer: str) -> None:
    assert pointers(problem(client.get(address), 422)) == [pointer]


CALLS = "/v1/clusters/fr-aerospace-valley/eligible-calls"


@pytest.mark.parametrize(
    ("given_by", "asked_of"),
    [
        ("/v1/clusters?", "/v1/organisations?"),
        ("/v1/topics?", "/v1/topics?status=open"),
        ("/v1/topics?country=FR", "/v1/topics?country=DE"),
        ("/v1/topics?", "/v1/topics?as_of=2026-12-24"),
        ("/v1/clusters?country=FR", "/v1/clusters?country=DE"),
        ("/v1/topics?status=open", f"{CALLS}?status=open"),
        (f"{CALLS}?", f"{CALLS}?min_fit=20"),
        (f"{CALLS}?", "/v1/clusters/es-secpho/eligible-calls?"),
    ],
)
def test_a_cursor_holds_for_the_list_and_the_filters_it_was_given_for(
    client: TestClient, given_by: str, asked_of: str
) -> None:
    cursor = client.get(f"{given_by}&limit=2").json()["next"]
    assert client.get(f"{given_by}&limit=3&cursor={cursor}").status_code == 200
    assert pointers(problem(client.get(f"{asked_of}&limit=2&cursor={cursor}"), 422)) == ["/cursor"]


@pytest.mark.parametrize(
    "address",
    [
        "/v1/nothing",
        "/v1/topics/HORIZON-NOWHERE",
        "/v1/topics/",
        "/v1/clusters/nobody",
        "/v1/clusters/nobody/eligible-calls",
        "/v1/organisations/x%00y",
        "/v2",
    ],
)
def test_what_is_not_there_is_not_found(client: TestClient, address: str) -> None:
    problem(client.get(address), 404)


@pytest.mark.parametrize(("method", "address"), [("PUT", "/v1/topics"), ("GET", "/v1/verdicts"), ("POST", "/healthz")])
def test_a_method_that_is_not_offered_is_refused(client: TestClient, method: str, address: str) -> None:
    assert problem(client.request(method, address), 405)


def test_a_method_that_is_not_offered_is_told_all_that_are(client: TestClient) -> None:
    for path, operations in client.get("/openapi.json").json()["paths"].items():
        offered = {method.upper() for method in operations} | ({"HEAD"} if "get" in operations else set())
        answer = client.request("PATCH", re.sub("{[^}]*}", "x", path))
        problem(answer, 405)
        assert set(answer.headers["allow"].split(", ")) == offered, path


@pytest.mark.parametrize("body", [b'{"foo": 1}', b"[1]", b'"text"'])
def test_where_nothing_can_be_stated_a_body_is_refused(client: TestClient, body: bytes) -> None:
    faults = problem(client.request("DELETE", "/v1/jobs/none", content=body), 422).get("errors", [])
    assert [fault["pointer"] for fault in faults] == (["/foo"] if b"foo" in body else [])


@pytest.mark.parametrize("body", [b"", b" ", b"{}", b"null"])
def test_a_body_that_states_nothing_is_none(client: TestClient, body: bytes) -> None:
    problem(client.request("DELETE", "/v1/jobs/none", content=body), 404)


def test_a_packed_body_is_refused(client: TestClient) -> None:
    problem(client.post("/v1/verdicts", content=b"{}", headers={"Content-Encoding": "gzip"}), 415)


def test_a_fault_of_ours_leaks_nothing(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    service = create_app(settings)

    @service.get("/v1/broken")
    def broken() -> None:
        raise RuntimeError("the secret is 42")

    with TestClient(service, raise_server_exceptions=False) as broken_client:
        document = problem(broken_client.get("/v1/broken"), 500)
    assert "42" not in json.dumps(document)
    assert "the secret is 42" in caplog.text


def test_hostile_text_is_echoed_harmlessly(client: TestClient) -> None:
    for text in ("<script>", "'; DROP TABLE topic; --", "%", "\\", "\u202e", "😀", "a" * 300):
        problem(client.post("/v1/verdicts", json={"topic": text, "participants": consortium()}), 422)
        assert client.get("/v1/topics", params={"q": text[:200]}).status_code in {200, 422}


def test_what_the_body_of_a_reading_request_says_has_no_meaning(client: TestClient) -> None:
    answers = [client.request("GET", "/v1/sources", content=body) for body in (b'{"foo": 1}', b"", b'{"foo": 1}')]
    assert {answer.status_code for answer in answers} == {200}  # whether or not the answer is kept already
