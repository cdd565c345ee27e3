"""Jobs: how one stands, what happens to it, stopping it, and the list of one's own."""

from collections.abc import AsyncIterator
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Header, Query, Request, Response, status
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from sqlalchemy import Engine

from app.api.access import Guard, WithEngine, WithSettings, asker_of_request
from app.api.conditional import IfNoneMatch, unless_known
from app.api.strict import StrictRoute
from app.db import Asker, reading, writing
from app.services import jobs
from app.services.jobs import JobDocument, JobList, JobPublic, JobQuery
from app.services.jobs.watching import JobWatch
from app.services.tenancy import authentication
from app.services.tenancy.scopes import Scope

router = APIRouter(prefix="/v1", tags=["jobs"], route_class=StrictRoute)

HEARTBEAT_SECONDS = 15.0
RETRY_MS = 2000
"""After which a browser whose stream has ended comes again."""


class EventStream(StreamingResponse):
    """Server-sent events. The framework's own class is for endpoints that never answer anything else, such as 204."""

    media_type = "text/event-stream"


def watch_of(request: Request) -> JobWatch:
    """What follows jobs in this process."""
    return cast(JobWatch, request.app.state.job_watch)


def caller(request: Request, engine: WithEngine) -> Asker | None:
    """Who asks. They are looked up in a view of its own: whoever waits for a job must not hold a connection.

    Raises:
        Unauthorized: the header holds no key, or one that is not good.
    """
    with reading(engine) as session:
        return asker_of_request(request, engine, session)


def runner(asker: Annotated[Asker | None, Depends(caller)]) -> Asker | None:
    """Who has work done. It takes no key; but a key that is sent has to be one for that.

    Raises:
        Forbidden: the key lacks the scope.
    """
    return None if asker is None else authentication.require(asker, Scope.JOBS_RUN)


class WithKey(Guard):
    """Who asks, once it is clear that they may; as short a look as that of `caller`."""

    def __call__(self, asker: Annotated[Asker | None, Depends(caller)]) -> Asker:
        """Who asks."""
        return authentication.require(asker, self.scope)


Caller = Annotated[Asker | None, Depends(caller)]
Runner = Annotated[Asker | None, Depends(runner)]
Reader = Annotated[Asker, Depends(WithKey())]
Watch = Annotated[JobWatch, Depends(watch_of)]

STREAM: dict[int | str, dict[str, Any]] = {
    200: {"description": "The job each time that it changes; the id of an event is the version", "model": JobPublic},
    204: {"description": "The job is over, and `Last-Event-ID` is its last version: there is nothing to come"},
    503: {"description": "As many follow jobs as may: ask for the job instead"},
}


@router.get("/jobs")
def list_jobs(engine: WithEngine, asker: Reader, query: Annotated[JobQuery, Query()]) -> JobList:
    """The jobs of the tenant that the key belongs to, the newest first, without their results."""
    with reading(engine, asker) as session:
        return jobs.list_jobs(session, query)


@router.get(
    "/jobs/{job_id}",
    response_model=JobPublic,
    responses={304: {"description": "It is still at the version named in `If-None-Match`"}},
)
def get_job(
    engine: WithEngine,
    asker: Caller,
    job_id: str,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """How a job stands, with its result once there is one. The ETag is the version."""
    with reading(engine, asker) as session:
        job = jobs.get_document(session, job_id)
    return unless_known(Response(job.json(), media_type="application/json"), f'"{job.version}"', if_none_match)


@router.delete(
    "/jobs/{job_id}",
    status_code=status.HTTP_202_ACCEPTED,
    responses={409: {"description": "The job is over"}},
)
def cancel_job(engine: WithEngine, settings: WithSettings, asker: Runner, job_id: str) -> JobPublic:
    """Stop a job: one that waits at once, one that runs within seconds."""
    with writing(engine, asker) as session:
        return jobs.cancel_job(session, job_id, settings)


@router.get("/jobs/{job_id}/events", response_class=EventStream, responses=STREAM)
async def follow_job(
    *,
    engine: WithEngine,
    watch: Watch,
    asker: Caller,
    job_id: str,
    last_event_id: Annotated[str | None, Header(description="Version seen last: only what is newer is told")] = None,
) -> Response:
    """Server-sent events: the job at once and each time it changes, until it is over. Asking again does as well."""
    job = await run_in_threadpool(_job, engine, asker, job_id)
    after = int(last_event_id) if last_event_id and last_event_id.isdecimal() else 0
    if job.is_over and after >= job.version:
        return Response(status_code=status.HTTP_204_NO_CONTENT)
    watch.require_place()
    stream = _events(watch, job_id, min(after, job.version))
    return EventStream(stream, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})


def _job(engine: Engine, asker: Asker | None, job_id: str) -> JobDocument:
    with reading(engine, asker) as session:
        return jobs.get_document(session, job_id)


async def _events(watch: JobWatch, job_id: str, after: int) -> AsyncIterator[bytes]:
    """One event for each version, and a comment now and then, by which lines that are dead are noticed."""
    with watch.place():
        yield format_sse_event(retry=RETRY_MS)
        async for job in watch.changes(job_id, after, HEARTBEAT_SECONDS):
            if job is None:
                yield KEEPALIVE_COMMENT
            else:
                yield format_sse_event(data_str=job.json().decode(), id=str(job.version))
