"""Queries about cascade calls."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, select
from sqlmodel import Session, col

from app.db.tables import CascadeCall
from app.repositories.paging import Part, Slice, slice_of
from app.repositories.searching import is_storable, matches
from app.repositories.topics import RANKS, Status, status_at


@dataclass(frozen=True, kw_only=True)
class CascadeFilters:
    """What a list of cascade calls is narrowed to; ``None`` does not narrow."""

    q: str | None = None
    programme: str | None = None
    topic: str | None = None
    status: Status | None = None


class Listed(NamedTuple):
    """A cascade call of a listing: what it is ordered by, and its status."""

    rank: int
    day: int
    id: int
    status: str
    call: CascadeCall


def _conditions(filters: CascadeFilters, now: datetime) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.q is not None:
        conditions.append(matches(CascadeCall, filters.q))
    if filters.programme is not None:
        conditions.append(col(CascadeCall.programme) == filters.programme.upper())
    if filters.topic is not None:
        conditions.append(col(CascadeCall.topic_key) == filters.topic.lower())
    if filters.status is not None:
        conditions.append(status_at(now, CascadeCall) == filters.status)
    return conditions


def listing(filters: CascadeFilters, now: datetime) -> Select[Any]:
    """Cascade calls with their status, in the order of topics: open, forthcoming, closed, each by last deadline."""
    status, day = status_at(now, CascadeCall), col(CascadeCall.closing_day)
    place = (
        select(
            col(CascadeCall.id).label("id"),
            status.label("status"),
            case(RANKS, value=status, else_=len(RANKS)).label("rank"),
            case((status == "closed", -day), else_=day).label("day"),
        )
        .where(*_conditions(filters, now))
        .subquery("place")
    )
    return (
        select(place.c.rank, place.c.day, col(CascadeCall.id), place.c.status, CascadeCall)
        .join(place, place.c.id == col(CascadeCall.id))
        .order_by(place.c.rank, place.c.day, col(CascadeCall.id))
    )


def page(session: Session, filters: CascadeFilters, now: datetime, part: Part) -> Slice[Any]:
    """One page of the listing, with rows that read as ``Listed``."""
    return slice_of(session, listing(filters, now), key=(int, int, int), part=part)


def under(session: Session, topic_key: str, now: datetime) -> Sequence[tuple[CascadeCall, str]]:
    """The calls under a topic (its identifier in lower case) with their status, in the order of the listing."""
    rows = map(Listed._make, session.execute(listing(CascadeFilters(topic=topic_key), now)))
    return [(row.call, row.status) for row in rows]


def find(session: Session, reference: str, now: datetime) -> tuple[CascadeCall, str] | None:
    """A cascade call and its status, by the source's own name of it."""
    if not is_storable(reference):
        return None
    query = select(CascadeCall, status_at(now, CascadeCall)).where(col(CascadeCall.reference) == reference)
    row = session.execute(query.limit(1)).one_or_none()
    return None if row is None else (row[0], row[1])
