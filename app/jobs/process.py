"""A process that solves, one question at a time. It is spawned once, kept warm, and can be killed."""

import multiprocessing
import os
import signal
import threading
import traceback
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event

_STARTING = threading.Lock()


class SolverFault(RuntimeError):
    """The solver failed; the message is its traceback, since not every exception survives the way between processes."""


class SolverProcess:
    """Its cancel flag and its progress are shared memory: both sides see them at once."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._cancel = context.Event()
        self._progress = context.Value("d", 0.0)
        self._pool = ProcessPoolExecutor(1, context, initializer=_begin, initargs=(self._cancel, self._progress))
        self._process = self._spawn()

    def _spawn(self) -> BaseProcess:
        """Start the process by its first task. A pool does not name its process: it is the one that was not there."""
        with _STARTING:
            before = {process.pid for process in multiprocessing.active_children()}
            self._pool.submit(_warm_up)
            return next(process for process in multiprocessing.active_children() if process.pid not in before)

    def start(self, question: str, kind: str = "proposal") -> Future[str]:
        """Begin with a question of this kind; the answer is JSON, as the question is. It may raise `SolverFault`.

        Raises:
            BrokenProcessPool: the process has died.
        """
        self._cancel.clear()
        self._progress.value = 0.0
        return self._pool.submit(_solve, question, kind)

    @property
    def progress(self) -> float:
        """How far it is, from 0 to 1."""
        return min(1.0, max(0.0, float(self._progress.value)))

    @property
    def pid(self) -> int | None:
        """The id of the process."""
        return self._process.pid

    def cancel(self) -> None:
        """Ask it to stop; it looks every few milliseconds."""
        self._cancel.set()

    def kill(self) -> None:
        """End it now, whatever it does."""
        self._process.kill()
        self._pool.shutdown(wait=False, cancel_futures=True)


_flags: list[tuple[Event, "Synchronized[float]"]] = []
"""What the process shares with the one that started it; filled once, in the child."""


def _begin(cancel: Event, progress: "Synchronized[float]") -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the service, which then ends this process
    _flags.append((cancel, progress))
    threading.Thread(target=_die_with_parent, daemon=True).start()


def _die_with_parent() -> None:
    """Nobody would ever hear of the answer of an orphan."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _warm_up() -> None:
    """Load the solver before somebody waits for it."""
    from app.jobs.solving import warm_up

    warm_up()


def _solve(question: str, kind: str) -> str:
    from app.jobs.solving import SOLVERS

    cancel, progress = _flags[0]

    def tell(share: float) -> None:
        progress.value = share

    try:
        return SOLVERS[kind](question, cancelled=cancel.is_set, progress=tell)
    except Exception:  # noqa: BLE001 (whatever it is: it is told where it can be logged)
        raise SolverFault(traceback.format_exc()) from None
