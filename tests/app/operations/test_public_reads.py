"""What everybody may read is answered before any query, and never with something that no longer holds."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import hypothesis
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import strategies as st
from sqlalchemy import Engine, event

from app.api.main import create_app
from app.db import create_engine, writing
from app.operations.reads import is_public
from app.repositories import revisions
from app.settings import Settings
from tests.app.asking import FRENCH_POLE, TOPIC
from tests.app.operations.addresses import ADDRESSES, NOT_IN_BUNDLE

KEPT = "public, max-age=0, must-revalidate"
NOT_KEPT = "private, no-store"


LOOK = ("BEGIN", "SELECT catalogue_revision.number")
"""What is asked about once a second, whatever comes in."""


@contextmanager
def queries(engine: Engine) -> Iterator[list[str]]:
    """Those that are sent to the database meanwhile, besides the look at its revision."""
    seen: list[str] = []

    def see(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.startswith((*LOOK, "SET ")):  # a server is told first how the look is meant
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", see)
    yield seen
    event.remove(engine, "before_cursor_execute", see)


def test_every_public_operation_of_the_description_has_an_address_here(service: FastAPI) -> None:
    read = {path for path, methods in service.openapi()["paths"].items() if "get" in methods and is_public(path)}
    assert read == set(ADDRESSES) | NOT_IN_BUNDLE


@pytest.mark.parametrize("address", ADDRESSES.values())
def test_a_public_read_has_a_tag_and_is_not_modified_for_whoever_has_it(client: TestClient, address: str) -> None:
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert again.content == b""
    for name in ("etag", "cache-control", "vary"):
        assert again.headers[name] == first.headers[name]
    assert first.headers["cache-control"] == KEPT
    assert first.headers["etag"].startswith('W/"')


@pytest.mark.parametrize("address", ADDRESSES.values())
def test_the_second_answer_needs_no_query_and_is_the_first_one(
    service: FastAPI, client: TestClient, address: str
) -> None:
    for accepted in ("identity", "gzip"):
        first = client.get(address, headers={"Accept-Encoding": accepted})
        with queries(service.state.engine) as seen:
            second = client.get(address, headers={"Accept-Encoding": accepted})
            head = client.head(address, headers={"Accept-Encoding": accepted})
            third = client.get(address, headers={"Accept-Encoding": accepted, "If-None-Match": first.headers["etag"]})
        assert seen == []
        assert (second.content, second.status_code) == (first.content, 200)
        assert without_id(second.headers) == without_id(first.headers) == without_id(head.headers)
        assert (head.content, third.status_code) == (b"", 304)


def without_id(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name != "x-request-id"}


def test_a_tag_is_known_before_the_answer_is(settings: Settings, client: TestClient) -> None:
    """Another process with the same catalogue, which has never been asked, sends a 304 at once."""
    tag = client.get(ADDRESSES["/v1/clusters"]).headers["etag"]
    fresh = create_app(settings.model_copy(update={"workers": 0}))
    with TestClient(fresh) as other:
        with queries(fresh.state.engine) as seen:
            answer = other.get(ADDRESSES["/v1/clusters"], headers={"If-None-Match": tag})
        assert answer.status_code == 304
        assert seen == []


@pytest.mark.parametrize(
    "header",
    [
        "{tag}",
        '"something", {tag}',
        "{strong}",
        "*",
        '"a,b", {tag} ',
    ],
)
def test_tags_are_compared_as_the_standard_says(client: TestClient, header: str) -> None:
    tag = client.get("/v1/sources").headers["etag"]
    asked = header.format(tag=tag, strong=tag.removeprefix("W/"))
    assert client.get("/v1/sources", headers={"If-None-Match": asked}).status_code == 304


@pytest.mark.parametrize("header", ['"something"', "", "W/", '""'])
def test_another_tag_gets_the_answer(client: TestClient, header: str) -> None:
    assert client.get("/v1/sources", headers={"If-None-Match": header}).status_code == 200


def test_a_tag_of_one_address_is_worth_nothing_at_another(client: TestClient) -> None:
    tag = client.get("/v1/topics?limit=2").headers["etag"]
    for other in ("/v1/topics?limit=3", "/v1/topics", "/v1/clusters?limit=2", "/v1/topics?limit=2&status=open"):
        assert client.get(other, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/v1/topics?limit=3&colour=red", 422),
        ("/v1/topics?limit=3&limit=3", 422),
        ("/v1/topics?limit=3&limit=4", 422),
        ("/v1/topics?limit=0", 422),
        ("/v1/clusters/nobody", 404),
        ("/v1/topics/NOTHING", 404),
    ],
)
def test_an_error_is_never_kept(client: TestClient, address: str, status: int) -> None:
    client.get("/v1/topics?limit=3")
    for _ in range(2):
        answer = client.get(address, headers={"If-None-Match": "*"})
        assert answer.status_code == status
        assert answer.headers["cache-control"] == NOT_KEPT
        assert "etag" not in answer.headers


def test_whoever_sends_a_key_is_told_for_themselves(client: TestClient) -> None:
    tag = client.get("/v1/topics?limit=3").headers["etag"]
    for key in ("Bearer qk_nobody_nothing", "Basic YTpi", ""):
        answer = client.get("/v1/topics?limit=3", headers={"Authorization": key, "If-None-Match": tag})
        assert answer.status_code == 401
        assert answer.headers["cache-control"] == NOT_KEPT


@pytest.mark.parametrize("address", ["/v1/jobs/unknown", "/v1/me", "/v1/own/clusters", "/healthz", "/readyz"])
def test_what_is_not_for_everybody_is_kept_by_nobody(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.headers["cache-control"] == NOT_KEPT
    assert "etag" not in answer.headers


def test_a_page_may_be_kept_by_the_browser_that_asks_again(client: TestClient) -> None:
    assert client.get("/topics").headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("accepted", "is_packed"),
    [("gzip", True), ("br, gzip;q=0.5", True), ("*", True), ("gzip;q=0", False), ("identity", False), ("*;q=0", False)],
)
def test_an_answer_is_packed_only_for_whoever_can_unpack_it(
    client: TestClient, accepted: str, *, is_packed: bool
) -> None:
    plain = client.get("/v1/topics?limit=3", headers={"Accept-Encoding": "identity"})
    answer = client.get("/v1/topics?limit=3", headers={"Accept-Encoding": accepted})
    assert ("content-encoding" in answer.headers) is is_packed
    assert answer.content == plain.content
    assert answer.headers["etag"] == plain.headers["etag"]
    assert answer.headers["vary"] == "Accept-Encoding"


def test_what_this_process_writes_is_seen_at_once(service: FastAPI, client: TestClient) -> None:
    for _ in range(20):
        before = client.get("/v1/sources").headers["etag"]
        with writing(service.state.engine) as session:
            revisions.bump(session)
        after = client.get("/v1/sources", headers={"If-None-Match": before})
        assert after.status_code == 200
        assert after.headers["etag"] != before


def test_what_another_process_writes_is_seen_within_a_second(settings: Settings, client: TestClient) -> None:
    before = client.get("/v1/sources").headers["etag"]
    elsewhere = create_engine(settings)
    with elsewhere.begin() as connection:  # no session: nothing here hears of it
        connection.exec_driver_sql("UPDATE catalogue_revision SET number = number + 1")
    elsewhere.dispose()
    answers = (client.get("/v1/sources", headers={"If-None-Match": before}) for _ in range(100_000))
    seen = next(answer for answer in answers if answer.status_code == 200)
    assert seen.elapsed.total_seconds() < 1.5
    assert seen.headers["etag"] != before


QUESTIONS = [
    "/v1/topics?limit=2",
    "/v1/topics?limit=2&status=open",
    "/v1/topics?status=open&limit=2",
    "/v1/topics?limit=2&status=forthcoming",
    "/v1/topics?limit=2&limit=2",
    "/v1/topics?limit=2&",
    "/v1/topics?limit=%32",
    "/v1/topics?q=a%26limit=2",
    "/v1/topics?q=a&limit=2",
    "/v1/topics?as_of=2026-11-22&limit=2",
    "/v1/topics?as_of=2030-01-01&limit=2",
    f"/v1/topics/{TOPIC}",
    f"/v1/topics/{TOPIC.lower()}",
    f"/v1/topics/{TOPIC}?as_of=2025-01-01",
    f"/v1/topics/{TOPIC}/",
    "/v1/topics/",
    "/v1//topics",
    "/v1/clusters?limit=2",
    "/v1/organisations?limit=2",
    f"/v1/clusters/{FRENCH_POLE}",
    f"/v1/clusters/{FRENCH_POLE}/",
    f"/v1/organisations/{FRENCH_POLE}",
    "/v1/countries?programme=HORIZON",
    "/v1/countries?programme=LIFE",
    "/v1/countries?all=true&programme=LIFE",
]
HEADERS = [
    {},
    {"Accept-Encoding": "gzip"},
    {"Accept-Encoding": "identity"},
    {"Accept": "text/html"},
    {"Authorization": "Bearer qk_x_y"},
    {"If-None-Match": '"x"'},
]


@pytest.fixture(scope="module")
def forgetful(settings: Settings) -> Iterator[TestClient]:
    """The same service with no room to keep anything."""
    without = settings.model_copy(update={"workers": 0, "kept_answers_mib": 0})
    with TestClient(create_app(without), raise_server_exceptions=False) as client:
        yield client


@hypothesis.settings(max_examples=60)
@hypothesis.given(
    st.lists(
        st.tuples(st.sampled_from(["GET", "HEAD", "POST"]), st.sampled_from(QUESTIONS), st.sampled_from(HEADERS)),
        min_size=2,
        max_size=8,
    )
)
def test_no_two_questions_share_an_answer(
    running: TestClient, forgetful: TestClient, asked: list[tuple[str, str, dict[str, str]]]
) -> None:
    """Whatever was asked before, the answer is that of a service that keeps nothing."""
    for method, address, headers in asked:
        kept = running.request(method, address, headers=headers, follow_redirects=False)
        made = forgetful.request(method, address, headers=headers, follow_redirects=False)
        assert (kept.status_code, kept.content) == (made.status_code, made.content)
        ours, theirs = without_id(kept.headers), without_id(made.headers)
        ours.pop("etag", None), theirs.pop("etag", None)  # a test before this one has raised the revision for one
        assert ours == theirs
