"""Takes a CSV file of CORDIS apart, one record at a time, whatever its size and however its quotation marks stand.

The official files hold texts with line breaks and quotation marks that are not always closed. A reader that trusts
them may take half of the file for one cell. Every record begins with the number of a project, so a line that does so
begins a new record: a wrong quotation mark costs one record and no more.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from scrapers.errors import ReadingError
from scrapers.records import Record, Text

BOM = b"\xef\xbb\xbf"
SEPARATORS = (";", ",")
MAX_RECORD_BYTES = 128 * 1024
MAX_FAULTS_KEPT = 1000
SHOWN = 200


class Fault(Record):
    """One record that cannot be read: the file, the line it begins on (from 1), its project where known, and why."""

    file: Text
    line: int
    project_id: Text | None
    reason: Text


@dataclass
class Faults:
    """All that could not be read: counted, the first ones kept."""

    count: int = 0
    kept: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        """Take note of one."""
        self.count += 1
        if len(self.kept) < MAX_FAULTS_KEPT:
            self.kept.append(fault)


@dataclass(frozen=True)
class Row:
    """One record: the line it begins on, its project as far as one can see, and its cells or why there are none."""

    line: int
    project_id: str | None
    cells: Mapping[str, str] | None
    reason: str = ""


@dataclass(frozen=True)
class _Bytes:
    line: int
    content: bytes
    is_whole: bool


class Table:
    """A CSV file whose first line names the columns and whose first column is the number of a project.

    Raises:
        ReadingError: the first line is not that.
    """

    def __init__(self, stream: BinaryIO, file: str, first: str) -> None:
        self._stream = stream
        self.file = file
        header = self._decoded(stream.readline(MAX_RECORD_BYTES).removeprefix(BOM))
        self._separator = max(SEPARATORS, key=header.count)
        self.columns: Sequence[str] = next(csv.reader([header], delimiter=self._separator), [])
        if not self.columns or self.columns[0] != first:
            raise ReadingError(f"{file}: the first column has to be {first}, it is {header[:SHOWN].strip()!r}")
        if len(set(self.columns)) != len(self.columns):
            raise ReadingError(f"{file}: a column stands there twice: {header[:SHOWN].strip()!r}")
        self._begins = re.compile(rb'"?([0-9]{4,12})"?' + self._separator.encode())

    def _decoded(self, content: bytes) -> str:
        try:
            return content.decode()
        except UnicodeDecodeError as error:
            raise ReadingError(f"{self.file}: the first line is not UTF-8") from error

    def rows(self) -> Iterator[Row]:
        """Every record of the file."""
        for part in self._parts():
            if part.content.strip():
                yield self._row(part)

    def _parts(self) -> Iterator[_Bytes]:
        """The bytes of each record. One that is too long is cut off, and what follows in it is skipped."""
        number, begins_line, first, kept, is_whole = 2, True, 2, bytearray(), True
        while chunk := self._stream.readline(MAX_RECORD_BYTES):
            if begins_line and self._begins.match(chunk) and kept:
                yield _Bytes(first, bytes(kept), is_whole)
                first, kept, is_whole = number, bytearray(), True
            if len(kept) + len(chunk) > MAX_RECORD_BYTES:
                is_whole = False
            else:
                kept += chunk
            begins_line = chunk.endswith(b"\n")
            number += begins_line
        if kept:
            yield _Bytes(first, bytes(kept), is_whole)

    def _row(self, part: _Bytes) -> Row:
        begins = self._begins.match(part.content)
        project_id = begins[1].decode() if begins else None
        try:
            return Row(part.line, project_id, self._cells(part))
        except ReadingError as error:
            return Row(part.line, project_id, None, str(error))

    def _cells(self, part: _Bytes) -> Mapping[str, str]:
        if not part.is_whole:
            raise ReadingError(f"the record is longer than {MAX_RECORD_BYTES} bytes")
        try:
            text = part.content.decode().rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise ReadingError(
                f"the record is not UTF-8: there is the byte 0x{part.content[error.start]:02x}"
            ) from error
        if "\0" in text:
            raise ReadingError("there is a NUL in the record")
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=self._separator))
        if len(found) != 1:
            raise ReadingError("a line break stands outside quotation marks, or the line begins with no project")
        if len(found[0]) != len(self.columns):
            raise ReadingError(f"the record has {len(found[0])} cells, the first line has {len(self.columns)}")
        return dict(zip(self.columns, found[0], strict=True))
