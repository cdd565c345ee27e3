"""A table of participants, pasted from a spreadsheet or read from one: rows of cells become participants.

A first row of heads says which column holds what; without one it is seen from what stands in the columns. What is not
understood is told with its row and column, and nobody is taken before everything is.
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any, Final

from app.errors import QuorumError
from app.services.strict_json import validated
from app.services.verdicts.requests import ParticipantRequest
from app.web.checking import understanding
from app.web.checking.changing import OF_SEAT
from app.web.checking.understanding import NotUnderstood, folded, is_not_known
from rules.codes import Role
from rules.language import _

MOST_ROWS: Final = 400
MOST_COLUMNS: Final = 80
SEPARATORS: Final = "\t;,|"
LEFT_OUT: Final = "left_out"

Row = tuple[int, Sequence[str]]
"""The number of a row as people count them, and its cells."""

READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "name": str,
    "id": str,
    "country": understanding.country_of,
    "role": understanding.role_of,
    "kinds": understanding.kinds_of,
    "pic": understanding.pic_of,
    "sme": understanding.yes_or_no_of,
    "public_body": understanding.yes_or_no_of,
    "legal_personality": understanding.yes_or_no_of,
    "non_profit": understanding.yes_or_no_of,
    "gender_equality_plan": understanding.yes_or_no_of,
    "controlled_from": understanding.country_of,
    "control_group": str,
    "website": str,
    "nuts": str.upper,
    "eu_contribution": understanding.euro_of,
    "total_cost": understanding.euro_of,
}
SEEN: Final = ("pic", "country", "role", "kinds", "sme")
"""The columns that are told by what stands in them, the surest first; the first of the others holds the names."""


@dataclass(frozen=True)
class Read:
    """Who was read, in the order of the rows, and what was not understood."""

    partners: tuple[ParticipantRequest, ...]
    faults: tuple[str, ...]


class UnreadableTable(ValueError):
    """The text is no table of participants; the message says why."""


def rows_of(text: str) -> list[Row]:
    """The rows of a pasted text, without those that are empty.

    Raises:
        UnreadableTable: it is none, or longer than any list of participants.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    try:
        read = list(csv.reader(StringIO(lines), delimiter=_separator(lines), strict=False))
    except csv.Error as error:
        raise UnreadableTable(
            _("This cannot be read as a table: a quotation mark is not closed, or a cell is too long.")
        ) from error
    rows = [(number, [cell.strip() for cell in cells]) for number, cells in enumerate(read, start=1)]
    return bounded_rows([(number, cells) for number, cells in rows if any(cells)])


def bounded_rows(rows: list[Row]) -> list[Row]:
    """The rows, if it is a list of participants.

    Raises:
        UnreadableTable: nothing stands there, or more than in any list of participants.
    """
    if not rows:
        raise UnreadableTable(_("There is no row with anything in it."))
    if len(rows) > MOST_ROWS or max(len(cells) for _number, cells in rows) > MOST_COLUMNS:
        raise UnreadableTable(
            _("A table has at most {rows} rows and {columns} columns.", rows=MOST_ROWS, columns=MOST_COLUMNS)
        )
    return rows


def _separator(text: str) -> str:
    """The sign between cells: the one that parts every line alike, a tab before the others."""
    lines = [line for line in text.split("\n") if line.strip()][:50]
    parted = {sign: [_cells_of(line, sign) for line in lines] for sign in SEPARATORS}
    whole = [sign for sign in SEPARATORS if lines and min(parted[sign]) > 1]
    alike = [sign for sign in whole if len(set(parted[sign])) == 1]
    some = [sign for sign in SEPARATORS if max(parted[sign], default=1) > 1]
    return next(iter([*(one for one in whole if one == "\t"), *alike, *whole, *some]), "\t")


def _cells_of(line: str, sign: str) -> int:
    return len(next(csv.reader([line], delimiter=sign), []))


def read_table(rows: Sequence[Row], *, lenient: bool = False) -> Read:
    """The participants of a table. ``lenient``: columns and cells that are not understood are left out.

    Raises:
        UnreadableTable: no column holds names.
    """
    faults: list[str] = []
    columns, body = _columns(rows, faults)
    if not {"name", "id"} & set(columns.values()):
        raise UnreadableTable(_("No column holds the names of organisations. Put a row of heads above the table."))
    partners: list[ParticipantRequest] = []
    for number, cells in body:
        told = (
            [_("Row {row}: there are more cells than heads.", row=number)]
            if any(cells[_width(columns, rows) :])
            else []
        )
        faults += told
        partner = _partner(number, cells, columns, faults, is_first=not partners)
        if partner is not None:
            partners.append(partner)
    led = [one for one in partners if one.role is Role.COORDINATOR]
    if len(led) > 1 and not lenient:
        faults.append(_("Several rows name a coordinator: a proposal has one."))
    return Read(tuple(partners), () if lenient else tuple(faults))


def _width(columns: Mapping[int, str], rows: Sequence[Row]) -> int:
    return max(max(columns, default=-1) + 1, len(rows[0][1]))


def _columns(rows: Sequence[Row], faults: list[str]) -> tuple[dict[int, str], Sequence[Row]]:
    """Which column holds which field, and the rows below the heads."""
    first = [understanding.heads().get(folded(cell), "") for cell in rows[0][1]]
    meant = [field for field in first if field and field != LEFT_OUT]
    if len(meant) > 1 or (len(rows[0][1]) == 1 and meant):
        return _by_heads(rows[0], first, faults), rows[1:]
    return _by_contents(rows, faults), rows


def _by_heads(head: Row, fields: Sequence[str], faults: list[str]) -> dict[int, str]:
    columns: dict[int, str] = {}
    for at, field in enumerate(fields):
        text = head[1][at]
        if field in columns.values():
            faults.append(_("Column {column}, “{head}”: another column holds the same.", column=at + 1, head=text))
        elif field and field != LEFT_OUT:
            columns[at] = field
        elif text and not field:
            faults.append(_("Column {column}, “{head}”: this head is not understood.", column=at + 1, head=text))
    return columns


def _by_contents(rows: Sequence[Row], faults: list[str]) -> dict[int, str]:
    width = max(len(cells) for _number, cells in rows)
    texts = {
        at: [cells[at] for _number, cells in rows if at < len(cells) and not is_not_known(cells[at])]
        for at in range(width)
    }
    columns: dict[int, str] = {}
    for field in SEEN:
        fitting = {at: _share(texts[at], READERS[field]) for at in range(width) if at not in columns and texts[at]}
        best = max(fitting, key=lambda at: fitting[at], default=None)
        if best is not None and fitting[best] > 0.5 and not (field == "kinds" and len(fitting) == 1):
            columns[best] = field
    left = [at for at in range(width) if at not in columns and texts[at]]
    if left:
        columns[left[0]] = "name"
    faults += [_("Column {column}: nothing says what it holds.", column=at + 1) for at in left[1:]]
    return columns


def _share(texts: Sequence[str], reader: Callable[[str], Any]) -> float:
    """How many of the texts are understood."""
    return sum(_is_understood(text, reader) for text in texts) / len(texts)


def _is_understood(text: str, reader: Callable[[str], Any]) -> bool:
    try:
        reader(text)
    except NotUnderstood:
        return False
    return True


def _partner(
    number: int, cells: Sequence[str], columns: Mapping[int, str], faults: list[str], *, is_first: bool
) -> ParticipantRequest | None:
    """Who stands in a row. Without a column of roles the first of the table coordinates."""
    stated = dict(_stated(number, cells, columns, faults))
    default = Role.COORDINATOR if is_first and "role" not in columns.values() else Role.BENEFICIARY
    entry: dict[str, Any] = {"role": stated.pop("role", default)}
    entry |= {name: stated.pop(name) for name in list(stated) if name in OF_SEAT}
    known, name = stated.pop("id", None), stated.get("name")
    if known is None and name is None:
        faults.append(_("Row {row}: nobody is named.", row=number))
        return None
    if known is None:
        entry["organisation"] = {"id": name, **stated}
    else:
        stated.pop("name", None)
        entry |= {"organisation": known} | ({"overrides": stated} if stated else {})
    try:
        return validated(ParticipantRequest, entry)
    except QuorumError as error:
        why = error.errors[0].detail if error.errors else error.detail
        faults.append(_("Row {row}: {why}", row=number, why=why))
        return None


def _stated(
    number: int, cells: Sequence[str], columns: Mapping[int, str], faults: list[str]
) -> Iterator[tuple[str, Any]]:
    for at, field in columns.items():
        text = cells[at] if at < len(cells) else ""
        if is_not_known(text):
            continue
        try:
            yield field, READERS[field](text)
        except NotUnderstood as error:
            faults.append(_("Row {row}, column {column}: {why}", row=number, column=at + 1, why=str(error)))
