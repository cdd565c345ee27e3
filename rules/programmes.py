"""The programmes by all the names in use, and for which types of action and years their law is encoded."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rules.calls import Call
from rules.facts import Day


class Document(BaseModel):
    """What to read where nothing is encoded."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    url: str | None = None


class Coverage(BaseModel):
    """Types of action whose law is encoded, for these budget years, and the day from which it was published.

    ``edition`` is the work programme by whose text such calls are judged, ``text_of`` the day of the text that was
    read, ``revised_on`` that of a later revision in place that was not.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    edition: str
    text_of: Day | None = None
    revised_on: Day | None = None
    types_of_action: tuple[str, ...]
    from_year: int
    until_year: int
    known_from: Day

    def takes_in(self, call: Call, as_of: date) -> bool:
        """Whether it speaks about the call: its type of action and budget year, once it was published."""
        return (
            call.type_of_action in self.types_of_action
            and call.year is not None
            and self.from_year <= call.year <= self.until_year
            and self.known_from <= as_of
        )

    @property
    def told(self) -> str:
        """The edition as answers name it, with the day of the text and the revision nobody has read."""
        text = f", text of {self.text_of}" if self.text_of else ""
        later = f"; a revision of {self.revised_on} has not been read" if self.revised_on else ""
        return f"{self.edition}{text}{later}"


class Programme(BaseModel):
    """A programme of the EU or one that follows its rules.

    The type of action where the call does not tell it: ``topics_by_type`` are the topics whose type the work programme
    fixes, ``types_by_identifier`` patterns of identifiers that tell it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str
    aliases: tuple[str, ...] = ()
    gives: Literal["grants", "financial_instruments", "shared_management", "registration"] = "grants"
    type_aliases: dict[str, str] = {}
    types_by_identifier: dict[str, str] = {}
    topics_by_type: dict[str, tuple[str, ...]] = {}
    covers: tuple[Coverage, ...] = ()
    read: Annotated[Document, Field()]

    @model_validator(mode="after")
    def _has_one_type_for_a_topic(self) -> Self:
        named = Counter(topic.upper() for topics in self.topics_by_type.values() for topic in topics)
        if twice := sorted(topic for topic, times in named.items() if times > 1):
            raise ValueError(f"two types of action for {', '.join(twice)}")
        return self

    @cached_property
    def _type_of_topic(self) -> Mapping[str, str]:
        return {topic.upper(): code for code, topics in self.topics_by_type.items() for topic in topics}

    def type_of_action(self, written: str | None, identifier: str) -> str | None:
        """The canonical code of a type of action, however it is written, or as the identifier tells it."""
        if written is None:
            name = identifier.upper()
            told = (code for like, code in self.types_by_identifier.items() if fnmatchcase(name, like))
            return self._type_of_topic.get(name) or next(told, None)
        table = {alias.upper(): code for alias, code in self.type_aliases.items()}
        return table.get(written.upper(), written.upper())

    def coverage(self, call: Call, as_of: date) -> Coverage | None:
        """The edition by which the call is judged, as published by ``as_of``; ``None`` where none is encoded."""
        return next((coverage for coverage in self.covers if coverage.takes_in(call, as_of)), None)

    def knows_type(self, code: str) -> bool:
        """Whether the law for the type of action is encoded for some year; where nothing is, no type is unknown."""
        return not self.covers or any(code in coverage.types_of_action for coverage in self.covers)

    def is_encoded(self, call: Call, as_of: date) -> bool:
        """Whether the rulebook holds the eligibility law for this call, and it was published by ``as_of``."""
        return self.coverage(call, as_of) is not None


class UnknownProgramme(LookupError):
    """No programme goes by that name."""


class Programmes:
    """The one table of aliases."""

    def __init__(self, programmes: Iterable[Programme]) -> None:
        self._by_name: dict[str, Programme] = {}
        for programme in programmes:
            for name in (programme.id, *programme.aliases):
                self._by_name[name.upper()] = programme

    def __getitem__(self, name: str) -> Programme:
        try:
            return self._by_name[name.upper()]
        except KeyError:
            raise UnknownProgramme(f"there is no programme {name!r}") from None

    def __iter__(self) -> Iterator[Programme]:
        return iter({programme.id: programme for programme in self._by_name.values()}.values())

    def normalised(self, call: Call) -> Call:
        """The call with the programme's own id and the canonical type of action.

        Raises:
            UnknownProgramme: no programme goes by the call's name.
        """
        programme = self[call.programme]
        return call.model_copy(
            update={
                "programme": programme.id,
                "type_of_action": programme.type_of_action(call.type_of_action, call.identifier),
            }
        )
