"""Opens a workbook that somebody sends: bounded before anything is believed of it, and read cell by cell.

A workbook is a zip of XML. What it unpacks to is counted while it is unpacked, whatever it says of itself; what counts
as a cell, a row or an element is bounded as well, since the reader takes its time for each. Entities are refused by
`defusedxml`, which openpyxl reads with where it is installed, as it is here.
"""

import re
import sys
import threading
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from io import BytesIO
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from app.errors import Overloaded, TooLarge, invalid
from app.exports.cells import unmarked

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

MAX_BYTES: Final = 1024 * 1024
MAX_UNPACKED: Final = 48 * 1024 * 1024
MAX_PARTS: Final = 200
MAX_ELEMENTS: Final = 150_000
"""In one part: the verdict on as many participants as a request may have takes about half of that."""
MAX_OTHERS: Final = 20_000
"""In all parts: elements that are no cells, rows or texts. The reader makes an object of each."""
MAX_ROWS: Final = 400
MAX_COLUMNS: Final = 80
LAST_ROW: Final = 1_048_576
PIECE: Final = 64 * 1024
PATIENCE_SECONDS: Final = 2

_OTHER = re.compile(rb"<(?![/?!]|(?:c|v|f|t|r|rPr|row|si|is)[\s>/])")
_READING = threading.Lock()
"""One workbook at a time: the largest that passes takes seconds and a hundred megabytes."""
_IMPORTING = threading.Lock()


UNREADABLE: Final = (
    zipfile.BadZipFile, zlib.error, SyntaxError, EOFError, OSError, NotImplementedError, RuntimeError,
    ArithmeticError, AttributeError, LookupError, TypeError, ValueError,
)  # fmt: skip
"""What the reader raises over a file that is none, is damaged, encrypted or holds entities."""


@dataclass(frozen=True)
class Formula:
    """A cell that is worked out: what it comes to is not ours to say."""


@dataclass(frozen=True)
class WrongValue:
    """A cell in which a formula failed, such as ``#REF!``."""

    shown: str


Cells = Mapping[tuple[int, int], Any]
"""What stands in the cells of a sheet that are not empty, by row and column, both from 1."""


def read_sheets(content: bytes, names: tuple[str, ...]) -> Mapping[str, Cells]:
    """The cells of those of the sheets that are there.

    Raises:
        TooLarge: the file, or what it unpacks to, is larger than any data sheet.
        Invalid: it is no workbook that can be read.
        Overloaded: others are being read, and it does not come to an end.
    """
    with _in_turn(content) as book:
        return {name: _cells(book, name) for name in names if name in book.sheetnames}


def sheet_names(content: bytes) -> tuple[str, ...]:
    """What the sheets are called, in their order. Raises what `read_sheets` raises."""
    with _in_turn(content) as book:
        return tuple(book.sheetnames)


def read_first_sheet(content: bytes) -> Cells:
    """The cells of the first sheet that is shown. Raises what `read_sheets` raises."""
    with _in_turn(content) as book:
        shown = [name for name in book.sheetnames if book[name].sheet_state == "visible"]
        if not shown:
            raise invalid("", "the workbook has no sheet that is shown")
        return _cells(book, shown[0])


@contextmanager
def _in_turn(content: bytes) -> "Iterator[Workbook]":
    """The workbook, once it is its turn to be read."""
    _refuse_bombs(content)
    if not _READING.acquire(timeout=PATIENCE_SECONDS):
        raise Overloaded("Other workbooks are being read. Please send it again.", retry_after_seconds=PATIENCE_SECONDS)
    try:
        with _opened(content) as book:
            yield book
    finally:
        _READING.release()


def _refuse_bombs(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise TooLarge(f"A data sheet has at most {MAX_BYTES} bytes.")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _measure(archive)
    except UNREADABLE as error:
        raise invalid("", "this is no workbook (xlsx), or it is damaged or encrypted") from error


def _measure(archive: zipfile.ZipFile) -> None:
    """Unpack everything once, in pieces that are thrown away."""
    parts = archive.infolist()
    if len(parts) > MAX_PARTS:
        raise TooLarge(f"A data sheet has at most {MAX_PARTS} parts.")
    unpacked = others = 0
    for part in parts:
        elements = 0
        with archive.open(part) as stream:
            while piece := stream.read(PIECE):
                unpacked += len(piece)
                elements += piece.count(b"<") - piece.count(b"</")
                others += sum(1 for _ in _OTHER.finditer(piece))
                if unpacked > MAX_UNPACKED or elements > MAX_ELEMENTS or others > MAX_OTHERS:
                    raise TooLarge("The workbook unpacks to more than any data sheet has.")


@contextmanager
def _opened(content: bytes) -> "Iterator[Workbook]":
    """The workbook, read on demand; a fault of the file while it is read is told as one."""
    openpyxl = _openpyxl()
    from openpyxl.utils.exceptions import CellCoordinatesException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of what it leaves out: drawings, styles, other extensions
            with closing(openpyxl.load_workbook(BytesIO(content), read_only=True, keep_links=False)) as book:
                yield book
    except (*UNREADABLE, CellCoordinatesException) as error:
        raise invalid("", "this is no workbook (xlsx) that can be read") from error


def _openpyxl() -> ModuleType:
    """The reader. It takes numpy along where that is installed; who serves requests does without (20 MB)."""
    with _IMPORTING:
        hidden = "openpyxl" not in sys.modules and "numpy" not in sys.modules
        if hidden:
            sys.modules["numpy"] = None  # type: ignore[assignment]  # the way to have an import fail
        try:
            import openpyxl
        finally:
            if hidden:
                del sys.modules["numpy"]
    return openpyxl


def _cells(book: "Workbook", name: str) -> Cells:
    sheet = book[name]
    if not hasattr(sheet, "reset_dimensions"):
        raise invalid(f"/{name}", f"{name} is no sheet with cells")
    sheet.reset_dimensions()  # what the file says of its own size is not believed
    found: dict[tuple[Any, Any], Any] = {}
    before: object = None
    for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1), start=1):
        if number > LAST_ROW:
            raise TooLarge(f"{name} has more rows than there are.")
        if row is not before:  # rows that are not there come as one and the same empty row, up to a million times
            found |= {(cell.row, cell.column): _value(cell) for cell in row if _is_filled(cell)}
        before = row
    for at in found:
        if at[0] > MAX_ROWS or at[1] > MAX_COLUMNS:
            raise TooLarge(f"{name} has more than {MAX_ROWS} rows or {MAX_COLUMNS} columns.")
    return found


def _is_filled(cell: Any) -> bool:
    return cell.value is not None and not (isinstance(cell.value, str) and not cell.value.strip())


def _value(cell: Any) -> Any:
    if cell.data_type == "f":
        return Formula()
    if cell.data_type == "e":
        return WrongValue(str(cell.value))
    return unmarked(cell.value) if isinstance(cell.value, str) else cell.value
