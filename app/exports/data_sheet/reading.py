"""A data sheet that comes back: each cell read, each wrong one named, and a request for a verdict made of the rest.

A cell that says what was written into it changes nothing, even where what was written is less exact than the fact. An
empty cell is unknown. A column or a question that is gone says nothing, and the fact stays as it was; a row that is
gone is a participant who leaves, and one that was not there is one who joins.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic import ValidationError

from app.errors import Fault, Invalid
from app.exports.data_sheet.columns import FACT, Column, Sort, columns_of, entry_of_sort, fact_column
from app.exports.data_sheet.entries import Entry, Shown, WrongEntry
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
from app.exports.data_sheet.merging import Change, Stated, merged
from app.exports.data_sheet.opening import Cells, Formula, WrongValue, read_sheets
from app.services.strict_json import escaped, validated
from app.services.verdicts.requests import About, ParticipantRequest, VerdictRequest
from rules import rulebook
from rules.declared import Vocabulary
from rules.facts import InconsistentConsortium, Participant, check_consortium

HEAD_WITHIN: Final = 25
"""Rows from the top among which the row of keys is looked for."""


@dataclass(frozen=True)
class DataSheet:
    """What a data sheet says: the request for a verdict, and what in it is not as it was written."""

    request: VerdictRequest
    changes: tuple[Change, ...]


@dataclass
class _Faults:
    found: list[Fault] = field(default_factory=list)

    def add(self, sheet: str, row: int, column: int, reason: str) -> None:
        cell = f"{_letters(column)}{row}"
        self.found.append(Fault(pointer=f"/{escaped(sheet)}/{cell}", detail=f"{sheet}, cell {cell}: {reason}"))

    def refuse(self) -> None:
        """Raise what was found, in the order of the cells."""
        if self.found:
            more = f" (and {len(self.found) - 1} more)" if len(self.found) > 1 else ""
            raise Invalid(self.found[0].detail + more, errors=self.found)


def read_data_sheet(content: bytes) -> DataSheet:
    """Read a workbook that was exported and filled in.

    Raises:
        TooLarge: it is larger than any data sheet.
        Invalid: it is no data sheet, or cells are wrong; ``errors`` names sheet, cell and reason of each.
    """
    sheets = read_sheets(content, (COLLECTION, QUESTIONS, REQUEST))
    form = _form(sheets)
    vocabulary, faults = rulebook.load().vocabulary, _Faults()
    rows = list(_rows(sheets[COLLECTION], form, vocabulary, faults))
    if not rows:
        faults.add(COLLECTION, FIRST_ROW, 1, "nobody takes part")
    answers = _answers(sheets.get(QUESTIONS, {}), form, vocabulary, faults)
    faults.refuse()
    document, changes = merged(form, rows, answers)
    _refuse_impossible(document, rows, vocabulary, faults)
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


def _rows(cells: Cells, form: Form, vocabulary: Vocabulary, faults: _Faults) -> Iterator[Stated]:
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
        stated = _Line(row, line, at, faults).stated(columns, written)
        if stated is not None:
            yield stated


def _head(cells: Cells, needed: set[str]) -> int | None:
    for row in range(1, HEAD_WITHIN + 1):
        if needed <= {value for (at, _), value in cells.items() if at == row and isinstance(value, str)}:
            return row
    return None


def _columns(
    keys: Mapping[int, str], row: int, form: Form, vocabulary: Vocabulary, faults: _Faults
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
    faults: _Faults

    def stated(self, columns: Mapping[int, Column], written: Mapping[str, Row]) -> Stated | None:
        """What the row says of whom."""
        label = self._label(ID)
        name = label or self._label("name")
        if name is None:
            self.faults.add(COLLECTION, self.row, self.at[ID], "nobody is named in this row: it needs an id or a name")
            return None
        before = written.get(kept(label)) if label is not None else None
        was = Participant.model_validate(before.participant) if before is not None else None
        facts: dict[Column, Any] = {}
        for at, column in columns.items():
            known = column.stated(was) if was is not None else None
            if not _is_as_written(self.cells.get(at), None if known is None else column.entry.show(known)):
                value = _cell(self.cells.get(at), column.entry, (COLLECTION, self.row, at), self.faults)
                facts |= {column: value} if value != known else {}
        return Stated(self.row, self.at, was.id if was else name, before, was, facts, is_in_catalogue=label is not None)

    def _label(self, key: str) -> str | None:
        value = self.cells.get(self.at.get(key, 0))
        return None if isinstance(value, Formula) else Entry().read(value)


def _answers(cells: Cells, form: Form, vocabulary: Vocabulary, faults: _Faults) -> Mapping[str, Any]:
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
                found[name] = _cell(answer, entry, (QUESTIONS, row, at[ANSWER]), faults)
        elif key is not None:
            faults.add(QUESTIONS, row, at[ANSWER_KEY], f"there is no question {key!r}")
        elif answer is not None:
            faults.add(QUESTIONS, row, at[ANSWER], "this is not answered here: see what stands under 'where'")
    return found


def _cell(value: object, entry: Entry, where: tuple[str, int, int], faults: _Faults) -> Any:
    """What a cell states; where that can be nothing, the fault is noted, and it states nothing."""
    match value:
        case Formula():
            faults.add(*where, "this is a formula: write what it comes to")
        case WrongValue(shown):
            faults.add(*where, f"this is the error {shown}")
        case None:
            pass
        case _:
            try:
                return entry.read(value)
            except WrongEntry as error:
                faults.add(*where, str(error))
    return None


def _is_as_written(value: object, shown: Shown) -> bool:
    """Whether a cell says what was written into it, as far as programs keep that."""
    if value is None or shown is None:
        return value is None and (shown is None or not as_kept(str(shown)))
    if isinstance(value, str) and isinstance(shown, str):
        return kept(value) == as_kept(shown)
    if isinstance(value, int | float) and isinstance(shown, int | float) and not isinstance(value, bool):
        return value == shown
    return False


def _refuse_impossible(
    document: Mapping[str, Any], rows: Sequence[Stated], vocabulary: Vocabulary, faults: _Faults
) -> None:
    """What cannot be, at the cell that makes it so."""
    identifier = document.get("topic") or document["call"]["identifier"]
    taking_part = []
    for row in rows:
        try:
            taking_part.append(row.participant())
        except ValidationError as error:
            for one in error.errors():
                key = next((str(step) for step in one["loc"] if step in row.at), None)
                said = "in which role?" if one["loc"] == ("role",) else str(one["msg"]).removeprefix("Value error, ")
                faults.add(COLLECTION, row.row, row.column_of(key), said)
            continue
        for sub_role in taking_part[-1].sub_roles or ():
            if not vocabulary.knows_sub_role(sub_role, identifier):
                faults.add(COLLECTION, row.row, row.at["sub_roles"], f"there is no part {sub_role!r} in a project")
    faults.refuse()
    try:
        check_consortium(taking_part)
    except InconsistentConsortium as error:
        index, _, key = error.pointer.strip("/").partition("/")
        row = rows[int(index)]
        faults.add(COLLECTION, row.row, row.at.get(key, row.at[ID]), str(error))
    faults.refuse()


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
