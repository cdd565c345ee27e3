"""One polite client for all sources; the only module that knows httpx.

It says who it is, keeps a pace per host (retries included), waits as long as a server asks, and never trusts an
answer: its origin, its size on the wire and inflated, and its time are limited.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from io import BytesIO
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx
from aiolimiter import AsyncLimiter
from httpx_retries import Retry, RetryTransport

from scrapers.errors import FetchError
from scrapers.inflate import Body, GzipBody, PlainBody, Sink, TooLargeError, TruncatedError
from scrapers.spool import Spool

RETRIED_STATUSES = (429, 500, 502, 503, 504)
SILENCE_SECONDS = 30.0
"""A server that has been silent for so long is asked again. Searches take 2 to 10 seconds, facets up to 15."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one answer may cost. ``timeout_seconds`` is for all of it, retries and redirects included."""

    timeout_seconds: float
    max_raw_bytes: int
    max_body_bytes: int
    max_redirects: int = 3
    retries: int = 3
    pause_seconds: float = 0.5


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask. ``files`` become multipart file parts of type JSON."""

    method: str
    url: str
    params: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer with status 200, inflated; ``body`` is empty where a spool has taken it."""

    url: str
    content_type: str
    body: bytes


def origin(url: str) -> str:
    """Scheme, host and port: what an answer may come from."""
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    return f"{parts.scheme}://{parts.hostname}:{port}"


class Client:
    """Fetches from the given origins and nowhere else. Use it as an async context manager."""

    def __init__(
        self,
        *,
        origins: Sequence[str],
        requests_per_second: float,
        limits: Limits,
        contact: str | None = None,
    ) -> None:
        self._origins = frozenset(map(origin, origins))
        self._limits = limits
        self._turn_seconds = 1 / requests_per_second
        self._client = httpx.AsyncClient(
            transport=RetryTransport(
                transport=_Paced(httpx.AsyncHTTPTransport(), requests_per_second), retry=_retry(limits)
            ),
            headers={
                "User-Agent": user_agent(contact),
                "Accept": "application/json",
                "Accept-Encoding": "gzip",
            },
            timeout=min(limits.timeout_seconds, SILENCE_SECONDS),
        )

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._client.__aexit__(kind, value, traceback)

    async def send(
        self, request: Request, unusable: Callable[[Answer], str | None], spool: Spool | None = None
    ) -> Answer:
        """The answer to a request.

        Args:
            request: what to ask; its origin must be an allowed one.
            spool: takes the body, which then is never in memory.
            unusable: why an answer cannot be used, None when it can. Servers that are in trouble send pages with
                status 200 that say so; such an answer is asked for again, like one that breaks off.

        Raises:
            FetchError: no usable answer came within the limits.
        """
        try:
            # Waiting for our own turn is not the server's time; waiting for the turn of a retry is.
            async with asyncio.timeout(self._limits.timeout_seconds + self._turn_seconds):
                return await self._persist(request, unusable, spool)
        except TimeoutError as error:
            seconds = self._limits.timeout_seconds
            raise FetchError(f"{request.url}: no complete answer within {seconds:g} s, retries included") from error
        except httpx.HTTPError as error:
            raise FetchError(f"{request.url}: {type(error).__name__}: {error}") from error
        except TooLargeError as error:
            raise FetchError(f"{request.url}: the answer is too large: {error}") from error

    async def _persist(self, request: Request, unusable: Callable[[Answer], str | None], spool: Spool | None) -> Answer:
        reason = "no answer"
        for attempt in range(self._limits.retries + 1):
            await asyncio.sleep(self._limits.pause_seconds * (2**attempt - 1))
            try:
                answer = await self._exchange(request, spool)
            except TruncatedError as error:
                reason = f"the answer broke off ({error})"
                continue
            found = unusable(answer)
            if found is None:
                return answer
            reason = found
        raise FetchError(f"{request.url}: {reason}")

    async def _exchange(self, request: Request, spool: Spool | None) -> Answer:
        following = self._client.build_request(
            request.method,
            request.url,
            params=dict(request.params) or None,
            files={name: ("blob", content, "application/json") for name, content in request.files.items()} or None,
        )
        for _ in range(self._limits.max_redirects + 1):
            self._check_origin(following.url)
            response = await self._client.send(following, stream=True)
            try:
                if response.next_request is None:
                    return await self._read(response, spool)
            finally:
                await response.aclose()
            following = _redirected(following, response.next_request)
        raise FetchError(f"{request.url}: more than {self._limits.max_redirects} redirects")

    def _check_origin(self, url: httpx.URL) -> None:
        if url.userinfo or origin(str(url)) not in self._origins:
            raise FetchError(f"{url} is not an allowed address: {', '.join(sorted(self._origins))}")

    async def _read(self, response: httpx.Response, spool: Spool | None) -> Answer:
        content = BytesIO()
        if spool is not None:
            spool.restart()
        # What an error says is short, and no body for a spool.
        sink: Sink = content if spool is None or response.status_code != 200 else spool
        body = _body_for(response, self._limits, sink)
        try:
            async for chunk in response.aiter_raw():
                body.feed(chunk)
        except (httpx.ReadError, httpx.ReadTimeout, httpx.RemoteProtocolError) as error:
            raise TruncatedError(f"{type(error).__name__}: {error}") from error
        body.end()
        if response.status_code != 200:
            excerpt = content.getvalue()[:200].decode(errors="replace")
            raise FetchError(f"{response.url.copy_with(query=None)}: status {response.status_code}: {excerpt}")
        return Answer(str(response.url), response.headers.get("Content-Type", ""), content.getvalue())


class _Paced(httpx.AsyncBaseTransport):
    """Sends not more often to one host than agreed. It stands below the retries, so these keep the pace as well."""

    def __init__(self, transport: httpx.AsyncBaseTransport, requests_per_second: float) -> None:
        self._transport = transport
        self._seconds_apart = 1 / requests_per_second
        self._limiters: dict[str, AsyncLimiter] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        async with self._limiters.setdefault(request.url.host, AsyncLimiter(1, self._seconds_apart)):
            return await self._transport.handle_async_request(request)

    async def aclose(self) -> None:
        await self._transport.aclose()


def user_agent(contact: str | None) -> str:
    """Who we are, and whom to write to when an operator says so."""
    known_as = f"Quorum/{version('quorum')}"
    return f"{known_as} (EU funding eligibility checker{f'; {contact}' if contact else ''})"


def _retry(limits: Limits) -> Retry:
    # A search is a POST that changes nothing, so it may be repeated like a GET.
    return Retry(
        total=limits.retries,
        allowed_methods=("GET", "POST"),
        status_forcelist=RETRIED_STATUSES,
        backoff_factor=limits.pause_seconds,
        max_backoff_wait=limits.timeout_seconds,
    )


def _body_for(response: httpx.Response, limits: Limits, sink: Sink) -> Body:
    match encoding := response.headers.get("Content-Encoding", "identity").strip().lower():
        case "identity":
            return PlainBody(min(limits.max_raw_bytes, limits.max_body_bytes), sink)
        case "gzip" | "x-gzip":
            return GzipBody(limits.max_body_bytes, limits.max_raw_bytes, sink)
        case _:
            raise FetchError(f"{response.url}: answers in {encoding}, which was not asked for")


def _redirected(request: httpx.Request, following: httpx.Request) -> httpx.Request:
    """A search that comes back as a GET has lost its filter and would answer with everything."""
    if following.method != request.method:
        raise FetchError(f"{request.url}: the redirect to {following.url} turns {request.method} into a GET")
    following.extensions.pop("retry", None)
    return following
