"""Trade-offs for callers: a proposal request with two measures, and what one more of the one costs of the other."""

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlmodel import Session

from app.services.catalogue.schemas import Public
from app.services.proposals import proposing
from app.services.proposals.answers import Conflict, Proposal
from app.services.proposals.pools import LeftOut
from app.services.proposals.proposing import Prepared
from app.services.proposals.requests import ProposalRequest
from app.settings import Settings
from rules.mending import Repair
from solver.trading.measures import POINTS_BY_DEFAULT, Measure, Measures, MostPoints


class TradeOffsRequest(ProposalRequest):
    """What does one more of the second measure cost of the first? ``alternatives`` are not looked for."""

    measures: Annotated[Measures, Field(description="two that differ")]
    points: Annotated[MostPoints, Field(description="so many consortia are enough")] = POINTS_BY_DEFAULT


class Point(Public):
    """A consortium that no other one beats in one measure without falling behind in the other."""

    values: Mapping[Measure, float | int]
    proposal: Proposal


class Step(Public):
    """From a point to the next: so much of the second measure is gained, so much of the first one is lost."""

    gained: float | int
    lost: float | int
    message: str


class TradeOffsAnswer(Public):
    """What came of a request. ``complete``: no other consortium has values that belong between those of the points."""

    status: Literal["optimal", "feasible", "infeasible", "gave_up"]
    measures: Sequence[Measure]
    points: Sequence[Point]
    steps: Sequence[Step]
    complete: bool
    seconds: float
    candidates_considered: int
    conflict: Sequence[Conflict]
    repairs: Sequence[Repair]
    left_out: Sequence[LeftOut]


def trade_offs(session: Session, request: TradeOffsRequest, settings: Settings) -> TradeOffsAnswer:
    """Solve here and now, in this process.

    Raises:
        Invalid: something in the request cannot be; ``errors`` says where.
        NoLegalEntity: lead or member is a cluster that nobody can sign for.
    """
    from app.jobs.solving import trade  # only who solves pays for loading the solver

    prepared = prepare(session, request, settings)
    return answer_of(prepared.left_out, trade(prepared.instance))


def prepare(session: Session, request: TradeOffsRequest, settings: Settings) -> Prepared:
    """Look everybody up, and refuse what cannot be before anybody waits for an answer.

    Raises:
        Invalid: something in the request cannot be; ``errors`` says where.
        NoLegalEntity: lead or member is a cluster that nobody can sign for.
    """
    prepared = proposing.prepare(session, request, settings)
    measures = json.dumps(request.measures)
    question = f'{{"instance": {prepared.instance}, "measures": {measures}, "points": {request.points}}}'
    return Prepared(question, prepared.as_of, prepared.left_out)


def answer_of(left_out: tuple[LeftOut, ...], found: str) -> TradeOffsAnswer:
    """The solver's answer in the shape of the contract."""
    answer: dict[str, Any] = json.loads(found)
    earlier = [one.model_dump() for one in left_out]
    return TradeOffsAnswer.model_validate(answer | {"left_out": [*earlier, *answer["left_out"]]})
