"""Deadlines as a calendar (RFC 5545), for programs that fetch it again and again.

An event keeps its name as long as its call has that deadline, and counts how often it was moved: a program that has it
already takes the later one for the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from app.clock import BRUSSELS

if TYPE_CHECKING:
    from icalendar import Event as CalendarEvent

PRODUCT = "-//Quorum//Deadlines//EN"
FETCH_AGAIN = timedelta(hours=6)


@dataclass(frozen=True, kw_only=True)
class Event:
    """A deadline. One of which the hour is not known is the whole day, in Brussels."""

    uid: str
    title: str
    text: str
    at: datetime
    hour_known: bool
    sequence: int
    changed: datetime


def calendar_of(name: str, events: Sequence[Event]) -> bytes:
    """The calendar as it is sent."""
    from icalendar import Calendar  # with the first calendar: few requests are for one

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", FETCH_AGAIN, parameters={"value": "DURATION"})
    for event in events:
        calendar.add_component(_event(event))
    return bytes(calendar.to_ical())


def _event(event: Event) -> "CalendarEvent":
    from icalendar import Event as CalendarEvent

    node, changed = CalendarEvent(), event.changed.astimezone(UTC)
    node.add("uid", event.uid)
    node.add("dtstamp", changed)
    node.add("last-modified", changed)
    node.add("sequence", event.sequence)
    node.add("summary", event.title)
    node.add("description", event.text)
    node.add("transp", "TRANSPARENT")
    if event.hour_known:
        node.add("dtstart", event.at.astimezone(UTC))
    else:
        node.add("dtstart", event.at.astimezone(BRUSSELS).date())
    return node
