"""Eligible calls are told in the language spoken, whatever was told and kept before."""

from collections.abc import Iterator

from sqlmodel import Session

from app.services.eligibility.eligible_calls import EligibleCalls, EligibleQuery, calls_of_cluster
from app.settings import Settings
from rules import rulebook
from rules.language import speaking
from tests.app.asking import DISTRICT, FRENCH_POLE
from tests.rules.sentences.pseudo import Pseudo, left_in_english


def told(found: EligibleCalls) -> Iterator[str]:
    for call in found.items:
        yield from call.still_needed
        yield from call.fit.because
        for condition in call.conditions:
            yield from (condition.title, condition.needed, condition.found, condition.missing, condition.message)
            yield condition.question or ""
            yield condition.because or ""


def test_calls_are_told_in_one_language_and_then_in_another(session: Session, settings: Settings) -> None:
    asked = (session, settings, FRENCH_POLE, EligibleQuery(limit=200))
    before = calls_of_cluster(*asked)
    with speaking(Pseudo()):
        other = calls_of_cluster(*asked)
    assert calls_of_cluster(*asked) == before
    assert not any("⟦" in text for text in told(before))
    assert [call.status for call in other.items] == [call.status for call in before.items]
    assert "⟦" in " ".join(told(other))


def test_conditions_of_a_call_leave_nothing_in_english(session: Session, settings: Settings) -> None:
    with speaking(Pseudo()):
        found = calls_of_cluster(session, settings, FRENCH_POLE, EligibleQuery(limit=200))
    documents = {rule.source.document for rule in rulebook.load().rules}
    for call in found.items:
        given = {FRENCH_POLE, call.topic.identifier, call.topic.programme, *documents}
        given |= {condition.source.document for condition in call.conditions}
        for text in call.still_needed:
            assert left_in_english(text, frozenset(given)) == set(), text
        for condition in call.conditions:
            for text in (condition.title, condition.needed, condition.missing, condition.because or ""):
                assert left_in_english(text, frozenset(given)) == set(), text


def test_that_nobody_can_sign_is_told_in_the_language_spoken(session: Session, settings: Settings) -> None:
    with speaking(Pseudo()):
        found = calls_of_cluster(session, settings, DISTRICT, EligibleQuery())
    assert "⟦" in (found.obstacle or "")
