"""Everything that a database holds, into another one: from SQLite to a server, or back."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, Integer, Table, delete, func, insert, select

from app.db.engine import for_writing
from app.db.migrate import require_current, upgrade
from app.db.tables import METADATA, CatalogueRevision
from app.errors import Conflict

AT_ONCE = 500


def copy(source: Engine, target: Engine) -> dict[str, int]:
    """Copy every row, as it stood at one moment, into a database that holds nothing yet; how many rows of each table.

    All of it arrives, or nothing. The schema of the target is made first.

    Raises:
        NotReady: the source has the schema of another version.
        Conflict: the target holds something.
    """
    require_current(source)
    upgrade(target)
    with _at_one_moment(source) as reader, for_writing(target).begin() as writer:
        _require_nothing(writer)
        return {table.name: _rows(table, reader, writer) for table in METADATA.sorted_tables}


@contextmanager
def _at_one_moment(source: Engine) -> Iterator[Connection]:
    options = {"isolation_level": "REPEATABLE READ"} if source.dialect.name == "postgresql" else {}
    with source.connect().execution_options(**options) as connection, connection.begin():
        yield connection


def _require_nothing(target: Connection) -> None:
    """The schema brings one row along by itself; the copy has its own."""
    revisions = METADATA.tables[str(CatalogueRevision.__tablename__)]
    for table in METADATA.sorted_tables:
        if table is not revisions and target.scalar(select(func.count()).select_from(table)):
            raise Conflict(f"the target is not empty: it has rows in {table.name}")
    target.execute(delete(revisions))


def _rows(table: Table, reader: Connection, writer: Connection) -> int:
    copied = 0
    for some in reader.execute(select(table)).mappings().partitions(AT_ONCE):
        writer.execute(insert(table), [dict(row) for row in some])
        copied += len(some)
    if writer.dialect.name == "postgresql" and copied:
        _go_on_counting(table, writer)
    return copied


def _go_on_counting(table: Table, writer: Connection) -> None:
    """A server gives out numbers by a counter of its own, which has to know those that came along."""
    for column in table.primary_key.columns:
        counter = func.pg_get_serial_sequence(table.name, column.name)
        if isinstance(column.type, Integer) and writer.scalar(select(counter)) is not None:
            writer.execute(select(func.setval(counter, select(func.max(column)).scalar_subquery())))
