"""What a rule asks, in sentences, before anybody is judged by it."""

from collections.abc import Sequence

from rules.requirements import Alternatives
from rules.rule import Rule
from rules.rulebook import Rulebook
from rules.sentences.asked import asked
from rules.sentences.words import Words


def says(rule: Rule, book: Rulebook) -> str:
    """The engine's own words for what a rule asks, as a sentence."""
    return _sentence(asked(rule.requirement, _words(book)))


def alternatives(rule: Rule, book: Rulebook) -> Sequence[Sequence[str]]:
    """The sets of which one has to hold, each as the sentences that hold together in it; none for other rules."""
    if not isinstance(rule.requirement, Alternatives):
        return ()
    return [[_sentence(asked(part, _words(book))) for part in parts] for parts in rule.requirement.of]


def _words(book: Rulebook) -> Words:
    names = book.vocabulary
    return Words(book.groups, names.facts, names.sub_roles_said, names.registrations, names.regions)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('?', '.')) else '.'}"
