"""What ``source.yaml`` says, typed. A table that does not fit its model stops the program at the first use."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Annotated, TypeVar

import yaml
from pydantic import Field

from scrapers.errors import ReadingError
from scrapers.reading import Asked, Expectations
from scrapers.records import DeadlineModel, PortalStatus, Record, Text

Meaning = TypeVar("Meaning")


class Addresses(Record):
    """The two hosts of the Commission."""

    search: Text
    facet: Text
    pages: Text
    topic_page: Text
    topic_details: Text
    reference_data: Text


class Question(Record):
    """What one question of the search asks for: types of record, and statuses one by one, where they have any."""

    types: tuple[Text, ...]
    statuses: tuple[Text, ...]


class Search(Record):
    """What is asked of the search interface, and what it is known to grant."""

    index: Text
    text: Text
    language: Text
    questions: Mapping[Asked, Question]
    sort: Text
    page_size: Annotated[int, Field(gt=0)]
    window: Annotated[int, Field(gt=0)]
    passes: Annotated[int, Field(gt=1)]
    facets: tuple[Text, ...]


class Details(Record):
    """When the file of a topic is asked for: its row is of such a status and lacks one of the fields.

    ``status_order``: of the statuses of its actions the first of these is the topic's.
    """

    statuses: tuple[Text, ...]
    status_order: tuple[Text, ...]
    fields: tuple[Text, ...]
    give_up_after: Annotated[int, Field(gt=0)]


class ReferenceData(Record):
    """What the file of all topics may cost."""

    max_bytes: Annotated[int, Field(gt=0)]
    timeout_seconds: Annotated[float, Field(gt=0)]


class Part(Record):
    """A part of a programme that the field knows by a name of its own."""

    abbreviation: Text
    division: Text
    identifier: Text


class Programme(Record):
    """A programme by the portal's code."""

    abbreviation: Text
    parts: tuple[Part, ...] = ()


class OutOfScope(Record):
    """Fields that nobody reads."""

    result: frozenset[str]
    metadata: frozenset[str]
    news: frozenset[str]
    cascade_calls: frozenset[str]
    documents: frozenset[str]


class Source(Record):
    """All of ``source.yaml``."""

    name: Text
    title: Text
    publisher: Text
    addresses: Addresses
    search: Search
    details: Details
    reference_data: ReferenceData
    expect: Expectations
    statuses: Mapping[str, PortalStatus]
    deadline_models: Mapping[str, DeadlineModel]
    programmes: Mapping[str, Programme]
    types_of_action: Mapping[str, Text]
    mgas: Mapping[str, Text]
    corrections: Mapping[str, Mapping[str, str]]
    out_of_scope: OutOfScope

    def status(self, code: str) -> PortalStatus:
        """The status behind a code."""
        return _known(self.statuses, code, "status")

    def deadline_model(self, name: str) -> DeadlineModel:
        """The deadline model behind a name."""
        return _known(self.deadline_models, name, "deadline model")

    def programme(self, code: str, *, divisions: Sequence[str], identifier: str) -> str:
        """The abbreviation behind a code, or of the part of the programme the topic belongs to."""
        programme = _known(self.programmes, code, "programme")
        for part in programme.parts:
            if part.division in divisions or (not divisions and identifier.upper().startswith(part.identifier)):
                return part.abbreviation
        return programme.abbreviation


@cache
def source() -> Source:
    """The table, read once."""
    return Source.model_validate(yaml.safe_load(files(__package__).joinpath("source.yaml").read_text("utf-8")))


def _known(table: Mapping[str, Meaning], code: str, what: str) -> Meaning:
    try:
        return table[code]
    except KeyError:
        raise ReadingError(f"the {what} {code!r} is not in the table of source.yaml") from None
