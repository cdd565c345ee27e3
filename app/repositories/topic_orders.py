"""In which orders topics can be listed. Each is a number in the rows, so that a cursor can carry it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import BigInteger, ColumnElement, case, cast, extract, func, literal_column, select, type_coerce
from sqlalchemy.orm import Mapped
from sqlmodel import col

from app.db.tables import Topic, TopicDeadline
from app.repositories.paging import Wide
from app.repositories.searching import ByDialect, relevance

TopicSort = Literal[
    "status", "relevance", "deadline", "-deadline", "opens_on", "-opens_on", "budget", "-budget", "identifier"
]

NEVER = 2**62
"""Seconds or cents beyond all that is stated: what is not stated comes last, up and down."""


@dataclass(frozen=True)
class Order:
    """What topics are sorted by before their identifier; ``number`` is ``None`` where there is nothing before it."""

    number: ColumnElement[int] | None
    descending: bool = False

    @property
    def key(self) -> tuple[type, ...]:
        """The types of the columns, as a cursor has them."""
        return (str,) if self.number is None else (Wide, str)


def order_of(sort: TopicSort, q: str | None, now: datetime) -> Order:
    """The order that was asked for; ``status`` is that of the plain listing, see ``topics.listing``.

    Raises:
        Invalid: the search is longer than anybody means.
    """
    descending = sort.startswith("-")
    match sort.removeprefix("-"):
        case "relevance":
            return Order(relevance(Topic, q or ""))
        case "deadline":
            return Order(_stated(_seconds(_next_deadline(now)), descending=descending), descending)
        case "opens_on":
            return Order(_stated(_seconds(col(Topic.opens_on)), descending=descending), descending)
        case "budget":
            return Order(_stated(type_coerce(col(Topic.budget_total), BigInteger), descending=descending), descending)
        case "identifier":
            return Order(None)
        case _:
            raise AssertionError(f"{sort} is another listing")


def _stated(number: ColumnElement[int], *, descending: bool) -> ColumnElement[int]:
    return type_coerce(func.coalesce(number, literal_column(str(-NEVER if descending else NEVER))), BigInteger)


def _next_deadline(now: datetime) -> ColumnElement[datetime]:
    """The next deadline that is still ahead, or the last one of a topic that is over."""
    ahead = (
        select(func.min(col(TopicDeadline.passes_at)))
        .where(col(TopicDeadline.topic_id) == col(Topic.id), col(TopicDeadline.passes_at) > now)
        .correlate(Topic)
        .scalar_subquery()
    )
    last = col(Topic.last_deadline_passes_at)
    return case((last <= now, last), else_=ahead)


def _seconds(at: ColumnElement[Any] | Mapped[Any]) -> ColumnElement[int]:
    """An instant or a day, in whole seconds since 1970."""
    return ByDialect(
        sqlite=cast(func.strftime("%s", at), BigInteger),
        postgresql=cast(func.floor(extract("epoch", at)), BigInteger),
    )
