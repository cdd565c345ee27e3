"""The words by which a notice tells that a deadline changes, as data."""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import Literal, NamedTuple


class Word(StrEnum):
    """What a wording tells about the day that follows."""

    NEW_DEADLINE = "new_deadline"
    FURTHER_DEADLINE = "further_deadline"
    DENIED = "denied"
    OTHER = "other"
    DEADLINE = "deadline"
    MOVE = "move"
    CHANGE = "change"
    COMMA = "comma"
    REMOVE = "remove"
    OLD = "old"
    STAGE = "stage"
    TO = "to"


class Clue(NamedTuple):
    """A wording that was found."""

    word: Word
    text: str


_DEADLINE = (
    r"(?:deadlines?|cut[\s-]?offs?(?:\sdates?)?|closing\s(?:dates?|times?)|end\sdate|time\slimits?"
    r"|submission\s(?:periods?|dates?))"
)
_KIND = (
    r"(?:(?:call|submission|application|proposal|topic|first|second|1st|2nd|stage|final|full|outline|cut[\s-]?off)\s)"
)
_MOVED = r"(?:extend|postpon|prolong|delay|defer|reschedul|mov(?:e|ed|ing)\b|shift|push|bring|brought)"
_CHANGED = r"(?:chang|adjust|amend|modif|revis|updat|set\sback|correct)"
_MOVING = r"(?:extension|postponement|prolongation|deferral|change|modification|rescheduling|extending|postponing)"
_OTHER_EVENT = (
    r"info(?:rmation)?[\s-]?(?:days?|sessions?|events?)|webinars?|workshops?|brokerage|match-?making|registrations?|register"
    r"|questions?|clarifications?|enquiries|inquiries|opening|opens?|opened|launch\w*|publi(?:sh|cation)\w*|results?"
    r"|evaluation\w*|grant agreements?|signature|starts?|started|starting|entry into force|eligibility|page limits?"
    r"|hearings?|interviews?|duration|budget|appeals?|complaints?|payments?|reporting|report|contracts?|maintenance"
)
_CALL = r"(?:calls?(?:\sfor\sproposals)?|submission\ssessions?)"
_BE = r"(?:has|have|is|are|was|were|will)\s(?:be(?:en)?\s)?"
_WORDINGS: tuple[tuple[Word, str], ...] = (
    (Word.DENIED, rf"\b(?:not|cannot|never|no)\b\s(?:\w+\s){{0,2}}?(?:{_MOVED}\w*|{_CHANGED}\w*|{_MOVING}s?|possible)"),
    (Word.DENIED, rf"\b(?:may|might|could|can|would|should)\sbe\s(?:\w+\s)?(?:{_MOVED}|{_CHANGED})\w*"),
    (Word.NEW_DEADLINE, rf"{_MOVING}s?\sof\s(?:the\s|all\s)?{_KIND}{{0,3}}{_DEADLINE}"),
    (Word.NEW_DEADLINE, rf"{_DEADLINE}\s{_MOVING}s?"),
    (Word.NEW_DEADLINE, rf"(?:new|revised|updated|extended|corrected|amended|postponed)\s{_KIND}{{0,3}}{_DEADLINE}"),
    (Word.FURTHER_DEADLINE, rf"(?:next|additional|further|extra)\s{_KIND}{{0,3}}{_DEADLINE}"),
    (Word.OTHER, rf"(?:new\s)?(?:{_OTHER_EVENT})(?:\s{_DEADLINE})?"),
    (Word.DEADLINE, _DEADLINE),
    (Word.DEADLINE, rf"{_CALL}(?:\s[A-Z0-9][\w+-]+)?(?=\s{_BE}(?:extend|prolong))"),
    (Word.REMOVE, r"removed|cancelled|canceled|withdrawn|deleted|abolished"),
    (Word.OLD, r"from|instead|(?:previous|initial|original|former)(?:ly)?|old|rather\sthan|replac\w+|was"),
    (Word.MOVE, rf"{_MOVED}\w*"),
    (Word.CHANGE, rf"{_CHANGED}\w*|(?:is|are)\snow|now\s(?:set|fixed|be)"),
    (Word.STAGE, r"(?:first|second|1st|2nd)[\s-]stages?|stages?[\s-][12]\b"),
    (Word.TO, r"to|until|till|now|is|are|be"),
)  # fmt: skip
_SIGNS = {":": Word.TO, ",": Word.COMMA}
# A comma between identifiers divides nothing.
_ANY = (
    "|".join(rf"(?P<w{number}>(?<!\w)(?:{words})(?!\w))" for number, (_, words) in enumerate(_WORDINGS))
    + r"|(?P<sign>:|,(?!\s(?:and\s)?[A-Z0-9]+-))"
)
# "Following the info day of 3 March," is about something else, whatever comes after its comma.
_CIRCUMSTANCE = re.compile(
    r"\b(?:following|due to|after|because of|in view of|given|as a result of|in (?:the )?light of|owing to)\b"
    r"[^,]{0,200},",
    re.IGNORECASE,
)


def stage_of(text: str) -> Literal[1, 2]:
    """The stage that a wording of ``Word.STAGE`` names."""
    return 1 if re.search(r"first|1", text, re.IGNORECASE) else 2


def clues_in(words: str) -> Iterator[Clue]:
    """The wordings in a part of a sentence, in order; a longer one hides those inside it."""
    for found in _any_wording().finditer(words):
        yield Clue(_SIGNS.get(found[0]) or _word(found), found[0])


@cache
def _any_wording() -> re.Pattern[str]:
    """Made with the first notice: it takes longer than many a program that reads none."""
    return re.compile(_ANY, re.IGNORECASE)


def _word(found: re.Match[str]) -> Word:
    return next(word for number, (word, _) in enumerate(_WORDINGS) if found[f"w{number}"] is not None)


def without_circumstances(words: str) -> str:
    """The words without what only says why or after what something happens."""
    return _CIRCUMSTANCE.sub(" ", words)
