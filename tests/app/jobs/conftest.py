"""A catalogue of its own, since jobs are written; and a worker whose solver stays warm from test to test."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from app.jobs.leases import Patience
from app.jobs.worker import Worker
from app.settings import Settings
from tests.app.loaded import engine, settings  # noqa: F401 - fixtures by import

QUICK = Patience(lease_seconds=1.0, heartbeat_seconds=0.2, mercy_seconds=0.5)


@pytest.fixture(scope="session")
def warm_worker(engine: Engine, settings: Settings) -> Iterator[Worker]:  # noqa: F811 - the fixtures imported above
    worker = Worker(engine, settings, patience=QUICK)
    worker.warm_up()
    yield worker
    worker.stop()


@pytest.fixture
def worker(warm_worker: Worker) -> Worker:
    return warm_worker
