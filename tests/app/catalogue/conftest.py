"""One loaded catalogue on each database for all tests here: they only read."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.clock import instant
from app.db import reading
from app.services import setup
from app.settings import Settings
from tests.postgres import database_on, postgres_server  # noqa: F401 - a fixture by import


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The catalogue on either database: it has to answer the same from both."""
    folder = tmp_path_factory.mktemp("catalogue")
    address = None if request.param == "sqlite" else database_on(request.getfixturevalue("postgres_server"))
    return Settings(data_dir=folder, database_url=address, today=instant(date(2026, 11, 22)))


@pytest.fixture(scope="session")
def engine(settings: Settings) -> Iterator[Engine]:
    engine = setup.open_database(settings)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with reading(engine) as session:
        yield session
