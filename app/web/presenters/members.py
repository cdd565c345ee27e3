"""The members of a proposal: where each is, why it is in, and what can be asked about it next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.services.catalogue.overview import Placed
from app.services.proposals.answers import Member, Proposal
from app.web.presenters import words
from app.web.presenters.clusters import cluster_href
from app.web.presenters.map import Seat, is_on_map
from app.web.presenters.money_bars import Paid, percent
from app.web.presenters.propose_state import Field, ProposeState
from rules.language import _
from rules.standing import Standing

Known = Mapping[str, Placed]


@dataclass(frozen=True, slots=True)
class Choice:
    """What can be ticked about a member: that it stays, or that it must not come again."""

    keep: Field
    is_kept: bool
    leave_out: Field


@dataclass(frozen=True, slots=True)
class MemberView:
    """One member with the reason why it is in."""

    number: int
    anchor: str
    lead: bool
    name: str
    href: str | None
    place: str
    town: str
    country: str
    role: str
    because: str
    serves: str
    counts: str
    funded: str
    amount: str
    off_map: str
    choice: Choice


def ordered(proposal: Proposal) -> list[Member]:
    """The members, who coordinates first."""
    return sorted(proposal.participants, key=lambda member: member.role != "coordinator")


def seats_of(proposal: Proposal, known: Known, *, prefix: str = "member") -> list[Seat]:
    """The members as the map needs them; ``prefix`` begins the anchor of each."""
    return [_seat(number, member, known, prefix) for number, member in enumerate(ordered(proposal), start=1)]


def _seat(number: int, member: Member, known: Known, prefix: str) -> Seat:
    one = placed(known, member.organisation)
    return Seat(
        number=number,
        name=one.name,
        country=one.country,
        lon=one.position.lon if one.position else None,
        lat=one.position.lat if one.position else None,
        role=words.ROLES[member.role],
        lead=member.role == "coordinator",
        anchor=f"{prefix}-{number}",
    )


def present_members(proposal: Proposal, known: Known, state: ProposeState) -> tuple[MemberView, ...]:
    """The members of a proposal; ``state`` is the form that asked for it."""
    settled = {acting_id(one, known) for one in state.settled}
    rows = zip(seats_of(proposal, known), ordered(proposal), strict=True)
    return tuple(_present(seat, member, proposal, known, settled) for seat, member in rows)


def _present(seat: Seat, member: Member, proposal: Proposal, known: Known, settled: set[str]) -> MemberView:
    one = placed(known, member.organisation)
    titles = {condition.id: condition.title for condition in proposal.verdict.conditions}
    served = [titles.get(condition, condition) for condition in member.serves]
    standing = next((row for row in proposal.verdict.participants if row.id == member.organisation), None)
    return MemberView(
        number=seat.number,
        anchor=seat.anchor,
        lead=seat.lead,
        name=seat.name,
        href=cluster_href(one.clusters[0].id) if one.clusters else None,
        place=", ".join(filter(None, (one.city, words.country_name(one.country)))),
        town=one.city or words.not_stated(),
        country=words.country_name(one.country),
        role=seat.role,
        because=member.because,
        serves="; ".join(title for title in served if title not in member.because),
        counts=_yes_no(standing.counts if standing else None),
        funded=_funded(standing),
        amount=words.euro(member.eu_contribution) if member.eu_contribution is not None else "",
        off_map="" if is_on_map(seat) else _("Not on the map: the town is not known or lies outside the frame."),
        choice=Choice(
            keep=Field(field_of(member), member.organisation),
            is_kept=member.organisation in settled,
            leave_out=Field("exclude", member.organisation),
        ),
    )


def field_of(member: Member) -> str:
    """The field of the form that keeps somebody in the role that a proposal gives."""
    match member.role:
        case "coordinator":
            return "lead"
        case "associated_partner":
            return "partner"
        case _role:
            return "member"


def paid(proposal: Proposal, known: Known) -> list[Paid]:
    """What each member gets; empty where no money was split."""
    rows = zip(seats_of(proposal, known), ordered(proposal), strict=True)
    return [
        Paid(seat.number, seat.name, words.country_name(seat.country), member.eu_contribution, seat.lead)
        for seat, member in rows
        if member.eu_contribution is not None
    ]


def names_of(proposal: Proposal, known: Known) -> dict[str, str]:
    """The names of the members by id, who coordinates first."""
    return {member.organisation: placed(known, member.organisation).name for member in ordered(proposal)}


def acting_id(one: str, known: Known) -> str:
    """The organisation that takes part for whoever a request names."""
    found = known.get(one)
    managing = next((c.managing_organisation for c in found.clusters if c.id == one), None) if found else None
    return managing.id if managing else one


def placed(known: Known, organisation: str) -> Placed:
    """Who it is; of whom nothing is known there is the id."""
    stranger = Placed(
        id=organisation, name=organisation, country=None, city=None, position=None, clusters=[], can_act=True
    )
    return known.get(organisation, stranger)


def again_fields(state: ProposeState, members: Sequence[MemberView]) -> list[Field]:
    """What a form has to send along so that only what is ticked in it changes."""
    there = {one.choice.keep.value for one in members}
    shown = {("lead", state.lead)} if any(one.lead for one in members) else set()
    return [
        field for field in state.fields()
        if field not in shown and not (field.name in ("member", "partner") and field.value in there)
    ]  # fmt: skip


def _yes_no(value: bool | None) -> str:
    return {True: _("yes"), False: _("no"), None: _("not known")}[value]


def _funded(standing: Standing | None) -> str:
    if standing is None or standing.funded is not True or standing.rate is None:
        return _yes_no(standing.funded if standing else None)
    return _("yes, {rate}", rate=percent(standing.rate))
