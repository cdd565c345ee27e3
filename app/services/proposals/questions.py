"""The kinds of questions that are worked out as jobs: how each is prepared for the solver, and its answer read."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from app.services.proposals import drills, proposing, trade_offs
from app.services.proposals.answers import ProposalAnswer
from app.services.proposals.drills import DrillAnswer, DrillRequest
from app.services.proposals.pools import LeftOut
from app.services.proposals.proposing import Prepared
from app.services.proposals.requests import ProposalRequest
from app.services.proposals.trade_offs import TradeOffsAnswer, TradeOffsRequest
from app.settings import Settings

Answer = ProposalAnswer | TradeOffsAnswer | DrillAnswer

PROPOSAL, TRADE_OFFS, DRILL = "proposal", "trade_offs", "drill"
"""As they stand in the table of jobs."""


@dataclass(frozen=True)
class Kind:
    """A kind of question by the name under which the solver's process knows it."""

    name: str
    request: type[ProposalRequest]
    prepare: Callable[[Session, Any, Settings], Prepared]


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(PROPOSAL, ProposalRequest, proposing.prepare),
        Kind(TRADE_OFFS, TradeOffsRequest, trade_offs.prepare),
        Kind(DRILL, DrillRequest, drills.prepare),
    )
}


def whole(answer: str, left_out: Sequence[LeftOut]) -> dict[str, Any]:
    """What the solver said, with those who were left out before it was asked, in the shape of an `Answer`.

    It is taken as it is: a long answer holds some ten thousand conditions, and to read each of them takes seconds.
    """
    found: dict[str, Any] = json.loads(answer)
    earlier = [one.model_dump(mode="json") for one in left_out]
    return found | {"left_out": [*earlier, *found.get("left_out", ())]}


def kind_of(request: ProposalRequest) -> Kind:
    """The kind of a question."""
    return next(kind for kind in KINDS.values() if kind.request is type(request))
