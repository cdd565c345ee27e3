"""When proposals are due.

Grant topics state days: the index writes them as midnight UTC, the hour is not in it (usually 17:00 in Brussels, but
that stands elsewhere). Calls for external action and cascade calls state instants, odd seconds included. Documents
beside the index write the same in milliseconds.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from scrapers.errors import ReadingError
from scrapers.records import Deadline, DeadlineModel

BRUSSELS = ZoneInfo("Europe/Brussels")
AS_INDEXED = "%Y-%m-%dT%H:%M:%S.%f%z"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECONDS = re.compile(r"\d{10,14}")
STAGES: tuple[Literal[1], Literal[2]] = (1, 2)


def instant(written: str, field: str) -> datetime:
    """An instant as the index writes it, ``2026-09-21T00:00:00.000+0000``."""
    try:
        at = datetime.strptime(written, AS_INDEXED)  # noqa: DTZ007 - %z stands in the constant
    except ValueError as error:
        raise ReadingError(f"{field} is no time as the index writes it: {written!r}") from error
    if at.utcoffset() != UTC.utcoffset(None):
        raise ReadingError(f"{field} is not in UTC, as the index writes it: {written!r}")
    return at


def brussels_day(written: str, field: str) -> date:
    """The day it is in Brussels at an instant of the index; midnight UTC is the same day there."""
    return instant(written, field).astimezone(BRUSSELS).date()


def indexed(milliseconds: int, field: str) -> str:
    """An instant in milliseconds, written as the index writes it."""
    try:
        at = EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError as error:
        raise ReadingError(f"{field} is no time: {milliseconds}") from error
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}+0000"


def day(written: str, field: str) -> date:
    """A day as the documents inside the fields write it, ``2026-09-21`` or in milliseconds."""
    if MILLISECONDS.fullmatch(written):
        return brussels_day(indexed(int(written), field), field)
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise ReadingError(f"{field} is no day: {written!r}") from error


def deadline(written: str, *, states_hours: bool) -> Deadline:
    """One value of ``deadlineDate``; ``states_hours`` for the types of record that do, midnight UTC aside."""
    at = instant(written, "deadlineDate")
    if at.timetz() == time(tzinfo=UTC):
        return whole_day(at.date())
    if states_hours:
        return Deadline(at=at.astimezone(BRUSSELS), hour_known=True)
    # Older records hold the hour of Brussels under the label of UTC. The day is sure as long as both readings agree.
    if at.astimezone(BRUSSELS).date() != at.date():
        raise ReadingError(f"deadlineDate may be either of two days: {written!r}")
    return whole_day(at.date())


def whole_day(on: date) -> Deadline:
    """A deadline of which only the day is stated."""
    return Deadline(at=datetime.combine(on, time(), BRUSSELS), hour_known=False)


def in_order(deadlines: Iterable[Deadline], model: DeadlineModel | None) -> tuple[Deadline, ...]:
    """All deadlines of a topic, ascending, each once, the two of a two-stage call with their stage.

    Of a two-stage call with one date, or with more than two, the source does not say which stage is meant.
    """
    ordered: Sequence[Deadline] = sorted(set(deadlines), key=lambda each: each.at)
    if model is DeadlineModel.TWO_STAGE and len(ordered) == len(STAGES):
        return tuple(each.model_copy(update={"stage": stage}) for stage, each in zip(STAGES, ordered, strict=True))
    return tuple(ordered)
