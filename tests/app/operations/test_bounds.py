"""Too long, too many, too slow: each is told in time, as a problem, and passes."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import ValidationError
from starlette.types import Receive, Scope, Send

from app.api.main import create_app
from app.operations.bounds import InFlight, TimeLimit, seconds_to_wait
from app.settings import Settings
from tests.app.asking import FRENCH_POLE
from tests.app.loaded import TODAY
from tests.app.operations.asgi import Sent, nothing, scope

WAITING: dict[str, Any] = {"path": "/v1/proposals", "method": "POST", "headers": {"Prefer": "wait=60"}}


@pytest.mark.parametrize(("length", "status"), [(4096, 422), (4097, 414), (60_000, 414)])
def test_parameters_have_a_length(client: TestClient, length: int, status: int) -> None:
    answer = client.get("/v1/topics?q=" + "a" * (length - 2))
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(("length", "status"), [(4096, 404), (4097, 414)])
def test_a_path_has_a_length(client: TestClient, length: int, status: int) -> None:
    answer = client.get("/v1/topics/".ljust(length, "a"))
    assert answer.status_code == status
    assert len(answer.content) < 10_000


class Slow:
    """A service whose answers come when the test wants them."""

    def __init__(self, content_type: str = "application/json") -> None:
        self.go = asyncio.Event()
        self.begun = 0
        self._start = {
            "type": "http.response.start",
            "status": 200,
            "headers": [(b"content-type", content_type.encode())],
        }

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        self.begun += 1
        if self._start["headers"][0][1] == b"text/event-stream":  # type: ignore[index]
            await send(self._start)
        await self.go.wait()
        if self._start["headers"][0][1] != b"text/event-stream":  # type: ignore[index]
            await send(self._start)
        await send({"type": "http.response.body", "body": b"{}"})


def run(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(work())


async def begun(layer: InFlight | TimeLimit, number: int, **asked: Any) -> list[tuple["asyncio.Task[None]", Sent]]:
    """So many requests that are on their way."""
    sent = [Sent() for _ in range(number)]
    tasks = [asyncio.ensure_future(layer(scope(**asked), nothing, one)) for one in sent]
    await asyncio.sleep(0)
    return list(zip(tasks, sent, strict=True))


async def asked_once(layer: InFlight | TimeLimit, **asked: Any) -> Sent:
    sent = Sent()
    await layer(scope(**asked), nothing, sent)
    return sent


def test_one_more_than_can_be_worked_on_is_turned_away_and_taken_when_there_is_room() -> None:
    async def work() -> None:
        service = Slow()
        layer = InFlight(service, most=64, patience_seconds=0.01)
        under_way = await begun(layer, 64)
        refused = await asked_once(layer)
        assert (refused.status, refused.headers[b"retry-after"]) == (503, b"1")
        assert json.loads(refused.body)["type"] == "urn:quorum:problem:overloaded"
        assert service.begun == 64
        service.go.set()
        for task, sent in under_way:
            await task
            assert sent.status == 200
        assert (await asked_once(layer)).status == 200

    run(work)


def test_who_waits_for_a_place_gets_it_in_turn_when_there_is_one_in_time() -> None:
    async def work() -> None:
        service = Slow()
        layer = InFlight(service, most=1, patience_seconds=60)
        under_way = await begun(layer, 3)
        assert service.begun == 1
        service.go.set()
        await asyncio.gather(*(task for task, _ in under_way))
        assert [sent.status for _, sent in under_way] == [200, 200, 200]

    run(work)


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_whoever_looks_after_the_service_is_never_turned_away(path: str) -> None:
    async def work() -> None:
        service = Slow()
        layer = InFlight(service, most=1, patience_seconds=0.01)
        under_way = await begun(layer, 1)
        looking = await begun(layer, 1, path=path)
        assert service.begun == 2
        service.go.set()
        await asyncio.gather(*(task for task, _ in [*under_way, *looking]))
        assert looking[0][1].status == 200

    run(work)


def test_those_who_wait_for_a_job_are_counted_for_themselves() -> None:
    async def work() -> None:
        service = Slow()
        layer = InFlight(service, most=2, patience_seconds=0.01)
        waiting = await begun(layer, 2, **WAITING)
        assert (await asked_once(layer, **WAITING)).status == 503
        working = await begun(layer, 2)
        assert (await asked_once(layer)).status == 503
        service.go.set()
        for task, sent in [*waiting, *working]:
            await task
            assert sent.status == 200

    run(work)


def test_a_preference_for_waiting_is_heard_only_where_one_can_wait() -> None:
    assert seconds_to_wait(scope(**WAITING)) == 60
    assert seconds_to_wait(scope(**(WAITING | {"headers": {"Prefer": "wait=100000"}}))) == 60
    assert seconds_to_wait(scope(**(WAITING | {"path": "/v1/consortia/one/drill"}))) == 60
    assert seconds_to_wait(scope(**(WAITING | {"method": "GET"}))) == 0
    assert seconds_to_wait(scope(**(WAITING | {"path": "/v1/topics"}))) == 0
    assert seconds_to_wait(scope(**(WAITING | {"headers": {"Prefer": "return=minimal"}}))) == 0


def test_whoever_follows_a_stream_takes_no_room() -> None:
    async def work() -> None:
        service = Slow("text/event-stream")
        layer = InFlight(service, most=1, patience_seconds=0.01)
        following = await begun(layer, 1) + await begun(layer, 1)
        assert service.begun == 2
        service.go.set()
        for task, sent in following:
            await task
            assert sent.status == 200

    run(work)


def test_a_request_that_fails_makes_room() -> None:
    async def fails(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise RuntimeError("it fails")

    async def work() -> None:
        layer = InFlight(fails, most=1, patience_seconds=0.01)
        for _ in range(3):
            with pytest.raises(RuntimeError, match="it fails"):
                await asked_once(layer)

    run(work)


def test_an_answer_that_does_not_come_in_time_is_a_problem_and_comes_no_more() -> None:
    async def work() -> None:
        service = Slow()
        [(task, sent)] = await begun(TimeLimit(service, seconds=0.02), 1)
        while not sent.messages:  # noqa: ASYNC110 - an answer that is sent sets no event
            await asyncio.sleep(0.005)
        await asyncio.sleep(0.005)
        assert (sent.status, sent.headers[b"retry-after"], sent.headers[b"connection"]) == (503, b"1", b"close")
        assert json.loads(sent.body)["type"] == "urn:quorum:problem:timeout"
        assert not task.done()  # what was begun is still under way, and counted as such
        service.go.set()
        await task
        assert len(sent.messages) == 2

    run(work)


def test_an_answer_that_has_begun_may_take_its_time() -> None:
    async def work() -> None:
        service = Slow("text/event-stream")
        [(task, sent)] = await begun(TimeLimit(service, seconds=0.01), 1)
        await asyncio.sleep(0.05)
        service.go.set()
        await task
        assert (sent.status, sent.body) == (200, b"{}")

    run(work)


def test_waiting_for_a_job_is_added_to_the_time() -> None:
    async def work() -> None:
        service = Slow()
        asked = WAITING | {"headers": {"Prefer": "wait=5"}}
        [(task, sent)] = await begun(TimeLimit(service, seconds=0.01), 1, **asked)
        await asyncio.sleep(0.05)
        service.go.set()
        await task
        assert sent.status == 200

    run(work)


def test_a_service_that_is_too_slow_says_so_and_answers_the_next(settings: Settings) -> None:
    hurried = settings.model_copy(update={"workers": 0, "request_seconds": 0.001})
    with TestClient(create_app(hurried)) as client:
        slow = client.get(f"/v1/clusters/{FRENCH_POLE}/eligible-calls")
        assert slow.status_code == 503
        assert slow.json()["type"] == "urn:quorum:problem:timeout"
        assert slow.headers["cache-control"] == "no-store"
        assert client.get("/healthz").status_code in {200, 503}


def test_a_crowd_does_not_wait_for_itself(tmp_path: Path) -> None:
    """Each holds a connection while it waits for a thread, and a thread while it waits for a connection."""
    few = {
        "requests_in_flight": 4,
        "database_connections": 5,
        "workers": 0,
        "webhook_senders": 0,
        "kept_answers_mib": 0,
    }
    settings = Settings.model_validate({"data_dir": tmp_path, "today": TODAY.isoformat(), **few})
    with TestClient(create_app(settings)) as client, ThreadPoolExecutor(40) as crowd:
        answers = list(crowd.map(lambda n: client.get(f"/v1/topics?limit=20&q=word{n}").status_code, range(400)))
        assert client.get("/v1/topics?limit=1").status_code == 200
    assert set(answers) <= {200, 503}
    assert answers.count(200) >= 40


@pytest.mark.parametrize("few", [{"database_connections": 24}, {"requests_in_flight": 30}])
def test_there_have_to_be_more_connections_than_requests_in_flight(few: dict[str, int]) -> None:
    with pytest.raises(ValidationError, match="has to be below QUORUM_DATABASE_CONNECTIONS"):
        Settings.model_validate(few)
