"""What a requirement asks, whatever its kind."""

from rules.language import _
from rules.requirements import (
    Admit,
    Alternatives,
    AnyRequirement,
    Coordinator,
    Declared,
    Each,
    Fund,
    Judgement,
    Limit,
    Money,
    Ratio,
    Refer,
    Selection,
    When,
)
from rules.sentences.admission import admission_needed, coordinator_needed
from rules.sentences.composed import alternatives_needed, each_needed, when_needed
from rules.sentences.counting import limit_needed, ratio_needed
from rules.sentences.declaration import declared_needed, refer_needed
from rules.sentences.money import funding_needed, money_needed
from rules.sentences.selection import selection_needed
from rules.sentences.words import Words, said_once


@said_once
def asked(  # noqa: C901, PLR0911, PLR0912 (one for each kind)
    requirement: AnyRequirement, words: Words
) -> str:
    """What is asked, as a sentence without its full stop; of a judgement the question itself."""
    match requirement:
        case Selection():
            return selection_needed(requirement, words)
        case Limit():
            return limit_needed(requirement, words)
        case Ratio():
            return ratio_needed(requirement, words)
        case Coordinator():
            return coordinator_needed(requirement, words)
        case Admit():
            return admission_needed(requirement, words)
        case Fund():
            return funding_needed(requirement, words)
        case Money():
            return money_needed(requirement, words)
        case Each():
            return each_needed(requirement, words, asked)
        case When():
            return when_needed(requirement, words, asked)
        case Alternatives():
            return alternatives_needed(requirement, words, asked)
        case Declared():
            return declared_needed(requirement, words)
        case Judgement():
            return _(requirement.question)
        case Refer():
            return refer_needed(requirement)
