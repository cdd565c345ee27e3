"""Brings a database to where the program can work with it."""

from sqlalchemy import Engine
from sqlmodel import Session

from app.db import create_engine, migrate, writing
from app.db.turns import in_turn
from app.services.fit.asked_meaning import meaning_of
from app.services.ingestion import bundle
from app.settings import Settings

SETUP = "setup"
"""The work of creating and loading a database, of which only one may run at a time."""


def migrate_and_load(settings: Settings, engine: Engine) -> None:
    """Bring the schema and the bundled data to those of this program. What is there already stays.

    Whoever starts at the same time waits, and finds it done.
    """
    engine.connect().close()  # a database that cannot be opened says why; its lock would be waited for in vain
    with in_turn(engine, SETUP):
        _migrate_and_load(settings, engine)


def _migrate_and_load(settings: Settings, engine: Engine) -> None:
    migrate.upgrade(engine)
    with writing(engine) as session:
        bundle.load(session, settings)


def open_database(settings: Settings) -> Engine:
    """The engine of a database that can be worked with; one that is empty is created and loaded first.

    Raises:
        NotReady: the database has the schema of another version, or an extra is missing that the settings ask for.
    """
    meaning_of(settings)
    engine = create_engine(settings)
    if not is_ready(engine):
        _create_where_empty(settings, engine)
    migrate.require_current(engine)
    return engine


def _create_where_empty(settings: Settings, engine: Engine) -> None:
    """Create and load an empty database, or wait for whoever is doing so: a schema alone is half of it."""
    engine.connect().close()  # as above
    with in_turn(engine, SETUP):
        if migrate.is_empty(engine):
            _migrate_and_load(settings, engine)


def is_ready(engine: Engine) -> bool:
    """Whether the database is migrated and the catalogue loaded."""
    if not migrate.is_current(engine):
        return False
    with Session(engine) as session:
        return bundle.is_loaded(session)
