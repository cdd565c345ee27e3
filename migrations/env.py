"""Run by Alembic: on the connection it is handed, or on the configured database when Alembic itself is called."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON, Connection
from sqlmodel.sql.sqltypes import AutoString

from app.db.engine import create_engine, for_writing
from app.db.search_index import is_declared
from app.db.tables import METADATA
from app.db.types import Euro, Instant, SearchText
from app.settings import Settings

PLAIN: dict[type, str] = {
    Instant: "sa.DateTime(timezone=True)",
    Euro: "sa.BigInteger()",
    SearchText: "sa.Text()",
    AutoString: "sa.String()",
    JSON: 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")',
}


def render_type(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write our own types as what they are in the database, so that a migration never depends on today's code."""
    return next((plain for ours, plain in PLAIN.items() if kind == "type" and isinstance(item, ours)), False)


def migrate(connection: Connection) -> None:
    """SQLite cannot alter most things in place, so tables are copied (batch mode)."""
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=True,
        render_item=render_type,
        include_name=is_declared,
        compare_type=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def main() -> None:
    """The caller's transaction when there is one, else one of our own."""
    connection = context.config.attributes.get("connection")
    if connection is not None:
        migrate(connection)
        return
    with for_writing(create_engine(Settings())).begin() as own:
        migrate(own)


main()
