"""Following a job by server-sent events, over a real connection to a service that works on its queue."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import httpx2
import pytest
import uvicorn
from fastapi import FastAPI

from app.api.main import create_app
from app.clock import instant
from app.services.jobs.watching import JobWatch
from app.settings import Settings
from tests.app.jobs.queue import LONG, SHORT
from tests.app.loaded import TODAY

LISTENERS = 5
RESULT = {"queued", "running", "succeeded"}


@dataclass
class Running:
    """The service, served by a thread of this process: the test sees what it holds."""

    address: str
    service: FastAPI

    @property
    def watch(self) -> JobWatch:
        watch: JobWatch = self.service.state.job_watch
        return watch


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("events")
    settings = Settings(data_dir=folder, today=instant(TODAY), workers=1, job_listeners=LISTENERS)
    service = create_app(settings)
    server = uvicorn.Server(uvicorn.Config(service, port=0, log_config=None, ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
    host, port = server.servers[0].sockets[0].getsockname()[:2]
    yield Running(f"http://{host}:{port}", service)
    server.should_exit = True
    thread.join()


@dataclass
class Event:
    """One event as it came."""

    id: int
    job: dict[str, Any] = field(repr=False)

    @property
    def state(self) -> str:
        return str(self.job["state"])


class Listener:
    """Reads a stream of events."""

    def __init__(self, answer: httpx2.Response) -> None:
        self.answer = answer
        self.comments = 0

    async def __aiter__(self) -> AsyncIterator[Event]:
        told: dict[str, str] = {}
        async for line in self.answer.aiter_lines():
            if line.startswith(":"):
                self.comments += 1
            elif line:
                name, _, value = line.partition(": ")
                told[name] = value
            elif "data" in told:
                yield Event(int(told["id"]), json.loads(told["data"]))
                told = {}


@asynccontextmanager
async def client(running: Running) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(base_url=running.address, timeout=60) as client:
        yield client


@asynccontextmanager
async def following(client: httpx2.AsyncClient, address: str, after: int | None = None) -> AsyncIterator[Listener]:
    headers = {} if after is None else {"Last-Event-ID": str(after)}
    async with client.stream("GET", f"{address}/events", headers=headers) as answer:
        yield Listener(answer)


async def asked(client: httpx2.AsyncClient, request: dict[str, Any]) -> str:
    answer = await client.post("/v1/proposals", json=request)
    assert answer.status_code == 202
    return answer.headers["location"]


async def until_nobody_listens(running: Running) -> float:
    began = monotonic()
    while running.watch.listeners:
        assert monotonic() - began < 10
        await asyncio.sleep(0.02)
    return monotonic() - began


def test_a_job_is_told_each_time_that_it_changes_until_it_is_over(running: Running) -> None:
    async def follow() -> None:
        async with client(running) as asks:
            address = await asked(asks, SHORT)
            async with following(asks, address) as listener:
                assert listener.answer.headers["content-type"].startswith("text/event-stream")
                events = [event async for event in listener]
            assert [event.id for event in events] == sorted({event.id for event in events})
            assert events[-1].state == "succeeded"
            assert {event.state for event in events} <= RESULT
            assert events[-1].job == (await asks.get(address)).json()

    asyncio.run(follow())


def test_who_comes_back_is_told_what_is_newer_and_after_the_end_nothing(running: Running) -> None:
    async def follow() -> None:
        async with client(running) as asks:
            address = await asked(asks, SHORT)
            async with following(asks, address) as listener:
                last = [event async for event in listener][-1].id
            async with following(asks, address, last - 1) as listener:
                assert [event.id async for event in listener] == [last]
            async with following(asks, address, last) as listener:
                assert (listener.answer.status_code, await listener.answer.aread()) == (204, b"")
            async with following(asks, address, 10**6) as listener:
                assert listener.answer.status_code == 204

    asyncio.run(follow())


def test_who_is_ahead_of_a_job_that_goes_on_still_hears_of_it(running: Running) -> None:
    async def follow() -> None:
        async with client(running) as asks:
            address = await asked(asks, LONG)
            async with following(asks, address, 10**6) as listener:
                await asks.delete(address)
                states = [event.state async for event in listener]
            assert states[-1] == "cancelled"

    asyncio.run(follow())


def test_many_follow_one_job_and_all_hear_the_end(running: Running) -> None:
    async def end(asks: httpx2.AsyncClient, address: str) -> str:
        async with following(asks, address) as listener:
            return [event.state async for event in listener][-1]

    async def follow() -> list[str]:
        async with client(running) as asks:
            address = await asked(asks, SHORT | {"alternatives": 5})
            return await asyncio.gather(*(end(asks, address) for _ in range(LISTENERS)))

    assert asyncio.run(follow()) == ["succeeded"] * LISTENERS


def test_one_listener_more_than_may_be_is_sent_away_and_polls(running: Running) -> None:
    async def follow() -> None:
        async with client(running) as asks:
            address = await asked(asks, LONG)
            streams = [following(asks, address) for _ in range(LISTENERS)]
            heard = [(await stream.__aenter__()).__aiter__() for stream in streams]
            assert {(await anext(events)).state for events in heard} <= RESULT
            refusal = await asks.get(f"{address}/events")
            assert (refusal.status_code, refusal.headers["content-type"]) == (503, "application/problem+json")
            assert int(refusal.headers["retry-after"]) > 0
            assert (await asks.get(address)).status_code == 200
            await asks.delete(address)
            for events in heard:
                assert [event.state async for event in events][-1:] in ([], ["cancelled"])
            for stream in streams:
                await stream.__aexit__(None, None, None)
            await until_nobody_listens(running)
            async with following(asks, address) as listener:
                assert [event.state async for event in listener][-1] == "cancelled"

    asyncio.run(follow())


def test_who_hangs_up_is_noticed_and_its_place_is_free(running: Running) -> None:
    async def follow() -> None:
        async with client(running) as asks:
            address = await asked(asks, LONG)
            for _ in range(2 * LISTENERS):
                async with following(asks, address) as listener:
                    assert (await anext(listener.__aiter__())).state in RESULT
                await until_nobody_listens(running)
            await asks.delete(address)

    asyncio.run(follow())


def test_who_asks_for_the_headers_alone_is_answered(running: Running) -> None:
    async def follow() -> None:
        async with client(running) as asks:
            address = await asked(asks, SHORT)
            answer = await asks.head(f"{address}/events")
            assert (answer.status_code, answer.content) == (200, b"")
            await until_nobody_listens(running)

    asyncio.run(follow())


def test_there_is_nothing_to_follow_where_there_is_no_job(running: Running) -> None:
    async def follow() -> None:
        async with client(running) as asks:
            assert (await asks.get("/v1/jobs/nothing/events")).status_code == 404

    asyncio.run(follow())


def test_in_silence_a_comment_comes_now_and_then(running: Running) -> None:
    async def silence() -> list[bool]:
        async with client(running) as asks:
            address = await asked(asks, LONG)
            job_id = address.rpartition("/")[2]
            heard = []
            async for job in running.watch.changes(job_id, 10**6, idle_seconds=0.05):
                heard.append(job is None)
                if len(heard) == 3:
                    break
            await asks.delete(address)
            return heard

    assert asyncio.run(silence()) == [True] * 3
