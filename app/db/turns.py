"""Work of which only one at a time may run on a database: whoever comes second is turned away at once.

A PostgreSQL keeps the lock itself, for all machines that use it; beside a SQLite file it is a file of its own. Either
way it is gone with the process that held it, however that ends.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine, func, select

from app.errors import Conflict


@contextmanager
def alone(engine: Engine, work: str) -> Iterator[None]:
    """Hold the only place there is for this work.

    Raises:
        Conflict: somebody else holds it.
    """
    held = _on_server(engine, work) if engine.dialect.name == "postgresql" else _beside_file(engine, work)
    with held:
        yield


def _taken(work: str) -> Conflict:
    return Conflict(f"another {work} is under way on this database")


@contextmanager
def _on_server(engine: Engine, work: str) -> Iterator[None]:
    """A lock of the session, on a connection that does nothing else."""
    key = func.hashtext(f"quorum {work}")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(select(func.pg_try_advisory_lock(key))):
            raise _taken(work)
        try:
            yield
        finally:
            connection.execute(select(func.pg_advisory_unlock(key)))


@contextmanager
def _beside_file(engine: Engine, work: str) -> Iterator[None]:
    database = engine.url.database
    if not database or database == ":memory:":
        yield  # nobody else sees a database in memory
        return
    try:
        with FileLock(Path(f"{database}.{work}.lock"), timeout=0):
            yield
    except Timeout as error:
        raise _taken(work) from error
