"""The answer of the solver as people read it: consortia side by side, one of them in full, or why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.services.proposals.answers import Proposal, ProposalAnswer
from app.services.proposals.backgrounds import Background
from app.services.proposals.pools import LeftOut
from app.services.proposals.requests import ProposalRequest
from app.web.presenters import words
from app.web.presenters.addresses import topic_href
from app.web.presenters.blocks import Link, Page, Row, Section
from app.web.presenters.comparing import Comparison, compare
from app.web.presenters.coverage import Column, CoverageView, present_coverage
from app.web.presenters.impossible import ImpossibleView, present_impossible
from app.web.presenters.map import MapView, present_map
from app.web.presenters.members import (
    Known,
    MemberView,
    acting_id,
    again_fields,
    names_of,
    paid,
    placed,
    present_members,
    seats_of,
)
from app.web.presenters.money_bars import MoneyView, present_money
from app.web.presenters.network import NetworkView, present_network
from app.web.presenters.propose_state import MOST_ALTERNATIVES, Field, ProposeState
from app.web.presenters.verdict import VerdictView, present_verdict
from rules.language import N_, _, ngettext

SIDE_BY_SIDE: Final = 0
"""In place of the number of a proposal: all of them compared."""

MORE: Final = 3
"""So many further proposals are asked for at a time."""

HEADINGS: Final = words.Texts(
    {
        "infeasible": N_("No consortium can satisfy this"),
        "gave_up": N_("No consortium was found in the time allowed"),
    }
)
PROOFS: Final = words.Texts(
    {
        "optimal": N_("Each is proven: none that differs enough from those before it is better."),
        "feasible": N_("Each satisfies the request; the time ran out before it was proven that none is better."),
        "infeasible": N_("This is proven, not guessed."),
        "gave_up": N_("That is no proof that none exists: allow more time, or ask for less."),
    }
)


@dataclass(frozen=True, slots=True)
class Tab:
    """The way to one of the proposals."""

    text: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class ShownProposal:
    """The proposal that the page shows in full."""

    title: str
    verdict: VerdictView
    map: MapView
    coverage: CoverageView
    network: NetworkView
    money: MoneyView | None
    members: tuple[MemberView, ...]
    again: tuple[Field, ...]
    drill_href: str
    check_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalPage(Page):
    """The result of one request."""

    topic_identifier: str
    topic_title: str
    heading: str
    sentence: str
    again_href: str
    is_all_said: bool
    more: tuple[Field, ...]
    files: tuple[Link, ...]
    asked: tuple[Row, ...]
    tabs: tuple[Tab, ...]
    compared: tuple[Tab, ...]
    comparison: Comparison | None
    shown: ShownProposal | None
    impossible: ImpossibleView | None
    left_out: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked, as far as the page tells it. ``is_all_said``: the form can say all of it."""

    job_id: str
    question: ProposalRequest
    topic_identifier: str
    state: ProposeState
    is_all_said: bool
    asked: tuple[Row, ...]
    wanted: tuple[str, ...]
    goals: tuple[str, ...]
    check_href: str = ""
    topic_title: str = ""

    def href(self, show: object) -> str:
        """The address of one of the proposals, or of all of them."""
        return f"/proposals/{self.job_id}?show={show}"


def present_proposals(
    request: Request, answer: ProposalAnswer, known: Known, background: Background, *, show: int
) -> ProposalPage:
    """The page; ``show`` is the number of the proposal to show in full, from 1, or ``SIDE_BY_SIDE``."""
    count = len(answer.proposals)
    show = min(show, count)
    tabs = tuple(
        Tab(_("Proposal {number}", number=number), request.href(number), number == show)
        for number in range(1, count + 1)
    )
    side_by_side = show == SIDE_BY_SIDE and count > 0
    all_of_them = Tab(_("Side by side"), request.href("all"), side_by_side)
    heading = ngettext("{number} consortium", "{number} consortia", count) if count else HEADINGS[answer.status]
    return ProposalPage(
        title=_title(heading, request, show, count),
        section=Section.TOPICS,
        address=f"/proposals/{request.job_id}",
        crumbs=(Link(_("Calls"), "/topics"), Link(request.topic_identifier, topic_href(request.topic_identifier))),
        topic_identifier=request.topic_identifier,
        topic_title=request.topic_title,
        heading=heading,
        sentence=_sentence(answer),
        again_href=request.state.address,
        is_all_said=request.is_all_said,
        more=_more(request.state, count),
        files=_files(request, show) if show else (),
        asked=request.asked,
        tabs=(*tabs, all_of_them) if count > 1 else (),
        compared=tabs,
        comparison=_compared(request, answer, known, background) if side_by_side else None,
        shown=_shown(request, answer.proposals[show - 1], (show, count), known, background) if show else None,
        impossible=present_impossible(answer, request.question, known, request.state if request.is_all_said else None),
        left_out=tuple(Row(placed(known, one.id).name, _why_out(one, known)) for one in answer.left_out),
    )


def _title(heading: str, request: Request, show: int, count: int) -> str:
    about = _("{consortia} for {topic}", consortia=heading, topic=request.topic_identifier)
    if not count:
        return about
    if show == SIDE_BY_SIDE:
        return _("{consortia}: side by side", consortia=about)
    return _("{consortia}: proposal {number}", consortia=about, number=show)


def _sentence(answer: ProposalAnswer) -> str:
    work = ngettext(
        "{number} candidate considered in {seconds} s.",
        "{number} candidates considered in {seconds} s.",
        answer.candidates_considered,
        seconds=words.number(float(f"{answer.seconds:.2g}")),
    )
    return " ".join(filter(None, (PROOFS[answer.status], work, _price_of_surviving(answer))))


def _why_out(one: LeftOut, known: Known) -> str:
    """Why somebody was not considered; of a territory it is known anew, in the language spoken."""
    who = placed(known, one.id)
    if who.can_act:
        return one.because
    return _(
        "{name} is a territory without legal personality and cannot take part itself. One of its members, its "
        "municipality, the chamber of commerce, or a body that they found for it could take part in its place.",
        name=who.name,
    )


def _price_of_surviving(answer: ProposalAnswer) -> str:
    """What it costs that a proposal has to survive a drop-out, where that was asked for."""
    if answer.objective_otherwise is None or answer.objective is None:
        return ""
    return _(
        "The best that survives any drop-out has {points} points; without that wish the best has {otherwise}.",
        points=words.number(round(answer.objective, 1)),
        otherwise=words.number(round(answer.objective_otherwise, 1)),
    )


def _more(state: ProposeState, count: int) -> tuple[Field, ...]:
    """The request for further proposals besides these; nothing where there are as many as may be asked for."""
    asked = int(state.alternatives)
    if not count or count < asked or asked >= MOST_ALTERNATIVES:
        return ()
    further = state.model_copy(update={"alternatives": str(min(MOST_ALTERNATIVES, asked + MORE))})
    return tuple(further.fields())


def _files(request: Request, show: int) -> tuple[Link, ...]:
    formats = {
        "xlsx": _("Workbook, with a sheet for partners to fill in (xlsx)"),
        "docx": _("One page (docx)"),
    }
    return tuple(
        Link(text, f"/proposals/{request.job_id}/export.{one}?proposal={show}") for one, text in formats.items()
    )


def _compared(request: Request, answer: ProposalAnswer, known: Known, background: Background) -> Comparison:
    hrefs = [request.href(number) for number in range(1, len(answer.proposals) + 1)]
    return compare(
        answer.proposals, known, background, hrefs=hrefs, goals=request.goals, wanted=request.wanted
    )  # fmt: skip


def _shown(
    request: Request, proposal: Proposal, place: tuple[int, int], known: Known, background: Background
) -> ShownProposal:
    show, count = place
    state = _resolved(request.state, known)
    members = present_members(proposal, known, state)
    names = names_of(proposal, known)
    columns = [Column(str(number), name) for number, name in enumerate(names.values(), start=1)]
    groups: dict[str, Sequence[str]] = {column.label: [one] for column, one in zip(columns, names, strict=True)}
    return ShownProposal(
        title=_("Proposal {number} of {total}", number=show, total=count),
        verdict=present_verdict(proposal.verdict, {org: one.name for org, one in known.items()}),
        map=present_map(seats_of(proposal, known), wanted=request.wanted),
        coverage=present_coverage(
            groups, columns, background, prefix="coverage", title=_("What each member brings")
        ),
        network=present_network(names, background, prefix="network"),
        money=present_money(paid(proposal, known), prefix="money"),
        members=members,
        again=tuple(again_fields(state, members)),
        drill_href=f"/proposals/{request.job_id}/drill?proposal={show}",
        check_href=request.check_href,
    )  # fmt: skip


def _resolved(state: ProposeState, known: Known) -> ProposeState:
    """The state by the organisations that take part, where it names their clusters."""
    return state.model_copy(
        update={
            "lead": acting_id(state.lead, known) if state.lead else "",
            "member": [acting_id(one, known) for one in state.member],
            "partner": [acting_id(one, known) for one in state.partner],
        }
    )
