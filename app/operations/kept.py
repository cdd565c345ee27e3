"""Answers as they were sent, kept for whoever asks the same next, as long as they hold."""

import gzip
from dataclasses import dataclass
from typing import Any

from cachetools import LRUCache

from app.services.catalogue.validity import Validity

Headers = tuple[tuple[bytes, bytes], ...]

COMPRESSED_FROM = 1000
"""Bytes of an answer from which packing it is worth the time."""

PACKING = 5
"""How hard gzip tries: more takes longer and saves little."""

OVERHEAD_BYTES = 1500
"""What an answer takes in memory besides its body: key, headers, the objects around them."""


@dataclass(frozen=True, slots=True)
class Key:
    """Two requests with the same key have the same answer. ``path`` is decoded, ``query`` as it was sent, in order."""

    path: str
    query: bytes
    is_packed: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """A 200 with all its headers. ``route`` is the one that gave it: whoever counts requests wants to know."""

    tag: bytes
    headers: Headers
    body: bytes
    route: Any

    def packed(self) -> "Answer":
        """The same for whoever can unpack it; one that is short stays as it is."""
        if len(self.body) < COMPRESSED_FROM:
            return self
        body = gzip.compress(self.body, PACKING, mtime=0)
        headers = tuple((name, value) for name, value in self.headers if name != b"content-length")
        told = ((b"content-encoding", b"gzip"), (b"content-length", b"%d" % len(body)))
        return Answer(self.tag, headers + told, body, self.route)


class KeptAnswers:
    """At most so many bytes; what was not asked for longest goes first. All of it goes when it no longer holds."""

    def __init__(self, max_bytes: int) -> None:
        self._answers: LRUCache[Key, Answer] = LRUCache(max_bytes, getsizeof=_size)
        self._validity: Validity | None = None

    def find(self, validity: Validity, key: Key) -> Answer | None:
        """The answer that was given to the same request; what was given under another validity is thrown away."""
        if validity != self._validity:
            self._answers.clear()
            self._validity = validity
        return self._answers.get(key)

    def keep(self, validity: Validity, key: Key, answer: Answer) -> None:
        """Keep an answer, unless it came too late or is larger than all the room there is."""
        if validity == self._validity and _size(answer) <= self._answers.maxsize:
            self._answers[key] = answer

    @property
    def size_bytes(self) -> int:
        """How much is kept."""
        return int(self._answers.currsize)


def _size(answer: Answer) -> int:
    return len(answer.body) + OVERHEAD_BYTES
