"""``quorum backup``: a copy of the database, while others use it."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.terminal import AsJson, explained, read_settings

if TYPE_CHECKING:
    from app.services.upkeep.backup import OnProgress

Target = Annotated[Path, typer.Argument(metavar="FILE", help="Where the copy goes; there must be no such file yet.")]


def backup(target: Target, *, as_json: AsJson = False) -> None:
    """Copy the database to a new file: SQLite as it is, PostgreSQL as pg_dump writes it. Others may go on meanwhile."""
    from app.services.upkeep.backup import back_up

    settings = read_settings()
    with explained(), _progress_bar() as on_progress:
        size = back_up(settings, target, on_progress)
    typer.echo(json.dumps({"file": str(target), "bytes": size}) if as_json else f"{target}: {size:,} bytes")


@contextmanager
def _progress_bar() -> "Iterator[OnProgress]":
    """A bar on a terminal; silence elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("backup", total=None)
        yield lambda done, whole: bar.update(task, completed=done, total=whole)
