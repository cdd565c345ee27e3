"""What only the applicant knows, what only people decide, and what stands elsewhere, in words."""

from rules.facts import FactValue
from rules.language import N_, _, join, ngettext
from rules.requirements import Declared, Judgement, Refer, Span
from rules.sentences.words import Words, number_said


def declared_needed(requirement: Declared, words: Words) -> str:
    """The fact, and what it has to be."""
    expected = requirement.expected
    if isinstance(expected, Span):
        return _("{fact}: {value}", fact=words.fact(requirement.fact), value=span(expected))
    return words.fact_said(requirement.fact, expected)


def span(value: Span) -> str:
    """From so many to so many, from so many countries."""
    limits = [
        _("at least {amount}", amount=number_said(value.min)) if value.min is not None else "",
        _("at most {amount}", amount=number_said(value.max)) if value.max is not None else "",
        from_countries(value.countries) if value.countries is not None else "",
    ]
    return _all([limit for limit in limits if limit])


def _all(limits: list[str]) -> str:
    said = ""
    for limit in limits:
        said = join([said, limit]) if said else limit
    return said


def from_countries(number: int) -> str:
    """From so many countries."""
    return ngettext("from at least {number} different countries", "from at least {number} different countries", number)


def declared_found(value: FactValue, words: Words) -> str:
    """What was stated."""
    return _("not stated") if value is None else _("stated: {fact}", fact=words.value(value))


def taken_as_expected(requirement: Declared, words: Words) -> str:
    """What is assumed where every applicant confirms it and nobody states otherwise."""
    return _("{fact}: nobody states otherwise", fact=declared_needed(requirement, words))


def decided_by(requirement: Judgement) -> str:
    """Who decides."""
    return _("decided by {whom}", whom=_(requirement.decided_by))


def answered(answer: bool) -> str:
    """A human's answer."""
    return _("answered yes in the request") if answer else _("answered no in the request")


def opinion(requirement: Judgement) -> str:
    """What a judgement waits for."""
    return _("the opinion of {whom}", whom=_(requirement.decided_by))


NOT_ENCODED = N_("not encoded")
"""What is found of law that stands elsewhere."""


def refer_needed(requirement: Refer) -> str:
    """What is asked elsewhere."""
    return _("what stands in {document}", document=_(requirement.to))


def refer_question(requirement: Refer) -> str:
    """What somebody has to look up."""
    return _("What does this document ask for: {document}?", document=_(requirement.to))


def refer_missing(requirement: Refer) -> str:
    """What has to be read."""
    return _("read {document}", document=_(requirement.to))
