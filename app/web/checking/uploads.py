"""A workbook that somebody sends: the data sheet that was exported from here, or any simple table of participants."""

from typing import Final

from app.exports.data_sheet.form import COLLECTION, REQUEST
from app.exports.data_sheet.opening import Formula, WrongValue, read_first_sheet, sheet_names
from app.exports.data_sheet.reading import read_data_sheet
from app.web.checking.state import CheckState, bounded
from app.web.checking.tables import Row, UnreadableTable, bounded_rows
from rules.language import _

MOST_BYTES: Final = 1024 * 1024


def is_data_sheet(content: bytes) -> bool:
    """Whether a workbook was exported from here to be filled in.

    Raises:
        Invalid: it is no workbook.
        TooLarge: it is larger than any.
    """
    return {COLLECTION, REQUEST} <= set(sheet_names(content))


def state_of_data_sheet(content: bytes, topic: str) -> CheckState:
    """What a data sheet that was filled in says; ``topic`` stays where the sheet is about a call that is written out.

    Raises:
        Invalid: cells are wrong; ``errors`` names sheet, cell and reason of each.
        TooMuch: an address cannot hold it.
    """
    asked = read_data_sheet(content).request
    return bounded(
        CheckState(
            topic=asked.topic or topic,
            as_of=asked.as_of,
            partners=tuple(asked.participants),
            facts={name: value for name, value in asked.facts.items() if value is not None},
        )
    )


def rows_of_workbook(content: bytes) -> list[Row]:
    """The rows of the first sheet, as a pasted table has them.

    Raises:
        Invalid: it is no workbook.
        UnreadableTable: nothing stands in its first sheet, or a formula does.
    """
    cells = read_first_sheet(content)
    rows: dict[int, dict[int, str]] = {}
    for (row, column), value in cells.items():
        if isinstance(value, Formula | WrongValue):
            raise UnreadableTable(
                _("Row {row}, column {column}: this is a formula. Write what it comes to.", row=row, column=column)
            )
        rows.setdefault(row, {})[column] = _text(value)
    return bounded_rows(
        [(row, [found.get(at, "") for at in range(1, max(found) + 1)]) for row, found in sorted(rows.items())]
    )


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())
