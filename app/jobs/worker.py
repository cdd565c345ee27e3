"""The worker: claims jobs by lease, has them solved in a process of their own, and writes down what came of it.

A job whose worker dies is claimed again when its lease has run out. A job whose solver process dies goes back to the
queue at once. Whoever has lost a lease writes nothing: every job ends in exactly one final state.
"""

import logging
import secrets
import threading
from concurrent.futures import Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic

from sqlalchemy import Engine

from app import clock
from app.db import reading, writing
from app.db.tables import Job, JobState
from app.errors import NotReady, QuorumError
from app.jobs.process import SolverProcess
from app.repositories import jobs
from app.services.jobs import WORK, finish
from app.services.proposals.questions import KINDS
from app.settings import Settings

LOG = logging.getLogger("quorum.jobs")

LOOK_SECONDS = 1.0
"""How often the queue is looked at for work that another process has put there."""

COLD = timedelta(seconds=1)
"""A worker whose solver is not loaded leaves new work for a moment to one whose solver is."""

TICK_SECONDS = 0.1
"""How often a running job is looked at: is it ready, has somebody cancelled it?"""


@dataclass(frozen=True)
class Patience:
    """How long things may take: a worker is given up when its lease runs out, a cancelled process after ``mercy``."""

    lease_seconds: float = 30.0
    heartbeat_seconds: float = 5.0
    mercy_seconds: float = 2.0
    attempts: int = 3


@dataclass
class Worker:
    """One thread with one solver process. Several workers, in any number of processes, share a queue.

    A warm one loads the solver before there is work, the others when they get some.
    """

    engine: Engine
    settings: Settings
    is_warm: bool = False
    patience: Patience = field(default_factory=Patience)
    name: str = field(default_factory=lambda: secrets.token_hex(8))
    _solver: SolverProcess | None = None
    _stopping: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __post_init__(self) -> None:
        """Refuse what this worker cannot do.

        Raises:
            NotReady: solving on a cluster is asked for.
        """
        if self.settings.solver_cluster is not None:
            raise NotReady("Solving on a cluster is not offered yet: unset QUORUM_SOLVER_CLUSTER.")

    def start(self) -> None:
        """Work in the background until stopped."""
        self._thread = threading.Thread(target=self._work, name=f"worker {self.name}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop; a job in hand goes back to the queue."""
        self._stopping.set()
        WORK.set()
        if self._thread is not None:
            self._thread.join()
        self._drop_solver()

    def warm_up(self) -> None:
        """Have the solver loaded before there is work."""
        self._solver = self._solver or SolverProcess()

    @property
    def solver_pid(self) -> int | None:
        """The process that solves, if there is one."""
        return None if self._solver is None else self._solver.pid

    def _work(self) -> None:
        if self.is_warm:
            self.warm_up()
        try:
            while not self._stopping.is_set():
                WORK.clear()
                try:
                    if not self.work_once():
                        WORK.wait(LOOK_SECONDS)
                except Exception:
                    LOG.exception("a worker stumbled and goes on")
                    self._stopping.wait(LOOK_SECONDS)
        finally:
            self._drop_solver()

    def work_once(self) -> bool:
        """Take one job and bring it to an end; ``False`` when there is none."""
        job = self._claim()
        if job is None:
            return False
        try:
            self._work_on(job)
        except QuorumError as error:
            self._finish(job, JobState.FAILED, error=error)
        except BrokenProcessPool:
            LOG.warning("the process that solved job %s died", job.id)
            self._renew_solver()
            self._give_back(job)
        except Exception:
            LOG.exception("job %s failed", job.id)
            self._finish(job, JobState.FAILED, error=QuorumError("The solver failed on this request. It was logged."))
        return True

    def _claim(self) -> Job | None:
        now = clock.running()
        waiting_since = now if self._solver is not None else now - COLD
        with reading(self.engine) as session:
            if not jobs.is_anything_claimable(session, now, waiting_since):
                return None
        with writing(self.engine) as session:
            job = jobs.find_claimable(session, now, waiting_since)
            if job is None:
                return None
            if job.cancel_requested:
                finish(job, JobState.CANCELLED)
            elif job.attempts >= self.patience.attempts:
                finish(job, JobState.FAILED, error=_gave_up(job.attempts))
            else:
                job.state, job.worker, job.attempts = JobState.RUNNING, self.name, job.attempts + 1
                job.started_at = job.started_at or now
                job.lease_until = now + timedelta(seconds=self.patience.lease_seconds)
                job.progress = 0.0
        return job if job.state == JobState.RUNNING else self._claim()

    def _work_on(self, job: Job) -> None:
        kind = KINDS[job.kind]
        with reading(self.engine) as session:
            prepared = kind.prepare(session, kind.request.model_validate(job.request), self.settings)
        solver = self._solver = self._solver or SolverProcess()
        answer = self._wait_for(job, solver, solver.start(prepared.instance, kind.name))
        if answer is not None:
            result = kind.answer_of(prepared.left_out, answer)
            self._finish(job, JobState.SUCCEEDED, result=result.model_dump(mode="json"))

    def _wait_for(self, job: Job, solver: SolverProcess, answer: Future[str]) -> str | None:
        """The answer, or ``None`` when the job was cancelled, lost or given back."""
        beat = monotonic()
        while not wait([answer], timeout=TICK_SECONDS).done:
            if self._stopping.is_set():
                self._drop_solver()
                self._give_back(job)
                return None
            with reading(self.engine) as session:
                row = jobs.find(session, job.id)
                is_ours = row is not None and row.worker == self.name and row.state == JobState.RUNNING
                is_cancelled = row is not None and row.cancel_requested
            if not is_ours or is_cancelled:
                self._stop_solver(solver, answer)
                self._finish(job, JobState.CANCELLED)
                return None
            if monotonic() - beat >= self.patience.heartbeat_seconds:
                beat = monotonic()
                self._extend(job, solver.progress)
        return answer.result()

    def _stop_solver(self, solver: SolverProcess, answer: Future[str]) -> None:
        """First ask, then make sure."""
        solver.cancel()
        if not wait([answer], timeout=self.patience.mercy_seconds).done:
            self._renew_solver()

    def _renew_solver(self) -> None:
        self._drop_solver()
        self._solver = SolverProcess()

    def _drop_solver(self) -> None:
        if self._solver is not None:
            self._solver.kill()
        self._solver = None

    def _extend(self, job: Job, progress: float) -> None:
        with writing(self.engine) as session:
            row = self._ours(jobs.find_for_change(session, job.id))
            if row is not None:
                row.progress = progress
                row.lease_until = clock.running() + timedelta(seconds=self.patience.lease_seconds)

    def _give_back(self, job: Job) -> None:
        with writing(self.engine) as session:
            row = self._ours(jobs.find_for_change(session, job.id))
            if row is not None:
                row.state, row.worker, row.lease_until = JobState.QUEUED, None, None

    def _finish(
        self, job: Job, state: JobState, *, result: dict[str, object] | None = None, error: QuorumError | None = None
    ) -> None:
        with writing(self.engine) as session:
            row = self._ours(jobs.find_for_change(session, job.id))
            if row is not None:
                finish(row, state, result=result, error=error)

    def _ours(self, row: Job | None) -> Job | None:
        """The row, as long as nobody else has claimed it since."""
        return row if row is not None and row.worker == self.name and row.state == JobState.RUNNING else None


def _gave_up(attempts: int) -> QuorumError:
    return QuorumError(f"The process that worked on this request died {attempts} times.")
