"""The headings of a topic's conditions: which section begins, by number and by words.

The portal's template numbers six sections, but programmes swap 5a and 5b, spell the words in several ways and, as the
ERC does, put their own sections in between. English only: translated records translate the headings as well.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple


class SectionKind(StrEnum):
    """What a section is about, whatever its number."""

    ADMISSIBILITY = "admissibility"
    ADMISSIBILITY_AND_ELIGIBILITY = "admissibility_and_eligibility"
    COUNTRIES = "countries"
    OTHER_ELIGIBILITY = "other_eligibility"
    ELIGIBILITY = "eligibility"
    CAPACITY_AND_EXCLUSION = "capacity_and_exclusion"
    SUBMISSION = "submission"
    AWARD_CRITERIA = "award_criteria"
    EVALUATION_PROCESS = "evaluation_process"
    TIMELINE = "timeline"
    EVALUATION = "evaluation"
    LEGAL_AND_FINANCIAL = "legal_and_financial"
    SPECIFIC = "specific"
    DOCUMENTS = "documents"
    OTHER = "other"


ELIGIBILITY_KINDS = frozenset(
    {
        SectionKind.ADMISSIBILITY_AND_ELIGIBILITY,
        SectionKind.COUNTRIES,
        SectionKind.OTHER_ELIGIBILITY,
        SectionKind.ELIGIBILITY,
    }
)
"""Sections that say who may take part."""

# The longer wording stands before its own beginning. Typing errors of the source that are known are part of a wording.
_WORDINGS: dict[SectionKind, str] = {
    SectionKind.ADMISSIBILITY_AND_ELIGIBILITY: r"admissibility and eli(?:gi)?bility conditions",
    SectionKind.ADMISSIBILITY: r"admissibility conditions?(?:\s*[:,]\s*proposal page limits? and layout)?",
    SectionKind.COUNTRIES: r"eli(?:gi)?ble countries",
    SectionKind.OTHER_ELIGIBILITY: r"other eli(?:gi)?b(?:le|ility) (?:conditions|criteria)",
    SectionKind.ELIGIBILITY: r"eli(?:gi)?bility(?: conditions| criteria)?",
    SectionKind.CAPACITY_AND_EXCLUSION: r"financial and operational capacity(?: and exclusion)?",
    SectionKind.SUBMISSION: r"proposal submission and description",
    SectionKind.AWARD_CRITERIA: r"evaluation and award:\s*award criteria, scoring and thresholds?",
    SectionKind.EVALUATION_PROCESS: r"evaluation and award:\s*submission and evaluation process(?:es)?",
    SectionKind.TIMELINE: r"evaluation and award:\s*indicative timeline for evaluation and grant agreement",
    SectionKind.EVALUATION: r"evaluation(?: and award)?",
    SectionKind.LEGAL_AND_FINANCIAL: r"legal and financial set-?up of the grants?",
    SectionKind.SPECIFIC: r"specific conditions",
    SectionKind.DOCUMENTS: r"call documents? and annexes|additional documents"
    r"|application and evaluation forms and (?:model grant agreements? \(mga\)|additional documents)",
    SectionKind.OTHER: r"open science",
}
_ANY = "|".join(f"(?P<{kind.name}>{words})" for kind, words in _WORDINGS.items())
_NUMBER = r"(?P<number>[1-9][a-d]?)[^\S\n]?\.[^\S\n]*"
_UNNUMBERED = frozenset({SectionKind.SPECIFIC, SectionKind.DOCUMENTS})

_HEADING = re.compile(rf"(?:{_NUMBER})?(?:{_ANY})\s*:?", re.IGNORECASE)
_FOREIGN_HEADING = re.compile(rf"{_NUMBER}(?=[^\W\d])")
_TITLE = re.compile(r"(?:general )?conditions", re.IGNORECASE)
# Where tags were taken out, a heading runs into its text. A sentence with the same words has a blank before its verb;
# one that follows "…Annex 5." has none after the point.
_IN_TEXT = re.compile(rf"{_NUMBER}(?<=\s)(?>{_ANY})(?!\s(?:are|is|as|may|shall|will|must)\b)\s?:?", re.IGNORECASE)
_IN_TEXT_UNNUMBERED = re.compile(
    r"Specific conditions(?=\s)|(?:Call documents? and annexes|Additional documents"
    r"|Application and evaluation forms and (?:model grant agreements? \(MGA\)|additional documents)):?"
)


class Heading(NamedTuple):
    """A heading that was recognised, and where it stands. ``number`` is ``"5a"``; None where there is none."""

    kind: SectionKind
    number: str | None
    start: int
    end: int

    @property
    def order(self) -> tuple[int, str]:
        """Numbered sections follow each other in this order; 5, 5a and 5b are three."""
        number = self.number or "0"
        return int(number[0]), number[1:]


def is_title(text: str) -> bool:
    """Whether this is the title above all sections."""
    return _TITLE.fullmatch(text) is not None


def heading(text: str, *, marked: bool) -> Heading | None:
    """The section that begins with this line, if one does.

    ``marked`` says that the source marks the line as a heading: then a number alone makes it one, whatever its words,
    and known words need no number.
    """
    found = _HEADING.match(text) if marked else _HEADING.fullmatch(text)
    if found is not None:
        made = _made(found)
        if made.number is not None or made.kind in _UNNUMBERED or (marked and found.end() == len(text)):
            return made
    foreign = _FOREIGN_HEADING.match(text) if marked else None
    return Heading(SectionKind.OTHER, foreign["number"].lower(), 0, len(text)) if foreign else None


def headings_in(text: str) -> tuple[Heading, ...]:
    """The headings in a text without line breaks around them, in order.

    Of the candidates the longest row of rising numbers counts: what is not in it is a sentence with the same words.
    """
    first: dict[tuple[str | None, SectionKind], Heading] = {}
    for found in _IN_TEXT.finditer(text):
        made = _made(found)
        first.setdefault((made.number, made.kind), made)
    numbered = _longest_rising(list(first.values()))
    if not numbered:
        return ()
    after = numbered[-1].end
    tail = [_named(found) for found in _IN_TEXT_UNNUMBERED.finditer(text, after)]
    specific = [each for each in tail if each.kind is SectionKind.SPECIFIC][:1]
    documents = [each for each in tail if each.kind is SectionKind.DOCUMENTS]
    if specific and documents and specific[0].start > documents[0].start:
        specific = []
    return (*numbered, *specific, *documents)


def _longest_rising(candidates: Sequence[Heading]) -> tuple[Heading, ...]:
    """The longest row in which each heading follows the one before; of several, the one that ends first.

    There are few candidates: a pair of number and kind comes once.
    """
    rows: list[tuple[Heading, ...]] = []
    for candidate in candidates:
        before = (row for row in rows if _follows(candidate, row[-1]) and candidate.kind not in {h.kind for h in row})
        rows.append((*max(before, key=len, default=()), candidate))
    return max(rows, key=len, default=())


def _follows(later: Heading, earlier: Heading) -> bool:
    """A 5 may come after 5b: somebody forgot its letter."""
    forgotten = later.order == (earlier.order[0], "") and earlier.order[1] != ""
    return later.order > earlier.order or forgotten


def _made(found: re.Match[str]) -> Heading:
    kind = next(kind for kind in _WORDINGS if found[kind.name] is not None)
    number = found["number"]
    return Heading(kind, number and number.lower(), found.start(), found.end())


def _named(found: re.Match[str]) -> Heading:
    kind = SectionKind.SPECIFIC if found[0].startswith("Specific") else SectionKind.DOCUMENTS
    return Heading(kind, None, found.start(), found.end())
