import re
from collections.abc import Iterator
from datetime import date

import pytest

from rules.calls import Call
from rules.resolution import resolve
from rules.rule import Rule
from rules.rulebook import Rulebook, load
from rules.truth import Truth

DAY = date(2026, 10, 15)


def identifiers(rule: Rule) -> Iterator[str]:
    """Topics that a scope names, in other letter cases too, and such as its patterns are made for."""
    scope = rule.applies_to
    for name in (*(scope.identifiers or ())[:3], *(scope.except_identifiers or ())[:3]):
        yield from (name, name.lower(), f"{name}-X")
    for pattern in scope.matching or ():
        whole = re.sub(r"\[(.)[^]]*\]", r"\1", pattern)
        yield from (whole.replace("*", "2026-01").replace("?", "1"), whole.replace("*", "").lower())


def rules_that_speak(book: Rulebook, call: Call) -> set[str]:
    """Asked one by one; one that amends what does not stand in the call leaves no trace."""
    speak = [
        rule for rule in book.rules if rule.applies(book.programmes.normalised(call), DAY).truth is not Truth.FALSE
    ]
    return {rule.id for rule in speak if rule.effect != "amends"}


NAMES = sorted({"CASE", "", "HORIZON-CL4-2026-01"}.union(*(identifiers(rule) for rule in load().rules)))


@pytest.mark.parametrize("programme", [programme.id for programme in load().programmes])
def test_the_index_finds_the_rules_whose_scope_names_a_topic_and_no_others(programme: str) -> None:
    book = load()
    mine = [(place, rule) for place, rule in enumerate(book.rules) if rule.applies_to.programme == programme]
    for name in NAMES:
        named = [place for place, rule in mine if rule.applies_to.names(name)]
        assert list(book.index.places(programme, name)) == named, name


@pytest.mark.parametrize("type_of_action", ["HORIZON-RIA", "HORIZON-CSA", None])
def test_no_rule_that_speaks_about_a_call_is_missed(type_of_action: str | None) -> None:
    book = load()
    for name in filter(None, NAMES):
        call = Call(identifier=name, programme="HORIZON", type_of_action=type_of_action, deadline=DAY, budget_year=2026)
        resolution = resolve(call, book, DAY)
        kept = {applicable.condition.id for applicable in resolution.conditions} - {"quorum.not-encoded"}
        gone = {name for change in resolution.replaced for name in (change.id, change.by)}
        assert kept <= rules_that_speak(book, call) <= kept | gone, name


def test_what_was_found_for_one_call_is_not_taken_for_another() -> None:
    book = load()
    asked = [
        Call(identifier=name, programme="HORIZON", type_of_action=kind, budget_year=year, deadline=deadline)
        for name in ("CASE", "HORIZON-CL3-2026-01-FCT-03")
        for kind in ("HORIZON-RIA", "HORIZON-CSA")
        for year in (2022, 2026)
        for deadline in (None, date(2022, 3, 1), DAY)
        if (year, deadline) != (2022, DAY)
    ]
    first = [resolve(call, book, day) for call in asked for day in (DAY, date(2022, 1, 1))]
    again = [resolve(call, book, day) for call in reversed(asked) for day in (date(2022, 1, 1), DAY)]
    assert first == again[::-1]
    fresh = Rulebook(book.manifest, book.rules, book.groups, book.programmes, book.vocabulary)
    assert first == [resolve(call, fresh, day) for call in asked for day in (DAY, date(2022, 1, 1))]
