"""What the vocabulary refuses: requirements that nobody could judge."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from rules.calls import Call
from rules.facts import Participant
from rules.leaves import MOST_ASKED
from rules.requirements import Alternatives, AnyRequirement, Each, When, leaves_of
from rules.rulebook import load
from rules.verdict import Case, judge

REQUIREMENT: TypeAdapter[Any] = TypeAdapter(AnyRequirement)
THREE = {"kind": "selection", "min": 3}
BARS = {"kind": "admit", "effect": "deny", "where": {"country_in": ["CN"]}}
PERMITS = BARS | {"effect": "permit"}
LOWERS = BARS | {"effect": "downgrade", "to": "associated_partner"}
FUNDS = {"kind": "fund", "rates": [{"rate": 1.0}]}
ASKS = {"kind": "judgement", "question": "Is it balanced?", "decided_by": "experts"}
STATES = {"kind": "declared", "fact": "edic"}
IN_EACH = {"kind": "each", "require": THREE}


@pytest.mark.parametrize(
    ("requirement", "fault"),
    [
        ({"kind": "when", "then": THREE}, "says when"),
        ({"kind": "when", "declared": {}, "then": THREE}, "at least 1 item"),
        ({"kind": "when", "participants": {}, "then": THREE}, "min, max or countries"),
        ({"kind": "when", "participants": {"max": 1}, "then": FUNDS}, "stands alone"),
        ({"kind": "when", "participants": {"max": 1}, "then": PERMITS}, "stands alone"),
        ({"kind": "when", "participants": {"max": 1}, "then": THREE, "otherwise": LOWERS}, "stands alone"),
        ({"kind": "alternatives", "of": [[THREE], [FUNDS]]}, "stands alone"),
        ({"kind": "alternatives", "of": [[THREE], []]}, "at least 1 item"),
        ({"kind": "alternatives", "of": [[ASKS], [ASKS | {"question": "Is it new?"}]]}, "two judgements"),
        ({"kind": "each", "require": ASKS}, "judgement is no such thing"),
        ({"kind": "each", "require": STATES}, "declared is no such thing"),
        ({"kind": "each", "require": BARS}, "admit is no such thing"),
        ({"kind": "each", "require": {"kind": "money", "of": "total_cost", "max": 9}}, "money is no such thing"),
        ({"kind": "each", "require": {"kind": "when", "participants": {"max": 1}, "then": STATES}}, "no such thing"),
        ({"kind": "each", "require": IN_EACH}, "an each inside an each"),
        ({"kind": "each", "require": {"kind": "when", "participants": {"max": 1}, "then": IN_EACH}}, "inside an each"),
    ],
)
def test_what_has_no_one_answer_is_refused_inside_another_requirement(requirement: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValidationError, match=fault):
        REQUIREMENT.validate_python(requirement)


@pytest.mark.parametrize(
    ("requirement", "kind"),
    [
        (IN_EACH, Each),
        ({"kind": "when", "participants": {"max": 1}, "then": BARS}, When),
        ({"kind": "when", "declared": {"edic": True}, "then": ASKS, "otherwise": STATES}, When),
        ({"kind": "alternatives", "of": [[THREE, BARS], [IN_EACH, ASKS]]}, Alternatives),
    ],
)
def test_what_gives_one_answer_may_stand_inside(requirement: dict[str, Any], kind: type) -> None:
    assert isinstance(REQUIREMENT.validate_python(requirement), kind)


def test_the_leaves_are_what_a_requirement_comes_down_to() -> None:
    deep = {"kind": "when", "participants": {"max": 1}, "then": {"kind": "alternatives", "of": [[THREE, BARS], [ASKS]]}}
    leaves = [leaf.kind for leaf in leaves_of(REQUIREMENT.validate_python(deep))]
    assert leaves == ["selection", "admit", "judgement"]
    assert [leaf.kind for leaf in leaves_of(REQUIREMENT.validate_python(THREE))] == ["selection"]


@pytest.mark.parametrize(
    "requirement",
    [
        {"kind": "selection", "min": MOST_ASKED + 1},
        {"kind": "selection", "min": 1, "min_countries": MOST_ASKED + 1},
        {"kind": "selection", "min": 1, "of_which": [{"min": MOST_ASKED + 1}]},
        {"kind": "limit", "exactly": MOST_ASKED + 1},
    ],
)
def test_nobody_is_asked_for_more_than_can_be_looked_for(requirement: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=f"less than or equal to {MOST_ASKED}"):
        REQUIREMENT.validate_python(requirement)


def test_as_many_as_may_be_asked_for_are_judged() -> None:
    call = {
        "identifier": "X-2026",
        "programme": "HORIZON",
        "conditions": [
            {
                "id": "many",
                "title": "Many",
                "requirement": {"kind": "selection", "min": MOST_ASKED, "independent": True},
            }
        ],
    }
    alone = {"organisation": {"id": "fr", "country": "FR"}, "role": "coordinator"}
    case = Case(Call.model_validate(call), [Participant.model_validate(alone)], date(2026, 11, 22), {})
    verdict = judge(case, replace(load(), rules=()))
    assert verdict.status == "ineligible"
