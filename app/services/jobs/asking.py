"""Put work into the queue, look how it stands, stop it. The row in the database is the truth."""

import secrets
import threading
from typing import TypeVar

from sqlalchemy import event
from sqlmodel import Session

from app import clock
from app.db import asker_of
from app.db.tables import Job, JobState
from app.errors import Conflict, NotFound
from app.repositories import jobs
from app.repositories.own import whoever_asks
from app.services.catalogue.listing import Query
from app.services.jobs.ending import changed, finish
from app.services.jobs.owning import tenant_of, visible
from app.services.jobs.presenting import JobDocument, JobList, JobPublic, job_document, job_public, job_summary
from app.services.jobs.repeating import Once, repeated
from app.services.jobs.room import require_room
from app.services.proposals.questions import DRILL, KINDS, PROPOSAL, kind_of
from app.services.proposals.requests import ProposalRequest
from app.settings import Settings

Request = TypeVar("Request", bound=ProposalRequest)

WORK = threading.Event()
"""Set when this process has put work into the queue, so that its worker need not wait for its next look."""


class JobQuery(Query):
    """Parameters of the list of jobs."""

    state: JobState | None = None


def accept(session: Session, request: Request, settings: Settings) -> Request:
    """Look at everything that can be refused at once, and fix the day that is asked about. Reading only.

    Raises:
        TooMany: too many jobs wait.
        Invalid: something in the request cannot be; ``errors`` says where.
        NoLegalEntity: lead or member is a cluster that nobody can sign for.
    """
    require_room(session, settings)  # first: looking everybody up is what takes a while
    prepared = kind_of(request).prepare(session, request, settings)
    return request.model_copy(update={"as_of": prepared.as_of})


def enqueue(
    session: Session, accepted: ProposalRequest, settings: Settings, *, once: Once | None = None
) -> JobDocument:
    """Put an accepted request into the queue, unless it has made a job before. The caller commits.

    Raises:
        TooMany: too many jobs wait.
        Invalid: the key of the request was sent with another one.
    """
    jobs.take_turn(session)
    job = repeated(session, once, settings)
    if job is None:
        require_room(session, settings)
        _give_back_key(session, once)
        asker = asker_of(session)
        job = Job(
            id=secrets.token_urlsafe(24),
            kind=kind_of(accepted).name,
            request=accepted.model_dump(mode="json", exclude_unset=True),
            created_at=clock.running(),
            tenant_id=asker.tenant_id if asker else None,
            key_id=asker.key_id if asker else None,
            idempotency_key=once.key if once else None,
            request_sha256=once.request_sha256 if once else None,
        )
        put(session, job)
    return job_document(job)


def put(session: Session, job: Job) -> None:
    """Put a job into the queue, and wake those who wait for work once it is there."""
    session.add(job)
    event.listen(session, "after_commit", lambda _session: WORK.set(), once=True)


def _give_back_key(session: Session, once: Once | None) -> None:
    """A key that is too old to count still stands at its job."""
    old = jobs.find_by_key(session, tenant_of(session), once.key) if once else None
    if old is not None:
        old.idempotency_key = None
        session.flush()


def asked_before(session: Session, once: Once | None, settings: Settings) -> JobDocument | None:
    """The job that the same request has made before, as it stands.

    Raises:
        Invalid: the key of the request was sent with another one.
    """
    job = repeated(session, once, settings)
    return None if job is None else job_document(job)


def submit_proposal(session: Session, request: ProposalRequest, settings: Settings) -> JobDocument:
    """Accept a request and put it into the queue, in one transaction that the caller commits.

    Raises:
        TooMany: too many jobs wait.
        Invalid: something in the request cannot be; ``errors`` says where.
        NoLegalEntity: lead or member is a cluster that nobody can sign for.
    """
    return enqueue(session, accept(session, request, settings), settings)


def get_job(session: Session, job_id: str) -> JobPublic:
    """How a job stands.

    Raises:
        NotFound: there is no such job, or it is another tenant's.
    """
    return job_public(visible(session, jobs.find(session, job_id), job_id))


def get_document(session: Session, job_id: str) -> JobDocument:
    """How a job stands, for those who pass it on.

    Raises:
        NotFound: there is no such job, or it is another tenant's.
    """
    return job_document(visible(session, jobs.find(session, job_id), job_id))


def get_job_request(session: Session, job_id: str) -> ProposalRequest:
    """What was asked.

    Raises:
        NotFound: there is no such job, or it is no proposal.
    """
    job = visible(session, jobs.find(session, job_id), job_id)
    if job.kind != PROPOSAL:
        raise NotFound(f"The job {job_id!r} is no proposal.")
    return ProposalRequest.model_validate(job.request)


def get_job_and_question(session: Session, job_id: str) -> tuple[JobPublic, ProposalRequest]:
    """How a job stands that proposes consortia or drills one, and what was asked.

    Raises:
        NotFound: there is no such job, it is another tenant's, or it does neither.
    """
    job = visible(session, jobs.find(session, job_id), job_id)
    if job.kind not in {PROPOSAL, DRILL}:
        raise NotFound(f"The job {job_id!r} neither proposes nor drills a consortium.")
    return job_public(job), KINDS[job.kind].request.model_validate(job.request)


def list_jobs(session: Session, query: JobQuery) -> JobList:
    """The jobs of whoever asks, the newest first.

    Raises:
        Invalid: the cursor was not given by this list.
    """
    tenant_id = whoever_asks(session).tenant_id
    found = jobs.list_of_tenant(session, tenant_id, query.state, query.part(f"jobs of {tenant_id}"))
    return JobList(items=[job_summary(row[0]) for row in found.rows], next=found.next)


def cancel_job(session: Session, job_id: str, settings: Settings) -> JobPublic:
    """Stop a job: at once when nobody works on it yet, else as soon as its worker hears of it. The caller commits.

    Raises:
        NotFound: there is no such job, or it is another tenant's.
        Conflict: it is over.
    """
    job = visible(session, jobs.find_for_change(session, job_id), job_id)
    if jobs.is_over(job):
        raise Conflict(f"The job is over ({job.state}).")
    job.cancel_requested = True
    if job.state == JobState.QUEUED:
        finish(session, job, JobState.CANCELLED, settings)
    else:
        changed(job)
    return job_public(job)
