"""Fills in a data sheet as somebody would, with another program than the one that wrote it."""

from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from app.exports.data_sheet.form import COLLECTION, KEY_ROW, QUESTIONS

Cells = Mapping[tuple[str, str], Any]
"""By id of a participant and key of a fact; or by sheet and cell, as (sheet, "B2")."""


def filled(content: bytes, cells: Cells, answers: Mapping[str, Any] | None = None) -> bytes:
    """The workbook with something else in cells, and with answers to questions about the proposal."""
    book = openpyxl.load_workbook(BytesIO(content))
    for (who, what), value in cells.items():
        if who in book.sheetnames:
            _sheet(book, who)[what] = value
        else:
            _sheet(book, COLLECTION)[cell_of(content, who, what)] = value
    for name, value in (answers or {}).items():
        sheet = _sheet(book, QUESTIONS)
        row = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 7).value == name)
        sheet.cell(row, 2).value = value
    return saved(book)


@lru_cache
def cell_of(content: bytes, who: str, what: str) -> str:
    """The place of a fact, such as ``D7``."""
    sheet = _sheet(openpyxl.load_workbook(BytesIO(content)), COLLECTION)
    column = next(cell.coordinate for cell in sheet[KEY_ROW] if cell.value == what).rstrip("0123456789")
    row = next(row for row in range(KEY_ROW + 1, sheet.max_row + 1) if sheet.cell(row, 1).value == who)
    return f"{column}{row}"


def without_row(content: bytes, who: str) -> bytes:
    """The workbook after the row of a participant was deleted."""
    book = openpyxl.load_workbook(BytesIO(content))
    _sheet(book, COLLECTION).delete_rows(int(cell_of(content, who, "role").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")))
    return saved(book)


def without_column(content: bytes, key: str) -> bytes:
    """The workbook after a column was deleted."""
    book = openpyxl.load_workbook(BytesIO(content))
    sheet = _sheet(book, COLLECTION)
    sheet.delete_cols(next(index for index, cell in enumerate(sheet[KEY_ROW], start=1) if cell.value == key))
    return saved(book)


def without_sheet(content: bytes, name: str) -> bytes:
    """The workbook after a sheet was deleted."""
    book = openpyxl.load_workbook(BytesIO(content))
    del book[name]
    return saved(book)


def saved(book: Any) -> bytes:
    """The bytes of a workbook."""
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _sheet(book: Any, name: str) -> Worksheet:
    sheet = book[name]
    assert isinstance(sheet, Worksheet)
    return sheet
