"""What would help, as changes of the check: each that is concrete is an address at which it is made already."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from app.errors import QuorumError
from app.services.verdicts.requests import ParticipantRequest
from app.web.checking.changing import OF_SEAT, in_role, stating
from app.web.checking.state import CheckState
from rules.codes import BENEFICIARIES, Role
from rules.facts import Organisation
from rules.language import _
from rules.mending import Repair
from rules.mending.changes import Change


@dataclass(frozen=True, slots=True)
class RepairView:
    """What would help, and the way to it; without one it is only said."""

    message: str
    href: str
    text: str


def present_repairs(repairs: Sequence[Repair], state: CheckState, ids: Sequence[str]) -> tuple[RepairView, ...]:
    """The repairs of a verdict. ``ids`` are those by which it names the participants, in the order of the state."""
    return tuple(_present(repair, state, ids) for repair in repairs)


def _present(repair: Repair, state: CheckState, ids: Sequence[str]) -> RepairView:
    wanted = [change for change in repair.changes if change.op == "add"]
    made = [change for change in repair.changes if change.op != "add"]
    try:
        after = _after(made, state, ids)
    except (QuorumError, ValueError):
        return RepairView(repair.message, "", "")  # what it changes has no place in an address: it is only said
    if wanted:
        role = wanted[0].role or Role.BENEFICIARY
        text = _("Do that, and find a partner") if made else _("Find such a partner")
        return RepairView(repair.message, after.address(role=role.value) + "#add", text)
    return RepairView(repair.message, after.address() + "#verdict", _("Do that"))


def _after(changes: Sequence[Change], state: CheckState, ids: Sequence[str]) -> CheckState:
    """The state with the changes.

    Raises:
        ValueError: one of them cannot be made in an address.
        Invalid: no participant can be so.
    """
    partners: dict[str, ParticipantRequest] = dict(zip(ids, state.partners, strict=True))
    facts = dict(state.facts)
    for change in changes:
        match change.op:
            case "remove" if change.participant in partners:
                del partners[change.participant]
            case "set_role" if change.participant in partners and change.role is not None:
                partners[change.participant] = in_role(partners[change.participant], change.role)
            case "set_fact" if change.participant in partners:
                partners[change.participant] = _stating(partners[change.participant], change)
            case "set_fact" if change.participant is None:
                facts[change.where["fact"]] = _value(change)
            case _:
                raise ValueError(change.op)
    if not partners:
        raise ValueError("nobody would be left")
    return state.having(partners.values()).stating(facts)


def _stating(partner: ParticipantRequest, change: Change) -> ParticipantRequest:
    name, value = change.where["fact"], _value(change)
    is_field = name in OF_SEAT or name in Organisation.model_fields
    return stating(partner, {name: value}) if is_field else stating(partner, {}, {name: value})


def _value(change: Change) -> bool | int | float | str:
    if change.value is None:
        raise ValueError("it is not said what should be stated")
    return int(change.value) if isinstance(change.value, float) and change.value.is_integer() else change.value


def complete_href(state: CheckState, ids: Sequence[str]) -> str:
    """The form that proposes who could join, with those who take part fixed; those written out cannot come along."""
    known = [
        (one, partner.role)
        for one, partner in zip(ids, state.partners, strict=True)
        if isinstance(partner.organisation, str)
    ]
    leads = [one for one, role in known if role is Role.COORDINATOR]
    members = [one for one, role in known if role in BENEFICIARIES and one not in leads]
    given = [("topic", state.topic), *(("lead", one) for one in leads[:1]), *(("member", one) for one in members)]
    return "/propose?" + urlencode(given)
