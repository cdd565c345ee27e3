"""Why there is no consortium, and what would help, with what each of it would ask for."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.services.proposals.answers import ProposalAnswer
from app.web.mending import mended
from app.web.presenters.blocks import Row
from app.web.presenters.propose_state import Field, ProposeState
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


def present_impossible(answer: ProposalAnswer, state: ProposeState | None) -> ImpossibleView | None:
    """The conflict and its repairs; ``state`` is the form that says the whole request, where there is one."""
    if not answer.conflict:
        return None
    return ImpossibleView(
        intro=_(
            "It is proven that no consortium satisfies all of these together, and that it takes all of them to say so."
        ),
        conflict=tuple(
            Row("" if one.id.startswith(OF_THE_REQUEST) else one.id, one.message) for one in answer.conflict
        ),
        repairs=_repairs(answer.repairs, state),
    )


def _repairs(repairs: Sequence[Repair], state: ProposeState | None) -> tuple[RepairView, ...]:
    found = []
    for repair in repairs:
        after = mended(state, repair.changes) if state is not None else None
        found.append(RepairView(repair.message, tuple(after.fields()) if after else ()))
    return tuple(found)
