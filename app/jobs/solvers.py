"""Where jobs are solved: in processes on this machine, or on a cluster."""

from typing import Protocol

from app.jobs.answering import JobSolver
from app.jobs.process import SolverProcess
from app.settings import Settings


class Solvers(Protocol):
    """Gives a worker something to solve with."""

    @property
    def are_costly(self) -> bool:
        """Whether a solver takes time and memory even while it has nothing to do."""

    def new(self) -> JobSolver:
        """One that solves.

        Raises:
            NotReady: there is none at the moment.
        """


class Processes:
    """Each solver is a process of its own."""

    are_costly = True

    def __init__(self, settings: Settings) -> None:
        self._memory_mb = settings.solver_memory_mb

    def new(self) -> JobSolver:
        """A process."""
        return SolverProcess(self._memory_mb)


def solvers_of(settings: Settings) -> Solvers:
    """What the settings ask for.

    Raises:
        NotReady: a cluster is asked for, and its library is not installed.
    """
    if settings.solver_cluster is None:
        return Processes(settings)
    from app.jobs.cluster import Cluster  # its library is an extra, and costs half a second

    return Cluster.at(settings.solver_cluster)
