"""Deadlines as a calendar (RFC 5545): one event each, under a name that stays when the deadline moves."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Final

from app.clock import BRUSSELS
from app.exports import words
from app.exports.cells import legible
from app.exports.dossier import Subject
from app.services.catalogue.schemas import DeadlinePublic, TopicPublic

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT: Final = "-//Quorum//Deadlines//EN"


def calendar_of(topics: Iterable[TopicPublic], name: str = "Deadlines of EU calls") -> bytes:
    """The deadlines of topics. Where the hour is known an event has it, else it lasts all day.

    The same topics give the same bytes: what a calendar says it was made at is when the topic was read.
    """
    events = (event for topic in topics for event in _events(Subject.of(topic), topic.source.retrieved_at))
    return _written(name, events)


def calendar_of_call(subject: Subject, read_on: date) -> bytes:
    """The deadlines of the call of a verdict or a proposal."""
    return _written(subject.title or subject.identifier, _events(subject, datetime.combine(read_on, time(), BRUSSELS)))


def _written(name: str, events: "Iterable[Event]") -> bytes:
    from icalendar import Calendar  # only who writes a calendar loads what writes it

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _line(name))
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(subject: Subject, read_at: datetime) -> "Iterator[Event]":
    ordered = sorted(subject.deadlines, key=lambda due: due.at)
    for number, due in enumerate(ordered, start=1):
        mark = f"stage-{due.stage}" if due.stage else "deadline" if len(ordered) == 1 else f"cut-off-{number}"
        start = due.at.astimezone(UTC) if due.hour_known else due.at.astimezone(BRUSSELS).date()
        yield _event(subject, mark, start, read_at, _title(due, number, ordered))
    if subject.deadline_on is not None:
        yield _event(subject, "deadline", subject.deadline_on, read_at, "Deadline")


def _title(due: DeadlinePublic, number: int, ordered: Sequence[DeadlinePublic]) -> str:
    if due.stage:
        return f"Deadline of stage {due.stage}"
    return "Deadline" if len(ordered) == 1 else f"Cut-off {number} of {len(ordered)}"


def _event(subject: Subject, mark: str, start: date, read_at: datetime, title: str) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", f"{_line(subject.identifier)}/{mark}@quorum".replace(" ", "-"))
    event.add("dtstamp", read_at.astimezone(UTC))
    event.add("dtstart", start)
    event.add("transp", "TRANSPARENT")
    event.add("summary", f"{title}: {_line(subject.identifier)}")
    hour = "" if isinstance(start, datetime) else " The hour is not known."
    told = [f"{legible(subject.title)}" if subject.title else "", f"As of {words.day(read_at)}.{hour}"]
    event.add("description", "\n".join(filter(None, told)))
    if subject.url:
        event.add("url", _line(subject.url))
    return event


def _line(text: str) -> str:
    return " ".join(legible(text).split())
