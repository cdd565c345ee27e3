"""Queries about topics. What a topic's status is on a given instant is defined here, once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, NamedTuple, cast

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select
from sqlalchemy.orm import QueryableAttribute, defer
from sqlmodel import Session, col

from app.clock import BRUSSELS, instant
from app.db.tables import CascadeCall, Topic, TopicChange, TopicDeadline
from app.repositories.paging import Part, Slice, slice_of
from app.repositories.searching import bytewise, is_storable, matches
from app.repositories.topic_orders import Order, TopicSort, order_of

Status = Literal["forthcoming", "open", "closed"]
RANKS = {"open": 0, "forthcoming": 1, "closed": 2}
LONG_TEXTS = (
    Topic.conditions_html,
    Topic.destination_html,
    Topic.support_html,
    Topic.latest_infos,
    Topic.documents,
    Topic.submission_links,
    Topic.stated_eligibility,
    Topic.search_text,
)


class Listed(NamedTuple):
    """A topic of a listing: what it is ordered by, its status, and what changes whenever its row does.

    Whoever writes a row anew has read another state of the topic, or the same one elsewhere or at another time.
    """

    rank: int
    day: int
    identifier_key: str
    id: int
    status: str
    state_sha256: str
    source: str
    source_url: str
    retrieved_at: datetime
    sha256: str | None
    confidence: str | None
    gone_since: datetime | None


@dataclass(frozen=True, kw_only=True)
class TopicFilters:
    """What a list of topics is narrowed to; ``None`` does not narrow."""

    q: str | None = None
    programme: str | None = None
    type_of_action: str | None = None
    status: Status | None = None
    opens_after: date | None = None
    deadline_before: date | None = None


def status_at(now: datetime, of: type[Topic] | type[CascadeCall] = Topic) -> ColumnElement[str]:
    """The status of a topic or cascade call by its dates; an undated one is what the portal says.

    The last deadline decides when it is closed. A topic is open from its opening day on, by the clock of Brussels.
    """
    last, opens_on = col(of.last_deadline_passes_at), col(of.opens_on)
    today = now.astimezone(BRUSSELS).date()
    return case(
        (last <= now, "closed"),
        (opens_on > today, "forthcoming"),
        (and_(opens_on <= today, last > now), "open"),
        else_=col(of.portal_status),
    )


def _deadline_before(day: date, now: datetime) -> ColumnElement[bool]:
    """Due before the day: some deadline that is still ahead or, for a topic that is over, its last one."""
    begin = instant(day)
    ahead = select(col(TopicDeadline.topic_id)).where(col(TopicDeadline.passes_at) > now, col(TopicDeadline.at) < begin)
    return or_(
        col(Topic.id).in_(ahead),
        and_(col(Topic.last_deadline_passes_at) <= now, col(Topic.last_deadline_passes_at) <= begin),
    )


def _conditions(filters: TopicFilters, now: datetime) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.q is not None:
        conditions.append(matches(Topic, filters.q))
    if filters.programme is not None:
        conditions.append(col(Topic.programme) == filters.programme.upper())
    if filters.type_of_action is not None:
        conditions.append(func.lower(col(Topic.type_of_action)) == filters.type_of_action.lower())
    if filters.status is not None:
        conditions.append(status_at(now) == filters.status)
    if filters.opens_after is not None:
        conditions.append(col(Topic.opens_on) > filters.opens_after)
    if filters.deadline_before is not None:
        conditions.append(_deadline_before(filters.deadline_before, now))
    return conditions


def listing(filters: TopicFilters, now: datetime, order: Order | None = None) -> Select[Any]:
    """Topics with their status: open ones first, then forthcoming, each by last deadline; then closed, latest first.

    With an order: by that, then by identifier. What they are ordered by is computed in a subquery, since sqlakeyset
    knows columns by name; it is in the rows, which sqlakeyset would otherwise take apart and put together again.
    """
    status, day = status_at(now), col(Topic.closing_day)
    before = [] if order is None or order.number is None else [order.number.label("number")]
    place = (
        select(
            col(Topic.id).label("id"),
            status.label("status"),
            case(RANKS, value=status, else_=len(RANKS)).label("rank"),
            case((status == "closed", -day), else_=day).label("day"),
            bytewise(col(Topic.identifier_key)).label("identifier_key"),
            *before,
        )
        .where(*_conditions(filters, now))
        .subquery("place")
    )
    numbers = [place.c.number] if before else []
    version = (getattr(Topic, name) for name in Listed._fields[5:])
    query = select(
        *numbers, place.c.rank, place.c.day, place.c.identifier_key, col(Topic.id), place.c.status, *version
    ).join(place, place.c.id == col(Topic.id))
    if order is None:
        return query.order_by(place.c.rank, place.c.day, place.c.identifier_key)
    return query.order_by(*(n.desc() if order.descending else n for n in numbers), place.c.identifier_key)


def page(
    session: Session, filters: TopicFilters, now: datetime, part: Part, sort: TopicSort | None = None
) -> Slice[Any]:
    """One page of the listing, with rows that ``listed`` reads."""
    if sort is None or sort == "status":
        return slice_of(session, listing(filters, now), key=(int, int, str), part=part)
    order = order_of(sort, filters.q, now)
    return slice_of(session, listing(filters, now, order), key=order.key, part=part)


def listed(row: Row[Any]) -> Listed:
    """A row of a page; what it was sorted by may stand before."""
    return Listed._make(row[-len(Listed._fields) :])


def by_id(session: Session, ids: Iterable[int]) -> dict[int, Topic]:
    """Topics without their long texts, but for the description, by which they are ranked."""
    texts = (defer(cast(QueryableAttribute[Any], text)) for text in LONG_TEXTS)
    query = select(Topic).where(col(Topic.id).in_(list(ids))).options(*texts)
    return {row.id: row for row in session.execute(query).scalars() if row.id is not None}


def find(session: Session, identifier: str, now: datetime) -> tuple[Topic, str] | None:
    """A topic and its status, by its identifier in any letter case."""
    if not is_storable(identifier):
        return None
    query = select(Topic, status_at(now)).where(col(Topic.identifier_key) == identifier.lower())
    row = session.execute(query).one_or_none()
    return None if row is None else (row[0], row[1])


def has_programme(session: Session, programme: str) -> bool:
    """Whether there are topics of a programme, by its name in capitals."""
    if not is_storable(programme):
        return False
    return session.execute(select(col(Topic.id)).where(col(Topic.programme) == programme).limit(1)).first() is not None


def identifiers(session: Session, keys: Iterable[str]) -> dict[str, str]:
    """By identifiers in lower case, as topics write them themselves."""
    query = select(col(Topic.identifier_key), col(Topic.identifier)).where(col(Topic.identifier_key).in_(set(keys)))
    return {row[0]: row[1] for row in session.execute(query)}


def known(session: Session, identifiers: Iterable[str]) -> set[str]:
    """Those of these identifiers, in lower case, that the catalogue has a topic of."""
    keys = {identifier.lower() for identifier in identifiers}
    return set(session.execute(select(col(Topic.identifier_key)).where(col(Topic.identifier_key).in_(keys))).scalars())


def history(session: Session, topic_id: int) -> Sequence[TopicChange]:
    """What has changed in a topic, newest first."""
    newest_first = col(TopicChange.seen_at).desc(), col(TopicChange.id).desc()
    query = select(TopicChange).where(col(TopicChange.topic_id) == topic_id).order_by(*newest_first)
    return session.execute(query).scalars().all()
