"""Every revision leads up, down and up again with rows in all tables: nothing is lost, and nothing is left over."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from app.db import create_engine, migrate
from app.db.search_index import is_declared
from app.db.tables import METADATA
from app.settings import Settings
from tests.app.db.filling import contents, fill, schema, tables_of
from tests.on_server.databases import administering
from tests.postgres import DEBIAN, postgres_server, server_of_debian, with_driver  # noqa: F401 - a fixture by import

REVISIONS = [one.revision for one in ScriptDirectory.from_config(migrate.configuration()).walk_revisions()][::-1]


@pytest.fixture(params=["sqlite", "postgresql", pytest.param("postgresql-debian", marks=pytest.mark.drill)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    with ExitStack() as stack:
        address = None
        if request.param == "postgresql-debian":
            if not DEBIAN.is_dir():
                pytest.skip("needs Debian's PostgreSQL: apt-get install postgresql")
            address = with_driver(stack.enter_context(server_of_debian()))
        elif request.param == "postgresql":
            address = with_driver(request.getfixturevalue("postgres_server"))
        if address is not None:
            with administering(address) as connection:
                connection.exec_driver_sql(f'CREATE DATABASE "{tmp_path.name}"')
            address = address.set(database=tmp_path.name)
        url = None if address is None else address.render_as_string(hide_password=False)
        engine = create_engine(Settings(data_dir=tmp_path, database_url=url))
        yield engine
        engine.dispose()


def test_every_revision_up_down_and_up_with_rows_in_all_tables(empty: Engine) -> None:
    before = "base"
    for revision in REVISIONS:
        with empty.begin() as connection:
            was, like = schema(connection), tables_of(connection)
            held = contents(connection, like)
        assert all(count > 0 for count, _ in held.values())

        migrate.upgrade(empty, revision)
        with empty.begin() as connection:
            now = schema(connection)
            assert contents(connection, like) == held, f"up to {revision}"
            fill(connection)
            if before != "base":
                assert contents(connection, like) == held

        migrate.downgrade(empty, before)
        with empty.begin() as connection:
            if before != "base":
                assert (schema(connection), contents(connection, like)) == (was, held), f"down from {revision}"

        migrate.upgrade(empty, revision)
        with empty.begin() as connection:
            assert (schema(connection), contents(connection, like)) == (now, held), f"up to {revision} again"
            fill(connection)
        before = revision


def test_all_the_way_down_and_up_again_is_the_same_schema_and_that_of_the_tables(empty: Engine) -> None:
    migrate.upgrade(empty)
    with empty.begin() as connection:
        first = schema(connection)
        fill(connection)
        assert tables_of(connection).keys() == METADATA.tables.keys()
    migrate.downgrade(empty)
    with empty.begin() as connection:
        assert not tables_of(connection)
    migrate.upgrade(empty)
    with empty.begin() as connection:
        assert schema(connection) == first
        options = {"compare_type": True, "compare_server_default": True, "include_name": is_declared}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), METADATA) == []
