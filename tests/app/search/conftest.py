"""Two databases side by side, migrated and empty: whatever is asked, both have to say the same."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.db import create_engine, migrate
from app.db.engine import for_writing
from app.settings import Settings
from tests.on_server.databases import administering
from tests.postgres import postgres_server, with_driver  # noqa: F401 - a fixture by import


def both_addresses(folder: Path, server: str) -> list[str]:
    """An empty SQLite file, and an empty database on the server."""
    address = with_driver(server)
    with administering(address) as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{folder.name}"')
    return [
        f"sqlite:///{folder / 'both.sqlite3'}",
        address.set(database=folder.name).render_as_string(hide_password=False),
    ]


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory, postgres_server: str) -> Iterator[list[Engine]]:  # noqa: F811
    folder = tmp_path_factory.mktemp("search")
    both = both_addresses(folder, postgres_server)
    engines = [create_engine(Settings(data_dir=folder, database_url=address)) for address in both]
    for engine in engines:
        migrate.upgrade(engine)
    yield engines
    for engine in engines:
        engine.dispose()


@contextmanager
def undone(engines: list[Engine]) -> Iterator[list[Session]]:
    """A session on each database, of which nothing stays."""
    with ExitStack() as stack:
        yield [stack.enter_context(Session(for_writing(engine))) for engine in engines]


@pytest.fixture
def sessions(engines: list[Engine]) -> Iterator[list[Session]]:
    with undone(engines) as sessions:
        yield sessions
