"""Jobs: put work into the queue, look how it stands, stop it. The row in the database is the truth."""

import secrets
import threading
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import event
from sqlmodel import Session

from app import clock
from app.db.tables import Job, JobState
from app.errors import Conflict, NotFound, QuorumError
from app.repositories import jobs
from app.services.catalogue.schemas import Public
from app.services.problems import Problem, problem_of
from app.services.proposals.questions import PROPOSAL, Answer, kind_of
from app.services.proposals.requests import ProposalRequest
from app.settings import Settings

Request = TypeVar("Request", bound=ProposalRequest)

WORK = threading.Event()
"""Set when this process has put work into the queue, so that its worker need not wait for its next look."""


class JobPublic(Public):
    """Where a job stands. ``result`` is there when it succeeded, ``error`` when it failed."""

    id: str
    state: JobState
    progress: float
    result: Answer | None
    error: Problem | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


def accept(session: Session, request: Request, settings: Settings) -> Request:
    """Look at everything that can be refused at once, and fix the day that is asked about. Reading only.

    Raises:
        Invalid: something in the request cannot be; ``errors`` says where.
        NoLegalEntity: lead or member is a cluster that nobody can sign for.
    """
    prepared = kind_of(request).prepare(session, request, settings)
    return request.model_copy(update={"as_of": prepared.as_of})


def enqueue(session: Session, accepted: ProposalRequest) -> JobPublic:
    """Put an accepted request into the queue. The caller commits."""
    job = Job(
        id=secrets.token_urlsafe(24),
        kind=kind_of(accepted).name,
        request=accepted.model_dump(mode="json", exclude_unset=True),
        created_at=clock.running(),
    )
    session.add(job)
    event.listen(session, "after_commit", lambda _session: WORK.set(), once=True)
    return job_public(job)


def submit_proposal(session: Session, request: ProposalRequest, settings: Settings) -> JobPublic:
    """Accept a request and put it into the queue, in one transaction that the caller commits.

    Raises:
        Invalid: something in the request cannot be; ``errors`` says where.
        NoLegalEntity: lead or member is a cluster that nobody can sign for.
    """
    return enqueue(session, accept(session, request, settings))


def get_job(session: Session, job_id: str) -> JobPublic:
    """How a job stands.

    Raises:
        NotFound: there is no such job.
    """
    return job_public(_existing(jobs.find(session, job_id), job_id))


def get_job_request(session: Session, job_id: str) -> ProposalRequest:
    """What was asked.

    Raises:
        NotFound: there is no such job, or it is no proposal.
    """
    job = _existing(jobs.find(session, job_id), job_id)
    if job.kind != PROPOSAL:
        raise NotFound(f"The job {job_id!r} is no proposal.")
    return ProposalRequest.model_validate(job.request)


def cancel_job(session: Session, job_id: str) -> JobPublic:
    """Stop a job: at once when nobody works on it yet, else as soon as its worker hears of it. The caller commits.

    Raises:
        NotFound: there is no such job.
        Conflict: it is over.
    """
    job = _existing(jobs.find_for_change(session, job_id), job_id)
    if jobs.is_over(job):
        raise Conflict(f"The job is over: it has {job.state}.")
    job.cancel_requested = True
    if job.state == JobState.QUEUED:
        finish(job, JobState.CANCELLED)
    return job_public(job)


def finish(
    job: Job, state: JobState, *, result: Mapping[str, Any] | None = None, error: QuorumError | None = None
) -> None:
    """Bring a job to one of its final states."""
    job.state = state
    job.result = dict(result) if result is not None else None
    job.error = problem_of(error).model_dump(mode="json") if error is not None else None
    job.progress = 1.0 if state is JobState.SUCCEEDED else job.progress
    job.lease_until = None
    job.finished_at = clock.running()


def job_public(job: Job) -> JobPublic:
    """A job as other software sees it."""
    return JobPublic.model_validate(job.model_dump(include=set(JobPublic.model_fields)))


def _existing(job: Job | None, job_id: str) -> Job:
    if job is None:
        raise NotFound(f"There is no job {job_id!r}.")
    return job
