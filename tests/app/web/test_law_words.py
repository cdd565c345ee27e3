"""Scopes and periods of rules in a few words."""

from datetime import date
from typing import Any

import pytest

from app.web.presenters.law_words import CONSEQUENCES, LAYERS, OVERRIDES, TEST_DAYS, calls_text, period_text
from app.web.presenters.rule_links import rule_link, why_it_applies
from rules import rulebook
from rules.conditions import Force
from rules.rule import LAYERS as ALL_LAYERS
from rules.rule import Rule

EXAMPLE = rulebook.load().rule("horizon.minimum-consortium")


def rule(**changes: Any) -> Rule:
    document = EXAMPLE.model_dump(by_alias=True) | changes
    return Rule.model_validate(document)


def scope(**narrowed: Any) -> Rule:
    return rule(applies_to={"programme": "HORIZON", **narrowed})


@pytest.mark.parametrize(
    ("narrowed", "told"),
    [
        ({}, "every call of Horizon Europe"),
        ({"types_of_action": ("HORIZON-RIA", "HORIZON-IA")}, "HORIZON-RIA and HORIZON-IA"),
        ({"types_of_action": tuple(f"T{number}" for number in range(9))}, "9 types of action"),
        ({"identifiers": ("A-1", "A-2")}, "A-1 and A-2"),
        ({"identifiers": tuple(f"A-{number}" for number in range(5))}, "5 topics"),
        ({"matching": ("HORIZON-EIC-*",), "types_of_action": ("HORIZON-EIC",)}, "HORIZON-EIC-*, HORIZON-EIC"),
        (
            {"types_of_action": ("HORIZON-RIA",), "except_destinations": ("Green", "Blue")},
            "HORIZON-RIA, except 2 destinations",
        ),
        ({"matching": ("B-*",), "except_identifiers": ("B-1",)}, "B-*, except B-1"),
    ],
)
def test_the_calls_of_a_rule_in_a_few_words(narrowed: dict[str, Any], told: str) -> None:
    assert calls_text(scope(**narrowed)) == told


def test_of_many_types_of_action_the_one_in_mind_is_named() -> None:
    many = scope(types_of_action=tuple(f"T{number}" for number in range(9)))
    assert calls_text(many, "T3") == "T3 and 8 other types of action"
    assert calls_text(many, "U") == "9 types of action"


@pytest.mark.parametrize(
    ("tested_on", "begins", "ends", "told"),
    [
        ("budget_year", date(2021, 1, 1), date(2027, 12, 31), "budget years 2021 to 2027"),
        ("budget_year", date(2021, 1, 1), None, "budget years from 2021"),
        ("budget_year", date(2021, 6, 1), date(2022, 12, 31), "budget year 2022"),
        ("budget_year", date(2026, 1, 1), date(2026, 12, 31), "budget year 2026"),
        ("deadline", date(2022, 1, 1), None, "deadlines from 1 January 2022"),
        ("deadline", date(2022, 1, 1), date(2022, 6, 30), "deadlines from 1 January 2022 to 30 June 2022"),
        ("grant_signature", date(2022, 12, 16), None, "grants signed from 16 December 2022"),
        ("whole_life", date(2022, 12, 16), None, "grants signed from 16 December 2022"),
        ("as_of", date(2022, 12, 16), None, "questions asked from 16 December 2022"),
    ],
)
def test_the_period_of_a_rule_in_the_measure_of_its_day(
    tested_on: str, begins: date, ends: date | None, told: str
) -> None:
    assert period_text(rule(tested_on=tested_on, effective={"from": begins, "until": ends})) == told


def test_every_word_of_the_law_has_words_on_the_page() -> None:
    fields = Rule.model_fields
    assert tuple(LAYERS) == ALL_LAYERS
    assert set(CONSEQUENCES) == set(Force)
    for name, told in (("tested_on", TEST_DAYS), ("overridable_by", OVERRIDES)):
        assert set(told) == set(fields[name].annotation.__args__)  # type: ignore[union-attr] # a Literal has arguments


def test_what_is_no_rule_has_no_page_and_no_reason() -> None:
    assert rule_link("quorum.not-encoded") is None
    assert why_it_applies("topic.text-unread", None) == ""


def test_a_default_says_of_which_calls_it_is_the_default() -> None:
    assert why_it_applies(EXAMPLE.id, None).startswith("Regulation, for ")
    topic_rule = next(one for one in rulebook.load().rules if one.layer == "topic")
    assert why_it_applies(topic_rule.id, None).startswith("Asked of ")
