"""What is asked of the search interface: filtered lists of rows, in the query language it takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from scrapers.portal.tables import source
from scrapers.reading import Asked

Leaf = Mapping[str, Any]


class Step(StrEnum):
    """What an answer is for. Kept with it, for the reader."""

    COUNT = "count"
    FACET = "facet"
    LIST = "list"
    PART = "part"
    REST = "rest"
    DETAILS = "details"
    REFERENCE_DATA = "reference_data"


class Order(StrEnum):
    """From which end a list is read."""

    ASCENDING = "ASC"
    DESCENDING = "DESC"


@dataclass(frozen=True, slots=True)
class Pass:
    """How often a list is read, counted from 1; every other time from its other end."""

    number: int

    @property
    def order(self) -> Order:
        """The end it begins at."""
        return Order.ASCENDING if self.number % 2 else Order.DESCENDING

    @property
    def note(self) -> Mapping[str, int]:
        """Tells the questions of a later pass from the same ones of an earlier."""
        return {"pass": self.number} if self.number > len(Order) else {}


@dataclass(frozen=True, slots=True)
class Listing:
    """One filtered list.

    ``is_part``: it holds some rows of a list that is too long to be shown; ``is_rest``: those that no list holds.
    """

    asked: Asked
    must: tuple[Leaf, ...]
    must_not: tuple[Leaf, ...] = ()
    is_part: bool = False
    is_rest: bool = False

    @property
    def step(self) -> Step:
        """What its pages are for."""
        if self.is_rest:
            return Step.REST
        return Step.PART if self.is_part else Step.LIST

    def only(self, *leaves: Leaf) -> "Listing":
        """The part of it that the leaves hold for."""
        return replace(self, must=(*self.must, *leaves), is_part=True)

    def without(self, leaf: Leaf) -> "Listing":
        """The part of it that a leaf does not hold for."""
        return replace(self, must_not=(*self.must_not, leaf), is_part=True)

    def parts(self, order: str | None) -> dict[str, Any]:
        """The parts of a request. Each must be sent as a file: as a plain field it is an error, elsewhere ignored."""
        search = source().search
        query = {"must": list(self.must)} | ({"must_not": list(self.must_not)} if self.must_not else {})
        sort = {} if order is None else {"sort": {"field": search.sort, "order": order}}
        return {"query": {"bool": query}, "languages": [search.language], **sort}


def whole(asked: Asked) -> Listing:
    """All rows of what is asked for."""
    question = source().search.questions[asked]
    statuses = (terms("status", question.statuses),) if question.statuses else ()
    return Listing(asked, (terms("type", question.types), *statuses))


def by_status(asked: Asked) -> Sequence[Listing]:
    """The same rows, one list a status, or one list where there are none."""
    question = source().search.questions[asked]
    types = terms("type", question.types)
    return [Listing(asked, (types, terms("status", [each]))) for each in question.statuses] or [
        Listing(asked, (types,))
    ]


def rest(asked: Asked) -> Listing | None:
    """Rows of the types asked for whose status is none that is asked for; None where rows have no status."""
    question = source().search.questions[asked]
    if not question.statuses:
        return None
    return Listing(asked, (terms("type", question.types),), (terms("status", question.statuses),), is_rest=True)


def terms(field: str, values: Sequence[str]) -> Leaf:
    """One of these values."""
    return {"terms": {field: list(values)}}


def days(field: str, first: date, before: date | None = None) -> Leaf:
    """From a day on, before another.

    A bound is written as the index writes times. A bare day would not be compared: it holds for each row that has the
    field, which looks like success.
    """
    bounds = {"gte": _bound(first)} | ({"lt": _bound(before)} if before else {})
    return {"range": {field: bounds}}


def _bound(day: date) -> str:
    return f"{day.isoformat()}T00:00:00.000+0000"
