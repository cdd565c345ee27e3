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


TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
"""The three by themselves: up to Python 3.11 looking a member up takes longer than what is then done with it."""


class Answer(NamedTuple):
    """A truth with the facts that would settle it and the assumptions it rests on.

    ``missing`` is empty unless the truth is unknown. ``assumed`` names what was taken as declared (contract:
    independence and exclusion are declared, not investigated).
    """

    truth: Truth
    missing: frozenset[str] = frozenset()
    assumed: frozenset[str] = frozenset()


YES = Answer(TRUE)
NO = Answer(FALSE)


def unknown(*facts: str) -> Answer:
    """An answer that hangs on the named facts."""
    return Answer(UNKNOWN, frozenset(facts))


def known(fact: bool | None, name: str) -> Answer:
    """The answer of one optional fact, which is asked for by name when absent."""
    return unknown(name) if fact is None else YES if fact else NO


_FLIPPED = {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN}


def negate(answer: Answer) -> Answer:
    """Not."""
    if answer == YES:
        return NO
    if answer == NO:
        return YES
    return Answer(_FLIPPED[answer.truth], answer.missing, answer.assumed)


def conjunction(answers: Iterable[Answer]) -> Answer:
    """And: false as soon as one part is false, unknown when a part is unknown."""
    return _combine(answers, decisive=NO, neutral=YES)


def disjunction(answers: Iterable[Answer]) -> Answer:
    """Or: true as soon as one part is true, unknown when a part is unknown."""
    return _combine(answers, decisive=YES, neutral=NO)


def _combine(answers: Iterable[Answer], decisive: Answer, neutral: Answer) -> Answer:
    """The first part that decides without an assumption ends it; parts that decide nothing leave no trace."""
    told: list[Answer] = []
    for answer in answers:
        if answer == decisive:
            return decisive
        if answer != neutral:
            told.append(answer)
    if not told:
        return neutral
    return told[0] if len(told) == 1 else _weigh(told, decisive, neutral)


def _weigh(answers: list[Answer], decisive: Answer, neutral: Answer) -> Answer:
    decided = [answer for answer in answers if answer.truth is decisive.truth]
    if decided:
        return min(decided, key=lambda answer: (len(answer.assumed), sorted(answer.assumed)))
    assumed = frozenset[str]().union(*(answer.assumed for answer in answers))
    missing = frozenset[str]().union(*(answer.missing for answer in answers))
    is_open = any(answer.truth is UNKNOWN for answer in answers)
    return Answer(UNKNOWN if is_open else neutral.truth, missing, assumed)
