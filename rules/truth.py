"""Three-valued truth: a fact that nobody has stated makes a statement unknown, never false."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Truth(StrEnum):
    """Kleene's three values."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, fact: bool | None) -> "Truth":
        """Read an optional fact: ``None`` is unknown."""
        return cls.UNKNOWN if fact is None else cls.TRUE if fact else cls.FALSE


class Answer(NamedTuple):
    """A truth with the facts that would settle it and the assumptions it rests on.

    ``missing`` is empty unless the truth is unknown. ``assumed`` names what was taken as declared (contract:
    independence and exclusion are declared, not investigated).
    """

    truth: Truth
    missing: frozenset[str] = frozenset()
    assumed: frozenset[str] = frozenset()


YES = Answer(Truth.TRUE)
NO = Answer(Truth.FALSE)


def unknown(*facts: str) -> Answer:
    """An answer that hangs on the named facts."""
    return Answer(Truth.UNKNOWN, frozenset(facts))


def known(fact: bool | None, name: str) -> Answer:
    """The answer of one optional fact, which is asked for by name when absent."""
    return unknown(name) if fact is None else YES if fact else NO


def negate(answer: Answer) -> Answer:
    """Not."""
    flipped = {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN}[answer.truth]
    return answer._replace(truth=flipped)


def conjunction(answers: Iterable[Answer]) -> Answer:
    """And: false as soon as one part is false, unknown when a part is unknown."""
    return _combine(list(answers), decisive=Truth.FALSE, otherwise=Truth.TRUE)


def disjunction(answers: Iterable[Answer]) -> Answer:
    """Or: true as soon as one part is true, unknown when a part is unknown."""
    return _combine(list(answers), decisive=Truth.TRUE, otherwise=Truth.FALSE)


def _combine(answers: list[Answer], decisive: Truth, otherwise: Truth) -> Answer:
    decided = [answer for answer in answers if answer.truth is decisive]
    if decided:
        firm = min(decided, key=lambda answer: (len(answer.assumed), sorted(answer.assumed)))
        return Answer(decisive, assumed=firm.assumed)
    open_ones = [answer for answer in answers if answer.truth is Truth.UNKNOWN]
    assumed = frozenset[str]().union(*(answer.assumed for answer in answers))
    if open_ones:
        return Answer(Truth.UNKNOWN, frozenset[str]().union(*(answer.missing for answer in open_ones)), assumed)
    return Answer(otherwise, assumed=assumed)
