"""From the form to a request for consortia, and back: so that a request can be changed and asked again."""

from collections.abc import Mapping, Sequence
from typing import Final

from app.errors import Fault
from app.services.catalogue.overview import Placed
from app.services.proposals.requests import ProposalRequest
from app.services.strict_json import validated
from app.web.presenters import words
from app.web.presenters.blocks import Problem, Row
from app.web.presenters.propose import UNKNOWNS, ProposeState
from rules.facts import Organisation

FIELDS: Final = {
    "/lead": "lead",
    "/members": "member",
    "/size": "size_max",
    "/wishes/countries": "country",
    "/wishes/ecosystems": "ecosystem",
    "/unknown": "unknown",
    "/alternatives": "alternatives",
}
"""Which field of the form a place in the request comes from."""


def request_of(state: ProposeState) -> ProposalRequest:
    """The request that a checked form makes.

    Raises:
        Invalid: something in it cannot be.
    """
    document = {
        "topic": state.topic,
        "lead": state.lead or None,
        "members": [{"organisation": one, "role": "beneficiary"} for one in dict.fromkeys(state.member)],
        "size": {"min": int(state.size_min), "max": int(state.size_max)},
        "wishes": {"countries": state.country, "ecosystems": state.ecosystem},
        "unknown": state.unknown,
        "alternatives": int(state.alternatives),
    }
    return validated(ProposalRequest, document)


def state_of(request: ProposalRequest) -> ProposeState:
    """The form that would make a request, as far as the form can say it."""
    return ProposeState(
        topic=request.topic or "",
        lead=request.lead or "",
        member=[one.organisation for one in request.members if isinstance(one.organisation, str)],
        country=list(request.wishes.countries),
        ecosystem=[one.value for one in request.wishes.ecosystems],
        size_min=str(request.size.min),
        size_max=str(request.size.max),
        unknown=request.unknown,
        alternatives=str(request.alternatives),
    )


def problems_of(faults: Sequence[Fault], sentence: str) -> list[Problem]:
    """The faults of a request at the fields of the form they come from."""
    told = [Problem(_field(fault.pointer), fault.detail) for fault in faults]
    return told or [Problem("", sentence)]


def _field(pointer: str) -> str:
    return next((field for start, field in FIELDS.items() if pointer.startswith(start)), "")


def asked_rows(request: ProposalRequest, known: Mapping[str, Placed]) -> tuple[Row, ...]:
    """What was asked for, in words."""
    names = [_name(one.organisation, known) for one in request.members]
    wanted = [words.country_name(code) for code in request.wishes.countries]
    rows = [
        Row("Lead", _name(request.lead, known) if request.lead else "nobody yet"),
        Row("In already", words.listed(names) or "nobody else"),
        Row("Size", f"{request.size.min} to {request.size.max} participants"),
        Row("Countries that must be present", words.listed(wanted) or "no wish"),
        Row("Ecosystems preferred", words.listed(request.wishes.ecosystems) or "no wish"),
        Row("What nobody has stated", UNKNOWNS[request.unknown][0].lower()),
    ]
    return tuple(rows)


def goals_of(request: ProposalRequest) -> list[str]:
    """The goals that count in a request, by their names."""
    if request.wishes.goals_order is not None:
        return [goal.value for goal in request.wishes.goals_order]
    return [name for name, weight in request.wishes.weights if weight]


def written_out(request: ProposalRequest) -> dict[str, Placed]:
    """The organisations that a request brings along; the catalogue need not know them."""
    listed = request.candidates if isinstance(request.candidates, list) else []
    found = [*(member.organisation for member in request.members), *listed]
    return {
        one.id: Placed(
            id=one.id,
            name=one.label,
            country=one.country,
            city=None,
            position=None,
            clusters=[],
            can_act=True,
        )
        for one in found
        if isinstance(one, Organisation)
    }


def _name(organisation: str | Organisation, known: Mapping[str, Placed]) -> str:
    if isinstance(organisation, Organisation):
        return organisation.label
    return known[organisation].name if organisation in known else organisation
