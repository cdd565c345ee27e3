"""A workbook as it is written: sheets of text and numbers, never formulas or links."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Any, Final

from app.exports.cells import for_workbook, legible, looks_like_formula

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Value = str | int | float | Decimal | None

MOST_EXACT: Final = 15
"""Digits of a number that a workbook keeps; a longer one is written as text."""

LINE_POINTS: Final = 15
HIGHEST_POINTS: Final = 405
"""The height of a line, and the height that a row can have."""

SPARE: Final = 1.15
"""Words do not break where a line ends."""

TEXT: Final[Mapping[str, Any]] = {"text_wrap": True, "valign": "top", "num_format": "@"}
MONEY: Final[Mapping[str, Any]] = {"valign": "top", "num_format": "#,##0.00"}
NUMBER: Final[Mapping[str, Any]] = {"valign": "top", "num_format": "General"}
HEAD: Final[Mapping[str, Any]] = {**TEXT, "bold": True, "bg_color": "#DCE6F1", "bottom": 1}
TITLE: Final[Mapping[str, Any]] = {"bold": True, "font_size": 14, "num_format": "@"}
QUIET: Final[Mapping[str, Any]] = {**TEXT, "font_color": "#595959", "font_size": 9}
ASKED: Final[Mapping[str, Any]] = {"bg_color": "#FFF2CC"}
"""Beside another: a cell that is empty and would settle something."""


class Book:
    """The workbook. ``done`` gives its bytes."""

    def __init__(self, title: str) -> None:
        from xlsxwriter import Workbook  # only who writes a workbook loads what writes them

        self._bytes = BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.book = Workbook(self._bytes, options)
        self.book.set_properties({"title": for_workbook(title)[:255], "author": "Quorum"})
        self._style = cache(self._new_style)
        self._sheets: list[Sheet] = []

    def sheet(self, name: str, widths: Sequence[int]) -> "Sheet":
        """A new sheet whose columns have these widths, in characters; printed on one page's width."""
        sheet = self.book.add_worksheet(name)
        for index, width in enumerate(widths):
            sheet.set_column(index, index, width)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        self._sheets.append(Sheet(self, sheet, widths))
        return self._sheets[-1]

    def style(self, *looks: Mapping[str, Any]) -> "Format":
        """A format that looks like all of these together."""
        return self._style(tuple(sorted({key: value for look in looks for key, value in look.items()}.items())))

    def _new_style(self, look: tuple[tuple[str, Any], ...]) -> "Format":
        return self.book.add_format(dict(look))

    def done(self) -> bytes:
        """The bytes; nothing can be written afterwards."""
        for sheet in self._sheets:
            sheet.fit()
        self.book.close()
        return self._bytes.getvalue()


class Sheet:
    """One sheet. Rows are as high as their text needs: not every program works that out by itself."""

    def __init__(self, book: Book, sheet: "Worksheet", widths: Sequence[int]) -> None:
        self.book = book
        self.sheet = sheet
        self._widths = widths
        self._lines: dict[int, int] = {}

    def put(self, row: int, column: int, value: Value, *looks: Mapping[str, Any]) -> None:
        """Write a cell, counted from 0: text as text, whatever it begins with, and numbers as numbers."""
        match value:
            case None | "":
                self.sheet.write_blank(row, column, None, self.book.style(*(looks or (TEXT,))))
            case str():
                if not looks or "text_wrap" in looks[0]:
                    self._lines[row] = max(self._lines.get(row, 1), self._lines_of(value, column))
                marked = ({"quote_prefix": True},) if looks_like_formula(legible(value)) else ()
                self.sheet.write_string(row, column, for_workbook(value), self.book.style(*(looks or (TEXT,)), *marked))
            case _ if _is_exact(value):
                self.sheet.write_number(row, column, float(value), self.book.style(*(looks or (NUMBER,))))
            case _:
                self.sheet.write_string(row, column, str(value), self.book.style(*(looks or (TEXT,))))

    def row(self, row: int, values: Iterable[Value], *looks: Mapping[str, Any]) -> None:
        """Write cells side by side."""
        for column, value in enumerate(values):
            self.put(row, column, value, *looks)

    def fit(self) -> None:
        """Give each row its height."""
        for row, lines in self._lines.items():
            if lines > 1:
                self.sheet.set_row(row, min(lines * LINE_POINTS, HIGHEST_POINTS))

    def _lines_of(self, text: str, column: int) -> int:
        width = self._widths[column]
        return sum(max(1, ceil(len(line) * SPARE / width)) for line in legible(text).split("\n"))

    def head(self, row: int, titles: Sequence[str]) -> None:
        """The titles of a table, which stay in sight, and by which it can be filtered."""
        self.row(row, titles, HEAD)
        self.sheet.freeze_panes(row + 1, 0)
        self.sheet.repeat_rows(row)


def _is_exact(number: float | Decimal) -> bool:
    """Whether a cell can hold the number as it is; a share that no decimal holds is close enough."""
    return isinstance(number, float) or Decimal(f"{float(number):.{MOST_EXACT}g}") == Decimal(number)
