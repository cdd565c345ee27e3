"""Tables of results: topics down and numbers across, or the other way round."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TypeVar

from scrapers.texts.identifiers import identifiers_in
from scrapers.texts.measures import Measure, label_of, value_of
from scrapers.texts.separators import CELL


def cells_of(line: str) -> list[str]:
    """The cells of a row as plain text writes it."""
    return [cell.strip() for cell in f" {line} ".split(CELL)]


Item = TypeVar("Item")


class Table:
    """The head of the table that is being read, if one is."""

    def __init__(self) -> None:
        self._measures: list[Measure | None] = []
        self._topics: list[str | None] = []

    def take_head(self, cells: list[str]) -> bool:
        """Whether the row is a head: two cells or more that name measures, or topics, and nothing beside."""
        measures = [label_of(cell) for cell in cells]
        topics = [_topic(cell) for cell in cells]
        if sum(measure is not None for measure in measures) > 1:
            self._measures, self._topics = measures, []
        elif sum(topic is not None for topic in topics) > 1:
            self._measures, self._topics = [], topics
        else:
            return False
        return True

    def values_of(self, cells: list[str]) -> Iterator[tuple[str, Measure, int | Decimal]]:
        """The numbers of a row under the head: whose, of what, how many."""
        named = [topic for cell in cells for topic in identifiers_in(cell)]
        label = next((measure for cell in cells[:1] if (measure := label_of(cell)) is not None), None)
        for number, cell in enumerate(cells):
            topic = _at(self._topics, number) if label else (named[0] if len(named) == 1 else None)
            measure = label or _at(self._measures, number)
            value = value_of(cell, measure) if topic and measure else None
            if topic and measure and value is not None:
                yield topic, measure, value


def _topic(cell: str) -> str | None:
    named = identifiers_in(cell)
    return named[0] if len(named) == 1 and named[0] == cell.strip(" :") else None


def _at(items: list[Item], number: int) -> Item | None:
    return items[number] if number < len(items) else None
