"""Consortium proposals, asked for as jobs."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Response, status
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Engine

from app.api import examples
from app.api.access import WithEngine, WithSettings
from app.api.jobs import Runner, Watch
from app.api.problems import answer
from app.api.strict import StrictRoute
from app.db import Asker, reading, writing
from app.services import jobs
from app.services.jobs import JobDocument, JobPublic
from app.services.jobs.waiting import seconds_asked
from app.services.jobs.watching import JobWatch
from app.services.proposals.answers import ProposalAnswer
from app.services.proposals.drills import DrillAnswer
from app.services.proposals.requests import ProposalRequest
from app.services.proposals.trade_offs import TradeOffsAnswer
from app.settings import Settings

router = APIRouter(prefix="/v1", tags=["proposals"], route_class=StrictRoute)

Prefer = Annotated[str | None, Header(description="`wait=<seconds>` asks to wait for the answer")]
IdempotencyKey = Annotated[
    str | None,
    Header(
        description=(
            "The same key with the same request gets the same job, with another request 422. "
            "Without a key of the service it has at least 16 characters"
        )
    ),
]

NOW_OR_LATER: dict[int | str, dict[str, Any]] = {
    200: {"description": "The answer, ready in the time that `Prefer: wait=<seconds>` allowed"},
    202: {"model": JobPublic, "description": "The job that works it out; `Location` is its address"},
    409: {"description": "A request with the same `Idempotency-Key` is being looked at"},
    429: {"description": "Too many jobs wait; `Retry-After` says when there should be room"},
}


@dataclass(frozen=True)
class Caller:
    """Who asks, how, and of which service."""

    engine: Engine
    settings: Settings
    watch: JobWatch
    asker: Asker | None
    prefer: str | None
    idempotency_key: str | None

    async def ask(self, request: ProposalRequest) -> Response:
        """Make a job of the request, and wait for it as long as they like."""
        job = await run_in_threadpool(_asked, self, request)
        seconds = seconds_asked(self.prefer)
        if seconds is not None and not job.is_over:
            job = await self.watch.end_of(job, seconds)
        return _answered(job, {} if seconds is None else {"Preference-Applied": f"wait={seconds}"})


def _caller(
    *,
    engine: WithEngine,
    settings: WithSettings,
    watch: Watch,
    asker: Runner,
    prefer: Prefer = None,
    idempotency_key: IdempotencyKey = None,
) -> Caller:
    return Caller(engine, settings, watch, asker, prefer, idempotency_key)


WithCaller = Annotated[Caller, Depends(_caller)]


@router.post("/proposals", response_model=ProposalAnswer, responses=NOW_OR_LATER)
async def propose(caller: WithCaller, request: examples.AskForProposal) -> Response:
    """Which organisations, put together, may apply, and which of those consortia is best?"""
    return await caller.ask(request)


@router.post("/proposals/trade-offs", response_model=TradeOffsAnswer, responses=NOW_OR_LATER)
async def trade_offs(caller: WithCaller, request: examples.AskForTradeOffs) -> Response:
    """What does one more country, one more member or one more point of this cost of that?"""
    return await caller.ask(request)


@router.post("/proposals/drill", response_model=DrillAnswer, responses=NOW_OR_LATER)
async def drill(caller: WithCaller, request: examples.AskForDrill) -> Response:
    """Which members must not drop out of this consortium, and who could best take the place of each?"""
    return await caller.ask(request)


def _asked(caller: "Caller", request: ProposalRequest) -> JobDocument:
    """The job of a request: a new one, or the one that the same request has made before."""
    tenant_id = caller.asker.tenant_id if caller.asker else None
    once = jobs.once(caller.idempotency_key, request, tenant_id)
    with jobs.creating(once, tenant_id):
        with reading(caller.engine, caller.asker) as session:  # looking everybody up takes a while; others may write
            job = jobs.asked_before(session, once, caller.settings)
            accepted = request if job else jobs.accept(session, request, caller.settings)
        if job is not None:
            return job
        with writing(caller.engine, caller.asker) as session:
            return jobs.enqueue(session, accepted, caller.settings, once=once)


def _answered(job: JobDocument, headers: dict[str, str]) -> Response:
    """The answer itself, the error that came of it, or the job while there is neither."""
    headers = headers | {"Location": f"/v1/jobs/{job.id}"}
    if job.result is not None:
        return Response(job.result, media_type="application/json", headers=headers)
    if job.error is not None:
        return answer(job.error, headers)
    return Response(job.json(), status.HTTP_202_ACCEPTED, headers, "application/json")
