"""What the server itself refuses is a problem as well: a request that is none, and a head without end."""

import asyncio
import json
from collections.abc import Sequence

import pytest
import uvicorn
from starlette.responses import PlainTextResponse

from app.operations.protocol import MAX_HEAD_BYTES, ProblemProtocol


async def answers(requests: Sequence[bytes]) -> list[bytes]:
    """What comes back for each, on a connection of its own."""
    app = PlainTextResponse("here")
    config = uvicorn.Config(app, port=0, lifespan="off", ws="none", log_config=None, http=ProblemProtocol)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn offers no event to wait for
        await asyncio.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()[:2]
    seen = [await answer(host, port, request) for request in requests]
    server.should_exit = True
    await serving
    return seen


async def answer(host: str, port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(request)
    seen = b""
    try:
        while part := await reader.read(65536):
            seen += part
    except ConnectionResetError:
        pass  # it hung up while we were still talking
    writer.close()
    return seen


def get(headers: bytes = b"", path: bytes = b"/") -> bytes:
    return b"GET " + path + b" HTTP/1.1\r\nHost: here\r\nConnection: close\r\n" + headers + b"\r\n"


LONG = b"a" * MAX_HEAD_BYTES


@pytest.mark.parametrize(
    ("request_", "status", "slug"),
    [
        (b"GARBAGE\r\n\r\n", 400, "malformed"),
        (b"GET / HTTP/9.9\r\n\r\n", 400, "malformed"),
        (get(b"Content-Length: minus one\r\n"), 400, "malformed"),
        (get(b"X: " + LONG + b"\r\n"), 431, "headers-too-large"),
        (get(path=b"/" + LONG), 431, "headers-too-large"),
        (get(b"".join(b"X-%d: %s\r\n" % (number, b"a" * 1000) for number in range(70))), 431, "headers-too-large"),
    ],
)
def test_what_cannot_be_read_is_told_as_a_problem(request_: bytes, status: int, slug: str) -> None:
    [seen] = asyncio.run(answers([request_]))
    head, _, body = seen.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert b"content-type: application/problem+json" in head
    assert b"connection: close" in head
    assert json.loads(body)["type"] == f"urn:quorum:problem:{slug}"


def test_what_can_be_read_is_answered_and_a_bad_neighbour_changes_nothing() -> None:
    seen = asyncio.run(answers([get(), b"GARBAGE\r\n\r\n", get(b"X: " + LONG[:-100] + b"\r\n"), get()]))
    assert [one.endswith(b"here") for one in seen] == [True, False, True, True]
