"""The server says where it serves, in one line, once it does."""

import asyncio

import pytest
import uvicorn
from starlette.responses import PlainTextResponse

from app.cli.server import AnnouncingServer, address_of


async def _serve_one_request() -> tuple[str, bytes]:
    config = uvicorn.Config(PlainTextResponse("here"), port=0, lifespan="off", ws="none", log_config=None)
    server = AnnouncingServer(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn offers no event to wait for
        await asyncio.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()[:2]
    url = address_of(host, port)
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(b"GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    server.should_exit = True
    await serving
    return url, answer


def test_one_line_says_that_it_serves_and_where(capsys: pytest.CaptureFixture[str]) -> None:
    url, answer = asyncio.run(_serve_one_request())

    lines = capsys.readouterr().out.splitlines()
    assert answer.endswith(b"here")
    assert len(lines) == 1
    assert lines[0].startswith(f"Quorum serves {url} ")


def test_an_address_of_the_new_kind_is_bracketed() -> None:
    assert address_of("::1", 8000) == "http://[::1]:8000"
    assert address_of("127.0.0.1", 8000) == "http://127.0.0.1:8000"
