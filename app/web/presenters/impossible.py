"""Why there is no consortium, and what would help, with what each of it would ask for."""

from dataclasses import dataclass

from app.services.proposals.answers import ProposalAnswer
from app.services.proposals.requests import ProposalRequest
from app.web.mending import mended
from app.web.presenters.blocks import Row
from app.web.presenters.propose_state import Field, ProposeState
from app.web.presenters.wishes import Known, repair_said, wish_said
from rules.language import _
from rules.mending import Repair

OF_THE_REQUEST = ("size", "wishes", "lead", "members", "exclude", "budget", "survive", "unknown", "candidates")
"""How ids of wishes begin: their message says it all. A condition of the law is named by its id as well."""


@dataclass(frozen=True, slots=True)
class RepairView:
    """What would help; ``fields`` are the request with it, and none where the form cannot ask for it."""

    text: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class ImpossibleView:
    """The model of what cannot hold together."""

    intro: str
    conflict: tuple[Row, ...]
    repairs: tuple[RepairView, ...]


def present_impossible(
    answer: ProposalAnswer, request: ProposalRequest, known: Known, state: ProposeState | None
) -> ImpossibleView | None:
    """The conflict and its repairs; ``state`` is the form that says the whole request, where there is one."""
    if not answer.conflict:
        return None
    return ImpossibleView(
        intro=_(
            "It is proven that no consortium satisfies all of these together, and that it takes all of them to say so."
        ),
        conflict=tuple(
            Row("" if one.id.startswith(OF_THE_REQUEST) else one.id, wish_said(one.id, request, known) or one.message)
            for one in answer.conflict
        ),
        repairs=tuple(_repair(one, known, state) for one in answer.repairs),
    )


def _repair(repair: Repair, known: Known, state: ProposeState | None) -> RepairView:
    after = mended(state, repair.changes) if state is not None else None
    said = repair_said(repair.changes, known)
    return RepairView(said or repair.message, tuple(after.fields()) if after else ())
