"""Fixtures for tests that need the bundled catalogue and only read it. A conftest offers them by importing them."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.clock import instant
from app.db import reading
from app.services import setup
from app.settings import Settings

__all__ = ["engine", "session", "settings"]

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The clock stands on the day for which the bundle was chosen."""
    return Settings(data_dir=tmp_path_factory.mktemp("loaded"), today=instant(TODAY))


@pytest.fixture(scope="session")
def engine(settings: Settings) -> Iterator[Engine]:
    engine = setup.open_database(settings)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with reading(engine) as session:
        yield session
