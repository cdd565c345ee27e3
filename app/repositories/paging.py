"""Pages that stay right while rows come and go: a cursor names the last row seen, not a number of rows.

sqlakeyset turns the order of a query into the condition "after that row" and into the cursor. A query that is paged
must be ordered by columns that are never NULL and end with a unique one. A cursor begins with the mark of the list and
the filters it was given for: elsewhere its row would be a place that means nothing.
"""

import base64
import binascii
import csv
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVarTuple, cast

from sqlakeyset import BadBookmark, InvalidPage, Marker, Page, select_page, serialize_bookmark, unserialize_bookmark
from sqlalchemy import Row, Select
from sqlmodel import Session

from app.errors import invalid
from app.repositories.searching import is_storable

Columns = TypeVarTuple("Columns")
DEFAULT_LIMIT = 50
MAX_LIMIT = 200
MARK_BYTES = 6
FOREIGN = "this cursor was given by another list, or for other filters"


class Wide(int):
    """In a key: a whole number in a column of 64 bits; an ``int`` has 32."""


RANGES: dict[type, int] = {int: 2**31, Wide: 2**63}


@dataclass(frozen=True, kw_only=True)
class Part:
    """Which part of a list is wanted: how many rows, after which. ``mark`` is that of the list with its filters."""

    cursor: str | None
    limit: int
    mark: str


def mark_of(*parts: str) -> str:
    """A short name for a list and its filters, the same whenever they are."""
    return _text(hashlib.sha256("\0".join(parts).encode()).digest()[:MARK_BYTES])


@dataclass(frozen=True)
class Slice(Generic[*Columns]):
    """Some rows in their order.

    ``cursor_after`` tells for the place of a row where to carry on after it; ``more``: there are others.
    """

    rows: Sequence[Row[*Columns]]
    cursor_after: Callable[[int], str]
    more: bool

    @property
    def next(self) -> str | None:
        """Where the next slice begins, or ``None`` when this is the last."""
        return self.cursor_after(len(self.rows) - 1) if self.more else None


def slice_of(session: Session, query: Select[*Columns], *, key: tuple[type, ...], part: Part) -> Slice[*Columns]:
    """The next rows of an ordered query. ``key`` has the types of the columns it is ordered by.

    Raises:
        Invalid: the cursor was not given for this list with these filters.
    """
    place = None if part.cursor is None else _place(part.cursor, part.mark, key)
    page: Page[Any] = select_page(session, cast(Any, query), per_page=part.limit, page=place)

    def cursor_after(index: int) -> str:
        return part.mark + _bookmark(page.paging.get_marker_at(index))

    return Slice(rows=list(page), cursor_after=cursor_after, more=page.paging.has_next)


def _bookmark(marker: Marker) -> str:
    return _text(serialize_bookmark(marker).encode())


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def is_askable(value: object, kind: type) -> bool:
    """A database takes no number beyond the range of its column, and no text that it could not hold.

    Instants are in UTC: another zone could lie before the first day there is.
    """
    match value:
        case bool():
            return False
        case int():
            return kind in RANGES and abs(value) < RANGES[kind]
        case str():
            return kind is str and is_storable(value)
        case datetime():
            return kind is datetime and value.utcoffset() == timedelta(0)
        case _:
            return False


def _place(cursor: str, mark: str, key: tuple[type, ...]) -> Marker:
    """Read a cursor, and refuse one with other columns: a database would stumble over their types."""
    if not cursor.startswith(mark):
        raise invalid("/cursor", FOREIGN)
    try:
        bookmark = cursor.removeprefix(mark)
        padded = bookmark + "=" * (-len(bookmark) % 4)
        marker = unserialize_bookmark(base64.urlsafe_b64decode(padded.encode()).decode())
    except (BadBookmark, InvalidPage, binascii.Error, csv.Error, ValueError) as error:
        raise invalid("/cursor", FOREIGN) from error
    place = marker.place
    if marker.backwards or place is None or len(place) != len(key) or not all(map(is_askable, place, key)):
        raise invalid("/cursor", FOREIGN)
    return marker
