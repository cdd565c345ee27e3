"""The sheet that partners fill in, the questions beside it, and what is needed to read both back."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from app.exports.data_sheet.columns import OPEN, Column, Place, chosen, fields_read, sort_of
from app.exports.data_sheet.entries import Entry, SeveralOf
from app.exports.data_sheet.form import (
    ANSWER,
    CHOICES,
    COLLECTION,
    FIRST_ROW,
    ID,
    KEY_ROW,
    QUESTION_HEAD,
    QUESTIONS,
    REQUEST,
    SPARE_ROWS,
    Form,
    Row,
    packed,
    shown_ids,
)
from app.exports.data_sheet.questions import Question, questions_of
from app.exports.dossier import Team
from app.exports.workbook.book import ASKED, HEAD, MONEY, NUMBER, QUIET, TEXT, TITLE, Book, Sheet
from rules import rulebook

HOW_TO: Final = (
    "One row for each participant. Choose from the lists, or write; several in one cell with semicolons between them. "
    "Leave a cell empty where nobody knows: empty is unknown, never no. Yellow cells would settle an open question. "
    "Who leaves is deleted, who joins gets a row below. The answers to questions about the proposal go into the sheet "
    f"{QUESTIONS}."
)
WIDTHS: Final = {"organisation": 26, "name": 34, "kinds": 30, "country": 22, "registrations": 26, "flags": 26}
MOST_ROWS_LISTED: Final = 1000
"""Rows to which the lists of the cells reach."""


def write_data_sheet(book: Book, about: Mapping[str, Any], team: Team) -> None:
    """The sheets to fill in, and the hidden ones."""
    vocabulary = rulebook.load().vocabulary
    columns = chosen(team.verdict.conditions, [seat.participant for seat in team.seats], vocabulary)
    facts: Mapping[str, Any] = {**about.get("call", {}).get("facts", {}), **about.get("facts", {})}
    questions = questions_of(team.verdict, team.names, facts, columns, vocabulary)
    offers = _Offers()
    _write_rows(book, team, columns, offers)
    _write_questions(book, questions, offers)
    offers.write(book)
    _write_form(book, about, team, columns, questions)


class _Offers:
    """The lists from which cells choose, each once, in columns of a sheet of their own."""

    def __init__(self) -> None:
        self._columns: dict[tuple[str, ...], int] = {}

    def offer(self, sheet: Sheet, place: tuple[int, int, int, int], entry: Entry) -> None:
        """Let cells choose from what an entry offers; where more goes than is offered, they can be written into."""
        choices = tuple(entry.choices)
        if not choices:
            return
        column = self._columns.setdefault(choices, len(self._columns))
        from xlsxwriter.utility import xl_col_to_name

        name = xl_col_to_name(column)
        options = {
            "validate": "list",
            "source": f"={CHOICES}!${name}$1:${name}${len(choices)}",
            "show_error": entry.is_closed,
            "error_title": "Not in the list",
            "error_message": "Please choose from the list, or leave the cell empty where nobody knows.",
        }
        several = "Several: write them with semicolons between." if isinstance(entry, SeveralOf) else ""
        sheet.sheet.data_validation(*place, options | ({"input_message": several} if several else {}))

    def write(self, book: Book) -> None:
        """The sheet with the lists."""
        sheet = book.sheet(CHOICES, [34] * max(len(self._columns), 1))
        for choices, column in self._columns.items():
            for row, choice in enumerate(choices):
                sheet.put(row, column, choice)


def _write_rows(book: Book, team: Team, columns: Sequence[Column], offers: _Offers) -> None:
    sheet = book.sheet(COLLECTION, [WIDTHS.get(key, 18) for key in (ID, *(column.key for column in columns))])
    sheet.put(0, 0, "What is known of each participant, and what is asked", TITLE)
    sheet.put(1, 0, HOW_TO, {"num_format": "@"})
    sheet.row(KEY_ROW - 3, ("Id", *(column.label for column in columns)), HEAD)
    sheet.row(
        KEY_ROW - 2,
        ("leave it; of who joins: an id of the catalogue, or nothing", *(column.hint for column in columns)),
        QUIET,
    )
    sheet.row(KEY_ROW - 1, (ID, *(column.key for column in columns)), QUIET)
    sheet.sheet.freeze_panes(KEY_ROW, 2)
    asked = _asked(team)
    labels = shown_ids([seat.id for seat in team.seats])
    for row, (seat, label) in enumerate(zip(team.seats, labels, strict=True), start=FIRST_ROW - 1):
        sheet.put(row, 0, label, QUIET)
        for index, column in enumerate(columns, start=1):
            value = column.shown(seat.participant)
            is_asked = value is None and asked.get((seat.id, column.key), asked.get((None, column.key), False))
            sheet.put(row, index, value, _look(column), *([ASKED] if is_asked else []))
    last = FIRST_ROW - 1 + len(team.seats) + SPARE_ROWS
    for row in range(FIRST_ROW - 1 + len(team.seats), last):
        for index, column in enumerate(columns, start=1):
            sheet.put(row, index, None, _look(column))
    for index, column in enumerate(columns, start=1):
        offers.offer(sheet, (FIRST_ROW - 1, index, last - 1, index), column.entry)


def _look(column: Column) -> Mapping[str, Any]:
    is_number = sort_of(column.entry) == "number"
    return NUMBER if is_number and column.place is Place.FACT else MONEY if is_number else TEXT


def _asked(team: Team) -> Mapping[tuple[str | None, str], bool]:
    """Which facts of whom would settle something; of a condition on all of them, those of everybody."""
    return {
        (condition.participant, field): True
        for condition in team.verdict.conditions
        if condition.status in OPEN
        for field in fields_read(condition) - {"flags"}  # nothing is asked about what is declared where it holds
    }


def _write_questions(book: Book, questions: Sequence[Question], offers: _Offers) -> None:
    sheet = book.sheet(QUESTIONS, (70, 18, 36, 26, 44, 44, 30))
    sheet.row(0, QUESTION_HEAD, HEAD)
    sheet.sheet.freeze_panes(1, 0)
    answer = QUESTION_HEAD.index(ANSWER)
    for row, one in enumerate(questions, start=1):
        cells = (one.question, one.shown, one.where, one.about, one.title, one.source, one.key)
        for column, value in enumerate(cells):
            is_open = column == answer and one.key is not None and value is None
            sheet.put(row, column, value, TEXT, *([ASKED] if is_open else []))
        if one.entry is not None:
            offers.offer(sheet, (row, answer, row, answer), one.entry)


def _write_form(
    book: Book, about: Mapping[str, Any], team: Team, columns: Sequence[Column], questions: Sequence[Question]
) -> None:
    form = Form(
        about=about,
        rows=[
            Row(asked=seat.asked, participant=seat.participant.model_dump(mode="json", exclude_defaults=True))
            for seat in team.seats
        ],
        facts={column.key: sort_of(column.entry) for column in columns if column.place is Place.FACT},
        answers={one.key: sort_of(one.entry) for one in questions if one.key is not None and one.entry is not None},
    )
    sheet = book.sheet(REQUEST, (120,))
    sheet.put(0, 0, "What this file was made from, so that it can be read back. Please leave it as it is.")
    for row, piece in enumerate(packed(form), start=1):
        sheet.put(row, 0, piece, {"num_format": "@"})
    sheet.sheet.hide()
