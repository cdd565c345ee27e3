"""A process that solves, one question at a time. It is spawned once, kept warm, and can be killed."""

import contextlib
import multiprocessing
import os
import signal
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event

from app.jobs.answering import answer

_STARTING = threading.Lock()

MIB = 1024 * 1024


class SolverProcess:
    """Its cancel flag and its progress are shared memory: both sides see them at once.

    ``memory_mb`` bounds its address space where the platform has such a limit; 0 does not.
    """

    def __init__(self, memory_mb: int = 0) -> None:
        context = multiprocessing.get_context("spawn")
        self._cancel = context.Event()
        self._progress = context.Value("d", 0.0)
        flags = (self._cancel, self._progress, memory_mb)
        self._pool = ProcessPoolExecutor(1, context, initializer=_begin, initargs=flags)
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


def _begin(cancel: Event, progress: "Synchronized[float]", memory_mb: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the service, which then ends this process
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _bound_memory(memory_mb)
    _flags.append((cancel, progress))
    threading.Thread(target=_die_with_parent, daemon=True).start()


def _bound_memory(memory_mb: int) -> None:
    """What asks for more gets a `MemoryError`; a machine that starts to swap would stop all the others too."""
    if not memory_mb:
        return
    with contextlib.suppress(ImportError, AttributeError, OSError, ValueError):  # not every platform has the limit
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        asked = memory_mb * MIB
        resource.setrlimit(resource.RLIMIT_AS, (asked if hard < 0 else min(asked, hard), hard))


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
    cancel, progress = _flags[0]

    def tell(share: float) -> None:
        progress.value = share

    return answer(question, kind, cancelled=cancel.is_set, progress=tell)
