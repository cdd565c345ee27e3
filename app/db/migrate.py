"""Brings a database to the schema of this program, by the migrations that travel with it.

Alembic is loaded when it is needed: whoever only serves a database has no use for it.
"""

from importlib.resources import files
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect

from app.db import schema
from app.db.engine import for_writing
from app.db.turns import wait_within
from app.errors import NotReady

if TYPE_CHECKING:
    from alembic.config import Config

SCHEMA = "schema"
"""The work of changing the schema, of which only one may run at a time."""


def configuration(connection: Connection | None = None) -> "Config":
    """Alembic's settings for one connection, wherever the package is installed."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(files("migrations")))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Create or update the schema in one transaction; a second process waits for the first and finds it done."""
    from alembic import command

    with for_writing(engine).begin() as connection:
        wait_within(connection, SCHEMA)
        command.upgrade(configuration(connection), revision)


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Take the schema back, and the data in it that the older schema has no place for."""
    from alembic import command

    with for_writing(engine).begin() as connection:
        wait_within(connection, SCHEMA)
        command.downgrade(configuration(connection), revision)


def is_empty(engine: Engine) -> bool:
    """Whether the database holds nothing at all yet."""
    with engine.connect() as connection:
        return not inspect(connection).get_table_names()


def is_current(engine: Engine) -> bool:
    """Whether the schema is the one that this program was written for."""
    with engine.connect() as connection:
        return schema.found_in(connection) == schema.written_for()


def require_current(engine: Engine) -> None:
    """Refuse to work on a schema of another version.

    Raises:
        NotReady: the database has to be migrated first.
    """
    if not is_current(engine):
        raise NotReady("The database has the schema of another version of this program: run `quorum migrate`.")
