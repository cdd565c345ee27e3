"""Flash results: what a notice tells about the proposals of a call, topic by topic, before the evaluation and after.

How crowded a call was and how many failed for formal reasons stands nowhere else. English only.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from scrapers.records import Record
from scrapers.texts.identifiers import identifiers_in
from scrapers.texts.limits import MAX_NOTICE, refuse_long
from scrapers.texts.measures import Measure, closing_day, is_of_a_call, measured
from scrapers.texts.result_tables import Table, cells_of

Value = int | Decimal


class FlashResult(Record):
    """The numbers of one topic or call at one closing date; None is what the notice does not state.

    ``identifier`` is as the notice writes it, of a topic or of a call; None where it names none: then the numbers are
    those of whatever the notice is attached to. ``closed_on`` is the deadline that they are about. Amounts are in euro.
    """

    identifier: str | None
    closed_on: date | None = None
    submitted: int | None = None
    inadmissible: int | None = None
    ineligible: int | None = None
    above_threshold: int | None = None
    below_threshold: int | None = None
    accepted: int | None = None
    reserve: int | None = None
    withdrawn: int | None = None
    requested_above_threshold: Decimal | None = None


class _About(NamedTuple):
    """What numbers are about."""

    identifier: str | None
    closed_on: date | None
    turn: int


def flash_results(text: str, language: str = "en") -> list[FlashResult]:
    """The results that a notice states, in its order; ``text`` is plain, a row of a table in one line.

    A notice that gives two numbers for the same thing speaks of two closing dates; it gives two results.

    Raises:
        ParseError: too large.
    """
    if language != "en":
        return []
    refuse_long(text, MAX_NOTICE)
    reader = _Reader()
    for line in text.splitlines():
        reader.read(line)
    return reader.results()


class _Reader:
    def __init__(self) -> None:
        self._found: dict[_About, dict[Measure, Value]] = {}
        self._about = _About(None, None, 0)
        self._table = Table()

    def read(self, line: str) -> None:
        cells = cells_of(line)
        if len(cells) > 1 and self._read_row(cells):
            return
        self._table = Table() if len(cells) == 1 else self._table
        self._look_whom(line)
        for measure, value in measured(line, of_one_topic=bool(identifiers_in(line)) and not is_of_a_call(line)):
            self._note(self._about, measure, value)

    def results(self) -> list[FlashResult]:
        whole = (
            FlashResult.model_validate(
                {"identifier": about.identifier, "closed_on": about.closed_on}
                | {measure.value: value for measure, value in values.items()}
            )
            for about, values in self._found.items()
        )
        return list(dict.fromkeys(whole))

    def _read_row(self, cells: list[str]) -> bool:
        """Whether the row belongs to a table with a head of topics or of measures."""
        if self._table.take_head(cells):
            return True
        values = list(self._table.values_of(cells))
        for identifier, measure, value in values:
            self._note(_About(identifier, self._about.closed_on, 0), measure, value)
        return bool(values)

    def _look_whom(self, line: str) -> None:
        """A line that names one topic or call begins to speak of it; a closing date narrows it down."""
        named = identifiers_in(line)
        day = closing_day(line)
        if len(named) == 1:
            same = named[0] == self._about.identifier
            self._about = _About(
                named[0], day or (self._about.closed_on if same or not is_of_a_call(line) else None), 0
            )
        elif day is not None:
            self._about = self._about._replace(closed_on=day, turn=0)

    def _note(self, about: _About, measure: Measure, value: Value) -> None:
        while self._found.get(about, {}).get(measure, value) != value:
            about = about._replace(turn=about.turn + 1)
        self._found.setdefault(about, {})[measure] = value
        if about._replace(turn=0) == self._about._replace(turn=0):
            self._about = about
