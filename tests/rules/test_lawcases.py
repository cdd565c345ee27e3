from typing import Any

import pytest

from rules.rulebook import load
from tests.rules.lawcases import all_cases, verdict_of

CASES = all_cases()


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[name for name, _ in CASES])
def test_the_verdict_is_what_the_case_expects(case: dict[str, Any]) -> None:
    verdict = verdict_of(case)
    assert verdict.status == case["expect"], verdict.summary
    for condition, expected in case.get("conditions", {}).items():
        name, _, who = condition.partition(" of ")
        found = [entry for entry in verdict.conditions if entry.id == name and (not who or entry.participant == who)]
        assert found, f"{name} was not judged"
        assert {str(entry.status) for entry in found} == {expected}, found[0].message


def test_every_eligibility_rule_of_the_defaults_has_a_case_that_passes_and_one_that_does_not() -> None:
    seen: dict[str, set[str]] = {}
    for _, case in CASES:
        for entry in verdict_of(case).conditions:
            seen.setdefault(entry.id, set()).add(str(entry.status))
    for rule in load().rules:
        if not rule.id.startswith("horizon.topics.") and rule.force == "eligibility":
            statuses = seen.get(rule.id, set())
            assert "met" in statuses, f"no case passes {rule.id}"
            assert statuses - {"met", "not_applicable"}, f"no case does not pass {rule.id}"
