"""Every sentence of every law case: nothing of the machine shows through."""

import re
from collections.abc import Iterator

import pytest

from rules import cases
from rules.cases import WrittenCase, verdict_of
from rules.rulebook import load
from rules.sentences import asked
from rules.verdict import Verdict
from tests.rules.hearing import words

FAULTS = {
    "a value of the machine": re.compile(r"\b(?:None|True|False)\b|\b(?:Kind|Role|Truth|Status|Flag)\."),
    "a name of the machine": re.compile(r"\b[a-z]+(?:_[a-z]+)+\b"),
    "empty brackets": re.compile(r"\(\s*\)|“\s*”"),
    "a gap": re.compile(r"  | [,.;:?]|[,.;:]\s*[,.;:]|\?\.|^\s|\s$|: ?$"),
    "the wrong article": re.compile(r"\ban? an?\b|\b[Aa] [aeio][a-z]|\b[Aa]n [bcdfgjklmnpqrstvwxyz][a-z]"),
}
BY_FILE: dict[str, list[WrittenCase]] = {}
for _written in cases.load():
    BY_FILE.setdefault(_written.file.rpartition("/")[0], []).append(_written)


def sentences(verdict: Verdict) -> Iterator[str]:
    yield verdict.summary
    for entry in verdict.conditions:
        yield from (entry.needed, entry.found, entry.missing, entry.message, entry.question or "", *entry.assumptions)
    for repair in verdict.repairs:
        yield repair.message


def faults(said: str) -> list[str]:
    """What is wrong with a sentence; what the texts of the rules themselves say in brackets is balanced too."""
    found = [name for name, pattern in FAULTS.items() if pattern.search(said)]
    return found + (["an open bracket"] if said.count("(") != said.count(")") else [])


@pytest.mark.parametrize("folder", BY_FILE)
def test_no_sentence_of_a_law_case_shows_the_machine(folder: str) -> None:
    said = {text for written in BY_FILE[folder] for text in sentences(verdict_of(written, load())) if text}
    assert {text: faults(text) for text in said if faults(text)} == {}


def test_no_sentence_about_what_a_rule_asks_shows_the_machine() -> None:
    said = {rule.id: asked(rule.requirement, words()) for rule in load().rules}
    assert {name: (text, faults(text)) for name, text in said.items() if faults(text)} == {}


@pytest.mark.parametrize(
    "said", ["None", "is a small_mid_cap", "nobody ()", "two  gaps", "a gap .", "an open (bracket", "a end user", "x:"]
)
def test_the_faults_are_seen(said: str) -> None:
    assert faults(said)


def test_a_sound_sentence_has_no_faults() -> None:
    assert faults("an NGO (DE) asks for 1,000 euro: is it a university in “Europe”?") == []
