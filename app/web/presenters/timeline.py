"""The deadlines of a cluster's calls on a line of months: one mark a call, with the sign of its group."""

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

WIDTH: Final = 840
HEAD: Final = 44
FEWEST_MARKS_BESIDE: Final = 2


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
    """One month: where it begins, its name, its year where that is new, and how many deadlines of each group it has."""

    x: float
    name: str
    year: str
    told: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The model of the timeline's macro; the months are its table as well."""

    width: int
    height: int
    ground: int
    step: float
    title: str
    description: str
    caption: str
    months: tuple[Month, ...]
    marks: tuple[Mark, ...]
    groups: tuple[Badge, ...]
    legend: tuple[Badge, ...]


def present_timeline(
    groups: dict[str, list[EligibleCall]], hrefs: Mapping[str, str], *, cluster: str, today: date
) -> Timeline | None:
    """The timeline of the calls whose deadlines matter; ``hrefs`` are by identifier. Without any, there is none."""
    told = worth_a_deadline(groups)
    dated = sorted(
        (last_day(call.deadline), anchor, call.topic.identifier, call)
        for anchor, calls in told.items()
        for call in calls
        if call.deadline is not None
    )
    if not dated:
        return None
    months = _months(min(today, dated[0][0]), dated[-1][0])
    beside = max(FEWEST_MARKS_BESIDE, int(WIDTH / len(months) // PITCH))
    step = max(WIDTH / len(months), beside * PITCH)
    fullest = max(sum(_begin(day) == month for day, *_rest in dated) for month in months)
    ground = HEAD + PITCH * -(-fullest // beside)
    return Timeline(
        width=round(step * len(months)),
        height=ground + HEAD,
        ground=ground,
        step=step,
        title=_("Deadlines of the calls for {name}", name=cluster),
        description=_("One mark a call, at the month of its next deadline. Each leads to the call in the list below."),
        caption=_undated(sum(map(len, told.values())) - len(dated)),
        months=tuple(_month(index, month, step, dated, list(told)) for index, month in enumerate(months)),
        marks=tuple(_marks(dated, months, hrefs, ground=ground, step=step, beside=beside)),
        groups=tuple(GROUPS[anchor] for anchor in told),
        legend=tuple(GROUPS[anchor] for anchor in told if told[anchor]),
    )


Dated = Sequence[tuple[date, str, str, EligibleCall]]


def _begin(day: date) -> date:
    return day.replace(day=1)


def _months(first: date, last: date) -> list[date]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    places = (first.month - 1 + index for index in range(count))
    return [date(first.year + place // 12, place % 12 + 1, 1) for place in places]


def _month(index: int, month: date, step: float, dated: Dated, anchors: Sequence[str]) -> Month:
    here = [anchor for day, anchor, *_rest in dated if _begin(day) == month]
    return Month(
        x=round(index * step, 1),
        name=format_date(month, "LLL", locale=words.locale()),
        year=str(month.year) if index == 0 or month.month == 1 else "",
        told=format_date(month, "LLLL y", locale=words.locale()),
        counts=tuple(here.count(anchor) for anchor in anchors),
    )


def _marks(
    dated: Dated, months: Sequence[date], hrefs: Mapping[str, str], *, ground: int, step: float, beside: int
) -> list[Mark]:
    """From the ground up, in the order of the days."""
    places: dict[date, int] = {}
    marks: list[Mark] = []
    for day, anchor, identifier, call in dated:
        month = _begin(day)
        place = places[month] = places.get(month, -1) + 1
        marks.append(
            Mark(
                x=round(months.index(month) * step + PITCH * (place % beside + 0.5), 1),
                y=ground - PITCH * (place // beside + 0.5),
                sign=GROUPS[anchor].sign,
                tone=GROUPS[anchor].tone,
                title=_(
                    "{day}: {call}. {group}", day=words.day(day), call=call.topic.title, group=_(GROUPS[anchor].word)
                ),
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
