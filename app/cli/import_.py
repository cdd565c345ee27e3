"""``quorum import``: bring files of one's own into the catalogue."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.terminal import FAILURE, AsJson, InputFile, database, opened, read_settings

if TYPE_CHECKING:
    from app.services.imports.cluster_import import ImportReport
    from app.services.imports.project_import import ProjectImportReport, RowCounts

SHOWN_FAULTS = 20
commands = typer.Typer(help="Bring files of one's own into the catalogue.", no_args_is_help=True, rich_markup_mode=None)

DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")]
SkipErrors = Annotated[bool, typer.Option("--skip-errors", help="Leave out the lines that are wrong.")]


@commands.command("clusters")
def clusters(
    file: InputFile, *, dry_run: DryRun = False, skip_errors: SkipErrors = False, as_json: AsJson = False
) -> None:
    """Import a CSV list of clusters, in UTF-8, with commas or semicolons; its first line names the columns.

    One line that is wrong keeps the whole list out, unless --skip-errors is given. What a line leaves blank stays as
    it is known; only a cluster that moves to another city or country leaves its place on the map behind. Ends with 0
    when the list is in the catalogue, else with 1.
    """
    from app.services.imports import cluster_import
    from scrapers.clusters.file import MAX_BYTES

    settings = read_settings()
    with opened(file) as lines:
        content = lines.read(MAX_BYTES + 1)
    with database(settings) as engine:
        report = cluster_import.import_clusters(settings, engine, content, dry_run=dry_run, skip_errors=skip_errors)
    shown = {"added", "changed", "unchanged", "errors"} | ({"changes"} if dry_run else set())
    if as_json:
        typer.echo(report.model_dump_json(include=shown))
    else:
        _tell(report, file, dry_run=dry_run)
    if not report.accepted:
        raise typer.Exit(FAILURE)


@commands.command("projects")
def projects(
    package: Annotated[Path, typer.Argument(metavar="PACKAGE", help="The zip, a folder, or one of the two files.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Import funded projects and who took part in them, from a package of CORDIS.

    The package is the zip that data.europa.eu gives out, or its project.csv and organization.csv. Rows that cannot be
    read are left out and named. Ends with 0 when the projects are in the catalogue, else with 1.
    """
    from app.services.imports import project_import

    settings = read_settings()
    with database(settings) as engine:
        report = project_import.import_projects(settings, engine, package)
    if as_json:
        typer.echo(report.model_dump_json())
    else:
        _tell_projects(report)
    if not report.accepted:
        raise typer.Exit(FAILURE)


@commands.command("interreg")
def interreg(file: InputFile, *, as_json: AsJson = False) -> None:
    """Import calls of the Interreg programmes, from a saved answer of the search index behind interreg.eu.

    Calls that cannot be read are left out and counted. Ends with 0 when the calls are in the catalogue, else with 1.
    """
    from app.services.imports import interreg_import

    settings = read_settings()
    with opened(file) as answer:
        content = answer.read(interreg_import.MAX_BYTES + 1)
    with database(settings) as engine:
        report = interreg_import.import_interreg(settings, engine, content, file)
    if as_json:
        typer.echo(report.model_dump_json())
    elif report.state == "ok":
        counts = report.model_dump(include={"added", "changed", "unchanged", "quarantined"})
        typer.echo("interreg: " + ", ".join(f"{count} {name}" for name, count in counts.items()))
    else:
        typer.echo(f"interreg: nothing is stored: {report.reason}")
    if report.state != "ok":
        raise typer.Exit(FAILURE)


def _tell_projects(report: "ProjectImportReport") -> None:
    for fault in report.quarantine[:SHOWN_FAULTS]:
        typer.echo(f"{fault.file}: line {fault.line}: {fault.reason}", err=True)
    for column in report.unknown_columns:
        typer.echo(f"{column}: nobody knows this column yet; it is not read", err=True)
    if not report.accepted:
        typer.echo(f"projects: nothing is stored: {report.reason}")
        return
    typer.echo(f"projects: {_row_counts(report.projects)}")
    typer.echo(f"participations: {_row_counts(report.participations)}")
    typer.echo(f"{report.matched} participations are organisations of the catalogue, {report.not_told_apart} may be")


def _row_counts(counts: "RowCounts") -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.model_dump().items())


def _tell(report: "ImportReport", file: str, *, dry_run: bool) -> None:
    for error in report.errors:
        column = f", {error.column}" if error.column else ""
        typer.echo(f"{file}: line {error.line}{column}: {error.reason}", err=True)
    for sentence in _changes(report) if dry_run else ():
        typer.echo(sentence)
    errors = "1 error" if len(report.errors) == 1 else f"{len(report.errors)} errors"
    counts = f"{report.added} added, {report.changed} changed, {report.unchanged} unchanged, {errors}"
    is_stored = report.accepted and not dry_run
    typer.echo(f"clusters: {counts}" if is_stored else f"clusters: nothing is stored; it would be: {counts}")


def _changes(report: "ImportReport") -> Iterator[str]:
    for change in report.changes:
        if change.change == "added":
            yield f"{change.id}: new"
            continue
        for name, (before, after) in change.fields.items():
            yield f"{change.id}: {name}: {_shown(before)} becomes {_shown(after)}"


def _shown(value: object) -> str:
    match value:
        case None | []:
            return "nothing"
        case list():
            return "; ".join(map(str, value))
        case _:
            return str(value)
