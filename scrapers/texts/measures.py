"""What a notice counts about proposals, by its words."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum

from scrapers.texts.dates import days_in
from scrapers.texts.numbers import AMOUNT, COUNT, amount, count


class Measure(StrEnum):
    """A number about the proposals of a topic; the value is the name of its field."""

    SUBMITTED = "submitted"
    INADMISSIBLE = "inadmissible"
    INELIGIBLE = "ineligible"
    ABOVE_THRESHOLD = "above_threshold"
    BELOW_THRESHOLD = "below_threshold"
    ACCEPTED = "accepted"
    RESERVE = "reserve"
    WITHDRAWN = "withdrawn"
    REQUESTED_ABOVE_THRESHOLD = "requested_above_threshold"


_PROPOSALS = r"(?:(?:eligible\s)?(?:full\s|outline\s)?(?:proposals?|applications?))"
_LABELS: dict[Measure, str] = {
    Measure.REQUESTED_ABOVE_THRESHOLD: r"(?:total\s)?(?:budget|amount|funding|(?:eu\s)?(?:grant|contribution))\s"
    rf"requested\s(?:for|by)\s(?:the\s|all\s)?above[\s-]threshold\s{_PROPOSALS}",
    Measure.SUBMITTED: rf"{_PROPOSALS}\s(?:submitted|received)",
    Measure.INADMISSIBLE: rf"inadmissible\s{_PROPOSALS}",
    Measure.INELIGIBLE: rf"(?:ineligible|non-eligible)\s{_PROPOSALS}",
    Measure.ABOVE_THRESHOLD: rf"above[\s-](?:the\s)?thresholds?\s{_PROPOSALS}"
    rf"|{_PROPOSALS}\sabove\s(?:the\s)?thresholds?",
    Measure.BELOW_THRESHOLD: rf"below[\s-](?:the\s)?thresholds?\s{_PROPOSALS}"
    rf"|{_PROPOSALS}\sbelow\s(?:the\s)?thresholds?",
    Measure.ACCEPTED: rf"(?:accepted|funded|retained|selected)\s{_PROPOSALS}"
    rf"|{_PROPOSALS}\s(?:accepted|selected|retained|proposed)(?:\sfor\s(?:eu\s)?funding)?",
    Measure.RESERVE: rf"{_PROPOSALS}\s(?:on|in)\s(?:the\s)?reserve\slist|reserve\slist\s{_PROPOSALS}",
    Measure.WITHDRAWN: rf"withdrawn\s{_PROPOSALS}|{_PROPOSALS}\swithdrawn",
}
_NUMBER_OF = r"(?:total\s)?(?:number|no\.?|nr\.?)\sof\s(?:the\s)?"
_ANY = "|".join(f"(?P<{measure.name}>{words})" for measure, words in _LABELS.items())
# "(including proposals transferred from or to other calls)" stands between the words and the number.
_BESIDE = r"\s*(?:\([^()]{0,120}\)\s*)?(?:[:=|–—-]|\bis\b|\bwas\b)?\s*"
_LABEL = re.compile(rf"(?:{_NUMBER_OF})?(?:{_ANY})", re.IGNORECASE)
_LABELLED = re.compile(
    rf"(?:{_NUMBER_OF})?(?:{_ANY}){_BESIDE}(?:{AMOUNT}|(?<![\w.,])(?P<count>{COUNT})|(?P<none>none|nil)\b)",
    re.IGNORECASE,
)
_BE = r"(?:\s(?:were|was|have\sbeen|has\sbeen|are|is))?"
_COUNTED = re.compile(
    rf"(?<![\w.,])(?<!\bin\s)(?P<count>{COUNT})\s(?:"
    rf"(?P<SUBMITTED>{_PROPOSALS}{_BE}\s(?:submitted|received))"
    rf"|(?P<INADMISSIBLE>(?:of\s\w+\s)?inadmissible\s{_PROPOSALS}|{_PROPOSALS}{_BE}\s(?:found\s|declared\s)?inadmissible)"
    rf"|(?P<INELIGIBLE>ineligible\s{_PROPOSALS}|{_PROPOSALS}{_BE}\s(?:found\s|declared\s)?ineligible)"
    rf"|(?P<ABOVE_THRESHOLD>{_PROPOSALS}{_BE}\s(?:scored\s)?above\s(?:the\s|all\s)?thresholds?|above[\s-]threshold\s{_PROPOSALS})"
    rf"|(?P<BELOW_THRESHOLD>{_PROPOSALS}{_BE}\s(?:scored\s)?below\s(?:the\s|all\s)?thresholds?|below[\s-]threshold\s{_PROPOSALS})"
    rf"|(?P<ACCEPTED>{_PROPOSALS}{_BE}\s(?:accepted|(?:selected|retained)\sfor\s(?:eu\s)?funding))"
    rf"|(?P<WITHDRAWN>{_PROPOSALS}{_BE}\swithdrawn)"
    rf")\b",
    re.IGNORECASE,
)
_BARE = re.compile(rf"(?<![\w.,])(?P<count>{COUNT})\s{_PROPOSALS}[\s.;,)]*$", re.IGNORECASE)
_VALUE = re.compile(rf"\s*(?:{AMOUNT}|(?P<count>{COUNT})|(?P<none>none|nil))\s*\.?", re.IGNORECASE)
_CLOSED = re.compile(r"\b(?:clos(?:ed|ing)|cut[\s-]?off|deadline|submitted\sby)\b", re.IGNORECASE)
_STILL_TO_COME = re.compile(r"\b(?:next|new|extended|postponed)\b", re.IGNORECASE)
_CALL = re.compile(r"\bcall(?:\sfor\sproposals)?\s(?=[A-Z])")


def label_of(cell: str) -> Measure | None:
    """What the numbers beside or below a cell of a table are, if it says that and nothing else."""
    found = _LABEL.match(cell.strip())
    if found is None or len(found[0]) < len(cell.strip().split("(")[0].rstrip(" :*.")):
        return None
    return _measure(found)


def value_of(cell: str, measure: Measure) -> int | Decimal | None:
    """The number of a cell that holds nothing else; an amount may leave out its currency."""
    of_money = measure is Measure.REQUESTED_ABOVE_THRESHOLD
    found = _VALUE.fullmatch(cell) or (_VALUE.fullmatch(f"EUR {cell}") if of_money else None)
    return _value(found, measure) if found else None


def measured(line: str, *, of_one_topic: bool) -> Iterator[tuple[Measure, int | Decimal]]:
    """The numbers a line states. "12 proposals" alone are those submitted, where the line is about one topic."""
    position = 0
    for found in sorted((*_LABELLED.finditer(line), *_COUNTED.finditer(line)), key=lambda found: found.start()):
        value = _value(found, _measure(found)) if found.start() >= position else None
        if value is not None:
            yield _measure(found), value
        position = max(position, found.end())
    bare = _BARE.search(line) if of_one_topic and position == 0 else None
    if bare is not None:
        yield Measure.SUBMITTED, count(bare["count"])


def closing_day(line: str) -> date | None:
    """The day of the deadline that a line says it is about: "closed on 2 October 2025", "Deadline: 28.01.2025"."""
    said = _CLOSED.search(line)
    if said is None or _STILL_TO_COME.search(line) is not None:
        return None
    days = [day for day in days_in(line) if day.start >= said.end()]
    return days[0].on if len(days) == 1 else None


def is_of_a_call(line: str) -> bool:
    """Whether the identifier that a line names is said to be a call's."""
    return _CALL.search(line) is not None


def _measure(found: re.Match[str]) -> Measure:
    groups = found.groupdict()
    return next(measure for measure in Measure if groups.get(measure.name) is not None)


def _value(found: re.Match[str], measure: Measure) -> int | Decimal | None:
    """The number, if it is of the kind that is measured: money for money, a count for a count."""
    groups = found.groupdict()
    whole = count(groups["count"]) if groups.get("count") else 0 if groups.get("none") else None
    if measure is not Measure.REQUESTED_ABOVE_THRESHOLD:
        return whole
    return amount(found) if whole is None else Decimal(whole).quantize(Decimal("0.01"))
