"""What only the applicant knows, what only people decide, and what stands elsewhere, in words."""

from rules.facts import FactValue
from rules.requirements import Declared, Judgement, Refer, Span
from rules.sentences.words import Words, number_said


def declared_needed(requirement: Declared, words: Words) -> str:
    """The fact, and what it has to be."""
    expected = requirement.expected
    if isinstance(expected, Span):
        return f"{words.fact(requirement.fact)}: {span(expected)}"
    return words.fact_said(requirement.fact, expected)


def span(value: Span) -> str:
    """From so many to so many, from so many countries."""
    limits = [
        f"at least {number_said(value.min)}" if value.min is not None else "",
        f"at most {number_said(value.max)}" if value.max is not None else "",
        f"from at least {value.countries} different countries" if value.countries is not None else "",
    ]
    return " and ".join(limit for limit in limits if limit)


def declared_found(value: FactValue, words: Words) -> str:
    """What was stated."""
    return "not stated" if value is None else f"stated: {words.value(value)}"


def taken_as_expected(requirement: Declared, words: Words) -> str:
    """What is assumed where every applicant confirms it and nobody states otherwise."""
    return f"{declared_needed(requirement, words)}: nobody states otherwise"


def decided_by(requirement: Judgement) -> str:
    """Who decides."""
    return f"decided by {requirement.decided_by}"


def answered(answer: bool) -> str:
    """A human's answer."""
    return "answered yes in the request" if answer else "answered no in the request"


def opinion(requirement: Judgement) -> str:
    """What a judgement waits for."""
    return f"the opinion of {requirement.decided_by}"


NOT_ENCODED = "not encoded"
"""What is found of law that stands elsewhere."""


def refer_needed(requirement: Refer) -> str:
    """What is asked elsewhere."""
    return f"what stands in {requirement.to}"


def refer_question(requirement: Refer) -> str:
    """What somebody has to look up."""
    return f"What does this document ask for: {requirement.to}?"


def refer_missing(requirement: Refer) -> str:
    """What has to be read."""
    return f"read {requirement.to}"
