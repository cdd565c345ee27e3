"""The worker: claims jobs by lease, has them solved in a process of their own, and writes down what came of it.

A job whose worker dies is claimed again when its lease has run out. A job whose solver dies goes back to the queue at
once.
"""

import logging
import secrets
import threading
from concurrent.futures import BrokenExecutor, Future, wait
from dataclasses import dataclass, field
from time import monotonic

from sqlalchemy import Engine

from app.db import Asker, reading
from app.db.tables import Job, JobState
from app.errors import NotReady, QuorumError
from app.jobs.answering import JobSolver, OutOfMemory, SolverLost
from app.jobs.batches import Batch
from app.jobs.leases import Leases, Patience
from app.jobs.solvers import Solvers, solvers_of
from app.repositories import standings
from app.services.jobs import WORK
from app.services.proposals.questions import KINDS, whole
from app.settings import Settings

LOG = logging.getLogger("quorum.jobs")

LOOK_SECONDS = 1.0
"""How often the queue is looked at for work that another process has put there."""

NEWS_SECONDS = 1.0
"""How often progress is written down, for those who follow it."""

TICK_SECONDS = 0.1
"""How often a running job is looked at: is it ready, has somebody cancelled it?"""


@dataclass
class Worker:
    """One thread with one solver. Several workers, in any number of processes, share a queue.

    A warm one loads the solver before there is work, the others when they get some.
    """

    engine: Engine
    settings: Settings
    is_warm: bool = False
    patience: Patience = field(default_factory=Patience)
    name: str = field(default_factory=lambda: secrets.token_hex(8))
    _solver: JobSolver | None = None
    _solved: int = 0
    _stopping: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __post_init__(self) -> None:
        """Get ready to claim.

        Raises:
            NotReady: solving on a cluster is asked for, and its library is not installed.
        """
        self._leases = Leases(self.engine, self.settings, self.patience, self.name)
        self._solvers: Solvers = solvers_of(self.settings)

    def start(self) -> None:
        """Work in the background until stopped."""
        self._thread = threading.Thread(target=self._work, name=f"worker {self.name}", daemon=True)
        self._thread.start()

    def ask_to_stop(self) -> None:
        """Tell it to stop, and do not wait for it."""
        self._stopping.set()
        WORK.set()

    def stop(self, seconds: float | None = None) -> bool:
        """Stop; a job in hand goes back to the queue. Whether that was done in so many seconds."""
        self.ask_to_stop()
        if self._thread is not None:
            self._thread.join(seconds)
        self._drop_solver()
        return self._thread is None or not self._thread.is_alive()

    def warm_up(self) -> None:
        """Have the solver loaded before there is work."""
        self._ready_solver()

    def _ready_solver(self) -> JobSolver:
        self._solver = self._solver or self._solvers.new()
        return self._solver

    @property
    def solver_pid(self) -> int | None:
        """The process that solves, if there is one."""
        return None if self._solver is None else self._solver.pid

    def _work(self) -> None:
        is_reachable = True
        while not self._stopping.is_set():
            WORK.clear()
            try:
                if self.is_warm or not self._solvers.are_costly:
                    self.warm_up()
                if not is_reachable:
                    LOG.warning("worker %s can solve again", self.name)
                    is_reachable = True
                if not self.work_once():
                    WORK.wait(LOOK_SECONDS)
            except NotReady as error:
                if is_reachable:
                    LOG.warning("worker %s cannot solve, jobs wait: %s", self.name, error.detail)
                    is_reachable = False
                self._stopping.wait(LOOK_SECONDS)
            except Exception:
                LOG.exception("a worker stumbled and goes on")
                self._stopping.wait(LOOK_SECONDS)
        self._drop_solver()

    def work_once(self) -> bool:
        """Take one job and bring it to an end; ``False`` when there is none.

        Raises:
            NotReady: there is nothing to solve it with, and it waits.
        """
        job = self._leases.claim(is_warm=self._solver is not None)
        if job is None:
            return False
        try:
            self._work_on(job)
        except NotReady:
            self._drop_solver()
            self._leases.give_back(job, is_counted=False)
            raise
        except QuorumError as error:
            self._leases.finish(job, JobState.FAILED, error=error)
        except SolverLost as error:
            LOG.warning("job %s goes back to the queue: %s", job.id, error)
            self._drop_solver()
            self._leases.give_back(job, is_counted=False)
        except BrokenExecutor:
            LOG.warning("the process that solved job %s died", job.id)
            self._renew_solver()
            self._leases.give_back(job, is_counted=True)
        except OutOfMemory:
            LOG.warning("job %s needs more memory than a solver may have", job.id)
            self._renew_solver()
            self._leases.finish(
                job, JobState.FAILED, error=QuorumError("This needs more memory than a solver may have.")
            )
        except Exception:
            LOG.exception("job %s failed", job.id)
            failure = QuorumError("The solver failed on this request. It was logged.")
            self._leases.finish(job, JobState.FAILED, error=failure)
        if self._solved >= self.settings.solver_jobs:
            self._renew_solver()  # what a process has heaped up is gone with it
        return True

    def _work_on(self, job: Job) -> None:
        if job.kind == standings.KIND:
            Batch(self._leases, job, self._ready_solver(), self._stopping.is_set).work(self._solvers)
            return
        kind = KINDS[job.kind]
        asker = Asker(tenant_id=job.tenant_id) if job.tenant_id else None
        with reading(self.engine, asker) as session:
            prepared = kind.prepare(session, kind.request.model_validate(job.request), self.settings)
        solver = self._ready_solver()
        answer = self._wait_for(job, solver, solver.start(prepared.instance, kind.name))
        if answer is not None:
            self._leases.finish(job, JobState.SUCCEEDED, result=whole(answer, prepared.left_out))

    def _wait_for(self, job: Job, solver: JobSolver, answer: Future[str]) -> str | None:
        """The answer, or ``None`` when the job was cancelled, lost or given back."""
        beat, told = monotonic(), 0.0
        while not wait([answer], timeout=TICK_SECONDS).done:
            if self._stopping.is_set():
                self._drop_solver()
                self._leases.give_back(job, is_counted=False)
                return None
            if self._leases.stands(job) is not JobState.RUNNING:
                self._stop_solver(solver, answer)
                self._leases.finish(job, JobState.CANCELLED)
                return None
            passed = monotonic() - beat
            if passed >= self.patience.heartbeat_seconds or (passed >= NEWS_SECONDS and solver.progress != told):
                beat, told = monotonic(), solver.progress
                self._leases.extend(job, told)
        self._solved += 1
        return answer.result()

    def _stop_solver(self, solver: JobSolver, answer: Future[str]) -> None:
        """First ask, then make sure."""
        solver.cancel()
        if not wait([answer], timeout=self.patience.mercy_seconds).done:
            self._renew_solver()

    def _renew_solver(self) -> None:
        self._drop_solver()
        self.warm_up()

    def _drop_solver(self) -> None:
        if self._solver is not None:
            self._solver.kill()
        self._solver, self._solved = None, 0
