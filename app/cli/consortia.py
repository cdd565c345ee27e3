"""``quorum consortia``: what an operator does for the consortia of all tenants."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.terminal import FAILURE, AsJson, database, explained, read_settings

if TYPE_CHECKING:
    from app.services.consortia.rejudging import Rejudged

commands = typer.Typer(help="Consortia that tenants build.", no_args_is_help=True, rich_markup_mode=None)


@commands.callback()
def _consortia() -> None:
    """Keep the name of the one command there is."""


@commands.command("rejudge")
def rejudge(
    *,
    after: Annotated[str | None, typer.Option(help="Carry on after this consortium.")] = None,
    at_most: Annotated[int | None, typer.Option(help="Judge so many and stop.", min=1)] = None,
    as_json: AsJson = False,
) -> None:
    """Judge the consortia of all tenants anew: verdicts that say something else are kept, and flips raise alerts.

    The service does so every hour, and after each ingest or import that changes something. Ends with 1 when one of them
    could not be worked on; the log says which.
    """
    from app.services.consortia.rejudging import rejudge_all

    settings = read_settings()
    with database(settings) as engine, explained():
        done = rejudge_all(engine, settings, after=after, at_most=at_most)
    typer.echo(done.model_dump_json() if as_json else _sentence(done))
    if done.failed:
        raise typer.Exit(FAILURE)


def _sentence(done: "Rejudged") -> str:
    told = f"{done.judged} judged, {done.changed} otherwise than before, {done.flipped} of them with another status"
    failed = f", {done.failed} failed" if done.failed else ""
    return told + failed + (f"; carry on with --after {done.next}" if done.next else "")
