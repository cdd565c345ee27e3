"""Solving on a Dask cluster: the workers of a scheduler solve, this process only waits.

Whatever is lost on the way, the job is not: a worker of the cluster that dies has its question solved by another, and
when the scheduler cannot be reached the job goes back to the queue. What nobody waits for any more stops by itself:
the cluster lets go of a question whose asker has gone, and who solves looks whether it is still wanted.
"""

import contextlib
import logging
import threading
import zlib
from collections.abc import Hashable
from concurrent.futures import BrokenExecutor, Future
from importlib.metadata import version
from typing import Any, ClassVar

from app.errors import NotReady
from app.jobs.answering import JobSolver, OutOfMemory, SolverFault, SolverLost, answer

try:
    import distributed
    from distributed import get_worker
    from distributed.scheduler import KilledWorker
except ImportError as error:
    raise NotReady("QUORUM_SOLVER_CLUSTER needs the extra `cluster`: pip install 'quorum[cluster]'.") from error

LOG = logging.getLogger("quorum.jobs")

CONNECT_SECONDS = 5.0
FETCH_SECONDS = 30.0
"""For the answer to come over, once it is there."""

PROGRESS = "quorum-progress"
"""The topic of events by which who solves tells how far it is."""

_untyped: Any = distributed
"""Half of its functions have no types."""

OUR_VERSION = version("quorum")


class OtherVersion(RuntimeError):
    """A worker of the cluster has another version of this program, which may answer differently."""


class Cluster:
    """The connection of this process to a scheduler; it is shared by all workers of the process."""

    are_costly = False
    _all: ClassVar[dict[str, "Cluster"]] = {}
    _lock = threading.Lock()

    def __init__(self, address: str) -> None:
        self.address = address
        self._client: Any = None
        self._connecting = threading.Lock()
        self.progress: dict[Hashable, float] = {}

    @classmethod
    def at(cls, address: str) -> "Cluster":
        """The connection to this scheduler, which is made when it is needed."""
        with cls._lock:
            return cls._all.setdefault(address, cls(address))

    def new(self) -> JobSolver:
        """One that solves on the cluster.

        Raises:
            NotReady: the scheduler cannot be reached, or a worker has another version of this program.
        """
        self.client()
        return ClusterSolver(self)

    def client(self) -> Any:
        """The connection, made anew when it was lost.

        Raises:
            NotReady: it cannot be made.
        """
        with self._connecting:
            if self._client is not None and self._client.status == "running":
                return self._client
            self.close()
            try:
                client = _untyped.Client(self.address, timeout=CONNECT_SECONDS, set_as_default=False)
            except (OSError, TimeoutError) as error:
                raise NotReady(f"The cluster at {self.address} cannot be reached.") from error
            try:
                _require_our_version(client)
            except NotReady:
                client.close(timeout=CONNECT_SECONDS)
                raise
            client.subscribe_topic(PROGRESS, self._heard)
            self._client = client
            return client

    def _heard(self, event: tuple[Any, dict[str, Any]]) -> None:
        told = event[1]
        if told["key"] in self.progress:
            self.progress[told["key"]] = told["share"]

    def close(self) -> None:
        """Give the connection up."""
        if self._client is not None:
            with contextlib.suppress(Exception):  # what is lost already cannot be closed properly
                self._client.close(timeout=CONNECT_SECONDS)
        self._client = None


def _require_our_version(client: Any) -> None:
    try:
        theirs: dict[str, str] = client.run(_version_here)
    except Exception as error:
        raise NotReady(f"The cluster's workers cannot run this program: {error}") from error
    others = {worker: found for worker, found in theirs.items() if found != OUR_VERSION}
    if others:
        raise NotReady(_told(others))


def _told(others: dict[str, str]) -> str:
    named = ", ".join(f"{worker} has {found}" for worker, found in sorted(others.items()))
    return f"The cluster's workers need version {OUR_VERSION} of quorum, as here: {named}."


def _version_here() -> str:
    return version("quorum")


class ClusterSolver:
    """Asks the cluster one question at a time."""

    pid = None

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._asked: Any = None

    def start(self, question: str, kind: str) -> Future[str]:
        """Begin with a question; the future may raise `SolverLost` when the cluster has gone.

        Raises:
            NotReady: the cluster cannot be reached.
        """
        packed = zlib.compress(question.encode(), level=1)
        try:
            asked = self._cluster.client().submit(_solve_there, packed, kind, OUR_VERSION, pure=False)
        except (OSError, RuntimeError) as error:
            raise SolverLost(f"the cluster does not take the question: {error}") from error
        self._asked = asked
        self._cluster.progress[asked.key] = 0.0
        future: Future[str] = Future()
        threading.Thread(target=_settle, args=(asked, future), daemon=True).start()
        return future

    @property
    def progress(self) -> float:
        """How far it is, from 0 to 1, as last heard."""
        return self._cluster.progress.get(self._asked.key, 0.0) if self._asked is not None else 0.0

    def cancel(self) -> None:
        """Let go of the question: who solves it sees that nobody waits for the answer."""
        asked, self._asked = self._asked, None
        if asked is not None:
            self._cluster.progress.pop(asked.key, None)
            with contextlib.suppress(Exception):  # a cluster that has gone does not solve it either
                asked.cancel(force=True)

    kill = cancel


def _settle(asked: Any, future: Future[str]) -> None:
    """Bring what came of a question over, however it came."""
    try:
        future.set_result(zlib.decompress(asked.result()).decode())
    except (SolverFault, OutOfMemory) as error:
        future.set_exception(error)
    except OtherVersion as error:
        future.set_exception(NotReady(str(error)))
    except KilledWorker as error:
        future.set_exception(BrokenExecutor(str(error)))  # the question itself may be what kills them
    except BaseException as error:  # noqa: BLE001 (cancelled or lost: nobody will hear of it, the job is asked again)
        future.set_exception(SolverLost(f"the cluster has lost the question: {error}"))


def _solve_there(packed: bytes, kind: str, wanted_version: str) -> bytes:
    """What a worker of the cluster does."""
    here = get_worker()
    if wanted_version != OUR_VERSION:
        raise OtherVersion(f"A worker of the cluster has version {OUR_VERSION} of quorum, {wanted_version} is needed.")
    key = here.get_current_task()

    def is_unwanted() -> bool:
        task = here.state.tasks.get(key)
        return task is None or task.state in {"cancelled", "released", "forgotten"}

    def tell(share: float) -> None:
        here.log_event(PROGRESS, {"key": key, "share": share})

    solved = answer(zlib.decompress(packed).decode(), kind, cancelled=is_unwanted, progress=tell)
    return zlib.compress(solved.encode(), level=1)
