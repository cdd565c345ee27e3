"""Proposals side by side: who is in which, what each is good at, and a row of pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.services.proposals.answers import Proposal
from app.services.proposals.backgrounds import Background
from app.web.presenters import words
from app.web.presenters.coverage import Column, CoverageView, present_coverage
from app.web.presenters.map import APART_WHEN_SMALL, MapView, present_map
from app.web.presenters.members import Known, names_of, ordered, paid, placed, seats_of
from app.web.presenters.money_bars import MoneyView, present_money
from app.web.presenters.network import NetworkView, present_network
from app.web.presenters.propose import GOALS
from app.web.presenters.signs import VERDICTS
from rules.language import _


@dataclass(frozen=True, slots=True)
class Cell:
    """What an organisation is in one proposal: its number there, and its role."""

    number: int
    word: str
    lead: bool
    anchor: str


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
class Panel:
    """The pictures of one proposal, small."""

    title: str
    href: str
    map: MapView
    network: NetworkView
    money: MoneyView | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The model of the page that shows all proposals."""

    rows: tuple[ComparedRow, ...]
    measures: tuple[MeasureRow, ...]
    coverage: CoverageView
    panels: tuple[Panel, ...]


def compare(
    proposals: Sequence[Proposal],
    known: Known,
    background: Background,
    *,
    hrefs: Sequence[str],
    goals: Sequence[str],
    wanted: Sequence[str],
) -> Comparison:
    """All proposals beside one another; ``hrefs`` lead to each."""
    titles = [_("Proposal {number}", number=number) for number in range(1, len(proposals) + 1)]
    groups = {
        str(number): [one.organisation for one in proposal.participants]
        for number, proposal in enumerate(proposals, start=1)
    }
    columns = [Column(str(number), title) for number, title in enumerate(titles, start=1)]
    return Comparison(
        rows=_rows(proposals, known),
        measures=_measures(proposals, known, goals),
        coverage=present_coverage(
            groups, columns, background, prefix="coverage", title=_("What each proposal brings, and how many bring it")
        ),
        panels=tuple(
            _panel(seats, proposal, known, background, wanted)
            for seats, proposal in zip(_numbered(titles, hrefs), proposals, strict=True)
        ),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    number: int
    title: str
    href: str


def _numbered(titles: Sequence[str], hrefs: Sequence[str]) -> list[_Place]:
    return [
        _Place(number, title, href) for number, (title, href) in enumerate(zip(titles, hrefs, strict=True), start=1)
    ]


def _panel(place: _Place, proposal: Proposal, known: Known, background: Background, wanted: Sequence[str]) -> Panel:
    seats = seats_of(proposal, known, prefix=f"seat-{place.number}")
    return Panel(
        title=place.title,
        href=place.href,
        map=present_map(seats, wanted=wanted, prefix=f"map-{place.number}", apart=APART_WHEN_SMALL),
        network=present_network(names_of(proposal, known), background, prefix=f"network-{place.number}"),
        money=present_money(paid(proposal, known), prefix=f"money-{place.number}"),
    )


def _rows(proposals: Sequence[Proposal], known: Known) -> tuple[ComparedRow, ...]:
    seats: dict[str, list[Cell | None]] = {}
    for index, proposal in enumerate(proposals):
        for number, member in enumerate(ordered(proposal), start=1):
            cells = seats.setdefault(member.organisation, [None] * len(proposals))
            lead = member.role == "coordinator"
            cells[index] = Cell(number, words.ROLES[member.role], lead, f"seat-{index + 1}-{number}")
    often_first = sorted(seats.items(), key=lambda seat: -sum(cell is not None for cell in seat[1]))
    return tuple(
        ComparedRow(placed(known, org).name, words.country_name(placed(known, org).country), tuple(cells))
        for org, cells in often_first
    )


def _measures(proposals: Sequence[Proposal], known: Known, goals: Sequence[str]) -> tuple[MeasureRow, ...]:
    """The figures that were aimed at, and what a reader counts first."""

    def countries(proposal: Proposal) -> int:
        return len({placed(known, member.organisation).country for member in proposal.participants} - {None})

    rows = [
        MeasureRow(_("Verdict"), tuple(_(VERDICTS[proposal.verdict.status].word) for proposal in proposals)),
        MeasureRow(_("Members"), tuple(words.number(len(proposal.participants)) for proposal in proposals)),
        MeasureRow(_("Countries"), tuple(words.number(countries(proposal)) for proposal in proposals)),
    ]
    for goal in goals:
        figures = tuple(_figure(_reached(proposal).get(goal)) for proposal in proposals)
        rows.append(MeasureRow(_("{goal} (points)", goal=GOALS[goal]), figures))
    return (*rows, MeasureRow(_("Points in all"), tuple(_figure(proposal.objective) for proposal in proposals)))


def _reached(proposal: Proposal) -> Mapping[str, float]:
    return {goal.value: value for goal, value in proposal.goals.items()}


def _figure(value: float | None) -> str:
    return "" if value is None else words.number(round(value, 1))
