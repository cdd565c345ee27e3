"""The counts of the facet interface, and whether the rows that came bear them out.

Facets count records, copies and all, and not topics: so do we.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scrapers.errors import ReadingError
from scrapers.portal.envelope import BYTE_ORDER_MARK, Result, what_instead
from scrapers.portal.tables import source

Counts = Mapping[str, Mapping[str, int]]
"""For each field, how many rows have which value."""


class _Shape(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


class _Value(_Shape):
    raw: str = Field(alias="rawValue")
    count: int = Field(ge=0)


class _Facet(_Shape):
    name: str
    values: list[_Value]


class _Facets(_Shape):
    facets: list[_Facet]


@dataclass(frozen=True, slots=True)
class Difference:
    """One value of a field of which the facet counts more rows, or fewer, than came."""

    field: str
    value: str
    counted: int
    came: int

    def __str__(self) -> str:
        return f"the facet counts {self.counted} rows with the {self.field} {self.value}, {self.came} came"


def open_facets(body: bytes) -> Counts:
    """The counts in an answer of the facet interface.

    Raises:
        ReadingError: the answer is none.
    """
    try:
        answer = _Facets.model_validate(orjson.loads(body.removeprefix(BYTE_ORDER_MARK)))
    except orjson.JSONDecodeError as error:
        raise ReadingError(f"the answer is {what_instead(body, error)} instead of facets") from error
    except ValidationError as error:
        raise ReadingError.of(error, "facet answer") from error
    return {facet.name: {value.raw: value.count for value in facet.values} for facet in answer.facets}


class Tally:
    """Counts the rows that came as the facets do, each row once."""

    def __init__(self) -> None:
        self._rows: dict[str, tuple[tuple[str, str], ...]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def add(self, results: Iterable[Result]) -> None:
        """Rows of a page."""
        self._rows.update((str(result.get("reference") or result), tuple(_values(result))) for result in results)

    def counts(self) -> Counts:
        """How many rows have which value."""
        counts: dict[str, Counter[str]] = {name: Counter() for name in source().search.facets}
        for row in self._rows.values():
            for name, value in row:
                counts[name][value] += 1
        return counts


def differences(counted: Counts, came: Counts) -> Iterator[Difference]:
    """What does not agree, value by value, among the fields that both count."""
    for name in source().search.facets:
        facet, rows = counted.get(name, {}), came.get(name, {})
        for value in sorted({*facet, *(rows if facet else ())}):
            if facet.get(value, 0) != rows.get(value, 0):
                yield Difference(name, value, facet.get(value, 0), rows.get(value, 0))


def remarkable(counted: Counts, came: Counts) -> list[Difference]:
    """The differences that are more than a source that moves while it is read explains."""
    share = source().expect.share_off_facets
    return [each for each in differences(counted, came) if abs(each.counted - each.came) > each.counted * share]


def too_many(counted: Counts, came: Counts) -> Difference | None:
    """The largest difference, where those of its field are so many that the run cannot be believed."""
    off: Counter[str] = Counter()
    for each in (found := list(differences(counted, came))):
        off[each.field] += abs(each.counted - each.came)
    share = source().expect.share_off_facets_refused
    beyond = {name for name, rows in off.items() if rows > share * sum(counted[name].values())}
    refused = [each for each in found if each.field in beyond]
    return max(refused, key=lambda each: abs(each.counted - each.came), default=None)


def _values(result: Result) -> Iterator[tuple[str, str]]:
    metadata = result.get("metadata")
    for name in source().search.facets:
        values = metadata.get(name) if isinstance(metadata, dict) else None
        yield from ((name, str(value)) for value in (values if isinstance(values, list) else ()))
