"""Calendars (RFC 5545), to be loaded once or fetched again and again.

An event keeps its name as long as its call has that deadline, and counts how often it was moved: a program that has it
already takes the later one for the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from app.clock import BRUSSELS
from app.exports.cells import legible

if TYPE_CHECKING:
    from icalendar import Event as CalendarEvent

PRODUCT: Final = "-//Quorum//Deadlines//EN"
MEDIA_TYPE: Final = "text/calendar"
FETCH_AGAIN: Final = timedelta(hours=6)


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something at a time (UTC), or on a day. ``sequence`` counts how often it was moved."""

    uid: str
    start: date
    title: str
    text: str
    changed: datetime
    sequence: int = 0
    url: str | None = None


def start_of(at: datetime, *, hour_known: bool) -> date:
    """The moment of a deadline; the day in Brussels, of one of which the hour is not known."""
    return at.astimezone(UTC) if hour_known else at.astimezone(BRUSSELS).date()


def calendar_of(name: str, events: Iterable[Event]) -> bytes:
    """The calendar as it is sent. The same events give the same bytes."""
    from icalendar import Calendar  # with the first calendar: few requests are for one

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", _line(name))
    calendar.add("x-wr-calname", _line(name))
    calendar.add("refresh-interval", FETCH_AGAIN, parameters={"value": "DURATION"})
    for event in events:
        calendar.add_component(_event(event))
    return bytes(calendar.to_ical())


def _event(event: Event) -> "CalendarEvent":
    from icalendar import Event as CalendarEvent

    node, changed = CalendarEvent(), event.changed.astimezone(UTC)
    node.add("uid", _line(event.uid).replace(" ", "-"))
    node.add("dtstamp", changed)
    node.add("last-modified", changed)
    node.add("sequence", event.sequence)
    node.add("dtstart", event.start)
    node.add("transp", "TRANSPARENT")
    node.add("summary", _line(event.title))
    node.add("description", legible(event.text))
    if event.url:
        node.add("url", _line(event.url))
    return node


def _line(text: str) -> str:
    return " ".join(legible(text).split())
