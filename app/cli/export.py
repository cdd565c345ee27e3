"""``quorum export``: a verdict or proposals as a file, and ``quorum import data-sheet``, which reads one back."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.terminal import MISUSE, AsJson, InputFile, database, explained, opened, read_settings, stop
from app.exports.files import Format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session

    from app.exports.data_sheet.merging import Change
    from app.exports.dossier import Dossier
    from app.settings import Settings

BYTES = frozenset({Format.XLSX, Format.DOCX})
TELLS_OF_PARTICIPANTS = BYTES | {Format.CSV}

AsFormat = Annotated[Format | None, typer.Option("--format", help="Without it, what the name of the output ends with.")]
Output = Annotated[
    Path | None, typer.Option("--output", metavar="FILE", help="Where it goes; without it, out as it is.")
]
Number = Annotated[int, typer.Option(min=1, help="Which proposal a page, or the sheet to fill in, is about.")]
Asked = Annotated[
    str | None,
    typer.Option("--request", metavar="FILE", help="What the proposals were asked for, for what it writes out."),
]


def export(
    file: InputFile,
    *,
    as_format: AsFormat = None,
    output: Output = None,
    proposal: Number = 1,
    request: Asked = None,
) -> None:
    """Write a verdict or proposals as a file: xlsx, docx, csv, ics or json.

    FILE is a request for a verdict, or an answer of `quorum propose`, in JSON. The workbook (xlsx) has a sheet that
    partners fill in; `quorum import data-sheet` reads it.
    """
    from app.db import reading
    from app.exports.exporting import exported
    from app.services.strict_json import read_json

    chosen = _format(as_format, output)
    settings = read_settings()
    with opened(file) as given:
        raw = given.read()
    with database(settings) as engine, reading(engine) as session, explained():
        asked = None if request is None else _read(request)
        dossier = _dossier(session, settings, read_json(raw), asked)
        if dossier.lost and chosen in TELLS_OF_PARTICIPANTS:
            _say_who_is_lost(dossier.lost, has_request=asked is not None)
        written = exported(dossier, chosen, proposal)
    _write(written.content, output)


def data_sheet(file: InputFile, *, as_json: AsJson = False) -> None:  # noqa: ARG001 - it always answers in JSON
    """Read a workbook that was exported and filled in: the request for a verdict that it makes comes out.

    What is not as it was written is told beside it. Wrong cells are named, each with the reason; then the command ends
    with 1 and nothing comes out.
    """
    from app.errors import Invalid
    from app.exports.data_sheet.opening import MAX_BYTES
    from app.exports.data_sheet.reading import read_data_sheet

    with opened(file) as given:
        content = given.read(MAX_BYTES + 1)
    with explained():
        try:
            sheet = read_data_sheet(content)
        except Invalid as error:
            for fault in error.errors[:-1]:
                typer.echo(f"quorum: {fault.detail}", err=True)
            raise stop(error.errors[-1].detail if error.errors else error.detail) from error
    for change in sheet.changes:
        typer.echo(_told(change), err=True)
    typer.echo(sheet.request.model_dump_json(exclude_unset=True))


def _format(as_format: Format | None, output: Path | None) -> Format:
    ending = output.suffix.removeprefix(".").lower() if output else ""
    if as_format is None and ending not in set(Format):
        raise stop(f"say --format, one of: {', '.join(Format)}", MISUSE)
    chosen = as_format or Format(ending)
    if output is None and chosen in BYTES and sys.stdout.isatty():
        raise stop(f"a terminal cannot show {chosen}: say --output FILE", MISUSE)
    return chosen


def _read(name: str) -> Any:
    from app.services.strict_json import read_json

    with opened(name) as given:
        return read_json(given.read())


def _dossier(session: "Session", settings: "Settings", document: Any, asked: Any) -> "Dossier":
    """A request for a verdict names participants, an answer has proposals."""
    from app.exports.gathering import dossier_of_proposals, dossier_of_verdict
    from app.services.proposals.answers import ProposalAnswer
    from app.services.proposals.requests import ProposalRequest
    from app.services.strict_json import validated
    from app.services.verdicts.requests import VerdictRequest

    if not isinstance(document, dict) or "proposals" not in document:
        return dossier_of_verdict(session, settings, validated(VerdictRequest, document))
    request = None if asked is None else validated(ProposalRequest, asked)
    return dossier_of_proposals(session, settings, validated(ProposalAnswer, document), request)


def _say_who_is_lost(lost: "Sequence[str]", *, has_request: bool) -> None:
    """Facts that an answer does not hold are never left out in silence."""
    names = ", ".join(map(repr, lost))
    if not has_request:
        raise stop(f"not in the catalogue: {names}. Say --request FILE: the request may write them out", MISUSE)
    typer.echo(f"quorum: neither in the catalogue nor written out in the request, so told by id: {names}", err=True)


def _write(content: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise stop(f"{output} cannot be written: {error.strerror}", MISUSE) from error


def _told(change: "Change") -> str:
    about = change.participant or "the proposal"
    return f"{about}: {change.what}: {_value(change.before)} becomes {_value(change.after)}"


def _value(value: Any) -> str:
    match value:
        case None:
            return "unknown"
        case bool():
            return "yes" if value else "no"
        case list():
            return "; ".join(map(str, value)) or "none"
        case _:
            return str(value)
