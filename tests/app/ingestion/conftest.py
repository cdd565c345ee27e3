"""A database of its own for each test, and the portal's emulator to read from."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app.clock import instant
from app.db import create_engine, migrate
from app.services.ingestion.runs import RunReport, ingest
from app.settings import Settings
from scrapers.sources import PORTAL
from tests.emulator.fixtures import portal, portal_server, portal_with_recordings  # noqa: F401 - fixtures by import
from tests.emulator.server import Portal
from tests.postgres import postgres_server, postgres_url  # noqa: F401 - fixtures by import

Ingest = Callable[..., RunReport]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Migrated, and empty."""
    engine = create_engine(Settings(data_dir=tmp_path))
    migrate.upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def settings_on(tmp_path: Path) -> Callable[..., Settings]:
    """Settings of a run on some day, without the pace that real servers are owed."""

    def make(server: Portal, day: date = date(2026, 11, 22), **more: object) -> Settings:
        values = {"portal_url": server.url, "portal_requests_per_second": 1000, "data_dir": tmp_path} | more
        return Settings.model_validate(values | {"today": instant(day)})

    return make


@pytest.fixture
def run(engine: Engine, settings_on: Callable[..., Settings]) -> Ingest:
    """One run of the portal on a day."""

    def once(server: Portal, day: date = date(2026, 11, 22), **more: object) -> RunReport:
        return ingest(settings_on(server, day, **more), engine, PORTAL)

    return once
