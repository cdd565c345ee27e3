"""Public reads are answered before any query: by a 304, or by the bytes that were sent for the same question before.

The tag of an answer is known before the answer is. It is made of all that the answer depends on: revision of the
catalogue, stretch of time without a deadline or midnight in it, program with its law, address and parameters. So
whoever comes with the tag has the answer, and nothing needs to be read or worked out to know it.
"""

import base64
import hashlib
from asyncio import to_thread
from typing import NamedTuple

from sqlalchemy.exc import SQLAlchemyError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.operations.capturing import FOR_ALL, KEPT_STATUS, VARY, Marked, Taken
from app.operations.kept import Answer, KeptAnswers, Key
from app.operations.program import fingerprint
from app.operations.reads import Read, has_tag, public_read
from app.operations.watching import CatalogueWatch
from app.services.catalogue.validity import Validity
from app.settings import Settings

PACKED_IN_THREAD_FROM = 128 * 1024
"""Bytes from which packing takes so long that others should not wait for it."""

NOT_PASSED_ON = frozenset({b"accept-encoding", b"if-none-match"})


class _Call(NamedTuple):
    """What a server hands to an application."""

    scope: Scope
    receive: Receive
    send: Send


class PublicReads:
    """Keeps what everybody may read, and says of every answer who may keep it."""

    def __init__(self, app: ASGIApp, watch: CatalogueWatch, settings: Settings) -> None:
        self.app = app
        self._watch = watch
        self._kept = KeptAnswers(settings.kept_answers_mib * 1024 * 1024)
        self._setting = f"meaning {settings.fit_meaning}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is known, pass on what is not."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        read = public_read(scope)
        if read is None:
            await self.app(scope, receive, Marked(scope["path"], send))
            return
        try:
            validity = self._watch.known() or await self._watch.look()
        except (SQLAlchemyError, TimeoutError):  # the database is in trouble: let the endpoint find out and say so
            await self.app(scope, receive, Marked(scope["path"], send))
            return
        await self._answer(read, validity, _Call(scope, receive, send))

    async def _answer(self, read: Read, validity: Validity, call: _Call) -> None:
        key = Key(read.path, read.query, read.can_unpack)
        answer = self._kept.find(validity, key)
        tag = answer.tag if answer is not None else self._tag(validity, read)
        call.scope["route"] = None if answer is None else answer.route
        if read.has and has_tag(read.has, tag):
            await _not_modified(tag, call.send)
            return
        if answer is None:
            answer = await self._made(read, validity, tag, call)
            if answer is None:
                return
            call.scope["route"] = answer.route
        if read.has == b"*":
            await _not_modified(tag, call.send)
            return
        await call.send({"type": "http.response.start", "status": KEPT_STATUS, "headers": answer.headers})
        await call.send({"type": "http.response.body", "body": answer.body})

    async def _made(self, read: Read, validity: Validity, tag: bytes, call: _Call) -> Answer | None:
        """The answer, from one that is kept for others or from the service; ``None`` when it has been sent already."""
        plain = self._kept.find(validity, Key(read.path, read.query, is_packed=False))
        if plain is None:
            plain = await self._asked(tag, call)
        if plain is None:
            return None
        answer = await _packed(plain) if read.can_unpack else plain
        self._kept.keep(validity, Key(read.path, read.query, read.can_unpack), answer)
        return answer

    async def _asked(self, tag: bytes, call: _Call) -> Answer | None:
        """Ask the service, as somebody who has nothing yet and takes everything as it is."""
        headers = [one for one in call.scope["headers"] if one[0] not in NOT_PASSED_ON]
        inner = {**call.scope, "headers": headers}

        async def send(message: Message) -> None:
            call.scope["route"] = inner.get("route")  # who answered is told outwards
            await call.send(message)

        taken = Taken(call.scope["path"], send)
        await self.app(inner, call.receive, taken)
        return taken.answer(tag, inner.get("route"))

    def _tag(self, validity: Validity, read: Read) -> bytes:
        parts = (
            str(validity.revision),
            validity.since.isoformat(),
            fingerprint(),
            self._setting,
            read.path,
            read.query.decode("latin-1"),
        )
        digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()[:18]
        return b'W/"' + base64.urlsafe_b64encode(digest) + b'"'


async def _packed(plain: Answer) -> Answer:
    return await to_thread(plain.packed) if len(plain.body) >= PACKED_IN_THREAD_FROM else plain.packed()


async def _not_modified(tag: bytes, send: Send) -> None:
    headers = [(b"etag", tag), (b"cache-control", FOR_ALL), VARY]
    await send({"type": "http.response.start", "status": 304, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
