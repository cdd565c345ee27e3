"""A body is inflated up to its limit and no further."""

import gzip
import tracemalloc
import zlib
from io import BytesIO

import pytest

from scrapers.inflate import GzipBody, PlainBody, TooLargeError, TruncatedError

TEXT = b"Competitiveness cluster. " * 400


def inflated(raw: bytes, *, max_bytes: int = 20_000, max_raw_bytes: int = 20_000, chunk: int = 64) -> bytes:
    sink = BytesIO()
    body = GzipBody(max_bytes, max_raw_bytes, sink)
    for start in range(0, len(raw), chunk):
        body.feed(raw[start : start + chunk])
    body.end()
    return sink.getvalue()


@pytest.mark.parametrize("chunk", [1, 7, 10_000])
def test_chunks_make_the_whole(chunk: int) -> None:
    assert inflated(gzip.compress(TEXT), chunk=chunk) == TEXT


def test_several_members_are_one_body() -> None:
    assert inflated(gzip.compress(b"one ") + gzip.compress(b"two")) == b"one two"


def test_the_limit_itself_is_allowed_and_one_byte_more_is_not() -> None:
    raw = gzip.compress(TEXT)
    assert inflated(raw, max_bytes=len(TEXT)) == TEXT
    with pytest.raises(TooLargeError, match="inflated"):
        inflated(raw, max_bytes=len(TEXT) - 1)


def test_the_compressed_size_is_limited_as_well() -> None:
    raw = gzip.compress(TEXT)
    assert inflated(raw, max_raw_bytes=len(raw)) == TEXT
    with pytest.raises(TooLargeError, match="compressed"):
        inflated(raw, max_raw_bytes=len(raw) - 1)


def test_a_bomb_is_never_inflated_beyond_the_limit() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(100)) + packer.flush()
    assert len(bomb) < 200_000
    tracemalloc.start()
    with pytest.raises(TooLargeError):
        inflated(bomb, max_bytes=1_000_000, max_raw_bytes=1_000_000, chunk=len(bomb))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6_000_000


@pytest.mark.parametrize("raw", [gzip.compress(TEXT)[:-4], b"", b"<html>"], ids=["cut off", "empty", "no gzip"])
def test_what_does_not_end_well_is_no_body(raw: bytes) -> None:
    with pytest.raises(TruncatedError):
        inflated(raw)


def test_a_plain_body_has_its_limit_too() -> None:
    sink = BytesIO()
    body = PlainBody(4, sink)
    body.feed(b"four")
    body.end()
    assert sink.getvalue() == b"four"
    with pytest.raises(TooLargeError):
        body.feed(b"!")
