"""What comes round: claimed by lease like a job, so that it is never done by two at once, in whatever process.

What a process was at when it died is done again by the next, once its lease has run out: each of these pieces of work
may be done twice without harm. What was missed while nothing ran is done at the next start.
"""

import logging
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from sqlalchemy import Engine

from app import clock
from app.clock import BRUSSELS
from app.db import reading, writing
from app.db.tables import Schedule
from app.repositories import jobs, schedules
from app.settings import Settings

LOG = logging.getLogger("quorum.jobs")

LOOK_SECONDS = 5.0
LEASE_SECONDS = 60.0
BEAT_SECONDS = 10.0
MOST_OF_AN_ERROR = 1000


@dataclass(frozen=True)
class Task:
    """Work that comes round. ``due_after`` tells when it is due next; ``None``: it is switched off."""

    run: Callable[[Engine, Settings], None]
    due_after: Callable[[datetime, Settings], datetime | None]


def every(period: timedelta) -> Callable[[datetime, Settings], datetime | None]:
    """Due so long after the last time."""
    return lambda now, _settings: now + period


def daily(at: Callable[[Settings], time | None]) -> Callable[[datetime, Settings], datetime | None]:
    """Due at a time of the day in Brussels, if the settings name one."""

    def due(now: datetime, settings: Settings) -> datetime | None:
        hour = at(settings)
        if hour is None:
            return None
        today = now.astimezone(BRUSSELS).date()
        coming = (datetime.combine(today + timedelta(days=ahead), hour, BRUSSELS) for ahead in range(2))
        return next(moment for moment in coming if moment > now)

    return due


@dataclass
class Scheduler:
    """One thread of a process that works on jobs."""

    engine: Engine
    settings: Settings
    tasks: Mapping[str, Task]
    look_seconds: float = LOOK_SECONDS
    lease_seconds: float = LEASE_SECONDS
    name: str = field(default_factory=lambda: secrets.token_hex(8))
    _stopping: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Look in the background for what is due."""
        self._thread = threading.Thread(target=self._work, name=f"scheduler {self.name}", daemon=True)
        self._thread.start()

    def stop(self, seconds: float | None = None) -> bool:
        """Stop; what is in hand is done first. Whether that was done in so many seconds."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(seconds)
        return self._thread is None or not self._thread.is_alive()

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                self.write_down()
                while not self._stopping.is_set() and self.work_once():
                    pass
            except Exception:
                LOG.exception("what comes round stumbled and goes on")
            self._stopping.wait(self.look_seconds)

    def write_down(self) -> None:
        """Have a row for all that is switched on, due no later than the settings say."""
        now = clock.running()
        wanted = {name: due for name, task in self.tasks.items() if (due := task.due_after(now, self.settings))}
        with reading(self.engine) as session:
            known = {name: schedules.find(session, name) for name in wanted}
            if all((row := known[name]) is not None and row.next_run_at <= due for name, due in wanted.items()):
                return
        with writing(self.engine) as session:
            jobs.take_turn(session)
            for name, due in wanted.items():
                row = schedules.find_for_change(session, name)
                if row is None:
                    session.add(Schedule(name=name, next_run_at=due))
                else:
                    row.next_run_at = min(row.next_run_at, due)

    def work_once(self) -> bool:
        """Do one thing that is due; ``False`` when there is none."""
        name = self._claim()
        if name is None:
            return False
        done = threading.Event()
        beating = threading.Thread(target=self._beat, args=(name, done), daemon=True)
        beating.start()
        error: str | None = None
        try:
            self.tasks[name].run(self.engine, self.settings)
        except Exception as caught:
            LOG.exception("%s failed", name)
            error = f"{type(caught).__name__}: {caught}"[:MOST_OF_AN_ERROR]
        finally:
            done.set()
            beating.join()
        self._change(name, lambda row: self._done(row, error))
        return True

    def _claim(self) -> str | None:
        now = clock.running()
        names = [name for name, task in self.tasks.items() if task.due_after(now, self.settings) is not None]
        with reading(self.engine) as session:
            if not schedules.is_anything_due(session, names, now):
                return None
        with writing(self.engine) as session:
            row = schedules.find_due(session, names, now)
            if row is None:
                return None
            row.worker, row.lease_until = self.name, now + timedelta(seconds=self.lease_seconds)
            return row.name

    def _beat(self, name: str, done: threading.Event) -> None:
        def extend(row: Schedule) -> None:
            row.lease_until = clock.running() + timedelta(seconds=self.lease_seconds)

        while not done.wait(min(BEAT_SECONDS, self.lease_seconds / 3)):
            try:
                self._change(name, extend)
            except Exception:
                LOG.exception("the lease of %s could not be renewed", name)

    def _done(self, row: Schedule, error: str | None) -> None:
        now = clock.running()
        row.last_run_at, row.last_error = now, error
        row.next_run_at = self.tasks[row.name].due_after(now, self.settings) or row.next_run_at
        row.worker, row.lease_until = None, None

    def _change(self, name: str, change: Callable[[Schedule], None]) -> None:
        with writing(self.engine) as session:
            row = schedules.find_for_change(session, name)
            if row is not None and row.worker == self.name:
                change(row)
