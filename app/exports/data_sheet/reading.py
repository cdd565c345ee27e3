"""A data sheet that comes back: each cell read, each wrong one named, and a request for a verdict made of the rest.

A cell that says what was written into it changes nothing, even where what was written is less exact than the fact. An
empty cell is unknown. A column or a question that is gone says nothing, and the fact stays as it was; a row that is
gone is a participant who leaves, and one that was not there is one who joins.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.errors import Fault, Invalid
from app.exports.data_sheet.columns import FACT, Column, Sort, columns_of, entry_of_sort, fact_column
from app.exports.data_sheet.entries import Entry, Shown, WrongEntry
from app.exports.data_sheet.faults import Faults
from app.exports.data_sheet.form import (
    ANSWER,
    ANSWER_KEY,
    COLLECTION,
    FIRST_ROW,
    ID,
    QUESTIONS,
    REQUEST,
    Form,
    Row,
    UnreadableForm,
    as_kept,
    kept,
    shown_ids,
    unpacked,
)
from app.exports.data_sheet.impossible import note_impossible
from app.exports.data_sheet.merging import Change, Stated, merged
from app.exports.data_sheet.opening import Cells, Formula, WrongValue, read_sheets
from app.services.strict_json import validated
from app.services.verdicts.requests import About, ParticipantRequest, VerdictRequest
from rules import rulebook
from rules.declared import Vocabulary
from rules.facts import Participant

HEAD_WITHIN: Final = 25
"""Rows from the top among which the row of keys is looked for."""


@dataclass(frozen=True)
class DataSheet:
    """What a data sheet says: the request for a verdict, and what in it is not as it was written."""

    request: VerdictRequest
    changes: tuple[Change, ...]


def read_data_sheet(content: bytes) -> DataSheet:
    """Read a workbook that was exported and filled in.

    Raises:
        TooLarge: it is larger than any data sheet.
        Invalid: it is no data sheet, or cells are wrong; ``errors`` names sheet, cell and reason of each.
    """
    sheets = read_sheets(content, (COLLECTION, QUESTIONS, REQUEST))
    form = _form(sheets)
    vocabulary, faults = rulebook.load().vocabulary, Faults()
    rows = list(_rows(sheets[COLLECTION], form, vocabulary, faults))
    if not rows:
        faults.add(COLLECTION, FIRST_ROW, 1, "nobody takes part")
    answers = _answers(sheets.get(QUESTIONS, {}), form, vocabulary, faults)
    note_impossible(rows, form.about, vocabulary, faults)
    faults.refuse()
    document, changes = merged(form, rows, answers)
    return DataSheet(validated(VerdictRequest, document), changes)


def _form(sheets: Mapping[str, Cells]) -> Form:
    for name in (COLLECTION, REQUEST):
        if name not in sheets:
            sentence = f"the workbook has no sheet {name!r}: this is none that was exported, or the sheet was removed"
            raise Invalid(sentence, errors=[Fault(pointer=f"/{name}", detail=sentence)])
    try:
        form = unpacked(value for (_, column), value in sorted(sheets[REQUEST].items()) if column == 1)
        _check(form)
    except (UnreadableForm, Invalid) as error:
        sentence = f"the hidden sheet {REQUEST!r} cannot be read: {error}"
        raise Invalid(sentence, errors=[Fault(pointer=f"/{REQUEST}", detail=sentence)]) from error
    return form


def _check(form: Form) -> None:
    """Somebody may have written it by hand: it is believed as little as any request."""
    validated(About, form.about)
    for row in form.rows:
        validated(ParticipantRequest, row.asked)
        validated(Participant, row.participant)


def _rows(cells: Cells, form: Form, vocabulary: Vocabulary, faults: Faults) -> Iterator[Stated]:
    """Each row that says something, with the facts in it that are not as they were written."""
    head = _head(cells, {ID, "role"})
    if head is None:
        faults.add(COLLECTION, 1, 1, f"the row of keys ({ID}, name, role, …) is gone: take it over from an export")
        return
    keys = {column: str(value).strip() for (row, column), value in sorted(cells.items()) if row == head}
    columns = dict(_columns(keys, head, form, vocabulary, faults))
    labels = shown_ids([one.participant["organisation"]["id"] for one in form.rows])
    written = {as_kept(label): one for label, one in zip(labels, form.rows, strict=True)}
    at = {key: column for column, key in keys.items()}
    for row in sorted({row for row, _ in cells if row > head}):
        line = {column: value for (at, column), value in cells.items() if at == row}
        for column in sorted(line.keys() - keys.keys()):
            faults.add(COLLECTION, row, column, "this column has no key: nothing can be read from it")
        yield _Line(row, line, at, faults).stated(columns, written)


def _head(cells: Cells, needed: set[str]) -> int | None:
    for row in range(1, HEAD_WITHIN + 1):
        if needed <= {value for (at, _), value in cells.items() if at == row and isinstance(value, str)}:
            return row
    return None


def _columns(
    keys: Mapping[int, str], row: int, form: Form, vocabulary: Vocabulary, faults: Faults
) -> Iterator[tuple[int, Column]]:
    every, seen = columns_of(vocabulary), set[str]()
    for at, key in keys.items():
        if key in seen:
            faults.add(COLLECTION, row, at, f"the key {key!r} stands here twice")
        elif key in every:
            yield at, every[key]
        elif key in form.facts or key.removeprefix(FACT) in vocabulary.facts:
            column = fact_column(key, vocabulary)
            yield at, Column(key, column.label, _entry(key.removeprefix(FACT), form.facts, vocabulary), column.place)
        elif key != ID:
            faults.add(COLLECTION, row, at, f"there is no fact {key!r}")
        seen.add(key)


def _entry(name: str, sorts: Mapping[str, Sort], vocabulary: Vocabulary) -> Entry:
    fact = vocabulary.facts.get(name)
    sort = fact.type if fact else sorts.get(name, sorts.get(f"{FACT}{name}", "yes_or_no"))
    return entry_of_sort(sort, fact.choices if fact else ())


@dataclass(frozen=True)
class _Line:
    """One row of the sheet."""

    row: int
    cells: Mapping[int, Any]
    at: Mapping[str, int]
    faults: Faults

    def stated(self, columns: Mapping[int, Column], written: Mapping[str, Row]) -> Stated:
        """What the row says of whom."""
        unread: set[str] = set()
        label = self._read(self.at[ID], ID, Entry(), unread)
        before = written.get(kept(label)) if label is not None else None
        was = Participant.model_validate(before.participant) if before is not None else None
        facts: dict[Column, Any] = {}
        for at, column in columns.items():
            known = column.stated(was) if was is not None else None
            if not _is_as_written(self.cells.get(at), None if known is None else column.entry.show(known)):
                value = self._read(at, column.key, column.entry, unread)
                facts |= {column: value} if value != known else {}
        name = label or self._name(facts, unread)
        who = was.id if was else name or f"whoever stands in row {self.row}"
        return Stated(self.row, self.at, who, before, was, facts, label is not None, frozenset(unread))

    def _name(self, facts: Mapping[Column, Any], unread: set[str]) -> str | None:
        """Who joins and is written out is named by the name."""
        name: str | None = next((value for column, value in facts.items() if column.key == "name"), None)
        if name is None:
            if not unread & {ID, "name"}:
                sentence = "nobody is named in this row: it needs an id or a name"
                self.faults.add(COLLECTION, self.row, self.at[ID], sentence)
            unread.add(ID)
        return None if ID in unread else name

    def _read(self, at: int, key: str, entry: Entry, unread: set[str]) -> Any:
        """What a cell states; one that cannot be read is noted, and states nothing."""
        try:
            return _said(self.cells.get(at), entry)
        except WrongEntry as error:
            self.faults.add(COLLECTION, self.row, at, str(error))
            unread.add(key)
            return None


def _answers(cells: Cells, form: Form, vocabulary: Vocabulary, faults: Faults) -> Mapping[str, Any]:
    """The answers about the proposal that are not as they were written, by the names of facts."""
    head = _head(cells, {ANSWER, ANSWER_KEY})
    if head is None:
        return {}
    at = {str(value): column for (row, column), value in cells.items() if row == head}
    stated = {**form.about.get("call", {}).get("facts", {}), **form.about.get("facts", {})}
    known = {as_kept(name): name for name in (*vocabulary.facts, *form.answers)}
    found: dict[str, Any] = {}
    for row in sorted({row for row, _ in cells if row > head}):
        key, answer = cells.get((row, at[ANSWER_KEY])), cells.get((row, at[ANSWER]))
        name = known.get(kept(str(key)))
        if name is not None:
            entry = _entry(name, form.answers, vocabulary)
            shown = entry.show(stated[name]) if stated.get(name) is not None else None
            if not _is_as_written(answer, shown):
                try:
                    found[name] = _said(answer, entry)
                except WrongEntry as error:
                    faults.add(QUESTIONS, row, at[ANSWER], str(error))
        elif key is not None:
            faults.add(QUESTIONS, row, at[ANSWER_KEY], f"there is no question {key!r}")
        elif answer is not None:
            faults.add(QUESTIONS, row, at[ANSWER], "this is not answered here: see what stands under 'where'")
    return found


def _said(value: object, entry: Entry) -> Any:
    """What a cell states; an empty one states nothing.

    Raises:
        WrongEntry: it can state nothing.
    """
    match value:
        case Formula():
            raise WrongEntry("this is a formula: write what it comes to")
        case WrongValue(shown):
            raise WrongEntry(f"this is the error {shown}")
        case None:
            return None
        case _:
            return entry.read(value)


def _is_as_written(value: object, shown: Shown) -> bool:
    """Whether a cell says what was written into it, as far as programs keep that."""
    if value is None or shown is None:
        return value is None and (shown is None or not as_kept(str(shown)))
    if isinstance(value, str) and isinstance(shown, str):
        return kept(value) == as_kept(shown)
    if isinstance(value, int | float) and isinstance(shown, int | float) and not isinstance(value, bool):
        return value == shown
    return False
