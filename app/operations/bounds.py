"""How long an address may be, how many requests are worked on at a time, and for how long."""

import asyncio
import re

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import AddressTooLong, Overloaded, TookTooLong
from app.operations.refusing import NEVER_REFUSED, refuse
from app.services.jobs.waiting import seconds_asked

MAX_QUERY_BYTES = 4096
MAX_PATH_BYTES = 4096
MAX_CHECK_BYTES = 7800
"""A check of a consortium has all of it in its address; with the path it is what servers in front let through."""

CHECKS = re.compile(r"(/[a-z]{2})?/check(/|$)")
"""Addresses of checks, with the language before them or without."""

AGAIN_SECONDS = 1
PATIENCE_SECONDS = 0.3
"""For a place among those that are worked on: with the work itself, the answer should not take a second."""

WAITS_FOR_JOBS = re.compile(r"/v1/(proposals(/|$)|consortia/[^/]+/(completion|drill)$)")
"""Addresses at which somebody can wait for a job."""


class AddressLimit:
    """Refuses addresses that nobody would write and no parameter needs."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on unless it is too long."""
        if scope["type"] == "http" and len(scope["query_string"]) > (most := _most(scope)):
            error = AddressTooLong(f"The parameters of a request have at most {most} bytes.")
            await refuse(error, {**scope, "path": scope["path"][:MAX_PATH_BYTES]}, receive, send)
        elif scope["type"] == "http" and len(scope["path"]) > MAX_PATH_BYTES:
            error = AddressTooLong(f"The path of a request has at most {MAX_PATH_BYTES} characters.")
            await refuse(error, {**scope, "path": scope["path"][:MAX_PATH_BYTES]}, receive, send)
        else:
            await self.app(scope, receive, send)


def _most(scope: Scope) -> int:
    return MAX_CHECK_BYTES if CHECKS.match(scope["path"]) else MAX_QUERY_BYTES


class InFlight:
    """Works on so many requests at a time. Who comes then waits a moment for a place, and is turned away without one.

    The moment does good to all: a crowd that comes at once is answered, and whoever is turned away and asks again at
    once does not take the time of those who are worked on. Those who wait for a job are counted for themselves: they
    cost little, and must not keep others out. Whoever follows a stream of events has been answered.
    """

    def __init__(self, app: ASGIApp, most: int, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self.app = app
        self._patience = patience_seconds
        self._places = {False: asyncio.Semaphore(most), True: asyncio.Semaphore(most)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on when there is room."""
        if scope["type"] != "http" or scope["path"] in NEVER_REFUSED:
            await self.app(scope, receive, send)
            return
        places = self._places[seconds_to_wait(scope) > 0]
        try:
            async with asyncio.timeout(self._patience):
                await places.acquire()
        except TimeoutError:
            error = Overloaded("Too many requests are being worked on.", retry_after_seconds=AGAIN_SECONDS)
            await refuse(error, scope, receive, send)
            return
        place = _Place(places, send)
        try:
            await self.app(scope, receive, place)
        finally:
            place.leave()


class _Place:
    """One request among those that are worked on."""

    def __init__(self, places: asyncio.Semaphore, send: Send) -> None:
        self._places, self._send = places, send
        self._is_taken = True

    def leave(self) -> None:
        if self._is_taken:
            self._is_taken = False
            self._places.release()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_stream(message):
            self.leave()
        await self._send(message)


def _is_stream(start: Message) -> bool:
    return any(
        name == b"content-type" and value.startswith(b"text/event-stream") for name, value in start.get("headers", ())
    )


class TimeLimit:
    """An answer has to begin in time, or a problem takes its place.

    Work that has been begun cannot be taken back: it keeps its place among those in flight until it has ended, so that
    slow work is not piled up without end.
    """

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self.app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with an eye on the clock."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        race = _Race(scope, receive, send)
        timer = asyncio.get_running_loop().call_later(self._seconds + seconds_to_wait(scope), race.lose)
        try:
            await self.app(scope, receive, race)
        finally:
            timer.cancel()
            await race.over()


class _Race:
    """Between the answer and the clock: only one of them is heard."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._has_begun = False
        self._refusal: asyncio.Task[None] | None = None

    def lose(self) -> None:
        if not self._has_begun:
            error = TookTooLong("There was no answer in time.", retry_after_seconds=AGAIN_SECONDS)
            self._refusal = asyncio.ensure_future(refuse(error, self._scope, self._receive, self._send, is_last=True))

    async def over(self) -> None:
        if self._refusal is not None:
            await self._refusal

    async def __call__(self, message: Message) -> None:
        if self._refusal is None:
            self._has_begun = True
            await self._send(message)


def seconds_to_wait(scope: Scope) -> int:
    """For how long the sender wants to wait for a job. Only whoever asks for a proposal can."""
    if scope["method"] != "POST" or WAITS_FOR_JOBS.match(scope["path"]) is None:
        return 0
    prefer = Headers(scope=scope).get("prefer")
    return seconds_asked(prefer) or 0
