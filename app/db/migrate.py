"""Brings a database to the schema of this program, by the migrations that travel with it."""

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

from app.db.engine import for_writing
from app.errors import NotReady


def configuration(connection: Connection) -> Config:
    """Alembic's settings for one connection, wherever the package is installed."""
    config = Config()
    config.set_main_option("script_location", str(files("migrations")))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Create or update the schema in one transaction; a second process waits for the first and finds it done."""
    with for_writing(engine).begin() as connection:
        command.upgrade(configuration(connection), revision)


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Take the schema back, and the data in it that the older schema has no place for."""
    with for_writing(engine).begin() as connection:
        command.downgrade(configuration(connection), revision)


def is_empty(engine: Engine) -> bool:
    """Whether the database holds nothing at all yet."""
    with engine.connect() as connection:
        return not inspect(connection).get_table_names()


def is_current(engine: Engine) -> bool:
    """Whether the schema is the one that this program was written for."""
    with engine.connect() as connection:
        here = set(MigrationContext.configure(connection).get_current_heads())
        return here == set(ScriptDirectory.from_config(configuration(connection)).get_heads())


def require_current(engine: Engine) -> None:
    """Refuse to work on a schema of another version.

    Raises:
        NotReady: the database has to be migrated first.
    """
    if not is_current(engine):
        raise NotReady("The database has the schema of another version of this program: run `quorum migrate`.")
