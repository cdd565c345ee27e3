"""The workers of one process, inside `quorum serve` or as `quorum worker`.

Beside them what comes round, and what sends webhooks.
"""

import logging
from time import monotonic

from sqlalchemy import Engine

from app.jobs.leases import Patience
from app.jobs.schedule import Scheduler
from app.jobs.tasks import TASKS
from app.jobs.worker import Worker
from app.settings import Settings
from app.webhooks.sender import Senders

LOG = logging.getLogger("quorum.jobs")

DRAIN_SECONDS = 25.0
"""Who is not done by then is left: its lease runs out, and its solver dies with this process."""


class Crew:
    """So many workers, started and stopped together."""

    def __init__(self, engine: Engine, settings: Settings, number: int) -> None:
        self.workers = [
            Worker(engine, settings, is_warm=place == 0, patience=Patience.of(settings)) for place in range(number)
        ]
        self.scheduler = Scheduler(engine, settings, TASKS) if number else None
        self.senders = Senders(engine, settings)

    def start(self) -> None:
        """Work in the background."""
        for worker in self.workers:
            worker.start()
        if self.scheduler is not None:
            self.scheduler.start()
        self.senders.start()

    def stop(self) -> bool:
        """Have all jobs in hand given back. Whether that was done in time."""
        for worker in self.workers:
            worker.ask_to_stop()
        until = monotonic() + DRAIN_SECONDS
        self.senders.stop()
        are_done = [worker.stop(max(0.0, until - monotonic())) for worker in self.workers]
        if self.scheduler is not None:
            are_done.append(self.scheduler.stop(max(0.0, until - monotonic())))
        if not all(are_done):
            LOG.warning("%d threads did not stop in time", are_done.count(False))
        return all(are_done)
