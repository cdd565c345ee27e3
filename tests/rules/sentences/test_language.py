"""Every sentence of a verdict is said in the language spoken, and in no other."""

from collections.abc import Iterator
from typing import Any

import pytest

from rules import cases
from rules.cases import WrittenCase
from rules.language import speaking
from rules.rulebook import Rulebook, load
from rules.verdict import Verdict, judge
from tests.rules.sentences.pseudo import Pseudo, left_in_english, texts_of

PSEUDO = Pseudo()


@pytest.fixture
def rulebook() -> Rulebook:
    return load()


SAID = ("title", "needed", "found", "missing", "message", "question", "assumptions", "because")


def said(verdict: Verdict) -> Iterator[tuple[str, str]]:
    """What a verdict says to people, with the place where it stands."""
    yield "summary", verdict.summary
    for replaced in verdict.replaced:
        yield f"replaced {replaced.id}", replaced.why
    for repair in verdict.repairs:
        yield "repair", repair.message
    for condition in verdict.conditions:
        for field in SAID:
            for text in texts_of(getattr(condition, field)):
                yield f"{condition.id}: {field}", text


def data_of(written: WrittenCase, verdict: Verdict, rulebook: Rulebook) -> frozenset[str]:
    """What stands in the request, and names of documents."""
    call, given = written.case.call, set[str]()
    given |= {call.identifier, call.programme, call.type_of_action or "-", verdict.topic}
    for participant in written.case.participants:
        given |= set(texts_of(participant.model_dump(mode="json")))
        given |= {text.replace("_", " ") for text in texts_of(participant.model_dump(mode="json"))}
    facts: dict[str, Any] = {**call.facts, **written.case.facts}
    given |= {text for value in facts.values() for text in texts_of(value)}
    given |= {own.title for own in call.conditions}
    for source in [*(rule.source for rule in rulebook.rules), *(one.source for one in verdict.conditions)]:
        given |= {source.document, source.article or "-"}
    return frozenset(name for name in given if name)


def left_over(written: WrittenCase, rulebook: Rulebook) -> set[tuple[str, str]]:
    with speaking(PSEUDO):
        verdict = judge(written.case, rulebook)
    given = data_of(written, verdict, rulebook)
    return {(f"{place}: {text}", word) for place, text in said(verdict) for word in left_in_english(text, given)}


def test_a_verdict_leaves_nothing_in_english(rulebook: Rulebook) -> None:
    for written in cases.load()[::40]:
        assert left_over(written, rulebook) == set(), written.example.says


@pytest.mark.drill
def test_no_verdict_leaves_anything_in_english(rulebook: Rulebook) -> None:
    for written in cases.load():
        assert left_over(written, rulebook) == set(), written.example.says


def test_languages_do_not_mix_in_what_is_kept(rulebook: Rulebook) -> None:
    for written in cases.load()[::60]:
        before = judge(written.case, rulebook)
        with speaking(PSEUDO):
            other = judge(written.case, rulebook)
            again = judge(written.case, rulebook)
        assert judge(written.case, rulebook) == before
        assert other == again
        assert not any("⟦" in text for _place, text in said(before))
        assert other.determination_id == before.determination_id
        assert other.status == before.status
