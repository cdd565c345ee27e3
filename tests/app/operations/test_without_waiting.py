"""An answer that is kept, and a 304, are given in one go: without a thread, without the database, without a pause."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.types import Message, Receive, Scope, Send

from app.operations.caching import PublicReads
from app.operations.watching import CatalogueWatch
from app.settings import Settings

BODY = b'{"items": []}' * 200


async def service(scope: Scope, _receive: Receive, send: Send) -> None:
    """It thinks for a moment."""
    await asyncio.sleep(0)
    scope["route"] = "the route"
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": BODY})


async def receive() -> Message:
    raise AssertionError("nobody reads a body here")


def asked(*headers: tuple[bytes, bytes]) -> Scope:
    named: dict[str, Any] = {"type": "http", "method": "GET", "path": "/v1/topics", "query_string": b"limit=2"}
    return {**named, "headers": [(b"host", b"here"), *headers]}


@pytest.mark.parametrize("headers", [(), ((b"accept-encoding", b"gzip"),)])
def test_the_second_answer_and_the_304_are_given_without_a_pause(
    settings: Settings, engine: Engine, headers: tuple[tuple[bytes, bytes], ...]
) -> None:
    watch = CatalogueWatch(settings, max_age_seconds=3600)
    layer = PublicReads(service, watch, settings)
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def run() -> None:
        watch.open(engine)
        await layer(asked(*headers), receive, send)
        tag = dict(sent[0]["headers"])[b"etag"]
        for scope in (asked(*headers), asked(*headers, (b"if-none-match", tag))):
            with pytest.raises(StopIteration):  # it has ended the first time it was touched
                layer(scope, receive, send).send(None)
            assert scope["route"] == "the route"
        watch.close()

    asyncio.run(run())
    assert [message["status"] for message in sent[::2]] == [200, 200, 304]
    assert sent[1] == sent[3]
