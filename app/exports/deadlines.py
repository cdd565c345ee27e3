"""The deadlines of calls as a calendar: one event each, under a name that stays when the deadline moves."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time

from app.clock import BRUSSELS
from app.exports import words
from app.exports.calendars import Event, calendar_of, start_of
from app.exports.dossier import Subject
from app.services.catalogue.schemas import DeadlinePublic, TopicPublic


def calendar_of_topics(topics: Iterable[TopicPublic], name: str = "Deadlines of EU calls") -> bytes:
    """The deadlines of topics. What the calendar says it was made at is when the topic was read."""
    events = (event for topic in topics for event in _events(Subject.of(topic), topic.source.retrieved_at))
    return calendar_of(name, events)


def calendar_of_call(subject: Subject, read_on: date) -> bytes:
    """The deadlines of the call of a verdict or a proposal."""
    read_at = datetime.combine(read_on, time(), BRUSSELS)
    return calendar_of(subject.title or subject.identifier, _events(subject, read_at))


def _events(subject: Subject, read_at: datetime) -> Iterator[Event]:
    ordered = sorted(subject.deadlines, key=lambda due: due.at)
    for number, due in enumerate(ordered, start=1):
        mark = f"stage-{due.stage}" if due.stage else "deadline" if len(ordered) == 1 else f"cut-off-{number}"
        start = start_of(due.at, hour_known=due.hour_known)
        yield _event(subject, mark, start, read_at, _title(due, number, ordered))
    if subject.deadline_on is not None:
        yield _event(subject, "deadline", subject.deadline_on, read_at, "Deadline")


def _title(due: DeadlinePublic, number: int, ordered: Sequence[DeadlinePublic]) -> str:
    if due.stage:
        return f"Deadline of stage {due.stage}"
    return "Deadline" if len(ordered) == 1 else f"Cut-off {number} of {len(ordered)}"


def _event(subject: Subject, mark: str, start: date, read_at: datetime, title: str) -> Event:
    hour = "" if isinstance(start, datetime) else " The hour is not known."
    told = [subject.title or "", f"As of {words.day(read_at)}.{hour}"]
    return Event(
        uid=f"{subject.identifier}/{mark}@quorum",
        start=start,
        title=f"{title}: {subject.identifier}",
        text="\n".join(filter(None, told)),
        changed=read_at,
        url=subject.url,
    )
