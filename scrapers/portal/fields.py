"""Take the fields out of one result, strictly, and remember which ones nobody took.

The index writes every value as a list of strings, usually of one; what it does not know is missing or an empty list.
Anything else means that the format has changed, and is refused.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic.alias_generators import to_camel

from scrapers.errors import ReadingError
from scrapers.portal.tables import source

Inner = TypeVar("Inner")
WEB = ("https://", "http://")


class InnerJson(BaseModel):
    """Base for the documents that some fields carry as JSON in a string; they hold more than we read.

    Their names are written in camel case.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, alias_generator=to_camel, populate_by_name=True)


class Fields:
    """The metadata of one result.

    Blank values count as absent, blanks around values are dropped, a line ends with a newline and nothing else,
    corrections of ``source.yaml`` are applied.
    """

    def __init__(self, metadata: Mapping[str, Any]) -> None:
        self._metadata = metadata
        self._taken: set[str] = set()

    def many(self, name: str) -> tuple[str, ...]:
        """All values of a field, each once, in the order given."""
        self._taken.add(name)
        values = self._metadata.get(name)
        values = [] if values is None else values
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise ReadingError(f"{name} is not a list of texts: {str(values)[:80]!r}")
        corrections = source().corrections.get(name, {})
        corrected = (corrections.get(value, value).replace("\r\n", "\n") for value in values)
        return tuple(dict.fromkeys(value.strip() for value in corrected if value.strip()))

    def maybe(self, name: str) -> str | None:
        """The value of a field that holds one, if it is stated."""
        values = self.many(name)
        if len(values) > 1:
            raise ReadingError(f"{name} has {len(values)} values where one is expected: {', '.join(values)[:160]}")
        return values[0] if values else None

    def one(self, name: str) -> str:
        """The value of a field that every record has."""
        value = self.maybe(name)
        if value is None:
            raise ReadingError(f"{name} is missing")
        return value

    def url(self) -> str:
        """The address of the record's page."""
        url = self.one("url")
        if not url.startswith(WEB):
            raise ReadingError(f"url is no web address: {url[:80]!r}")
        return url

    def number(self, name: str) -> int | None:
        """A whole number, if stated."""
        value = self.maybe(name)
        if value is not None and not (value.isascii() and value.isdigit()):
            raise ReadingError(f"{name} is no number: {value!r}")
        return int(value) if value is not None else None

    def flag(self, name: str) -> bool | None:
        """A yes or no, if stated."""
        match value := self.maybe(name):
            case None:
                return None
            case "true" | "false":
                return value == "true"
            case _:
                raise ReadingError(f"{name} is neither true nor false: {value!r}")

    def inner(self, name: str, shape: TypeAdapter[Inner]) -> Inner | None:
        """The document that a field carries as JSON in a string, if there is one."""
        value = self.maybe(name)
        if value is None:
            return None
        try:
            return shape.validate_json(value)
        except ValidationError as error:
            raise ReadingError.of(error, name) from error

    def unknown(self, besides: frozenset[str] = frozenset()) -> frozenset[str]:
        """Fields that were there, that nobody took, and that nobody has declared out of scope."""
        return frozenset(self._metadata) - self._taken - source().out_of_scope.metadata - besides
