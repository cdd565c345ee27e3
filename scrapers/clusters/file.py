"""Reads a list of clusters line by line. What is wrong is said with the number of the line, the column, the reason."""

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from scrapers.clusters.records import COLUMNS, REQUIRED_COLUMNS, ClusterRecord, cells_of
from scrapers.records import Record, Text

SEPARATORS = (",", ";")
MAX_BYTES = 20_000_000
"""A list of all clusters of the world is shorter."""
BOM = b"\xef\xbb\xbf"


class LineError(Record):
    """Something wrong in a file: the line (counted from 1, the first of a record), the column if one is meant, why."""

    line: int
    column: Text | None
    reason: Text


@dataclass(frozen=True)
class ClusterLine:
    """A record and the line on which it begins."""

    number: int
    record: ClusterRecord


@dataclass(frozen=True)
class ClusterFile:
    """All lines that can be read, in their order, and what is wrong with the others."""

    lines: Sequence[ClusterLine]
    errors: Sequence[LineError]


class _Unreadable(Exception):
    """The file as a whole is not what it should be."""

    def __init__(self, line: int, reason: str, column: str | None = None) -> None:
        super().__init__(reason)
        self.error = LineError(line=line, column=column, reason=reason)


@dataclass
class _Reader:
    text: str
    lines: list[ClusterLine] = field(default_factory=list)
    errors: list[LineError] = field(default_factory=list)
    first_line_of: dict[str, int] = field(default_factory=dict)

    def read(self) -> None:
        rows = self._rows()
        number, header = next(rows, (1, []))
        columns = _columns(number, header)
        for number, cells in rows:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(columns):
                self._wrong(number, None, f"the line has {len(cells)} cells, the first line has {len(columns)}")
                continue
            self._take(number, dict(zip(columns, cells, strict=True)))

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each record with the number of its first line. Where a quotation mark is never closed, nothing follows."""
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=_separator(self.text), strict=True)
        begins = 1
        try:
            for cells in reader:
                yield begins, cells
                begins = reader.line_num + 1
        except csv.Error as error:
            raise _Unreadable(begins, f"from here on the file is no CSV: {error}") from error

    def _take(self, number: int, row: Mapping[str, str]) -> None:
        strange = [column for column, cell in row.items() if _has_control_character(cell.strip())]
        for column in strange:
            self._wrong(number, column, "there is a line break or a control character in the cell")
        if strange:
            return
        try:
            record = ClusterRecord.model_validate(cells_of(row))
        except ValidationError as error:
            self.errors += _errors_of(number, error)
            return
        if (before := self.first_line_of.setdefault(record.id, number)) != number:
            self._wrong(number, "id", f"{record.id} stands on line {before} already")
            return
        self.lines.append(ClusterLine(number, record))

    def _wrong(self, number: int, column: str | None, reason: str) -> None:
        self.errors.append(LineError(line=number, column=column, reason=reason))


def _has_control_character(text: str) -> bool:
    return any(unicodedata.category(character) == "Cc" for character in text)


def read(content: bytes) -> ClusterFile:
    """The clusters in a CSV file: UTF-8 with or without a byte order mark, separated by commas or by semicolons.

    A file that cannot be read as a whole has no lines and one error.
    """
    try:
        reader = _Reader(_text(content))
        reader.read()
    except _Unreadable as unreadable:
        return ClusterFile(lines=(), errors=(unreadable.error,))
    return ClusterFile(lines=tuple(reader.lines), errors=tuple(reader.errors))


def _text(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise _Unreadable(1, f"the file is longer than {MAX_BYTES:,} bytes")
    try:
        return content.removeprefix(BOM).decode()
    except UnicodeDecodeError as error:
        line = content.removeprefix(BOM)[: error.start].count(b"\n") + 1
        byte = f"0x{error.object[error.start]:02x}"
        raise _Unreadable(line, f"the file is not UTF-8: there is the byte {byte}") from error


def _separator(text: str) -> str:
    """The first line decides; no name of a column holds a comma or a semicolon."""
    header = text.partition("\n")[0]
    return max(SEPARATORS, key=header.count)


def _columns(number: int, header: Sequence[str]) -> Sequence[str]:
    columns = [name.strip() for name in header]
    for name in columns:
        if name not in COLUMNS:
            raise _Unreadable(number, f"there is no column {name!r}; there are: {', '.join(COLUMNS)}", name or None)
        if columns.count(name) > 1:
            raise _Unreadable(number, f"the column {name} stands there twice", name)
    for name in REQUIRED_COLUMNS:
        if name not in columns:
            raise _Unreadable(number, f"the column {name} is missing", name)
    if not {"country", "country_iso2"} & set(columns):
        raise _Unreadable(number, "the column country is missing", "country")
    return columns


def _errors_of(number: int, error: ValidationError) -> Iterator[LineError]:
    for fault in error.errors(include_url=False, include_input=False):
        column = str(fault["loc"][0]) if fault["loc"] else None
        reason = "is empty" if fault["type"] == "missing" else fault["msg"].removeprefix("Value error, ")
        yield LineError(line=number, column=column or _named(reason), reason=reason)


def _named(reason: str) -> str | None:
    """A rule about several columns begins with the one it is about."""
    first = reason.split(maxsplit=1)[0]
    return first if first in COLUMNS else None
