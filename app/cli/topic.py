"""``quorum topic``: topics of the catalogue as the API shows them."""

from datetime import datetime
from typing import Annotated

import typer

from app.cli.terminal import FAILURE, AsJson, database, read_settings

Identifiers = Annotated[list[str], typer.Argument(metavar="IDENTIFIER", help="Identifiers, in any letter case.")]
AsOf = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As the law and the call stood on that day.")]


def topic(identifiers: Identifiers, *, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Show topics of the catalogue with their conditions."""
    from app.db import reading
    from app.errors import NotFound
    from app.services.topics.details import get_topic_details

    settings = read_settings()
    missing = False
    with database(settings) as engine, reading(engine) as session:
        for identifier in identifiers:
            try:
                found = get_topic_details(session, settings, identifier, as_of.date() if as_of else None)
            except NotFound as error:
                typer.echo(f"quorum: {error.detail}", err=True)
                missing = True
            else:
                typer.echo(found.model_dump_json(indent=None if as_json else 2))
    if missing:
        raise typer.Exit(FAILURE)
