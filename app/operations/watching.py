"""Knows the revision of the catalogue without asking the database for every request.

What another process writes is noticed within a second, what this process writes at once: every transaction that is
committed here calls for a new look. Deadlines and midnights are instants that were looked up with the revision.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from time import monotonic

from sqlalchemy import Engine, event
from sqlmodel import Session

from app import clock
from app.db import reading
from app.services.catalogue.validity import Validity, validity_now
from app.settings import Settings

MAX_AGE_SECONDS = 1.0
PATIENCE_SECONDS = 2.0
"""How long a request waits for a look. After that it is up to the endpoint, which may not need the database at all."""


class _Look:
    """One look into the database: when it began, and what had been committed here by then."""

    def __init__(self, commits: int, found: "asyncio.Future[Validity]") -> None:
        self.began = monotonic()
        self.commits = commits
        self.found = found


class CatalogueWatch:
    """Lives on the event loop of the service. ``open`` it once there is a database; before that nothing is known."""

    def __init__(self, settings: Settings, max_age_seconds: float = MAX_AGE_SECONDS) -> None:
        self._settings = settings
        self._max_age = max_age_seconds
        self._engine: Engine | None = None
        self._look: _Look | None = None
        self._commits = 0
        self._lock = Lock()
        # a thread of its own: when all others are busy, what is kept can still be answered
        self._thread = ThreadPoolExecutor(1, "catalogue-watch")

    def open(self, engine: Engine) -> None:
        """Begin to listen for what this process writes."""
        self._engine = engine
        event.listen(Session, "after_commit", self._committed)

    def close(self) -> None:
        """Stop listening."""
        event.remove(Session, "after_commit", self._committed)
        self._thread.shutdown(wait=False)
        self._engine = None

    def _committed(self, _session: Session) -> None:
        with self._lock:
            self._commits += 1

    def known(self) -> Validity | None:
        """What is known without waiting, or ``None`` when it has to be looked up."""
        look = self._look
        if look is None or not look.found.done() or not self._is_good(look, self._commits):
            return None
        validity = look.found.result()
        return validity if validity.holds_at(clock.now(self._settings)) else None

    async def look(self) -> Validity:
        """What is known, looked up when need be. Those who come while somebody looks wait for the same answer.

        Raises:
            SQLAlchemyError: the database cannot be used.
            TimeoutError: it does not answer.
        """
        known = self.known()
        if known is not None:
            return known
        look, commits = self._look, self._commits
        if look is None or look.found.done() or not self._is_good(look, commits):
            look = self._begin(commits)
        return await asyncio.wait_for(asyncio.shield(look.found), PATIENCE_SECONDS)

    def _is_good(self, look: _Look, commits: int) -> bool:
        return look.commits >= commits and monotonic() - look.began < self._max_age

    def _begin(self, commits: int) -> _Look:
        found = asyncio.get_running_loop().run_in_executor(self._thread, self._read)
        look = _Look(commits, found)
        found.add_done_callback(lambda done: self._forget_failed(look, done))
        self._look = look
        return look

    def _forget_failed(self, look: _Look, done: "asyncio.Future[Validity]") -> None:
        if (done.cancelled() or done.exception() is not None) and self._look is look:
            self._look = None

    def _read(self) -> Validity:
        if self._engine is None:
            raise RuntimeError("the catalogue is watched before there is a database")
        with reading(self._engine) as session:
            return validity_now(session, self._settings)
