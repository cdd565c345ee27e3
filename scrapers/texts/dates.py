"""Days and hours in English prose. A day without a year is no day, and no hour is ever filled in."""

import re
from collections.abc import Iterator
from datetime import date, time
from typing import Literal, NamedTuple

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(_MONTHS)
_DAY = re.compile(
    rf"(?<![\d.,/-])(?:"
    rf"(?P<iso_year>20\d\d)-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)"
    rf"|(?P<n_day>\d\d?)(?P<n_sign>[./-])(?P<n_month>\d\d?)(?P=n_sign)(?P<n_year>20\d\d)"
    rf"|(?P<day>\d\d?)(?:\s?(?:st|nd|rd|th))?(?:\sof)?[\s-](?P<month>{_MONTH})\.?,?[\s-](?P<year>20\d\d)"
    rf"|(?P<us_month>{_MONTH})\.?\s(?P<us_day>\d\d?)(?:st|nd|rd|th)?,?\s(?P<us_year>20\d\d)"
    rf")(?![\d/])",
    re.IGNORECASE,
)
_ZONE = r"(?:\s*(?:hours|hrs|h)\b)?[\s,]*(?P<zone>\(?(?:brussels|CES?T|GMT|UTC)\b)?"
_CLOCK = r"(?P<hour>[01]?\d|2[0-3])\s?(?:[:.h]\s?(?P<minute>[0-5]\d)(?!\d)(?::(?P<second>[0-5]\d))?)"
_TWELVE = r"(?P<hour12>1[0-2]|0?[1-9])(?:[:.](?P<minute12>[0-5]\d))?\s?(?P<half>[ap])\.?m\b\.?"
_AFTER = re.compile(rf"[\s,]*(?:at|by|until|[-–—(|])?\s*(?:{_CLOCK}|{_TWELVE}){_ZONE}", re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?<![\d.:])(?:{_CLOCK}|{_TWELVE}){_ZONE}(?:\s(?:local\s)?time)?\)?[\s,]*(?:on|of)?\s*"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s*)?(?:the\s)?$",
    re.IGNORECASE,
)
_REACH = 60
"""An hour before a day is looked for so many characters back."""

Zone = Literal["Europe/Brussels", "UTC"]


class WrittenDay(NamedTuple):
    """A day in a text, where it stands (with its hour), and the hour and zone if they stand beside it."""

    on: date
    hour: time | None
    zone: Zone | None
    start: int
    end: int


def days_in(text: str) -> Iterator[WrittenDay]:
    """The days that a text names, in its order. In figures the day comes before the month, as in Europe.

    Days that no calendar has are passed over.
    """
    for found in _DAY.finditer(text):
        on = _day(found)
        if on is None:
            continue
        before = _BEFORE.search(text[max(0, found.start() - _REACH) : found.start()])
        clock = _AFTER.match(text, found.end()) or before
        start = found.start() - len(before[0]) if before else found.start()
        end = clock.end() if clock and clock is not before else found.end()
        yield WrittenDay(on, _hour(clock) if clock else None, _zone(clock) if clock else None, start, end)


def _day(found: re.Match[str]) -> date | None:
    for prefix in ("iso_", "n_", "", "us_"):
        if found[f"{prefix}year"] is not None:
            month = found[f"{prefix}month"].lower()
            try:
                return date(int(found[f"{prefix}year"]), _MONTHS.get(month) or int(month), int(found[f"{prefix}day"]))
            except ValueError:
                return None
    return None


def _hour(found: re.Match[str]) -> time:
    if found["hour"] is not None:
        return time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
    hour = int(found["hour12"]) % 12 + (12 if found["half"].lower() == "p" else 0)
    return time(hour, int(found["minute12"] or 0))


def _zone(found: re.Match[str]) -> Zone | None:
    written = (found["zone"] or "").strip("(").upper()
    if not written:
        return None
    return "UTC" if written in {"UTC", "GMT"} else "Europe/Brussels"
