"""Work of which only one at a time may run on a database: whoever comes second waits, or is turned away at once.

A PostgreSQL keeps the lock itself, for all machines that use it; beside a SQLite file it is a file of its own. Either
way it is gone with the process that held it, however that ends.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.sql.functions import Function

from app.errors import Conflict

PATIENT_SECONDS = 120
"""Whoever waits for a turn does not wait for ever: a lock that cannot be made would never be theirs."""


@contextmanager
def alone(engine: Engine, work: str) -> Iterator[None]:
    """Hold the only place there is for this work.

    Raises:
        Conflict: somebody else holds it.
    """
    with _held(engine, work, waits=False):
        yield


@contextmanager
def in_turn(engine: Engine, work: str) -> Iterator[None]:
    """Hold the only place there is for this work, once everybody else has left it."""
    with _held(engine, work, waits=True):
        yield


def wait_within(connection: Connection, work: str) -> None:
    """Hold it until the transaction ends. On SQLite whoever writes is alone anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_key(work))))


def _held(engine: Engine, work: str, *, waits: bool) -> AbstractContextManager[None]:
    hold = _on_server if engine.dialect.name == "postgresql" else _beside_file
    return hold(engine, work, waits=waits)


def _key(work: str) -> Function[Any]:
    return func.hashtext(f"quorum {work}")


def _taken(work: str) -> Conflict:
    return Conflict(f"another {work} is under way on this database")


@contextmanager
def _on_server(engine: Engine, work: str, *, waits: bool) -> Iterator[None]:
    """A lock of the session, on a connection that does nothing else."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if waits:
            connection.execute(select(func.pg_advisory_lock(_key(work))))
        elif not connection.scalar(select(func.pg_try_advisory_lock(_key(work)))):
            raise _taken(work)
        try:
            yield
        finally:
            connection.execute(select(func.pg_advisory_unlock(_key(work))))


@contextmanager
def _beside_file(engine: Engine, work: str, *, waits: bool) -> Iterator[None]:
    database = engine.url.database
    if not database or database == ":memory:":
        yield  # nobody else sees a database in memory
        return
    try:
        with FileLock(Path(f"{database}.{work}.lock"), timeout=PATIENT_SECONDS if waits else 0):
            yield
    except Timeout as error:
        raise _taken(work) from error
