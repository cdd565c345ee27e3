"""Conditions and facts in plain words: one place for each kind, from typed arguments and never from prose.

`asked` says what a requirement asks, whatever its kind; each kind's module also says what was found and what is
missing. They stand in English; in other languages they are said by its translations (`rules.language`).
"""

from rules.language import either, join
from rules.sentences.admission import admission_needed
from rules.sentences.asked import asked
from rules.sentences.counting import limit_needed, ratio_needed
from rules.sentences.filters import describe
from rules.sentences.money import funding_needed, money_needed
from rules.sentences.questions import assumption, facts_not_stated, question_about, questions_about
from rules.sentences.selection import selection_needed
from rules.sentences.stated import stated_facts
from rules.sentences.words import Text, Words, names, percent, place_of

__all__ = [
    "Text",
    "Words",
    "admission_needed",
    "asked",
    "assumption",
    "describe",
    "either",
    "facts_not_stated",
    "funding_needed",
    "join",
    "limit_needed",
    "money_needed",
    "names",
    "percent",
    "place_of",
    "question_about",
    "questions_about",
    "ratio_needed",
    "selection_needed",
    "stated_facts",
]
