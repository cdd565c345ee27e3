"""Rows for every table that a database has, made up from its own description: a new table cannot be forgotten."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    func,
    insert,
    inspect,
    select,
    text,
)

from app.db.search_index import is_declared

ROWS = 3
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)

MADE_UP: Mapping[type, Callable[[str, int], Any]] = {
    Boolean: lambda _, number: number % 2 == 1,
    JSON: lambda name, number: [f"{name} {number}"],
    DateTime: lambda _, number: NOON + timedelta(days=number),
    Date: lambda _, number: NOON.date() + timedelta(days=number),
    Float: lambda _, number: number + 0.5,
    Integer: lambda _, number: number + 1,
    LargeBinary: lambda _, number: bytes([number]),
    String: lambda name, number: f"{name.replace('_', ' ')} {number}",  # words that a search keeps as they are
}


def tables_of(connection: Connection) -> Mapping[str, Table]:
    """The tables as they are in the database now, those first that others refer to."""
    found = MetaData()
    names = [name for name in inspect(connection).get_table_names() if is_declared(name, "table", {})]
    found.reflect(connection, only=names)
    return {table.name: table for table in found.sorted_tables if table.name != "alembic_version"}


def fill(connection: Connection) -> None:
    """Put rows into all tables that have none. In the first row, all that may be unknown is."""
    for table in tables_of(connection).values():
        if connection.scalar(select(func.count()).select_from(table)) == 0:
            connection.execute(insert(table), [_row(table, number) for number in range(ROWS)])


def _row(table: Table, number: int) -> dict[str, Any]:
    return {column.name: _value(column, number) for column in table.columns}


def _value(column: Column[Any], number: int) -> Any:
    """A value that no other row has, as far as its type goes; references lead to the row with the same number."""
    if column.nullable and number == 0:
        return None
    for reference in column.foreign_keys:
        return _value(reference.column, number)
    for kind, make in MADE_UP.items():
        if isinstance(column.type, kind):
            return make(column.name, number)
    raise AssertionError(f"{column}: nothing is made up for {column.type!r} yet")


def contents(connection: Connection, like: Mapping[str, Table]) -> dict[str, tuple[int, str]]:
    """For the columns that these tables had: how many rows there are, and a checksum over them."""
    return {name: _checksum(connection, table) for name, table in like.items()}


def _checksum(connection: Connection, table: Table) -> tuple[int, str]:
    rows = sorted(repr(tuple(row)) for row in connection.execute(select(table)))
    return len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()


COLUMNS = """
    SELECT table_name, column_name, data_type, is_nullable, column_default, collation_name,
           rank() OVER (PARTITION BY table_name ORDER BY ordinal_position)
    FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position
"""
CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2
"""
INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1, 2"
TRIGGERS = "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
SEQUENCES = "SELECT sequencename, data_type::text FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1"
EVERYTHING = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"

SCHEMA_OF = {"sqlite": [EVERYTHING], "postgresql": [COLUMNS, CONSTRAINTS, INDEXES, TRIGGERS, SEQUENCES]}
"""What each database says of everything that there is in it."""


def schema(connection: Connection) -> list[tuple[Any, ...]]:
    """Everything that there is, as the database itself describes it."""
    questions = SCHEMA_OF[connection.dialect.name]
    return [_plain(tuple(row)) for question in questions for row in connection.execute(text(question))]


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """SQLite keeps statements as they were written, with their blanks and quotation marks."""
    return tuple(" ".join(value.replace('"', "").split()) if isinstance(value, str) else value for value in row)
