"""How the program talks to its database.

SQLite runs in WAL mode: readers never wait for a writer and see one state of the catalogue throughout. A writer
takes the write lock when it begins (``BEGIN IMMEDIATE``) and waits there for its turn; a transaction that starts by
reading and wants to write later could only be refused.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SQLiteConnection
from typing import Any

import sqlalchemy
from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import SessionTransaction
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from app.db.whose import Asker, bind
from app.errors import NotReady
from app.settings import Settings

BUSY_TIMEOUT_MS = 30_000
WRITES = "quorum_writes"
PATIENCE_MS = "quorum_patience_ms"


def create_engine(settings: Settings) -> Engine:
    """The engine for the configured database. The folder of a SQLite file is created, the file is not yet.

    Raises:
        NotReady: the address of the database cannot be read, or names a kind for which there is no driver.
    """
    try:
        url = sqlalchemy.make_url(settings.sqlalchemy_url)
        engine = sqlalchemy.create_engine(url, **_pool(url, settings.database_connections))
    except (ArgumentError, ImportError) as error:
        raise NotReady(f"QUORUM_DATABASE_URL names no database that can be used here: {error}") from error
    if url.get_backend_name() != "sqlite":
        event.listen(engine, "begin", _begin_on_server)
        return engine
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _pool(url: URL, connections: int) -> dict[str, Any]:
    """How many connections there are, and whether one is tried before it is used. A database in memory has its own."""
    if url.get_backend_name() != "sqlite":
        return {"pool_size": connections, "max_overflow": 0, "pool_pre_ping": True}
    return {"pool_size": connections, "max_overflow": 0} if url.database not in {None, "", ":memory:"} else {}


def _prepare_sqlite(connection: SQLiteConnection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we begin transactions ourselves: the driver's own start too late
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "foreign_keys=ON",
        "synchronous=NORMAL",
        "recursive_triggers=ON",  # without it, a row that REPLACE takes away would stay in the index of the search
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get(WRITES, False):
        connection.exec_driver_sql("BEGIN")
        return
    connection.exec_driver_sql(f"PRAGMA busy_timeout={options.get(PATIENCE_MS, BUSY_TIMEOUT_MS):d}")
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_on_server(connection: Connection) -> None:
    patience = connection.get_execution_options().get(PATIENCE_MS)
    if patience is not None:
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {patience:d}")


def for_writing(engine: Engine) -> Engine:
    """The same engine and pool, whose transactions take the write lock when they begin."""
    return engine.execution_options(**{WRITES: True})


def in_a_hurry(engine: Engine, seconds: float) -> Engine:
    """The same engine and pool for whoever has somebody waiting: waits no longer than this, for a lock or an answer."""
    return engine.execution_options(**{PATIENCE_MS: int(seconds * 1000)})


def _keep_view(_session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    """On a server, too, a reader sees one state of the catalogue throughout, and changes nothing."""
    connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


@contextmanager
def reading(engine: Engine, asker: Asker | None = None) -> Iterator[Session]:
    """One consistent view of the database, for somebody or for nobody; what is not committed is gone at the end."""
    with Session(engine) as session:
        if engine.dialect.name == "postgresql":
            event.listen(session, "after_begin", _keep_view)
        bind(session, asker)
        yield session


@contextmanager
def writing(engine: Engine, asker: Asker | None = None) -> Iterator[Session]:
    """One transaction, committed once at the end, or not at all when anything is raised."""
    with Session(for_writing(engine), expire_on_commit=False) as session, session.begin():
        bind(session, asker)
        yield session
