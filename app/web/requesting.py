"""From the form to a request for consortia, and back: so that a request can be changed and asked again."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.errors import Fault, Invalid
from app.services.catalogue.overview import Placed
from app.services.proposals.answers import Proposal
from app.services.proposals.drills import drill_of
from app.services.proposals.requests import FilteredCandidates, ProposalRequest
from app.services.strict_json import validated
from app.web.checking.state import CheckState, TooMuch, bounded
from app.web.presenters.blocks import Problem
from app.web.presenters.propose_state import EXTRA_GOALS, ProposeState, read_count, read_percent, read_sum
from rules.codes import Role
from rules.facts import Organisation

FIELDS: Final = {
    "/lead": "lead",
    "/members": "member",
    "/exclude": "exclude",
    "/size": "size_max",
    "/candidates": "only",
    "/wishes/countries": "country",
    "/wishes/ecosystems": "ecosystem",
    "/wishes/competences": "competence",
    "/wishes/max_per_country": "most_per_country",
    "/wishes/weights": "also",
    "/budget/max_share_per_participant": "share_participant",
    "/budget/max_share_per_country": "share_country",
    "/budget": "budget",
    "/unknown": "unknown",
    "/alternatives": "alternatives",
}
"""Which field of the form a place in the request comes from."""


def request_of(state: ProposeState) -> ProposalRequest:
    """The request that a checked form makes; what nobody wishes for is not in it.

    Raises:
        Invalid: something in it cannot be.
    """
    document: dict[str, Any] = {
        "topic": state.topic,
        "lead": state.lead or None,
        "members": _members(state),
        "size": {"min": int(state.size_min), "max": int(state.size_max)},
        "wishes": _wishes(state),
        "unknown": state.unknown,
        "alternatives": int(state.alternatives),
    }
    if state.exclude:
        document["exclude"] = list(dict.fromkeys(state.exclude))
    if state.only:
        document["candidates"] = {"filter": {"countries": state.only}}
    if budget := _budget(state):
        document["budget"] = budget
    if state.survive:
        document["survive_dropout"] = True
    return validated(ProposalRequest, document)


def _members(state: ProposeState) -> list[dict[str, str]]:
    roles = [*((one, "beneficiary") for one in state.member), *((one, "associated_partner") for one in state.partner)]
    return [{"organisation": one, "role": role} for one, role in dict(roles).items()]


def _wishes(state: ProposeState) -> dict[str, Any]:
    wishes: dict[str, Any] = {"countries": state.country, "ecosystems": state.ecosystem}
    if state.competences:
        wishes["competences"] = dict.fromkeys(state.competences, 1)
    if (most := read_count(state.most_per_country)) is not None:
        wishes["max_per_country"] = most
    if state.also:
        wishes["weights"] = dict.fromkeys(state.also, 1)
    return wishes


def _budget(state: ProposeState) -> dict[str, float]:
    total = read_sum(state.budget)
    shares = {
        "max_share_per_participant": read_percent(state.share_participant),
        "max_share_per_country": read_percent(state.share_country),
    }
    given = {"total": total} | shares
    return {name: int(value) if value == int(value) else float(value) for name, value in given.items() if value}


def state_of(request: ProposalRequest) -> ProposeState:
    """The form that would make a request, as far as the form can say it."""
    named = [(one.organisation, one.role) for one in request.members if isinstance(one.organisation, str)]
    wishes, budget = request.wishes, request.budget
    only = request.candidates.filter.countries if isinstance(request.candidates, FilteredCandidates) else []
    return ProposeState(
        topic=request.topic or "",
        lead=request.lead or "",
        member=[one for one, role in named if role is not Role.ASSOCIATED_PARTNER],
        partner=[one for one, role in named if role is Role.ASSOCIATED_PARTNER],
        exclude=list(request.exclude),
        country=list(wishes.countries),
        only=list(only),
        most_per_country="" if wishes.max_per_country is None else str(wishes.max_per_country),
        ecosystem=[one.value for one in wishes.ecosystems],
        competence=", ".join(wishes.competences),
        also=[goal for goal in EXTRA_GOALS if getattr(wishes.weights, goal)],
        size_min=str(request.size.min),
        size_max=str(request.size.max),
        budget="" if budget.total is None else f"{budget.total:f}",
        share_participant=_percent(budget.max_share_per_participant),
        share_country=_percent(budget.max_share_per_country),
        survive="yes" if request.survive_dropout else "",
        unknown=request.unknown,
        alternatives=str(request.alternatives),
    )


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share * 100:.2f}".rstrip("0").rstrip(".")


SAID_ELSEWHERE: Final = {"as_of", "topic", "seed", "time_limit_s"}
"""What the form leaves to the service, or what is the same in other letters."""


def can_be_said(request: ProposalRequest) -> bool:
    """Whether the form says all of a request; one that a program has made may ask for more."""
    try:
        again = request_of(state_of(request))
    except Invalid:
        return False
    return again.model_dump(exclude=SAID_ELSEWHERE) == request.model_dump(exclude=SAID_ELSEWHERE)


def check_href(request: ProposalRequest, shown: Sequence[Proposal]) -> str:
    """The address that checks the proposal that is shown; empty without one, or where no address can hold it."""
    if not shown or not request.topic:
        return ""
    members = tuple(drill_of(request, shown[0]).members)
    try:
        return bounded(CheckState(topic=request.topic, partners=members, facts=request.facts)).address()
    except TooMuch:
        return ""


def problems_of(faults: Sequence[Fault], sentence: str) -> list[Problem]:
    """The faults of a request at the fields of the form they come from."""
    told = [Problem(_field(fault.pointer), fault.detail) for fault in faults]
    return told or [Problem("", sentence)]


def _field(pointer: str) -> str:
    return next((field for start, field in FIELDS.items() if pointer.startswith(start)), "")


def goals_of(request: ProposalRequest) -> list[str]:
    """The goals that count in a request, by their names."""
    if request.wishes.goals_order is not None:
        return [goal.value for goal in request.wishes.goals_order]
    return [name for name, weight in request.wishes.weights if weight]


def written_out(request: ProposalRequest) -> Mapping[str, Placed]:
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
