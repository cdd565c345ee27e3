"""The answer of the solver as people read it: consortia side by side, one of them in full, or why there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.services.catalogue.overview import Placed
from app.services.proposals.answers import Member, Proposal, ProposalAnswer
from app.web.presenters import words
from app.web.presenters.addresses import topic_href
from app.web.presenters.blocks import Link, Page, Row, Section
from app.web.presenters.clusters import cluster_href
from app.web.presenters.map import MapView, Seat, is_on_map, present_map
from app.web.presenters.signs import VERDICTS
from app.web.presenters.verdict import VerdictView, present_verdict
from rules.standing import Standing


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
    off_map: str


@dataclass(frozen=True, slots=True)
class Tab:
    """The way to one of the proposals."""

    text: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What an organisation is in one proposal."""

    sign: str
    word: str
    lead: bool


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One organisation across all proposals; ``None`` where it is not in."""

    name: str
    country: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One figure across all proposals."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownProposal:
    """The proposal that the page shows in full."""

    title: str
    verdict: VerdictView
    map: MapView
    members: tuple[MemberView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalPage(Page):
    """The result of one request."""

    topic_identifier: str
    topic_title: str
    heading: str
    sentence: str
    again_href: str
    files: tuple[Link, ...]
    asked: tuple[Row, ...]
    tabs: tuple[Tab, ...]
    compared: tuple[Tab, ...]
    comparison: tuple[ComparedRow, ...]
    measures: tuple[MeasureRow, ...]
    shown: ShownProposal | None
    conflict: tuple[Row, ...]
    conflict_intro: str
    repairs: tuple[str, ...]
    left_out: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked, as far as the page tells it."""

    job_id: str
    topic_identifier: str
    again_href: str
    asked: tuple[Row, ...]
    wanted: tuple[str, ...]
    goals: tuple[str, ...]
    topic_title: str = ""


SIDE_BY_SIDE: Final = 0
"""In place of the number of a proposal: all of them compared."""

OF_THE_REQUEST: Final = ("size", "wishes", "lead", "members", "exclude")
"""How ids of wishes begin: their message says it all. A condition of the law is named by its id as well."""

CONFLICT_INTRO: Final = (
    "It is proven that no consortium satisfies all of these together; without any one of them, one would."
)
HEADINGS: Final = {
    "infeasible": "No consortium can satisfy this",
    "gave_up": "No consortium was found in the time allowed",
}


def present_proposals(
    request: Request, answer: ProposalAnswer, known: Mapping[str, Placed], *, show: int
) -> ProposalPage:
    """The page; ``show`` is the number of the proposal to show in full, from 1, or ``SIDE_BY_SIDE``."""
    count = len(answer.proposals)
    show = min(show, count)
    tabs = tuple(_tab(request, number, show) for number in range(1, count + 1))
    side_by_side = show == SIDE_BY_SIDE and count > 0
    heading = words.counted(count, "consortium", "consortia") if count else HEADINGS[answer.status]
    return ProposalPage(
        title=f"{heading} for {request.topic_identifier}" + _told(show, count),
        section=Section.TOPICS,
        address=f"/proposals/{request.job_id}",
        crumbs=(Link("Calls", "/topics"), Link(request.topic_identifier, topic_href(request.topic_identifier))),
        topic_identifier=request.topic_identifier,
        topic_title=request.topic_title,
        heading=heading,
        sentence=_sentence(answer),
        again_href=request.again_href,
        files=_files(request, show) if show else (),
        asked=request.asked,
        tabs=(*tabs, _side_by_side(request, side_by_side)) if count > 1 else (),
        compared=tabs,
        comparison=_comparison(answer.proposals, known) if side_by_side else (),
        measures=_measures(answer.proposals, known, request.goals) if side_by_side else (),
        shown=_shown(answer.proposals[show - 1], show, count, known, request.wanted) if show else None,
        conflict=tuple(
            Row("" if one.id.startswith(OF_THE_REQUEST) else one.id, one.message) for one in answer.conflict
        ),
        conflict_intro=CONFLICT_INTRO,
        repairs=tuple(repair.message for repair in answer.repairs),
        left_out=tuple(Row(_known(known, one.id).name, one.because) for one in answer.left_out),
    )


def _sentence(answer: ProposalAnswer) -> str:
    work = f"{words.counted(answer.candidates_considered, 'candidate')} considered in {answer.seconds:.2g} s."
    match answer.status:
        case "optimal":
            proof = "Each is proven: none that differs enough from those before it is better."
        case "feasible":
            proof = "Each satisfies the request; the time ran out before it was proven that none is better."
        case "infeasible":
            proof = "This is proven, not guessed."
        case "gave_up":
            proof = "That is no proof that none exists: allow more time, or ask for less."
    return f"{proof} {work}"


def _told(show: int, count: int) -> str:
    if not count:
        return ""
    return ": side by side" if show == SIDE_BY_SIDE else f": proposal {show}"


def _tab(request: Request, number: int, show: int) -> Tab:
    return Tab(f"Proposal {number}", f"/proposals/{request.job_id}?show={number}", number == show)


def _files(request: Request, show: int) -> tuple[Link, ...]:
    formats = (("Workbook, with a sheet for partners to fill in (xlsx)", "xlsx"), ("One page (docx)", "docx"))
    return tuple(Link(text, f"/proposals/{request.job_id}/export.{one}?proposal={show}") for text, one in formats)


def _side_by_side(request: Request, current: bool) -> Tab:
    return Tab("Side by side", f"/proposals/{request.job_id}?show=all", current)


def _ordered(proposal: Proposal) -> list[Member]:
    return sorted(proposal.participants, key=lambda member: member.role != "coordinator")


def _comparison(proposals: Sequence[Proposal], known: Mapping[str, Placed]) -> tuple[ComparedRow, ...]:
    seats: dict[str, list[Cell | None]] = {}
    for index, proposal in enumerate(proposals):
        for member in _ordered(proposal):
            lead = member.role == "coordinator"
            cells = seats.setdefault(member.organisation, [None] * len(proposals))
            cells[index] = Cell("★" if lead else "✓", words.ROLES[member.role], lead)
    often_first = sorted(seats.items(), key=lambda seat: -sum(cell is not None for cell in seat[1]))
    return tuple(
        ComparedRow(_known(known, org).name, words.country_name(_known(known, org).country), tuple(cells))
        for org, cells in often_first
    )


def _measures(
    proposals: Sequence[Proposal], known: Mapping[str, Placed], goals: Sequence[str]
) -> tuple[MeasureRow, ...]:
    """The figures that were aimed at, and what a reader counts first."""

    def countries(proposal: Proposal) -> int:
        return len({_known(known, member.organisation).country for member in proposal.participants} - {None})

    rows = [
        MeasureRow("Verdict", tuple(VERDICTS[proposal.verdict.status].word for proposal in proposals)),
        MeasureRow("Members", tuple(str(len(proposal.participants)) for proposal in proposals)),
        MeasureRow("Countries", tuple(str(countries(proposal)) for proposal in proposals)),
    ]
    for goal in goals:
        figures = tuple(_figure(_reached(proposal).get(goal)) for proposal in proposals)
        rows.append(MeasureRow(words.in_words(goal).capitalize(), figures))
    return (*rows, MeasureRow("Value in all", tuple(_figure(proposal.objective) for proposal in proposals)))


def _reached(proposal: Proposal) -> dict[str, float]:
    return {goal.value: value for goal, value in proposal.goals.items()}


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"


def _shown(
    proposal: Proposal, show: int, count: int, known: Mapping[str, Placed], wanted: Sequence[str]
) -> ShownProposal:
    members = _ordered(proposal)
    seats = [_seat(number, member, known) for number, member in enumerate(members, start=1)]
    return ShownProposal(
        title=f"Proposal {show} of {count}",
        verdict=present_verdict(proposal.verdict, {org: one.name for org, one in known.items()}),
        map=present_map(seats, wanted=wanted),
        members=tuple(_member(seat, member, proposal, known) for seat, member in zip(seats, members, strict=True)),
    )


def _seat(number: int, member: Member, known: Mapping[str, Placed]) -> Seat:
    one = _known(known, member.organisation)
    return Seat(
        number=number,
        name=one.name,
        country=one.country,
        lon=one.position.lon if one.position else None,
        lat=one.position.lat if one.position else None,
        role=words.ROLES[member.role],
        lead=member.role == "coordinator",
        anchor=f"member-{number}",
    )


def _member(seat: Seat, member: Member, proposal: Proposal, known: Mapping[str, Placed]) -> MemberView:
    one = _known(known, member.organisation)
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
        off_map="" if is_on_map(seat) else "Not on the map: the town is not known or lies outside the frame.",
    )


def _known(known: Mapping[str, Placed], organisation: str) -> Placed:
    stranger = Placed(
        id=organisation, name=organisation, country=None, city=None, position=None, clusters=[], can_act=True
    )
    return known.get(organisation, stranger)


def _yes_no(value: bool | None) -> str:
    return {True: "yes", False: "no", None: "not known"}[value]


def _funded(standing: Standing | None) -> str:
    if standing is None or standing.funded is not True or standing.rate is None:
        return _yes_no(standing.funded if standing else None)
    return f"yes, {standing.rate:.0%}"
