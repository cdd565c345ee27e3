"""``quorum ingest``: read sources into the catalogue."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.terminal import FAILURE, MISUSE, AsJson, database, read_settings, stop

if TYPE_CHECKING:
    from app.services.ingestion.runs import OnProgress, RunReport, Way
    from scrapers.portal import Progress as ProgressOfSource

Sources = Annotated[list[str] | None, typer.Argument(metavar="SOURCE", help="Which sources; all when none.")]


Resume = Annotated[bool, typer.Option("--resume", help="Carry on with a run that was interrupted, if there is one.")]
Replay = Annotated[bool, typer.Option("--replay", help="Read the answers of the last whole run again, offline.")]

Fallback = Annotated[
    bool, typer.Option("--fallback", help="Read the source's other, poorer file: what it leaves open stays known.")
]


def ingest(
    sources: Sources = None,
    *,
    resume: Resume = False,
    replay: Replay = False,
    fallback: Fallback = False,
    as_json: AsJson = False,
) -> None:
    """Read sources into the catalogue. A run that cannot be believed leaves the catalogue as it was.

    Ends with 0 when every source is ok, else with 1.
    """
    from app.services.ingestion import runs

    chosen: list[Way] = [way for way, is_wanted in _ways(resume, replay, fallback) if is_wanted]
    if len(chosen) > 1:
        raise stop(f"--{' and --'.join(chosen)} exclude each other", MISUSE)
    way = chosen[0] if chosen else "fetch"
    settings = read_settings()
    known, unknown = runs.sources_named(sources or [])
    states = [_tell(report, as_json=as_json) for report in unknown]
    if known:
        with database(settings) as engine, _progress_bar() as on_progress:
            states += [
                _tell(runs.ingest(settings, engine, source, on_progress, way), as_json=as_json) for source in known
            ]
    if set(states) != {"ok"}:
        raise typer.Exit(FAILURE)


def _ways(resume: bool, replay: bool, fallback: bool) -> "list[tuple[Way, bool]]":
    return [("resume", resume), ("replay", replay), ("fallback", fallback)]


def _tell(report: "RunReport", *, as_json: bool) -> str:
    """Print what became of one source, and hand back its state."""
    typer.echo(report.model_dump_json() if as_json else _sentence(report))
    return report.state


def _sentence(report: "RunReport") -> str:
    if report.state != "ok":
        return f"{report.source}: {report.state}, the catalogue stays as it was. {report.reason}"
    return (
        f"{report.source}: {report.added} added, {report.changed} changed, {report.unchanged} unchanged, "
        f"{report.gone} gone, {report.quarantined} unreadable ({report.requests} requests, {report.seconds:.1f} s)"
    )


@contextmanager
def _progress_bar() -> "Iterator[OnProgress]":
    """A bar with the time left, on a terminal; silence elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _source, _progress: None
        return
    from rich.console import Console
    from rich.progress import Progress, TaskID

    with Progress(console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def show(source: str, done: "ProgressOfSource") -> None:
            if source not in tasks:
                tasks[source] = bar.add_task(source, total=None)
            bar.update(tasks[source], completed=done.rows, total=done.expected or None)

        yield show
