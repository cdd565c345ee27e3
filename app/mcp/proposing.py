"""Tools about consortia that could be: ask for one, and look how the job stands."""

import json
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from app.mcp.told import AUTHORITY_DECIDES, Told, counted
from app.mcp.visiting import Visit
from app.services import jobs
from app.services.catalogue.schemas import Public
from app.services.jobs.presenting import JobDocument
from app.services.problems import Problem
from app.services.proposals.questions import PROPOSAL
from app.services.proposals.requests import ProposalRequest, WishesRequest
from app.services.tenancy.scopes import Scope
from app.services.verdicts.requests import ParticipantRequest
from rules.entries import Status
from rules.facts import Day, Facts, FactValue, Label
from solver.instance import Size

LONGEST_WAIT_SECONDS = 50

SAID = {
    "optimal": "No better consortium exists among those considered, by the encoded conditions and the stated wishes.",
    "feasible": "Time was up first: these may apply as far as is known, but better ones are not ruled out.",
    "infeasible": "Proven: no consortium of those considered meets the conditions and wishes named in the conflict.",
    "gave_up": "Time was up before a consortium was found; that does not mean that there is none.",
}


class AskProposal(Facts):
    """For which topic a consortium is wanted, around whom, and with which wishes. It needs a key that may run jobs."""

    topic: Label
    lead: Annotated[Label, Field(description="organisation or cluster that coordinates")] | None = None
    members: Annotated[list[ParticipantRequest], Field(max_length=50)] = []
    exclude: list[Label] = []
    size: Size = Size()
    wishes: WishesRequest = WishesRequest()
    alternatives: Annotated[int, Field(ge=1, le=5, description="how many proposals in all")] = 1
    survive_dropout: bool = False
    unknown: Literal["ask", "avoid"] = "ask"
    facts: dict[Label, FactValue] = {}
    as_of: Day | None = None
    time_limit_s: Annotated[float, Field(gt=0, le=60, allow_inf_nan=False)] = 10
    wait_seconds: Annotated[
        float,
        Field(ge=0, le=LONGEST_WAIT_SECONDS, description="how long to wait for the answer; a service may wait less"),
    ] = 20


class MemberTold(Public):
    """An organisation in its role, and why it is in."""

    organisation: str
    role: str
    because: str


class ProposalTold(Public):
    """A consortium. ``proven``: none is better, given those before it; ``unknown``: what is open in its verdict."""

    participants: Sequence[MemberTold]
    proven: bool
    verdict: str
    verdict_summary: str
    unknown: Sequence[str]


class JobTold(Told):
    """A job and, once it has succeeded, what came of it; ``error`` says why it failed."""

    job_id: str
    kind: str
    state: str
    progress: float
    status: str | None
    candidates_considered: int | None
    proposals: Sequence[ProposalTold]
    conflict: Sequence[str]
    repairs: Sequence[str]
    error: Problem | None


async def propose(visit: Visit, asked: AskProposal) -> JobTold:
    """Which organisations, put together, may apply? Puts a job into the queue, and waits a while for its answer."""
    document = await run_in_threadpool(_enqueue, visit, asked)
    wait = min(asked.wait_seconds, visit.service.longest_wait_seconds)
    if wait > 0:
        document = await visit.service.watch.end_of(document, wait)
    return told(document)


def _enqueue(visit: Visit, asked: AskProposal) -> JobDocument:
    visit.require(Scope.JOBS_RUN)
    given = {name: getattr(asked, name) for name in AskProposal.model_fields if name != "wait_seconds"}
    request = ProposalRequest.model_validate(given)
    with visit.reading() as session:
        accepted = jobs.accept(session, request, visit.settings)
    with visit.writing(Scope.JOBS_RUN) as session:
        return jobs.enqueue(session, accepted, visit.settings)


class AskJob(Facts):
    """Which job, by the id that propose gave."""

    job_id: Label


def get_job(visit: Visit, asked: AskJob) -> JobTold:
    """How a job stands, and its answer once there is one."""
    with visit.reading() as session:
        return told(jobs.get_document(session, asked.job_id))


class _Judged(BaseModel):
    status: Status
    question: str | None
    message: str


class _Verdict(BaseModel):
    status: str
    summary: str
    conditions: list[_Judged]


class _Member(BaseModel):
    organisation: str
    role: str
    because: str


class _Proposal(BaseModel):
    participants: list[_Member]
    proven: bool
    verdict: _Verdict


class _Message(BaseModel):
    message: str


class _Answer(BaseModel):
    """What is read of an answer: the whole has some ten thousand conditions, and an assistant needs few of them."""

    status: str
    candidates_considered: int
    proposals: list[_Proposal]
    conflict: list[_Message]
    repairs: list[_Message]


def told(document: JobDocument) -> JobTold:
    """A job in short."""
    summary = document.summary
    is_proposal = summary.kind == PROPOSAL and document.result is not None
    answer = _Answer.model_validate(json.loads(document.result or b"null")) if is_proposal else None
    return JobTold(
        summary=_sentence(document, answer),
        unknown=_unknown(document, answer),
        sources=[],
        job_id=summary.id,
        kind=summary.kind,
        state=summary.state,
        progress=summary.progress,
        status=answer.status if answer else None,
        candidates_considered=answer.candidates_considered if answer else None,
        proposals=[_proposal(one) for one in answer.proposals] if answer else [],
        conflict=[one.message for one in answer.conflict] if answer else [],
        repairs=[one.message for one in answer.repairs] if answer else [],
        error=document.error,
    )


def _sentence(document: JobDocument, answer: _Answer | None) -> str:
    summary = document.summary
    if answer is not None:
        considered = counted(answer.candidates_considered, "organisation was", "organisations were")
        return f"{SAID[answer.status]} {considered} considered. {AUTHORITY_DECIDES}"
    if document.error is not None:
        return f"The job failed: {document.error.detail}"
    if document.result is not None:
        return f"The job is done. It is of the kind {summary.kind}: its answer is read at /v1/jobs/{summary.id}."
    if document.is_over:
        return f"The job was {summary.state}."
    return f"The job is {summary.state}, and has no answer yet: ask get_job for {summary.id} in a while."


def _unknown(document: JobDocument, answer: _Answer | None) -> list[str]:
    if answer is None:
        return [] if document.is_over else ["What comes of the job."]
    return list(dict.fromkeys(sentence for one in answer.proposals for sentence in _open(one.verdict)))


def _open(verdict: _Verdict) -> list[str]:
    open_ones = (Status.UNKNOWN, Status.CONDITIONAL, Status.NEEDS_HUMAN)
    return list(dict.fromkeys(one.question or one.message for one in verdict.conditions if one.status in open_ones))


def _proposal(one: _Proposal) -> ProposalTold:
    return ProposalTold(
        participants=[MemberTold.model_validate(member.model_dump()) for member in one.participants],
        proven=one.proven,
        verdict=one.verdict.status,
        verdict_summary=one.verdict.summary,
        unknown=_open(one.verdict),
    )
