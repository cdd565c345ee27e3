"""Following jobs: any number of listeners, one short look at the database for all of them.

A listener holds no thread and no connection. One task of the process looks at the versions of all jobs that somebody
follows, and wakes those whose job has changed.
"""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from app.db import reading
from app.errors import QuorumError
from app.repositories import jobs
from app.services.jobs.presenting import JobDocument, job_document
from app.settings import Settings

LOG = logging.getLogger("quorum.jobs")

LOOK_SECONDS = 0.1
"""How long a change may go unseen."""

FULL_SECONDS = 15


class TooManyListeners(QuorumError):
    """As many follow jobs as may."""

    status = 503
    title = "Too many listeners"
    slug = "too-many-listeners"


class Listener:
    """Somebody who waits for a job to change."""

    def __init__(self, job_id: str, seen: int) -> None:
        self.job_id = job_id
        self.seen = seen
        self.news = asyncio.Event()


class JobWatch:
    """What one process follows.

    ``ending`` is set when the process has been told to end: everybody is let go then, since a server that ends waits
    for its connections. Who listens comes again with the last version seen.
    """

    def __init__(self, engine: Engine, settings: Settings, ending: threading.Event | None = None) -> None:
        self._engine = engine
        self._most = settings.job_listeners
        self._places = 0
        self._listeners: set[Listener] = set()
        self._looking: asyncio.Task[None] | None = None
        self._ending = ending or threading.Event()

    @property
    def listeners(self) -> int:
        """How many follow a job at the moment."""
        return len(self._listeners)

    def require_place(self) -> None:
        """Refuse a connection that stays open when there are as many as may be.

        Raises:
            TooManyListeners: all places are taken.
        """
        if self._places >= self._most:
            raise TooManyListeners(
                f"{self._places} listeners follow jobs already: ask how the job stands instead.",
                retry_after_seconds=FULL_SECONDS,
            )

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold one of the places for connections that stay open."""
        self._places += 1
        try:
            yield
        finally:
            self._places -= 1

    async def changes(self, job_id: str, after: int, idle_seconds: float) -> AsyncIterator[JobDocument | None]:
        """The job each time that it has changed since this version, until it is over or gone.

        ``None`` comes when nothing has happened for a while.
        """
        listener = Listener(job_id, after)
        self._listeners.add(listener)
        try:
            while not self._ending.is_set():
                job = await run_in_threadpool(self._read, job_id)
                if job is None:
                    return
                if job.version > after:
                    listener.seen = after = job.version
                    yield job
                if job.is_over:
                    return
                while not await self._has_news(listener, idle_seconds):
                    yield None
        finally:
            self._listeners.discard(listener)

    async def end_of(self, job: JobDocument, seconds: float) -> JobDocument:
        """The job when it is over, or as it stands after so long."""
        last = job
        try:
            async with asyncio.timeout(seconds):
                async for changed in self.changes(job.id, job.version, seconds + 1):
                    last = changed or last
        except TimeoutError:
            pass
        return last

    async def _has_news(self, listener: Listener, seconds: float) -> bool:
        self._look_out()
        try:
            await asyncio.wait_for(listener.news.wait(), seconds)
        except TimeoutError:
            return False
        listener.news.clear()
        return True

    def _look_out(self) -> None:
        """Have somebody look, as long as somebody listens."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())

    async def _look(self) -> None:
        while self._listeners:
            await asyncio.sleep(LOOK_SECONDS)
            if self._ending.is_set():
                for listener in self._listeners:
                    listener.news.set()
                return
            followed = sorted({listener.job_id for listener in self._listeners})
            try:
                versions = await run_in_threadpool(self._versions, followed)
            except SQLAlchemyError:
                LOG.exception("those who follow jobs hear nothing for a moment")
                continue
            for listener in self._listeners:
                if listener.job_id in followed and versions.get(listener.job_id) != listener.seen:
                    listener.news.set()

    def _versions(self, job_ids: list[str]) -> dict[str, int]:
        with reading(self._engine) as session:
            return dict(jobs.versions(session, job_ids))

    def _read(self, job_id: str) -> JobDocument | None:
        with reading(self._engine) as session:
            job = jobs.find(session, job_id)
            return None if job is None else job_document(job)
