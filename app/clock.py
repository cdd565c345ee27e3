"""The only place that reads the clock.

The days of EU law are Brussels days: a call opens, and a deadline passes, by the clock of Brussels. ``now`` and
``today`` are the clock of the law and stand still when ``QUORUM_TODAY`` is set; ``running`` measures (leases,
durations, when something was written) and never stands still.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator

if TYPE_CHECKING:
    from app.settings import Settings

BRUSSELS = ZoneInfo("Europe/Brussels")
DAY_LENGTH = len("2026-11-22")


def instant(moment: date | datetime) -> datetime:
    """A bare day is taken at its beginning in Brussels, so that what falls due on it has not passed yet."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(), BRUSSELS)
    return moment.astimezone(BRUSSELS) if moment.tzinfo else moment.replace(tzinfo=BRUSSELS)


def _read_moment(value: object) -> object:
    """Read what a person writes into a setting; anything but text and dates is left to pydantic to refuse."""
    if isinstance(value, str):
        value = date.fromisoformat(value) if len(value) == DAY_LENGTH else datetime.fromisoformat(value)
    return instant(value) if isinstance(value, date) else value


Moment = Annotated[datetime, BeforeValidator(_read_moment)]
"""A day or an instant, as an instant in Brussels."""


def now(settings: Settings) -> datetime:
    """The instant at which the law is asked, in Brussels time."""
    return settings.today or running().astimezone(BRUSSELS)


def today(settings: Settings) -> date:
    """The day in Brussels."""
    return now(settings).date()


def running() -> datetime:
    """The time that passes (UTC), whatever ``QUORUM_TODAY`` says."""
    return datetime.now(UTC)
