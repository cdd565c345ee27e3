"""Queries about jobs. The row is the queue: who claims it owns it until the lease runs out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, delete, func, not_, or_, select, text
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.db.tables import FINAL_STATES, Job, JobState
from app.repositories.paging import Part, Slice, slice_of
from app.repositories.searching import is_storable

RECENT = 20
"""Jobs whose time of service is taken as that of the next."""

TURN = 0x5155_4F52_554D
"""The lock that PostgreSQL keeps for whoever counts jobs and then changes them."""


@dataclass(frozen=True)
class Claims:
    """Which jobs may be claimed: those that wait ``waiting_since``, and those whose lease was over at ``now``.

    A tenant with so many jobs under way waits. Jobs of the ``patient`` kinds come after all others.
    """

    now: datetime
    waiting_since: datetime
    running_per_tenant: int
    patient: tuple[str, ...] = ()


def take_turn(session: Session) -> None:
    """Wait for whoever counts jobs at the moment. A writer on SQLite is alone anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})


def find(session: Session, job_id: str) -> Job | None:
    """One job."""
    return session.get(Job, job_id) if is_storable(job_id) else None


def find_for_change(session: Session, job_id: str) -> Job | None:
    """One job that nobody else can change until the transaction ends."""
    if not is_storable(job_id):
        return None
    return session.execute(select(Job).where(col(Job.id) == job_id).with_for_update()).scalar_one_or_none()


def find_claimable(session: Session, claims: Claims) -> Job | None:
    """A job whose worker is lost, else the oldest of those tenants that have the fewest under way."""
    order = (
        col(Job.state) == JobState.QUEUED,
        col(Job.kind).in_(claims.patient),
        _under_way(),
        col(Job.created_at),
        col(Job.id),
    )
    query = select(Job).where(_is_claimable(claims)).order_by(*order).limit(1)
    return session.execute(query.with_for_update(skip_locked=True, of=Job)).scalar_one_or_none()


def _is_claimable(claims: Claims) -> ColumnElement[bool]:
    may_run = or_(col(Job.tenant_id).is_(None), _under_way() < claims.running_per_tenant)
    asked = col(Job.created_at)
    has_waited = or_(asked <= claims.waiting_since, asked > claims.now)  # the clock may have been put back since
    waits = and_(col(Job.state) == JobState.QUEUED, has_waited, may_run)
    lost = and_(col(Job.state) == JobState.RUNNING, col(Job.lease_until) < claims.now)
    return or_(waits, lost)


def _under_way() -> ColumnElement[int]:
    """How many jobs of the same tenant are worked on; those of callers without a key count as one tenant's."""
    other = aliased(Job)
    is_same = col(other.tenant_id).is_not_distinct_from(col(Job.tenant_id))
    count = select(func.count()).select_from(other).where(col(other.state) == JobState.RUNNING, is_same)
    return count.correlate(Job).scalar_subquery()


def is_anything_claimable(session: Session, claims: Claims) -> bool:
    """Whether it is worth taking the write lock."""
    return session.execute(select(col(Job.id)).where(_is_claimable(claims)).limit(1)).first() is not None


def count(session: Session, state: JobState, *conditions: ColumnElement[bool], except_kinds: Sequence[str] = ()) -> int:
    """How many jobs are in a state."""
    query = select(func.count()).where(col(Job.state) == state, not_(col(Job.kind).in_(except_kinds)), *conditions)
    found: int = session.execute(query).scalar_one()
    return found


def of_tenant(tenant_id: str | None) -> ColumnElement[bool]:
    """The condition that a job belongs to this tenant, or to nobody."""
    return col(Job.tenant_id).is_not_distinct_from(tenant_id)


def recent_seconds(session: Session, except_kinds: Sequence[str] = ()) -> Sequence[float]:
    """How long the jobs took that were done last, from when they were begun."""
    query = (
        select(col(Job.started_at), col(Job.finished_at))
        .where(col(Job.state) == JobState.SUCCEEDED, not_(col(Job.kind).in_(except_kinds)))
        .order_by(col(Job.finished_at).desc())
        .limit(RECENT)
    )
    return [(end - begin).total_seconds() for begin, end in session.execute(query) if begin and end]


def find_by_key(session: Session, tenant_id: str | None, idempotency_key: str) -> Job | None:
    """The job of a tenant (or of callers without a key) that was asked for under this key."""
    query = select(Job).where(of_tenant(tenant_id), col(Job.idempotency_key) == idempotency_key)
    return session.execute(query.order_by(col(Job.created_at).desc()).limit(1)).scalar_one_or_none()


def list_of_tenant(session: Session, tenant_id: str, state: JobState | None, part: Part) -> Slice[Job]:
    """The jobs of a tenant, the newest first."""
    query: Select[Job] = select(Job).where(col(Job.tenant_id) == tenant_id)
    if state is not None:
        query = query.where(col(Job.state) == state)
    query = query.order_by(col(Job.created_at).desc(), col(Job.id))
    return slice_of(session, query, key=(datetime, str), part=part)


def versions(session: Session, job_ids: Sequence[str]) -> Mapping[str, int]:
    """How often each of these jobs has changed."""
    rows = session.execute(select(col(Job.id), col(Job.version)).where(col(Job.id).in_(job_ids)))
    return {job_id: version for job_id, version in rows}  # noqa: C416 (rows are no pairs to the type checker)


def delete_expired(session: Session, now: datetime, most: int) -> int:
    """Delete so many jobs, at most, that are over and have been kept long enough; how many there were."""
    expired = select(col(Job.id)).where(col(Job.expires_at) < now, col(Job.state).in_(FINAL_STATES)).limit(most)
    found = session.execute(expired).scalars().all()
    session.execute(delete(Job).where(col(Job.id).in_(found)))
    return len(found)


def forget_keys(session: Session, before: datetime) -> None:
    """Give the keys of jobs that were asked for before then back to their tenants."""
    old = and_(col(Job.idempotency_key).is_not(None), col(Job.created_at) < before)
    for job in session.execute(select(Job).where(old)).scalars():
        job.idempotency_key = None


def is_over(job: Job) -> bool:
    """Whether the job has reached a state that it never leaves."""
    return JobState(job.state) in FINAL_STATES
