"""The schema comes from migrations alone, and they lead both ways."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import JSON, Engine, MetaData, inspect, text

from app.db import create_engine, migrate
from app.db.search_index import is_declared
from app.db.tables import METADATA
from app.errors import NotReady
from app.settings import Settings

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Engine]:
    engine = create_engine(Settings(data_dir=tmp_path / "data"))
    yield engine
    engine.dispose()


def table_names(engine: Engine) -> set[str]:
    """The tables, without those of the search."""
    return {name for name in inspect(engine).get_table_names() if is_declared(name, "table", {})}


def test_upgrading_an_empty_database_creates_what_the_tables_declare(empty: Engine) -> None:
    assert migrate.is_empty(empty)

    migrate.upgrade(empty)

    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_declared})
        assert compare_metadata(context, METADATA) == []
    assert table_names(empty) == {*METADATA.tables, "alembic_version"}


def test_upgrading_twice_changes_nothing(empty: Engine) -> None:
    migrate.upgrade(empty)
    migrate.upgrade(empty)

    assert migrate.is_current(empty)


def test_downgrading_takes_every_table_away_and_upgrading_brings_them_back(empty: Engine) -> None:
    migrate.upgrade(empty)
    migrate.downgrade(empty)

    assert table_names(empty) == {"alembic_version"}

    migrate.upgrade(empty)
    migrate.require_current(empty)


def test_updating_the_schema_keeps_what_belongs_to_a_topic(empty: Engine) -> None:
    migrate.upgrade(empty, "0001")
    with empty.begin() as connection:
        tables = MetaData()
        tables.reflect(connection)
        topic = {column.name: "x" for column in tables.tables["topic"].columns if not column.nullable}
        numbers = {"id": 1, "kind": 1, "closing_day": 0, "budget_shared": False, "retrieved_at": NOON}
        lists: dict[str, list[str]] = {
            name: [] for name, column in tables.tables["topic"].columns.items() if isinstance(column.type, JSON)
        }
        connection.execute(tables.tables["topic"].insert(), topic | numbers | lists)
        deadline = {"topic_id": 1, "position": 0, "at": NOON, "hour_known": True, "passes_at": NOON}
        connection.execute(tables.tables["topic_deadline"].insert(), deadline)

    migrate.upgrade(empty)

    with empty.connect() as connection:
        assert connection.execute(text("SELECT CAST(inherited AS TEXT) FROM topic")).scalar() == "[]"
        assert connection.execute(text("SELECT count(*) FROM topic_deadline")).scalar() == 1


def test_a_database_of_another_schema_is_refused_with_the_command_that_helps(empty: Engine) -> None:
    with pytest.raises(NotReady, match="quorum migrate"):
        migrate.require_current(empty)


def test_every_constraint_and_index_has_a_name() -> None:
    named = [constraint.name for table in METADATA.tables.values() for constraint in table.constraints]
    named += [index.name for table in METADATA.tables.values() for index in table.indexes]

    assert named
    assert all(named)
