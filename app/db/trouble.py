"""Tells a database that cannot be used at the moment from a program that asks nonsense."""

import sqlite3

from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from app.errors import Unavailable

SOON, LATER = 1, 5
"""Seconds after which it is worth asking again: when somebody else was writing, and when something is broken."""

SQLITE_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
SQLITE_TROUBLE = SQLITE_BUSY | {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_READONLY,
}
PRIMARY = 0xFF
"""The low byte of SQLite's code; the others say more about the same."""

POSTGRES_BUSY = ("40", "55")
POSTGRES_TROUBLE = (*POSTGRES_BUSY, "08", "25006", "53", "57", "58")
"""Classes of SQLSTATE: rollback, lock, connection, read only, resources, operator, system."""


def trouble_of(error: SQLAlchemyError) -> Unavailable | None:
    """What to tell the caller, or ``None`` when the fault is ours."""
    if isinstance(error, NoConnectionLeft):
        return _unavailable(SOON)
    if not isinstance(error, DBAPIError):
        return None
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return _of_sqlite(code & PRIMARY)
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return _unavailable(SOON if state.startswith(POSTGRES_BUSY) else LATER) if _is_trouble(state) else None
    return _unavailable(LATER) if error.connection_invalidated or isinstance(error, OperationalError) else None


def _of_sqlite(code: int) -> Unavailable | None:
    if code not in SQLITE_TROUBLE:
        return None
    return _unavailable(SOON if code in SQLITE_BUSY else LATER)


def _is_trouble(state: str) -> bool:
    return state.startswith(POSTGRES_TROUBLE)


def _unavailable(seconds: int) -> Unavailable:
    return Unavailable("The database cannot be used at the moment.", retry_after_seconds=seconds)


def reason_of(error: Exception) -> str:
    """What the driver said, for the log: without the statement and the values in it, which may be private."""
    said = error.orig if isinstance(error, DBAPIError) else None
    return " ".join(str(said).split()) if said is not None else type(error).__name__
