"""Consortium proposals, and the jobs that work them out."""

import re
from time import monotonic, sleep
from typing import Annotated, Any

from fastapi import APIRouter, Header, Response, status
from sqlalchemy import Engine

from app.api import examples
from app.api.access import View, WithEngine, WithSettings
from app.api.problems import answer
from app.api.strict import StrictRoute
from app.db import reading, writing
from app.services import jobs
from app.services.jobs import JobPublic
from app.services.proposals.answers import ProposalAnswer
from app.services.proposals.drills import DrillAnswer
from app.services.proposals.requests import ProposalRequest
from app.services.proposals.trade_offs import TradeOffsAnswer
from app.settings import Settings

router = APIRouter(prefix="/v1", tags=["proposals"], route_class=StrictRoute)

Prefer = Annotated[str | None, Header(description="`wait=<seconds>` asks to wait for the answer")]

NOW_OR_LATER: dict[int | str, dict[str, Any]] = {
    200: {"description": "The answer, ready in the time that `Prefer: wait=<seconds>` allowed"},
    202: {"model": JobPublic, "description": "The job that works it out; `Location` is its address"},
}

MOST_SECONDS_WAITED = 60
LOOK_SECONDS = 0.05


@router.post(
    "/proposals",
    response_model=ProposalAnswer,
    responses=NOW_OR_LATER,
)
def propose(
    engine: WithEngine,
    settings: WithSettings,
    request: examples.AskForProposal,
    prefer: Prefer = None,
) -> Response:
    """Which organisations, put together, may apply, and which of those consortia is best?"""
    return _ask(engine, settings, request, prefer)


@router.post(
    "/proposals/trade-offs",
    response_model=TradeOffsAnswer,
    responses=NOW_OR_LATER,
)
def trade_offs(
    engine: WithEngine,
    settings: WithSettings,
    request: examples.AskForTradeOffs,
    prefer: Prefer = None,
) -> Response:
    """What does one more country, one more member or one more point of this cost of that?"""
    return _ask(engine, settings, request, prefer)


@router.post(
    "/proposals/drill",
    response_model=DrillAnswer,
    responses=NOW_OR_LATER,
)
def drill(
    engine: WithEngine,
    settings: WithSettings,
    request: examples.AskForDrill,
    prefer: Prefer = None,
) -> Response:
    """Which members must not drop out of this consortium, and who could best take the place of each?"""
    return _ask(engine, settings, request, prefer)


def _ask(engine: Engine, settings: Settings, request: ProposalRequest, prefer: str | None) -> Response:
    with reading(engine) as session:  # looking everybody up takes a while, in which others may write
        accepted = jobs.accept(session, request, settings)
    with writing(engine) as session:
        job = jobs.enqueue(session, accepted, settings)
    seconds = _seconds_to_wait(prefer)
    if seconds is not None:
        job = _wait_for(engine, job, seconds)
    return _answered(job, headers={} if seconds is None else {"Preference-Applied": f"wait={seconds}"})


def _seconds_to_wait(prefer: str | None) -> int | None:
    """RFC 7240: a preference that is not understood is as if it were not there."""
    asked = re.search(r"(?:^|[,;\s])wait\s*=\s*\"?(\d{1,6})\"?(?:$|[,;\s])", prefer or "", re.IGNORECASE)
    return min(int(asked[1]), MOST_SECONDS_WAITED) if asked else None


def _wait_for(engine: Engine, job: JobPublic, seconds: int) -> JobPublic:
    until = monotonic() + seconds
    while job.finished_at is None and monotonic() < until:
        sleep(LOOK_SECONDS)
        with reading(engine) as session:
            job = jobs.get_job(session, job.id)
    return job


def _answered(job: JobPublic, headers: dict[str, str]) -> Response:
    """The answer itself, the error that came of it, or the job while there is neither."""
    headers = headers | {"Location": f"/v1/jobs/{job.id}"}
    if job.result is not None:
        return Response(job.result.model_dump_json(), media_type="application/json", headers=headers)
    if job.error is not None:
        return answer(job.error, headers)
    return Response(job.model_dump_json(), status.HTTP_202_ACCEPTED, headers, "application/json")


@router.get("/jobs/{job_id}")
def get_job(view: View, job_id: str) -> JobPublic:
    """How a job stands, with its result once there is one."""
    return jobs.get_job(view, job_id)


@router.delete(
    "/jobs/{job_id}",
    status_code=status.HTTP_202_ACCEPTED,
    responses={409: {"description": "The job is over"}},
)
def cancel_job(engine: WithEngine, settings: WithSettings, job_id: str) -> JobPublic:
    """Stop a job: one that waits at once, one that runs within seconds."""
    with writing(engine) as session:
        return jobs.cancel_job(session, job_id, settings)
