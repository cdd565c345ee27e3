"""From the files of a package to records, one at a time. What cannot be read goes to the faults, with its reason."""

from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeVar

from pydantic import ValidationError

from scrapers.cordis.lines import SHOWN, Fault, Faults, Table
from scrapers.cordis.records import NOT_READ, Participation, Project, columns_of
from scrapers.errors import ReadingError
from scrapers.records import Record

Kind = TypeVar("Kind", bound=Record)
Read = tuple[int, Kind]
OnUnknown = Callable[[str], None]


def read_projects(stream: BinaryIO, file: str, faults: Faults, on_unknown: OnUnknown) -> Iterator[Read[Project]]:
    """The projects of a file, each with the line it begins on.

    Args:
        stream: the bytes of ``project.csv``.
        file: its name, for the faults.
        faults: takes what cannot be read.
        on_unknown: is called with each column that nobody knows yet.

    Raises:
        ReadingError: the file is no such file.
    """
    return _records(Project, Table(stream, file, "id"), ("id",), faults, on_unknown)


def read_participations(
    stream: BinaryIO, file: str, faults: Faults, on_unknown: OnUnknown
) -> Iterator[Read[Participation]]:
    """Who took part, from ``organization.csv``; see ``read_projects``."""
    return _records(Participation, Table(stream, file, "projectID"), ("name", "country"), faults, on_unknown)


def _records(
    kind: type[Kind], table: Table, required: tuple[str, ...], faults: Faults, on_unknown: OnUnknown
) -> Iterator[Read[Kind]]:
    read = columns_of(kind)
    for name in required:
        if name not in table.columns:
            raise ReadingError(f"{table.file}: the column {name} is missing")
    for name in sorted(set(table.columns) - read - NOT_READ[kind]):
        on_unknown(f"{table.file}: {name}")
    return _each(kind, table, read, faults)


def _each(kind: type[Kind], table: Table, read: frozenset[str], faults: Faults) -> Iterator[Read[Kind]]:
    for row in table.rows():
        reason = row.reason
        if row.cells is not None:
            stated = {name: text for name, cell in row.cells.items() if name in read and (text := _squeezed(cell))}
            try:
                record = kind.model_validate(stated)
            except ValidationError as error:
                reason = _reason(error)
            else:
                yield row.line, record
                continue
        faults.add(Fault(file=table.file, line=row.line, project_id=row.project_id, reason=reason[:SHOWN]))


def _squeezed(cell: str) -> str:
    return " ".join(cell.split())


def _reason(error: ValidationError) -> str:
    fault = error.errors(include_url=False, include_input=False)[0]
    if fault["type"] == "missing":
        return f"{fault['loc'][0]} is empty"
    where = f"{fault['loc'][0]}: " if fault["loc"] else ""
    return where + fault["msg"].removeprefix("Value error, ")
