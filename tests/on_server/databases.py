"""A database on a server in place of each SQLite file, by the folder that the file would lie in.

Processes that a test starts are given this too, by `sitecustomize.py` beside it; so it knows neither pytest nor tests.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, make_url, text

from app.settings import Settings

VARIABLE = "TESTS_DATABASE_SERVER"
"""Names the server to processes that are started, as an address with a driver."""

NAME_FILE = ".database"
"""In a data folder: the database that stands for it. Where the folder is a copy, so is the database."""


def stand_in(server: str) -> None:
    """Have a database on this server wherever the settings name none."""
    address = make_url(server)

    def url(settings: Settings) -> str:
        return settings.database_url or database_of(address, settings.data_dir)

    setattr(Settings, "sqlalchemy_url", property(url))  # noqa: B010 - replacing it is the very purpose


def database_of(server: URL, folder: Path) -> str:
    """The address of the database for a data folder; it is created when it is asked for first."""
    name, note = _name_of(folder), folder / NAME_FILE
    before = note.read_text() if note.is_file() else None
    if before != name:
        folder.mkdir(parents=True, exist_ok=True)
        with administering(server) as connection:
            connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{before or "template1"}"'))
        note.write_text(name)
    return server.set(database=name).render_as_string(hide_password=False)


def drop_below(server: URL, folder: Path) -> None:
    """Drop the databases of all data folders below this one: a disk holds some hundreds of them at most.

    A copy that nobody has opened has none yet: what its note names is the one that it was copied from.
    """
    names = [name for note in folder.rglob(NAME_FILE) if (name := note.read_text()) == _name_of(note.parent)]
    if names:
        with administering(server) as connection:
            for name in names:
                connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))


@contextmanager
def administering(server: URL) -> Iterator[Connection]:
    """A connection to the server's own database, on which databases can be created."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _name_of(folder: Path) -> str:
    return f"of_{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:24]}"
