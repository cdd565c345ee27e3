"""What every solver does with a question, wherever it runs, and how it may fail."""

import traceback
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from typing import Protocol


class SolverFault(RuntimeError):
    """The solver failed; the message is its traceback, since not every exception survives the way between processes."""


class OutOfMemory(RuntimeError):
    """The question needs more memory than a solver may have."""


class SolverLost(BrokenExecutor):
    """Who solves cannot be reached any more, through no fault of the question: it has to be asked again."""


class JobSolver(Protocol):
    """Solves one question at a time: in a process of its own, or on a cluster."""

    def start(self, question: str, kind: str) -> Future[str]:
        """Begin with a question of this kind; the answer is JSON, as the question is.

        The future may raise `SolverFault`, `OutOfMemory`, or a `BrokenExecutor` when the solver has died.
        """

    @property
    def progress(self) -> float:
        """How far it is, from 0 to 1."""

    @property
    def pid(self) -> int | None:
        """The process on this machine that solves, if it is one."""

    def cancel(self) -> None:
        """Ask it to stop; it looks every few milliseconds."""

    def kill(self) -> None:
        """End it now, whatever it does."""


def answer(question: str, kind: str, *, cancelled: Callable[[], bool], progress: Callable[[float], None]) -> str:
    """The answer to a question.

    Raises:
        SolverFault: the solver failed.
        OutOfMemory: there is not enough memory for it.
    """
    from app.jobs.solving import SOLVERS  # only who solves pays for loading the solver

    try:
        return SOLVERS[kind](question, cancelled=cancelled, progress=progress)
    except MemoryError:
        raise OutOfMemory from None
    except Exception:  # noqa: BLE001 (whatever it is: it is told where it can be logged)
        raise SolverFault(traceback.format_exc()) from None
