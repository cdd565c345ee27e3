"""The one sentence of a verdict."""

import re
from typing import Any

import pytest

from rules import cases
from rules.rulebook import load
from rules.verdict import Verdict
from tests.rules.hearing import consortium, verdict_on

ONE = {"kind": "limit", "max": 1}
NONE = {"kind": "limit", "max": 0}
NO_CHINA = {"kind": "admit", "effect": "deny", "where": {"country_in": ["CN"]}}
OPINION = {"kind": "judgement", "question": "Is it balanced?", "decided_by": "the experts"}
FAR = "no obstacle found in what could be decided"

# Each verdict has one open question more: what stands in the document of the programme, which nobody has encoded.
SAID: list[tuple[dict[str, Any], list[str], str]] = [
    (
        {"a": ONE},
        ["DE"],
        f"Not yet determined: 1 question is open, {FAR} (1 of 2 conditions decided).",
    ),
    (
        {"a": OPINION},
        ["DE"],
        f"Not yet determined: 2 questions are open, {FAR} (0 of 2 conditions decided).",
    ),
    (
        {"a": ONE},
        ["DE", "FR"],
        "Not eligible as composed, not met: “A” (1 beneficiary too many). 1 of 2 conditions decided.",
    ),
    (
        {"b": NO_CHINA},
        ["CN"],
        "Not eligible as composed, not met: “B”, o0 (may not take part). 1 of 2 conditions decided.",
    ),
    (
        {"c": ONE, "a": NONE, "b": ONE},
        ["DE", "FR"],
        "Not eligible as composed, not met: “A” (2 beneficiaries too many), and 2 more. 3 of 4 conditions decided.",
    ),
]


@pytest.mark.parametrize(("conditions", "countries", "said"), SAID)
def test_the_sentence_names_the_first_obstacle_and_counts_the_rest(
    conditions: dict[str, Any], countries: list[str], said: str
) -> None:
    assert verdict_on(conditions, consortium(*countries)).summary == said


def test_with_two_obstacles_there_is_one_more() -> None:
    assert ", and 1 more. " in verdict_on({"a": ONE, "b": NO_CHINA}, consortium("DE", "CN")).summary


def written(status: str) -> list[Verdict]:
    """The verdicts on the written cases of whole verdicts that come to this."""
    book = load()
    expected = [case for case in cases.load() if case.example.expect == status]
    return [cases.verdict_of(case, book) for case in expected]


@pytest.mark.parametrize(
    ("status", "begins"), [("eligible", "No obstacle found ("), ("eligible_on_condition", "Eligible on condition: “")]
)
def test_where_nothing_stands_in_the_way_the_authority_decides(status: str, begins: str) -> None:
    for verdict in written(status)[:5]:
        assert verdict.summary.startswith(begins)
        assert re.search(r"\((\d+) of \1 conditions decided\)?; the granting authority decides", verdict.summary)
        named = re.findall("“(.+?)”", verdict.summary)
        pending = [entry.title for entry in verdict.conditions if entry.status == "conditional"]
        assert set(named) <= set(pending)
        assert len(named) == (status == "eligible_on_condition")


def test_what_is_no_grant_is_told_by_what_it_is() -> None:
    (verdict,) = written("out_of_scope")
    assert verdict.summary == (
        "InvestEU gives loans, guarantees or equity through banks and funds: it is no grant for consortia."
    )
