"""How long an answer about the catalogue holds: until somebody writes, a deadline passes, or a Brussels day begins."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from app import clock
from app.repositories import instants, revisions
from app.settings import Settings


@dataclass(frozen=True)
class Validity:
    """The revision of the catalogue, and the stretch of time in which no status changes by itself.

    ``until`` is the first instant that does not belong to it; ``None`` when the clock stands still.
    """

    revision: int
    since: datetime
    until: datetime | None

    def holds_at(self, now: datetime) -> bool:
        """Whether an instant belongs to the stretch; it may lie before it when somebody turns the clock back."""
        return self.since <= now and (self.until is None or now < self.until)


def validity_now(session: Session, settings: Settings) -> Validity:
    """What an answer given now is made of. Two processes with the same database say the same."""
    now, revision = clock.now(settings), revisions.current(session)
    if settings.today is not None:
        return Validity(revision, since=now, until=None)
    since, until = stretch_around(session, now)
    return Validity(revision, since, until)


def stretch_around(session: Session, now: datetime) -> tuple[datetime, datetime]:
    """From the last instant at which a status changed by itself to the next one at which one may."""
    passed, ahead = instants.last_passed(session, now), instants.next_passing(session, now)
    begin = clock.instant(clock.instant(now).date())
    end = clock.instant(begin.date() + timedelta(days=1))
    return max(begin, passed or begin), min(end, ahead or end)
