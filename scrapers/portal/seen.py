"""Rows that need not be read again: nothing that is read of them has changed, and neither has the reader."""

import hashlib
from functools import cache
from importlib.resources import files

import orjson

from scrapers.portal.rows import Row
from scrapers.portal.tables import source


def digest_of(row: Row) -> str:
    """The same for two rows of which everything that is read is the same, as long as the reader is."""
    bookkeeping = source().out_of_scope.metadata
    read = {name: value for name, value in row.result["metadata"].items() if name not in bookkeeping}
    whole = [row.reference, row.result.get("url"), row.result.get("language"), read]
    return hashlib.sha256(_reader() + orjson.dumps(whole, option=orjson.OPT_SORT_KEYS)).hexdigest()


@cache
def _reader() -> bytes:
    """What the reader consists of: a changed one reads every row anew."""
    parts = [*files("scrapers.portal").iterdir(), files("scrapers") / "records.py"]
    read = sorted((part.name, part.read_bytes()) for part in parts if part.name.endswith((".py", ".yaml")))
    return hashlib.sha256(b"\0".join(body for _, body in read)).digest()
