"""The client against a server that misbehaves, over real sockets."""

import asyncio
import gzip
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from importlib.metadata import version

import pytest

from scrapers.errors import FetchError
from scrapers.http import Answer, Client, Limits, Request

Handler = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Visit:
    """What the server saw, and the answer the client got."""

    heads: list[str] = field(default_factory=list)
    answer: Answer | None = None
    seconds: float = 0.0


def reply(status: str = "200 OK", body: bytes = b"{}", **headers: str) -> Handler:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]

    async def write(writer: asyncio.StreamWriter) -> None:
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        await writer.drain()

    return write


async def silence(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(30)


async def drip(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(1000):
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.05)


async def break_off(writer: asyncio.StreamWriter) -> None:
    writer.write(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"half"')
    await writer.drain()


async def head_of(reader: asyncio.StreamReader) -> str:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    length = re.search(r"content-length: (\d+)", head, re.IGNORECASE)
    await reader.readexactly(int(length[1]) if length else 0)
    return head


def visit(
    *handlers: Handler,
    method: str = "POST",
    limits: Limits | None = None,
    requests_per_second: float = 1000,
    unusable: Callable[[Answer], str | None] = lambda _: None,
) -> Visit:
    """One request to a server that answers with one handler after the other, the last of them for ever."""

    async def run() -> Visit:
        seen = Visit()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            seen.heads.append(await head_of(reader))
            try:
                await handlers[min(len(seen.heads), len(handlers)) - 1](writer)
            except ConnectionError:
                pass  # the client has hung up, as it should
            finally:
                writer.close()

        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/search"
            client = Client(
                origins=[url],
                requests_per_second=requests_per_second,
                limits=limits or limited(),
                contact="quorum@example.org",
            )
            started = time.perf_counter()
            async with client:
                files = {"query": b"{}"} if method == "POST" else {}
                try:
                    seen.answer = await client.send(Request(method, url, {"page": "1"}, files), unusable)
                finally:
                    seen.seconds = time.perf_counter() - started
        return seen

    return asyncio.run(run())


def limited(
    *, timeout_seconds: float = 10.0, max_raw_bytes: int = 1_000_000, max_body_bytes: int = 1_000_000, retries: int = 3
) -> Limits:
    return Limits(
        timeout_seconds=timeout_seconds,
        max_raw_bytes=max_raw_bytes,
        max_body_bytes=max_body_bytes,
        retries=retries,
        pause_seconds=0.001,
    )


def test_it_says_who_it_is() -> None:
    (head,) = visit(reply()).heads
    assert f"User-Agent: Quorum/{version('quorum')} (EU funding eligibility checker; quorum@example.org)" in head


def test_parts_are_sent_as_files_of_type_json() -> None:
    async def run() -> bytes:
        got = bytearray()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            got.extend(await reader.readuntil(b"--\r\n"))
            await reply()(writer)
            writer.close()

        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
            async with Client(origins=[url], requests_per_second=1000, limits=limited()) as client:
                await client.send(Request("POST", url, files={"query": b'{"a":1}'}), lambda _: None)
        return bytes(got)

    sent = asyncio.run(run())
    assert b'Content-Disposition: form-data; name="query"; filename="blob"' in sent
    assert b'Content-Type: application/json\r\n\r\n{"a":1}' in sent


def test_a_gzip_answer_is_inflated() -> None:
    seen = visit(reply(body=gzip.compress(b'{"a": 1}'), Content_Encoding="gzip"))
    assert seen.answer is not None
    assert seen.answer.body == b'{"a": 1}'


@pytest.mark.parametrize("status", ["429 Too Many Requests", "500 Oops", "502 Bad Gateway", "503 Busy"])
def test_a_server_in_trouble_is_asked_again(status: str) -> None:
    seen = visit(reply(status), reply(status), reply())
    assert (len(seen.heads), seen.answer is not None) == (3, True)


def test_it_gives_up_after_the_last_retry_and_says_what_it_was_told() -> None:
    with pytest.raises(FetchError, match="status 503: in maintenance"):
        visit(reply("503 Busy", b"in maintenance"))


@pytest.mark.parametrize("status", ["400 Bad", "404 Not Found", "204 No Content"])
def test_other_statuses_are_not_asked_again(status: str) -> None:
    with pytest.raises(FetchError, match=f"status {status[:3]}"):
        visit(reply(status, b""), reply())


def test_it_waits_as_long_as_the_server_asks() -> None:
    assert visit(reply("429 Slow down", Retry_After="1"), reply()).seconds >= 1


def test_it_waits_until_the_server_says() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=3), usegmt=True)  # noqa: TID251 - Retry-After is real time
    assert visit(reply("503 Busy", Retry_After=later), reply()).seconds >= 1


def test_it_keeps_its_pace_also_when_it_tries_again() -> None:
    seen = visit(reply("503 Busy"), reply("503 Busy"), reply(), requests_per_second=5)
    assert seen.seconds >= 0.4


def test_waiting_for_the_first_turn_is_not_the_servers_time() -> None:
    async def run() -> None:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await head_of(reader)
            await reply()(writer)
            writer.close()

        async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
            url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
            async with Client(origins=[url], requests_per_second=2, limits=limited(timeout_seconds=0.3)) as client:
                for _ in range(3):
                    await client.send(Request("GET", url), lambda _: None)

    asyncio.run(run())


@pytest.mark.parametrize("handler", [silence, drip], ids=["silent", "one byte at a time"])
def test_an_answer_has_one_time_limit_with_all_retries(handler: Handler) -> None:
    started = time.perf_counter()
    with pytest.raises(FetchError, match=r"within 0\.3 s, retries included"):
        visit(handler, limits=limited(timeout_seconds=0.3))
    assert time.perf_counter() - started < 2


def test_waiting_for_a_far_retry_after_counts_towards_the_time() -> None:
    with pytest.raises(FetchError, match="no complete answer within"):
        visit(reply("429 Slow down", Retry_After="3600"), limits=limited(timeout_seconds=0.3))


def test_an_answer_that_breaks_off_is_asked_for_again() -> None:
    assert len(visit(break_off, reply()).heads) == 2
    with pytest.raises(FetchError, match="broke off"):
        visit(break_off)


def test_an_answer_that_cannot_be_used_is_asked_for_again() -> None:
    def web_page(answer: Answer) -> str | None:
        return "a web page" if answer.body.startswith(b"<") else None

    assert len(visit(reply(body=b"<html>"), reply(), unusable=web_page).heads) == 2
    with pytest.raises(FetchError, match="a web page"):
        visit(reply(body=b"<html>"), unusable=web_page)


def test_a_large_answer_is_refused() -> None:
    with pytest.raises(FetchError, match="too large"):
        visit(reply(body=bytes(1_000_001)))


def test_a_bomb_is_refused() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    assert len(bomb) < 100_000
    with pytest.raises(FetchError, match="too large"):
        visit(reply(body=bomb, Content_Encoding="gzip"))


def test_an_encoding_that_was_not_asked_for_is_refused() -> None:
    with pytest.raises(FetchError, match="answers in br"):
        visit(reply(Content_Encoding="br"))


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/search",
        "http://169.254.169.254/latest/meta-data",
        "http://127.0.0.1:1/search",
        "http://[::1]/search",
        "http://2130706433/search",
        "http://user@127.0.0.1/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:70/",
    ],
)
def test_a_redirect_to_anywhere_else_is_refused(target: str) -> None:
    with pytest.raises(FetchError, match="not an allowed address"):
        visit(reply("307 Elsewhere", Location=target))


def test_a_redirect_within_the_origin_is_followed() -> None:
    seen = visit(reply("307 Moved", Location="/moved"), reply())
    assert seen.heads[1].startswith("POST /moved ")


def test_a_redirect_that_would_lose_the_filter_is_refused() -> None:
    with pytest.raises(FetchError, match="turns POST into a GET"):
        visit(reply("302 Found", Location="/moved"), reply())


def test_redirects_in_a_circle_come_to_an_end() -> None:
    with pytest.raises(FetchError, match="more than 3 redirects"):
        visit(reply("307 Moved", Location="/search"))


def test_an_address_outside_the_allowed_origins_is_never_asked() -> None:
    async def run() -> None:
        async with Client(origins=["https://ec.europa.eu"], requests_per_second=1, limits=limited()) as client:
            await client.send(Request("GET", "http://ec.europa.eu/"), lambda _: None)

    with pytest.raises(FetchError, match="not an allowed address"):
        asyncio.run(run())


def test_a_server_that_is_not_there_is_a_fetch_error() -> None:
    async def run() -> None:
        async with Client(origins=["http://127.0.0.1:9"], requests_per_second=1000, limits=limited()) as client:
            await client.send(Request("GET", "http://127.0.0.1:9/"), lambda _: None)

    with pytest.raises(FetchError, match="ConnectError"):
        asyncio.run(run())
