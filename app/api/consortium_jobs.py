"""Jobs about a consortium: who could complete it, and who must not drop out of it."""

from fastapi import APIRouter, Depends, Response
from fastapi.concurrency import run_in_threadpool

from app.api.jobs import WithKey
from app.api.proposals import NOW_OR_LATER, Caller, WithCaller
from app.api.strict import StrictRoute
from app.db import reading
from app.services.consortia import proposing
from app.services.consortia.requests import CompletionRequest, DrillOptions
from app.services.proposals.answers import ProposalAnswer
from app.services.proposals.drills import DrillAnswer, DrillRequest
from app.services.proposals.requests import ProposalRequest
from app.services.tenancy.scopes import Scope

router = APIRouter(prefix="/v1/consortia", tags=["consortia"], route_class=StrictRoute)
tenants_only = [Depends(WithKey(Scope.JOBS_RUN))]


@router.post(
    "/{consortium_id}/completion", response_model=ProposalAnswer, responses=NOW_OR_LATER, dependencies=tenants_only
)
async def complete_consortium(caller: WithCaller, consortium_id: str, request: CompletionRequest) -> Response:
    """Who could join? A proposal in which those who take part stay, and those who declined are left out."""
    return await caller.ask(await run_in_threadpool(_completion, caller, consortium_id, request))


@router.post("/{consortium_id}/drill", response_model=DrillAnswer, responses=NOW_OR_LATER, dependencies=tenants_only)
async def drill_consortium(caller: WithCaller, consortium_id: str, request: DrillOptions) -> Response:
    """Which members must not drop out, and who could best take the place of each?"""
    return await caller.ask(await run_in_threadpool(_drill, caller, consortium_id, request))


def _completion(caller: Caller, consortium_id: str, request: CompletionRequest) -> ProposalRequest:
    with reading(caller.engine, caller.asker) as session:
        return proposing.completion_of(session, consortium_id, request)


def _drill(caller: Caller, consortium_id: str, request: DrillOptions) -> DrillRequest:
    with reading(caller.engine, caller.asker) as session:
        return proposing.drill_of(session, consortium_id, request)
