"""Take a body off the wire without trusting its size: 292 KB of gzip can hold 300 MB."""

import zlib
from typing import Protocol

GZIP = 16 + zlib.MAX_WBITS


class TooLargeError(Exception):
    """The body is larger than allowed."""


class TruncatedError(Exception):
    """The compressed body ends before its end, or is no gzip at all."""


class Body(Protocol):
    """Collects chunks as they arrive."""

    def feed(self, chunk: bytes) -> None:
        """Take one chunk off the wire; raises as soon as the limit is passed."""

    def whole(self) -> bytes:
        """The body, once all chunks have been fed."""


class PlainBody:
    """A body sent as it is."""

    def __init__(self, max_bytes: int) -> None:
        self._max = max_bytes
        self._content = bytearray()

    def feed(self, chunk: bytes) -> None:
        """See Body."""
        if len(self._content) + len(chunk) > self._max:
            raise TooLargeError(f"more than {self._max} bytes")
        self._content += chunk

    def whole(self) -> bytes:
        """See Body."""
        return bytes(self._content)


class GzipBody:
    """A gzip body, inflated no further than one byte past the limit. Several members in a row are one body."""

    def __init__(self, max_bytes: int, max_raw_bytes: int) -> None:
        self._max = max_bytes
        self._raw_left = max_raw_bytes
        self._content = bytearray()
        self._member = zlib.decompressobj(GZIP)

    def feed(self, chunk: bytes) -> None:
        """See Body."""
        self._raw_left -= len(chunk)
        if self._raw_left < 0:
            raise TooLargeError("more compressed bytes than allowed")
        while chunk:
            chunk = self._inflate(chunk)

    def whole(self) -> bytes:
        """See Body."""
        if not self._member.eof:
            raise TruncatedError("the compressed body is cut off")
        return bytes(self._content)

    def _inflate(self, chunk: bytes) -> bytes:
        if self._member.eof:
            self._member = zlib.decompressobj(GZIP)
        try:
            self._content += self._member.decompress(chunk, self._max - len(self._content) + 1)
        except zlib.error as error:
            raise TruncatedError(f"the body is no gzip: {error}") from error
        if len(self._content) > self._max:
            raise TooLargeError(f"more than {self._max} bytes when inflated")
        return self._member.unused_data or self._member.unconsumed_tail
