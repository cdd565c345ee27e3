"""The deadlines of a cluster's calls on a line of months: one mark a call, with the sign of its group."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from babel.dates import format_date

from app.services.eligibility.eligible_calls import EligibleCall
from app.web.presenters import words
from app.web.presenters.call_groups import GROUPS, worth_a_deadline
from app.web.presenters.deadlines import last_day
from app.web.presenters.signs import Badge, Tone
from rules.language import _, ngettext

PITCH: Final = 28
"""From mark to mark: each can be hit, and none touches another."""

WIDTH: Final = 800
FOOT: Final = 44
HIGHEST: Final = 7
"""So many marks stand above one another at most; a month with more of them is wider."""

NARROWEST: Final = 48
"""The name of a month is as wide."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One call at its next deadline; ``href`` leads to it in the list."""

    x: float
    y: float
    sign: str
    tone: Tone
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Month:
    """One month: its place, its name, its year where that is new, and how many deadlines of each group it has."""

    x: float
    width: float
    name: str
    year: str
    told: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The model of the timeline's macro; the months are its table as well, with a column for each of the groups."""

    width: int
    height: int
    ground: int
    title: str
    description: str
    caption: str
    months: tuple[Month, ...]
    marks: tuple[Mark, ...]
    groups: tuple[Badge, ...]


def present_timeline(
    groups: dict[str, list[EligibleCall]], hrefs: Mapping[str, str], *, cluster: str, today: date
) -> Timeline | None:
    """The timeline of the calls whose deadlines matter; ``hrefs`` are by identifier. Without any, there is none."""
    told = {anchor: calls for anchor, calls in worth_a_deadline(groups).items() if calls}
    dated = sorted(
        (last_day(call.deadline), anchor, call.topic.identifier, call)
        for anchor, calls in told.items()
        for call in calls
        if call.deadline is not None
    )
    if not dated:
        return None
    months = _months(min(today, dated[0][0]), dated[-1][0])
    spans = _spans(months, Counter(_begin(day) for day, *_rest in dated))
    ground = PITCH * (1 + max(span.rows for span in spans.values()))
    return Timeline(
        width=round(sum(span.width for span in spans.values())),
        height=ground + FOOT,
        ground=ground,
        title=_("Deadlines of the calls for {name}", name=cluster),
        description=_("One mark a call, at the month of its next deadline. Each leads to the call in the list below."),
        caption=_undated(sum(map(len, told.values())) - len(dated)),
        months=tuple(_month(month, span, dated, list(told)) for month, span in spans.items()),
        marks=tuple(_marks(dated, spans, hrefs, ground)),
        groups=tuple(GROUPS[anchor] for anchor in told),
    )


@dataclass(frozen=True, slots=True)
class _Span:
    """Where a month lies on the line, and how its marks stand in it."""

    x: float
    width: float
    beside: int
    rows: int


def _spans(months: Sequence[date], counts: Mapping[date, int]) -> dict[date, _Span]:
    """Each month as wide as its marks need, and all together at least as wide as the page."""
    beside = {month: max(1, -(-counts.get(month, 0) // HIGHEST)) for month in months}
    needed = {month: max(NARROWEST, PITCH * beside[month] + PITCH // 2) for month in months}
    spare = max(0.0, WIDTH - sum(needed.values())) / len(months)
    spans: dict[date, _Span] = {}
    x = 0.0
    for month in months:
        width, rows = needed[month] + spare, -(-counts.get(month, 0) // beside[month])
        spans[month] = _Span(round(x, 1), round(width, 1), beside[month], rows)
        x += width
    return spans


Dated = Sequence[tuple[date, str, str, EligibleCall]]


def _begin(day: date) -> date:
    return day.replace(day=1)


def _months(first: date, last: date) -> list[date]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    places = (first.month - 1 + index for index in range(count))
    return [date(first.year + place // 12, place % 12 + 1, 1) for place in places]


def _month(month: date, span: _Span, dated: Dated, anchors: Sequence[str]) -> Month:
    here = [anchor for day, anchor, *_rest in dated if _begin(day) == month]
    return Month(
        x=span.x,
        width=span.width,
        name=format_date(month, "LLL", locale=words.locale()),
        year=str(month.year) if span.x == 0 or month.month == 1 else "",
        told=format_date(month, "LLLL y", locale=words.locale()),
        counts=tuple(here.count(anchor) for anchor in anchors),
    )


def _marks(dated: Dated, spans: Mapping[date, _Span], hrefs: Mapping[str, str], ground: int) -> list[Mark]:
    """From the ground up, in the order of the days."""
    places: dict[date, int] = {}
    days = {day: words.day(day) for day in {day for day, *_rest in dated}}
    groups = {anchor: _(GROUPS[anchor].word) for anchor in GROUPS}
    marks: list[Mark] = []
    for day, anchor, identifier, call in dated:
        month = _begin(day)
        span = spans[month]
        place = places[month] = places.get(month, -1) + 1
        marks.append(
            Mark(
                x=round(span.x + (span.width - PITCH * span.beside) / 2 + PITCH * (place % span.beside + 0.5), 1),
                y=ground - PITCH * (place // span.beside + 0.5),
                sign=GROUPS[anchor].sign,
                tone=GROUPS[anchor].tone,
                title=_("{day}: {call}. {group}", day=days[day], call=call.topic.title, group=groups[anchor]),
                href=hrefs[identifier],
            )
        )
    return marks


def _undated(count: int) -> str:
    return (
        ngettext("{number} more call has no deadline yet.", "{number} more calls have no deadline yet.", count)
        if count
        else ""
    )
