"""Queries about runs over every organisation and every call, and about what they found."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session, col

from app.db.tables import Cluster, Job, JobState, Organisation, StandingRow
from app.repositories.paging import Part, Slice, slice_of
from app.repositories.searching import is_storable

KIND = "standings"
"""The kind of such a job."""

AT_A_TIME = 100
"""Rows that are read from the database together: each is as long as the list of calls."""


def organisations_of_clusters(session: Session) -> Sequence[Organisation]:
    """Those who act for a cluster, by id."""
    acting = select(col(Cluster.managing_organisation_id)).where(col(Cluster.managing_organisation_id).is_not(None))
    query = select(Organisation).where(col(Organisation.id).in_(acting)).order_by(col(Organisation.id))
    return session.execute(query).scalars().all()


def cluster_ids(session: Session) -> Mapping[str, Sequence[str]]:
    """The clusters of each organisation that acts for some."""
    found: dict[str, list[str]] = {}
    query = select(col(Cluster.managing_organisation_id), col(Cluster.id)).order_by(col(Cluster.id))
    for organisation_id, cluster_id in session.execute(query.where(col(Cluster.managing_organisation_id).is_not(None))):
        found.setdefault(organisation_id, []).append(cluster_id)
    return found


def done(session: Session, run_id: str) -> set[str]:
    """The organisations that a run has got through."""
    query = select(col(StandingRow.organisation_id)).where(col(StandingRow.run_id) == run_id)
    return set(session.execute(query).scalars())


def keep(session: Session, run_id: str, found: Mapping[str, Mapping[str, Any]]) -> None:
    """What a run has found about some organisations."""
    session.add_all(
        StandingRow(run_id=run_id, organisation_id=organisation_id, calls=dict(calls))
        for organisation_id, calls in found.items()
    )


def runs(session: Session, most: int) -> Sequence[Job]:
    """The last runs that came to a good end, the newest first."""
    query = select(Job).where(col(Job.kind) == KIND, col(Job.state) == JobState.SUCCEEDED)
    return session.execute(query.order_by(col(Job.finished_at).desc(), col(Job.id)).limit(most)).scalars().all()


def is_under_way(session: Session) -> Job | None:
    """The run that waits or is worked on, if there is one."""
    under_way = col(Job.state).in_((JobState.QUEUED, JobState.RUNNING))
    return session.execute(select(Job).where(col(Job.kind) == KIND, under_way).limit(1)).scalar_one_or_none()


def find_run(session: Session, run_id: str) -> Job | None:
    """One run, at a good end."""
    job = session.get(Job, run_id) if is_storable(run_id) else None
    return job if job is not None and job.kind == KIND and job.state == JobState.SUCCEEDED else None


def page(session: Session, run_id: str, organisation_ids: Sequence[str] | None, part: Part) -> Slice[StandingRow]:
    """Some rows of a run by organisation, of these organisations or of all."""
    query = select(StandingRow).where(col(StandingRow.run_id) == run_id)
    if organisation_ids is not None:
        query = query.where(col(StandingRow.organisation_id).in_(organisation_ids))
    return slice_of(session, query.order_by(col(StandingRow.organisation_id)), key=(str,), part=part)


def rows(session: Session, run_id: str, organisation_ids: Sequence[str] | None = None) -> Iterator[StandingRow]:
    """All rows of a run by organisation, of these organisations or of all; a few at a time are in memory."""
    query = select(StandingRow).where(col(StandingRow.run_id) == run_id)
    if organisation_ids is not None:
        query = query.where(col(StandingRow.organisation_id).in_(organisation_ids))
    after = ""
    while True:
        following = query.where(col(StandingRow.organisation_id) > after).order_by(col(StandingRow.organisation_id))
        found = session.execute(following.limit(AT_A_TIME)).scalars().all()
        yield from found
        if len(found) < AT_A_TIME:
            return
        after = found[-1].organisation_id
        session.expunge_all()


def delete_runs_after(session: Session, kept: int) -> int:
    """Delete all runs but the last ones; how many there were."""
    old = [job.id for job in runs(session, most=1000)[kept:]]
    session.execute(delete(Job).where(col(Job.id).in_(old)))
    return len(old)
