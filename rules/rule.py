"""A rule: a condition of the law with the calls and the days it applies to."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from fnmatch import translate
from functools import cache
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from rules.calls import Call, reference_day
from rules.conditions import Condition, Confidence, Force, Origin, Source, TestDay
from rules.facts import Day
from rules.language import N_, NN_, _, anew, either, ngettext
from rules.requirements import AnyRequirement
from rules.truth import NO, YES, Answer, conjunction, negate, unknown

Layer = Literal["restrictive_measures", "regulation", "work_programme", "topic"]
LAYERS: tuple[Layer, ...] = ("restrictive_measures", "regulation", "work_programme", "topic")

Names = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1)]


_PATTERNS_TOLD = 4
"""So many patterns stand in the words of a scope; of a longer list, the others are counted."""


_LIKE = NN_("calls like {patterns} and {number} other pattern", "calls like {patterns} and {number} other patterns")


class Law(BaseModel):
    """Base of what the files of the rulebook say: unknown keys are errors, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Period(Law):
    """From one day until another, both included; ``until: null`` is still in force."""

    from_: Annotated[Day, Field(alias="from")]
    until: Day | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.until is not None and self.until < self.from_:
            raise ValueError("the period ends before it begins")
        return self

    def covers(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.from_ <= day <= (self.until or date.max)

    def told(self, tested_on: TestDay) -> str:
        """The period in words, in the measure of the day on which the rule is tested."""
        if tested_on == "budget_year":
            first, last = self.from_.year, self.until.year if self.until else None
            if last is None:
                return _("for budget years from {first} on", first=first)
            return _("for budget years from {first} to {last}", first=first, last=last)
        without_end, until = _MOMENTS[tested_on]
        return _(until, first=self.from_, last=self.until) if self.until else _(without_end, first=self.from_)


_SIGNED = (N_("for grants signed from {first} on"), N_("for grants signed from {first} until {last}"))

_MOMENTS: Mapping[TestDay, tuple[str, str]] = {
    "deadline": (N_("for deadlines from {first} on"), N_("for deadlines from {first} until {last}")),
    "grant_signature": _SIGNED,
    "whole_life": _SIGNED,
    "as_of": (
        N_("for questions as of days from {first} on"),
        N_("for questions as of days from {first} until {last}"),
    ),
}


class Scope(Law):
    """To which calls a rule applies. A field that is left out does not narrow it.

    ``identifiers`` are whole, ``matching`` are shell patterns; one of either is enough. Letter case does not matter.
    ``except_destinations`` are titles of destinations of the work programme. Where the identifier of a topic tells its
    destination, ``except_matching`` are the patterns of those, and ``clear_matching`` of all others that it tells.
    """

    programme: str
    types_of_action: Names | None = None
    identifiers: Names | None = None
    matching: Names | None = None
    except_identifiers: Names | None = None
    except_destinations: Names | None = None
    except_matching: Names | None = None
    clear_matching: Names | None = None

    def takes_in(self, call: Call) -> Answer:
        """Whether the call lies in the scope; unknown when the call does not say what the scope asks for."""
        return conjunction(
            [
                _is(self.programme == call.programme),
                _among(self.types_of_action, call.type_of_action, "type_of_action"),
                _is(self.names(call.identifier)),
                negate(self._excepts(call)),
            ]
        )

    def _excepts(self, call: Call) -> Answer:
        """Whether the destination of the call is excepted: told by the identifier, or by what the call says of it."""
        told = self.excepted_by_name(call.identifier)
        if told is not None:
            return _is(told)
        return _at_destination(self.except_destinations, call.destination) if self.except_destinations else NO

    def excepted_by_name(self, identifier: str) -> bool | None:
        """Whether the identifier of a topic tells that its destination is excepted, or that it is not."""
        if _is_like(identifier, self.except_matching or ()):
            return True
        return False if _is_like(identifier, self.clear_matching or ()) else None

    @property
    def told(self) -> str:
        """The scope in words: by name, by pattern, or as a default."""
        if self.identifiers:
            return _("this topic by name")
        if self.matching:
            others = len(self.matching) - _PATTERNS_TOLD
            if others <= 1:
                return _("calls like {patterns}", patterns=_or(self.matching))
            patterns = _or(self.matching[:_PATTERNS_TOLD])
            return ngettext(*_LIKE, others, patterns=patterns)
        if self.types_of_action:
            return _("every {types_of_action}", types_of_action=_or(self.types_of_action))
        return _("every call of {programme}", programme=self.programme)

    def names(self, identifier: str) -> bool:
        """Whether the topic is one of those that the scope speaks about, as far as its identifier tells."""
        if self.except_identifiers and _is_one_of(identifier, self.except_identifiers):
            return False
        if self.identifiers is None and self.matching is None:
            return True
        return _is_one_of(identifier, self.identifiers or ()) or _is_like(identifier, self.matching or ())


class Rule(Law):
    """A condition of the law with the calls and the days it applies to.

    ``known_from`` is the day on which the law was published: before it nobody could ask for it. ``known_until`` is the
    last day before a revision in place changed it: a question as of a day until then is answered by the text of that
    day. ``review`` says what is pending, ``cannot_check`` what no machine can see.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$")]
    title: str
    layer: Layer
    applies_to: Scope
    effective: Period
    tested_on: TestDay
    known_from: Day | None = None
    known_until: Day | None = None
    force: Annotated[Force, Field(strict=False)]
    overridable_by: Literal["topic", "nobody"] = "topic"
    effect: Literal["adds", "replaces", "amends"] = "adds"
    of: tuple[str, ...] = ()
    source: Source
    requirement: AnyRequirement
    cannot_check: str | None = None
    review: str | None = None

    @model_validator(mode="after")
    def _says_where_it_is_written(self) -> Self:
        source = self.source
        if source.url is None or source.checked_on is None:
            raise ValueError("the source of a rule has an address and the day it was checked")
        if source.confidence is Confidence.SOURCED and source.page is None:
            raise ValueError("a sourced rule names the page")
        return self

    def applies(self, call: Call, as_of: date) -> Answer:
        """Whether the rule speaks about this call, as the law stood on ``as_of``; unknown when a fact is missing."""
        known = (self.known_from or date.min) <= as_of <= (self.known_until or date.max)
        return conjunction([self.applies_to.takes_in(call), _is(known), self._in_force(call, as_of)])

    def _in_force(self, call: Call, as_of: date) -> Answer:
        day = reference_day(call, self.tested_on, as_of)
        return unknown("budget_year") if day is None else _is(self.effective.covers(day))

    def condition(self) -> Condition:
        """The rule as a condition of a call."""
        condition = Condition(
            id=self.id,
            title=self.title,
            force=self.force,
            origin=Origin.RULEBOOK,
            requirement=self.requirement,
            source=self.source,
            effect=self.effect,
            cannot_check=self.cannot_check,
            tested_on=self.tested_on,
        )
        return condition.model_copy(update={"because": anew(self._because)})  # reading it would make it a plain text

    def _because(self) -> str:
        scope, period = self.applies_to.told, self.effective.told(self.tested_on)
        return _("It stands for {scope}, {period}.", scope=scope, period=period)


def _or(names: Sequence[str]) -> str:
    """All of them: the codes and patterns themselves, however many there are."""
    said = ""
    for name in names:
        said = either([said, name]) if said else name
    return said


def _is(fact: bool) -> Answer:
    return YES if fact else NO


def _among(names: tuple[str, ...] | None, name: str | None, fact: str) -> Answer:
    if names is None:
        return YES
    return unknown(fact) if name is None else _is(_is_one_of(name, names))


def _is_one_of(name: str, names: tuple[str, ...]) -> bool:
    return name.upper() in _in_capitals(names)


def _is_like(name: str, patterns: tuple[str, ...]) -> bool:
    return bool(patterns) and like(patterns).match(name.upper()) is not None


@cache
def _in_capitals(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name.upper() for name in names)


@cache
def like(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """What fits one of the shell patterns; both in capitals."""
    return re.compile("|".join(translate(pattern.upper()) for pattern in patterns))


def _at_destination(destinations: tuple[str, ...], destination: str | None) -> Answer:
    """Whether the text names one of the destinations; one that only shortens a title leaves it open."""
    if destination is None:
        return unknown("destination")
    said = _words(destination)
    titles = [_words(title) for title in destinations]
    if any(f" {' '.join(title)} " in f" {' '.join(said)} " for title in titles):
        return YES
    return unknown("destination") if any(set(said) <= set(title) for title in titles) else NO


def _words(text: str) -> list[str]:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).split()
