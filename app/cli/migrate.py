"""``quorum migrate``: bring the database to the schema and the bundled data of this program."""

import json

import typer

from app.cli.terminal import AsJson, explained, read_settings


def migrate(*, as_json: AsJson = False) -> None:
    """Create or update the database and load the bundled data. What is there already stays."""
    from app.db import create_engine
    from app.services import setup
    from app.services.ingestion import bundle

    settings = read_settings()
    with explained():
        engine = create_engine(settings)
        setup.migrate_and_load(settings, engine)
        address = engine.url.render_as_string(hide_password=True)
        engine.dispose()
    manifest = bundle.manifest()
    if as_json:
        typer.echo(json.dumps({"database": address, "bundle": {"as_of": str(manifest.as_of), **manifest.counts}}))
    else:
        counts = manifest.counts
        typer.echo(
            f"{address} is ready, with bundled data of {manifest.as_of}: "
            f"{counts['topics']} topics, {counts['clusters']} clusters."
        )
