"""How a written case becomes a question: what is filled in, and what a file must say."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from rules import cases
from rules.cases import WrittenCase, finding_of, of_rule, verdict_of
from rules.rulebook import BrokenRulebook, load

EXPECTED = {"says": "somebody", "with": [{}], "expect": "eligible"}
MINIMUM = "horizon.minimum-consortium"


def read(folder: Path, **file: Any) -> tuple[WrittenCase, ...]:
    (folder / "cases").mkdir()
    (folder / "cases/made.yaml").write_text(yaml.safe_dump(file))
    return cases.read(folder)


def test_whoever_is_named_is_a_public_university_without_blemish(tmp_path: Path) -> None:
    members = [{"country": "DE"}, {"country": "FR", "kinds": ["company"], "sub_roles": ["lead_city"], "name": "Acme"}]
    (written,) = read(tmp_path, cases=[{**EXPECTED, "with": [*members, {"role": "associated_partner", "sme": None}]}])
    first, second, third = written.case.participants
    assert [one.id for one in (first, second, third)] == ["p0", "p1", "p2"]
    assert [one.role for one in (first, second, third)] == ["coordinator", "beneficiary", "associated_partner"]
    assert [one.sub_roles for one in (first, second)] == [[], ["lead_city"]]
    assert (first.organisation.kinds, second.organisation.kinds) == (["university"], ["company"])
    assert [one.organisation.controlled_from for one in (first, second, third)] == ["DE", "FR", None]
    assert [one.organisation.sme for one in (first, third)] == [False, None]
    assert second.organisation.label == "Acme"


def test_the_call_of_a_case_goes_before_that_of_its_file_and_a_deadline_is_the_day_of_the_question(
    tmp_path: Path,
) -> None:
    late = {"deadline": date(2026, 3, 1), "pillar": 3}
    plain, dated, asked = read(
        tmp_path,
        call={"type_of_action": "HORIZON-RIA"},
        cases=[EXPECTED, {**EXPECTED, "call": late}, {**EXPECTED, "call": late, "as_of": date(2026, 2, 1)}],
    )
    assert [one.case.as_of for one in (plain, dated, asked)] == [
        date(2026, 11, 22),
        date(2026, 3, 1),
        date(2026, 2, 1),
    ]
    assert [(one.case.call.pillar, one.case.call.type_of_action) for one in (plain, dated)] == [
        (2, "HORIZON-RIA"),
        (3, "HORIZON-RIA"),
    ]
    assert (plain.case.call.identifier, plain.case.call.programme) == ("CASE", "HORIZON")


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        ({"cases": []}, "at least 1 item"),
        ({"cases": [{**EXPECTED, "with": []}]}, "at least 1 item"),
        ({"cases": [{**EXPECTED, "says": ""}]}, "at least 1 character"),
        ({"cases": [{"says": "nothing", "with": [{}]}]}, "a case expects something"),
        ({"cases": [{**EXPECTED, "finds": "met"}]}, "a case of a rule, and only such a case"),
        ({"rule": MINIMUM, "cases": [EXPECTED]}, "a case of a rule, and only such a case"),
        ({"cases": [{**EXPECTED, "colour": "blue"}]}, "Extra inputs"),
        ({"cases": [{**EXPECTED, "with": [{"colour": "blue"}]}]}, "somebody: organisation/colour"),
    ],
)
def test_a_file_that_says_too_little_or_too_much_is_refused(tmp_path: Path, file: dict[str, Any], fault: str) -> None:
    with pytest.raises(BrokenRulebook, match=fault):
        read(tmp_path, **file)


@pytest.mark.parametrize("expected", [{"expect": "eligible"}, {"conditions": {MINIMUM: "met"}}])
def test_one_expectation_is_enough(tmp_path: Path, expected: dict[str, Any]) -> None:
    assert len(read(tmp_path, cases=[{"says": "somebody", "with": [{}], **expected}])) == 1


def test_the_cases_of_a_rule_are_those_of_its_file() -> None:
    mine = of_rule(MINIMUM)
    assert {case.rule for case in mine} == {MINIMUM}
    assert {case.file for case in mine} == {mine[0].file}
    assert of_rule("horizon.nothing") == ()


def test_what_a_rule_comes_to_is_the_gravest_of_what_it_says_of_each(tmp_path: Path) -> None:
    members = [{"country": "DE"}, {"country": "FR", "gender_equality_plan": None}, {"legal_personality": False}]
    call = {"type_of_action": "HORIZON-RIA", "budget_year": 2026, "deadline": date(2026, 10, 15)}
    (written,) = read(tmp_path, call=call, cases=[{**EXPECTED, "with": members}])
    verdict = verdict_of(written, load())
    plan = "horizon.gender-equality-plan"
    assert [finding_of(verdict, f"{plan} of p{index}") for index in (0, 1)] == ["met", "unknown"]
    assert finding_of(verdict, plan) == "unknown"
    assert finding_of(verdict, f"{plan} of p9") == "absent"
    assert finding_of(verdict, "horizon.nothing") == "absent"
