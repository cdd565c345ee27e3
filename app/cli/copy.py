"""``quorum copy``: everything that the database holds, into another one."""

import json
from typing import Annotated

import typer

from app.cli.terminal import AsJson, database, read_settings

To = Annotated[str, typer.Option("--to", metavar="ADDRESS", help="SQLAlchemy address of a database that is empty.")]


def copy(to: To, *, as_json: AsJson = False) -> None:
    """Copy the database into an empty one: from SQLite to PostgreSQL, or back. The files of captures stay."""
    from app.db import copying, create_engine

    settings = read_settings()
    with database(settings) as source:
        target = create_engine(settings.model_copy(update={"database_url": to}))
        address = target.url.render_as_string(hide_password=True)
        try:
            copied = copying.copy(source, target)
        finally:
            target.dispose()
    if as_json:
        typer.echo(json.dumps({"database": address, "rows": copied}))
    else:
        typer.echo(f"{sum(copied.values())} rows in {len(copied)} tables copied to {address}.")
