"""Take a body off the wire without trusting its size: 292 KB of gzip can hold 300 MB."""

import zlib
from typing import Protocol

GZIP = 16 + zlib.MAX_WBITS
SLICE = 16_384
"""Compressed bytes inflated at once, so that no more than some MB are in memory on their way to a file."""


class TooLargeError(Exception):
    """The body is larger than allowed."""


class TruncatedError(Exception):
    """The compressed body ends before its end, or is no gzip at all."""


class Sink(Protocol):
    """Where a body goes."""

    def write(self, content: bytes, /) -> object:
        """Take a piece."""


class Body(Protocol):
    """Takes chunks as they arrive."""

    def feed(self, chunk: bytes) -> None:
        """Take one chunk off the wire; raises as soon as the limit is passed."""

    def end(self) -> None:
        """All chunks have been fed; raises when that cannot be all."""


class PlainBody:
    """A body sent as it is."""

    def __init__(self, max_bytes: int, sink: Sink) -> None:
        self._max = max_bytes
        self._size = 0
        self._sink = sink

    def feed(self, chunk: bytes) -> None:
        """See Body."""
        self._size += len(chunk)
        if self._size > self._max:
            raise TooLargeError(f"more than {self._max} bytes")
        self._sink.write(chunk)

    def end(self) -> None:
        """See Body."""


class GzipBody:
    """A gzip body, inflated no further than one byte past the limit. Several members in a row are one body."""

    def __init__(self, max_bytes: int, max_raw_bytes: int, sink: Sink) -> None:
        self._max = max_bytes
        self._raw_left = max_raw_bytes
        self._size = 0
        self._sink = sink
        self._member = zlib.decompressobj(GZIP)

    def feed(self, chunk: bytes) -> None:
        """See Body."""
        self._raw_left -= len(chunk)
        if self._raw_left < 0:
            raise TooLargeError("more compressed bytes than allowed")
        for start in range(0, len(chunk), SLICE):
            rest = chunk[start : start + SLICE]
            while rest:
                rest = self._inflate(rest)

    def end(self) -> None:
        """See Body."""
        if not self._member.eof:
            raise TruncatedError("the compressed body is cut off")

    def _inflate(self, chunk: bytes) -> bytes:
        if self._member.eof:
            self._member = zlib.decompressobj(GZIP)
        try:
            content = self._member.decompress(chunk, self._max - self._size + 1)
        except zlib.error as error:
            raise TruncatedError(f"the body is no gzip: {error}") from error
        self._size += len(content)
        if self._size > self._max:
            raise TooLargeError(f"more than {self._max} bytes when inflated")
        self._sink.write(content)
        return self._member.unused_data or self._member.unconsumed_tail
