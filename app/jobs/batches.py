"""A job that is divided into portions, several of which are worked on at a time, each by a solver of its own.

What came of a portion is written down at once: whoever takes the job up after a worker died goes on from there.
"""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import ExitStack
from time import monotonic

from app.db import reading
from app.db.tables import Job, JobState
from app.jobs.answering import JobSolver
from app.jobs.leases import Leases
from app.jobs.solvers import Solvers
from app.repositories.standings import KIND
from app.services.standings import runs

TICK_SECONDS = 0.1


class Batch:
    """One job, on its way through its portions."""

    def __init__(self, leases: Leases, job: Job, own: JobSolver, is_stopping: Callable[[], bool]) -> None:
        self._leases, self._job, self._own, self._is_stopping = leases, job, own, is_stopping
        with reading(leases.engine) as session:
            self._run = runs.run_of(session, job, leases.settings)
        self._waiting = list(reversed(self._run.portions))
        self._under_way: dict[Future[str], JobSolver] = {}

    def work(self, solvers: Solvers) -> None:
        """Bring the job to its end, or back to the queue.

        Raises:
            BrokenExecutor: a solver died.
        """
        width = max(1, min(self._leases.settings.standings_width, len(self._waiting)))
        with ExitStack() as held:
            idle = [self._own]
            for _ in range(width - 1):
                idle.append(solvers.new())
                held.callback(idle[-1].kill)
            held.callback(self._stop)
            if self._go_through(idle):
                self._finish()

    def _go_through(self, idle: list[JobSolver]) -> bool:
        """Whether all portions were done."""
        beat = 0.0
        while self._waiting or self._under_way:
            while idle and self._waiting:
                solver = idle.pop()
                self._under_way[solver.start(self._waiting.pop(), KIND)] = solver
            done = wait(self._under_way, timeout=TICK_SECONDS, return_when=FIRST_COMPLETED).done
            if self._is_stopping():
                self._leases.give_back(self._job, is_counted=False)
                return False
            if self._leases.stands(self._job) is not JobState.RUNNING:
                self._leases.finish(self._job, JobState.CANCELLED)
                return False
            for answer in done:
                idle.append(self._under_way.pop(answer))
                self._keep(answer.result())
            if done or monotonic() - beat >= self._leases.patience.heartbeat_seconds:
                beat = monotonic()
                self._leases.extend(self._job, self._progress)
        return True

    @property
    def _progress(self) -> float:
        left = len(self._waiting) + len(self._under_way)
        return 1 - left * runs.PORTION / max(1, self._run.organisations, left * runs.PORTION)

    def _keep(self, answer: str) -> None:
        self._leases.change(self._job, lambda session, job: runs.keep(session, job, answer))

    def _finish(self) -> None:
        with reading(self._leases.engine) as session:
            result = runs.summary_of(session, self._job, self._run)
        self._leases.finish(self._job, JobState.SUCCEEDED, result=result)
        self._leases.forget_old_runs()

    def _stop(self) -> None:
        for solver in self._under_way.values():
            solver.cancel()
