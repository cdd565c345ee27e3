"""Drop-out drills for callers: what the loss of each member would do, and who could best take its place."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from sqlmodel import Session

from app.errors import invalid
from app.services.catalogue.schemas import Public
from app.services.proposals import proposing
from app.services.proposals.answers import Conflict, Proposal
from app.services.proposals.pools import LeftOut
from app.services.proposals.proposing import Prepared
from app.services.proposals.requests import ProposalRequest
from app.services.verdicts.requests import ParticipantRequest
from app.settings import Settings
from rules.codes import Role
from rules.facts import Organisation
from rules.verdict import Verdict, Whole
from solver.instance import LARGEST_BY_DEFAULT


class DrillRequest(ProposalRequest):
    """Which seats of the consortium of ``members`` and ``lead`` must not be lost, and who could replace each of them?

    Replacements come from the candidates; sizes and alternatives say nothing here.
    """


class Substitution(Public):
    """The best consortium with somebody else in the place, and who that is; ``infeasible``: nobody can take it."""

    status: Literal["optimal", "feasible", "infeasible", "gave_up"]
    newcomers: Sequence[str]
    proposal: Proposal | None


class Loss(Public):
    """What happens when one member drops out.

    ``critical``: those left are ineligible, because of what is ``broken``. ``left`` is the status of their verdict.
    """

    organisation: str
    role: Role
    critical: bool
    left: Whole | None
    broken: Sequence[Conflict]
    replacement: Substitution


class DrillAnswer(Public):
    """What came of a drill. ``survives``: it is valid, and stays so whoever but the coordinator is lost."""

    survives: bool
    losses: Sequence[Loss]
    verdict: Verdict
    seconds: float
    left_out: Sequence[LeftOut]


def drill(session: Session, request: DrillRequest, settings: Settings) -> DrillAnswer:
    """Solve here and now, in this process.

    Raises:
        Invalid: something in the request cannot be; ``errors`` says where.
        NoLegalEntity: lead or member is a cluster that nobody can sign for.
    """
    from app.jobs.solving import drill as solve  # only who solves pays for loading the solver

    prepared = prepare(session, request, settings)
    return answer_of(prepared.left_out, solve(prepared.instance))


def prepare(session: Session, request: DrillRequest, settings: Settings) -> Prepared:
    """Look everybody up, and refuse what cannot be before anybody waits for an answer.

    Raises:
        Invalid: something in the request cannot be; ``errors`` says where.
        NoLegalEntity: lead or member is a cluster that nobody can sign for.
    """
    if not request.members and request.lead is None:
        raise invalid("/members", "there is no consortium to drill: name its members")
    return proposing.prepare(session, request, settings)


def drill_of(request: ProposalRequest, proposal: Proposal) -> DrillRequest:
    """The drill of a consortium that was proposed: the same call, wishes and candidates, its members as agreed.

    What a member gets is not agreed: whoever replaces somebody may be paid another amount.
    """
    rows = {_id_of(row.organisation): row for row in request.members}
    listed = request.candidates if isinstance(request.candidates, list) else []
    written = {one.id: one for one in listed if isinstance(one, Organisation)}
    members = [{**_row(one.organisation, rows, written), "role": one.role.value} for one in proposal.participants]
    lead = next((one.organisation for one in proposal.participants if one.role is Role.COORDINATOR), None)
    asked = request.model_dump(mode="json", exclude_unset=True, exclude={"members", "lead", "alternatives", "size"})
    size = {"min": len(members)} if len(members) > LARGEST_BY_DEFAULT else {}
    return DrillRequest.model_validate(asked | {"members": members, "lead": lead, "size": size})


def _id_of(organisation: str | Organisation) -> str:
    return organisation.id if isinstance(organisation, Organisation) else organisation


def _row(one: str, rows: Mapping[str, ParticipantRequest], written: Mapping[str, Organisation]) -> dict[str, Any]:
    """How a request names somebody: as it was asked, else written out as among the candidates, else by its id."""
    if one in rows:
        return rows[one].model_dump(mode="json", exclude_unset=True, exclude={"eu_contribution"})
    return {"organisation": written[one].model_dump(mode="json", exclude_unset=True) if one in written else one}


def answer_of(left_out: tuple[LeftOut, ...], found: str) -> DrillAnswer:
    """The solver's answer in the shape of the contract."""
    answer: dict[str, Any] = json.loads(found)
    return DrillAnswer.model_validate(answer | {"left_out": [one.model_dump() for one in left_out]})
