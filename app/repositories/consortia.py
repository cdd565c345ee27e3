"""Queries about consortia: the verdicts they have had, who was asked to join, and which are to be judged again.

Whoever asks for a verdict or an approach has found the consortium among the tenant's own before.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, String, cast, func, select
from sqlmodel import Session, col

from app.db.tables import Approach, Consortium, ConsortiumVerdict
from app.repositories.paging import Part, Slice, slice_of
from app.repositories.searching import is_storable


class Headed(NamedTuple):
    """A kept verdict without its weight; ``heading`` is what is said of it."""

    id: int
    version: int
    because: str
    status: str
    determination_id: str
    judged_at: datetime
    heading: Mapping[str, Any]


_HEADING = (
    col(ConsortiumVerdict.id),
    col(ConsortiumVerdict.version),
    col(ConsortiumVerdict.because),
    col(ConsortiumVerdict.status),
    col(ConsortiumVerdict.determination_id),
    col(ConsortiumVerdict.judged_at),
    col(ConsortiumVerdict.verdict)["heading"],
)


def in_state(state: str | None, topic_key: str | None) -> list[ColumnElement[bool]]:
    """What a list of consortia is narrowed to; ``None`` does not narrow."""
    wanted = {Consortium.state: state, Consortium.topic_key: topic_key}
    return [col(column) == value for column, value in wanted.items() if value is not None]


def naming(organisation_id: str) -> ColumnElement[bool]:
    """Consortia whose request may name an organisation; whoever reads it knows for sure."""
    return cast(col(Consortium.request), String).contains(organisation_id, autoescape=True)


def ids_after(session: Session, after: str | None, at_most: int, states: Collection[str]) -> list[tuple[str, str]]:
    """Consortia in these states with the tenant of each, in the order in which they were made. Of all tenants."""
    query = select(col(Consortium.id), col(Consortium.tenant_id)).where(col(Consortium.state).in_(sorted(states)))
    if after is not None:
        query = query.where(col(Consortium.id) > after)
    return [(row[0], row[1]) for row in session.execute(query.order_by(col(Consortium.id)).limit(at_most))]


def last_verdict(session: Session, consortium_id: str) -> ConsortiumVerdict | None:
    """The verdict that was kept last."""
    return session.execute(_newest_first(consortium_id).limit(1)).scalar_one_or_none()


def _newest_first(consortium_id: str) -> Any:
    of_it = col(ConsortiumVerdict.consortium_id) == consortium_id
    return select(ConsortiumVerdict).where(of_it).order_by(col(ConsortiumVerdict.id).desc())


def nth_verdict(session: Session, consortium_id: str, number: int) -> ConsortiumVerdict | None:
    """A kept verdict by its number, counted from 1."""
    of_it = col(ConsortiumVerdict.consortium_id) == consortium_id
    query = select(ConsortiumVerdict).where(of_it).order_by(col(ConsortiumVerdict.id))
    return session.execute(query.offset(number - 1).limit(1)).scalar_one_or_none()


def page_of_verdicts(
    session: Session, consortium_id: str, part: Part
) -> Slice[int, int, str, str, str, datetime, Mapping[str, Any]]:
    """Kept verdicts without their weight, the newest first."""
    query = select(*_HEADING).where(col(ConsortiumVerdict.consortium_id) == consortium_id)
    return slice_of(session, query.order_by(col(ConsortiumVerdict.id).desc()), key=(int,), part=part)


def number_of(session: Session, consortium_id: str, verdict_id: int) -> int:
    """Which of the kept verdicts of its consortium one is, counted from 1."""
    of_it = (col(ConsortiumVerdict.consortium_id) == consortium_id, col(ConsortiumVerdict.id) <= verdict_id)
    number: int = session.execute(select(func.count()).select_from(ConsortiumVerdict).where(*of_it)).scalar_one()
    return number


def last_headings(session: Session, ids: Collection[str]) -> dict[str, Headed]:
    """For each consortium the verdict that was kept last, without its weight."""
    newest = (
        select(func.max(ConsortiumVerdict.id))
        .where(col(ConsortiumVerdict.consortium_id).in_(ids))
        .group_by(col(ConsortiumVerdict.consortium_id))
    )
    query = select(col(ConsortiumVerdict.consortium_id), *_HEADING).where(col(ConsortiumVerdict.id).in_(newest))
    return {row[0]: Headed(*row[1:]) for row in session.execute(query)}


def approaches_of(session: Session, consortium_id: str) -> Sequence[Approach]:
    """Who was, or is to be, asked to join a consortium, in the order in which it was noted."""
    query = select(Approach).where(col(Approach.consortium_id) == consortium_id).order_by(col(Approach.id))
    return session.execute(query).scalars().all()


def find_approach(session: Session, consortium_id: str, approach_id: str) -> Approach | None:
    """One approach of a consortium."""
    if not is_storable(approach_id):
        return None
    query = select(Approach).where(col(Approach.consortium_id) == consortium_id, col(Approach.id) == approach_id)
    return session.execute(query).scalar_one_or_none()


def approaches_by_state(session: Session, consortium_id: str) -> dict[str, int]:
    """How many approaches of a consortium are in each state."""
    query = select(col(Approach.state), func.count()).where(col(Approach.consortium_id) == consortium_id)
    return {row[0]: row[1] for row in session.execute(query.group_by(col(Approach.state)))}
