"""A consortium proposal as other software sees it: names and shapes of the public contract, section 3."""

from collections.abc import Mapping, Sequence
from typing import Literal

from app.services.catalogue.schemas import Euro, Public
from app.services.proposals.pools import LeftOut
from rules.codes import Role
from rules.mending import Repair
from rules.verdict import Verdict
from solver.instance import Goal


class Member(Public):
    """One organisation in its role; ``serves``: conditions it helps to meet, ``goals``: its share of the points."""

    organisation: str
    role: Role
    serves: Sequence[str]
    eu_contribution: Euro | None
    goals: Mapping[Goal, float | int]
    because: str


class Proposal(Public):
    """One consortium with its verdict. ``proven``: nothing better exists, given the proposals before it."""

    participants: Sequence[Member]
    objective: float | int
    goals: Mapping[Goal, float | int]
    proven: bool
    verdict: Verdict


class Conflict(Public):
    """A condition or wish that cannot hold together with the others of its list; none of them can be left out."""

    id: str
    message: str


class ProposalAnswer(Public):
    """What came of a request. ``left_out`` are those who could not be considered, and why.

    ``objective_otherwise`` is that of the best consortium that need not survive a drop-out, where that is asked for.
    """

    status: Literal["optimal", "feasible", "infeasible", "gave_up"]
    objective: float | int | None
    bound: float | int | None
    objective_otherwise: float | int | None
    seconds: float
    candidates_considered: int
    proposals: Sequence[Proposal]
    conflict: Sequence[Conflict]
    repairs: Sequence[Repair]
    left_out: Sequence[LeftOut]
