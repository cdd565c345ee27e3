"""What a worker does to the queue: claim a job, keep it, give it back, bring it to its end.

Whoever has lost a lease writes nothing: every job ends in exactly one final state.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from app import clock
from app.db import reading, writing
from app.db.tables import Job, JobState
from app.errors import QuorumError
from app.repositories import jobs
from app.repositories.jobs import Claims
from app.services.jobs import changed, finish
from app.services.jobs.room import OWN_KINDS
from app.services.standings import runs
from app.settings import Settings

COLD = timedelta(seconds=1)
"""A worker whose solver is not loaded leaves new work for a moment to one whose solver is."""


BEATS = 6
"""How often a worker says in the time of a lease that it lives."""


@dataclass(frozen=True)
class Patience:
    """How long things may take: a worker is given up when its lease runs out, a cancelled process after ``mercy``."""

    lease_seconds: float = 30.0
    heartbeat_seconds: float = 5.0
    mercy_seconds: float = 1.0
    attempts: int = 3

    @classmethod
    def of(cls, settings: Settings) -> "Patience":
        """As the settings say."""
        return cls(lease_seconds=settings.lease_seconds, heartbeat_seconds=settings.lease_seconds / BEATS)


@dataclass(frozen=True)
class Leases:
    """The queue, for one worker. Each method is one transaction."""

    engine: Engine
    settings: Settings
    patience: Patience
    worker: str

    def claim(self, *, is_warm: bool) -> Job | None:
        """Take one job, if there is one."""
        while True:
            now = clock.running()
            claims = Claims(
                now=now,
                waiting_since=now if is_warm else now - COLD,
                running_per_tenant=self.settings.running_jobs_per_tenant,
                patient=OWN_KINDS,
            )
            with reading(self.engine) as session:
                if not jobs.is_anything_claimable(session, claims):
                    return None
            with writing(self.engine) as session:
                jobs.take_turn(session)
                job = jobs.find_claimable(session, claims)
                if job is not None:
                    self._take(session, job)
            if job is None or job.state == JobState.RUNNING:
                return job

    def _take(self, session: Session, job: Job) -> None:
        """Make it ours, unless nobody should work on it any more."""
        if job.cancel_requested:
            finish(session, job, JobState.CANCELLED, self.settings)
        elif job.attempts >= self.patience.attempts:
            finish(session, job, JobState.FAILED, self.settings, error=_gave_up(job.attempts))
        else:
            now = clock.running()
            job.state, job.worker, job.attempts = JobState.RUNNING, self.worker, job.attempts + 1
            job.started_at = job.started_at or now
            job.lease_until = now + timedelta(seconds=self.patience.lease_seconds)
            job.progress = 0.0
            changed(job)

    def stands(self, job: Job) -> JobState | None:
        """Whether a job is to go on (running), to be stopped (cancelled), or nothing of ours any more (``None``)."""
        with reading(self.engine) as session:
            row = self._ours(jobs.find(session, job.id))
            if row is None:
                return None
            return JobState.CANCELLED if row.cancel_requested else JobState.RUNNING

    def extend(self, job: Job, progress: float) -> None:
        """Say that somebody still works on it, and how far they are."""

        def keep(_session: Session, row: Job) -> None:
            row.lease_until = clock.running() + timedelta(seconds=self.patience.lease_seconds)
            if row.progress != progress:
                row.progress = progress
                changed(row)

        self.change(job, keep)

    def give_back(self, job: Job, *, is_counted: bool) -> None:
        """Back into the queue. An attempt that failed through no fault of the job's is not counted."""

        def release(_session: Session, row: Job) -> None:
            row.state, row.worker, row.lease_until, row.progress = JobState.QUEUED, None, None, 0.0
            row.attempts -= 0 if is_counted else 1
            changed(row)

        self.change(job, release)

    def finish(
        self,
        job: Job,
        state: JobState,
        *,
        result: Mapping[str, Any] | None = None,
        error: QuorumError | None = None,
    ) -> None:
        """To its end. Who was told that a job is being cancelled does not find it succeeded."""

        def end(session: Session, row: Job) -> None:
            if row.cancel_requested:
                finish(session, row, JobState.CANCELLED, self.settings)
            else:
                finish(session, row, state, self.settings, result=result, error=error)

        self.change(job, end)

    def forget_old_runs(self) -> None:
        """Delete the oldest of the runs over everybody."""
        with writing(self.engine) as session:
            runs.forget_old_runs(session, self.settings)

    def change(self, job: Job, change: Callable[[Session, Job], None]) -> None:
        """Change a job in one transaction, as long as it is ours."""
        with writing(self.engine) as session:
            row = self._ours(jobs.find_for_change(session, job.id))
            if row is not None:
                change(session, row)

    def _ours(self, row: Job | None) -> Job | None:
        """The row, as long as nobody else has claimed it since."""
        return row if row is not None and row.worker == self.worker and row.state == JobState.RUNNING else None


def _gave_up(attempts: int) -> QuorumError:
    return QuorumError(f"The process that worked on this request died {attempts} times.")
