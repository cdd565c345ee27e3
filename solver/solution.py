"""The answer: proposals that are proven valid and best, or the reason why there are none."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, TypeAdapter

from rules.codes import Role
from rules.facts import Euro
from rules.mending import Change
from rules.requirements import AnyRequirement
from rules.verdict import Verdict
from solver.instance import Goal

Status = Literal["optimal", "feasible", "infeasible", "gave_up"]

_REQUIREMENT: TypeAdapter[AnyRequirement] = TypeAdapter(AnyRequirement)


def with_requirements(verdict: Any) -> Any:
    """A verdict out of JSON: its requirements are read by their kind, which the verdict's own model does not ask."""
    if not isinstance(verdict, Mapping):
        return verdict
    conditions = [
        {**condition, "requirement": _REQUIREMENT.validate_python(condition["requirement"])}
        for condition in verdict["conditions"]
    ]
    return {**verdict, "conditions": tuple(conditions)}


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Seat(_Answer):
    """One organisation in its role.

    ``serves`` are the conditions it helps to meet; ``goals`` its share of the points of each goal, in points.
    """

    organisation: str
    role: Role
    serves: tuple[str, ...] = ()
    eu_contribution: Euro | None = None
    goals: Mapping[Goal, int | float] = {}
    because: str


class Proposal(_Answer):
    """One consortium with its verdict. ``proven``: nothing better exists, given the proposals before it."""

    participants: tuple[Seat, ...]
    objective: int | float
    goals: Mapping[Goal, int]
    proven: bool
    verdict: Annotated[Verdict, BeforeValidator(with_requirements)]


class Conflict(_Answer):
    """A condition or wish that cannot hold together with the others of its list; none of them can be left out."""

    id: str
    message: str


class Repair(_Answer):
    """A change of the request after which there is a proposal: each was tried."""

    message: str
    changes: tuple[Change, ...]


class LeftOut(_Answer):
    """A candidate that was not considered, and why."""

    id: str
    because: str


class Solution(_Answer):
    """What `propose` answers; contract section 3.

    ``objective`` and ``bound`` are those of the first proposal; ``objective_otherwise`` is that of the best consortium
    that need not survive a drop-out, where that was asked for and it was proven in time. ``seconds`` is the only field
    in which two answers to the same question differ, as long as the status is ``optimal`` or ``infeasible``.
    """

    status: Status
    objective: int | float | None = None
    bound: int | float | None = None
    objective_otherwise: int | float | None = None
    seconds: float = 0.0
    candidates_considered: int = 0
    proposals: tuple[Proposal, ...] = ()
    conflict: tuple[Conflict, ...] = ()
    repairs: tuple[Repair, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
