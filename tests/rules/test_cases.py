"""The cases that stand beside the law."""

from dataclasses import replace
from pathlib import Path

import pytest

from rules import cases
from rules.cases import WrittenCase, finding_of, verdict_of
from rules.requirements import Admit, Coordinator, Declared, Limit
from rules.rule import Rule
from rules.rulebook import BrokenRulebook, load
from rules.verdict import judge

WRITTEN = cases.load()
RULES = load().rules


def name_of(case: WrittenCase) -> str:
    """In ASCII, so that every tool that takes the name of a test finds it."""
    return f"{case.rule or case.file}: {case.example.says}".encode("ascii", "ignore").decode()


@pytest.mark.parametrize("case", WRITTEN, ids=map(name_of, WRITTEN))
def test_the_verdict_is_what_the_case_expects(case: WrittenCase) -> None:
    verdict = verdict_of(case, load())
    expected = dict(case.example.conditions)
    if case.rule and case.example.finds:
        expected[case.rule] = case.example.finds
    found = {rule: finding_of(verdict, rule) for rule in expected}
    assert found == expected, [entry.message for entry in verdict.conditions if entry.id in expected]
    if case.example.expect:
        assert verdict.status == case.example.expect, verdict.summary


def found_by(rule: Rule) -> set[str]:
    return {str(case.example.finds) for case in WRITTEN if case.rule == rule.id}


def hangs_on_a_fact(rule: Rule) -> bool:
    """Whether an answer may be open: not where participants are merely counted, or a fact is assumed (a flag)."""
    requirement = rule.requirement
    if isinstance(requirement, Limit):
        return requirement.per != "consortium" or bool(requirement.where.model_fields_set - {"role_in"})
    if isinstance(requirement, Admit) and requirement.where.model_fields_set == {"flag"}:
        return False
    return not (isinstance(requirement, Declared) and requirement.assumed)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.effect != "amends"], ids=lambda rule: rule.id)
def test_every_rule_has_a_case_for_each_answer_it_can_give(rule: Rule) -> None:
    kind, found = rule.requirement.kind, found_by(rule)
    if kind == "refer":
        assert found >= {"unknown"}, "what another document says stays unknown"
        return
    assert "met" in found, "no case is met"
    if rule.requirement != Coordinator():  # two coordinators are no consortium at all, so this can only be open
        assert "not_met" in found or "conditional" in found, "no case fails"
    assert {"unknown", "needs_human"} & found or not hangs_on_a_fact(rule), "no case is open"


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.effect == "amends"], ids=lambda rule: rule.id)
def test_a_rule_that_amends_others_has_a_case_that_shows_them_changed(rule: Rule) -> None:
    """It stands in the verdict through what it changes: under its own id there is nothing."""
    shown = {name.partition(" of ")[0] for case in WRITTEN if case.rule == rule.id for name in case.example.conditions}
    assert shown & set(rule.of), "no case shows what became of the rule that is amended"


SELECTIONS = [rule for rule in RULES if rule.requirement.kind == "selection"]


@pytest.mark.parametrize("rule", SELECTIONS, ids=[rule.id for rule in SELECTIONS])
def test_a_minimum_has_a_case_at_its_limit(rule: Rule) -> None:
    met = [case for case in WRITTEN if case.rule == rule.id and case.example.finds == "met"]
    assert any(breaks_without_one(case, rule) for case in met), "no case that is met would fail with one fewer"


def breaks_without_one(written: WrittenCase, rule: Rule) -> bool:
    everybody = list(written.case.participants)
    for one in everybody:
        fewer = replace(written.case, participants=[other for other in everybody if other is not one])
        if fewer.participants and finding_of(judge(fewer, load()), rule.id) != "met":
            return True
    return len(everybody) == 1


def test_every_file_names_a_rule_that_exists_or_none() -> None:
    ids = {rule.id for rule in RULES}
    assert {case.rule for case in WRITTEN if case.rule} <= ids


def test_the_cases_of_a_rule_stand_where_the_rule_stands() -> None:
    law = Path(cases.__file__).parent / "law"
    for case in WRITTEN:
        if case.rule:
            twin = law / "rules" / case.file.removeprefix("cases/")
            assert twin.is_file(), f"{case.file} has no rule at {twin.relative_to(law)}"
            assert f"id: {case.rule}\n" in twin.read_text(), case.file


def test_all_faults_of_the_cases_are_reported_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "cases"
    folder.mkdir()
    (folder / "one.yaml").write_text('cases:\n  - says: nothing is expected\n    with: [{country: "DE"}]\n')
    (folder / "two.yaml").write_text(
        'cases:\n  - says: no such country\n    with: [{country: "ZZ"}]\n    expect: eligible\n'
    )
    with pytest.raises(BrokenRulebook) as broken:
        cases.read(tmp_path)
    text = "\n".join(broken.value.problems)
    assert "one.yaml: cases/0: Value error, a case expects something" in text
    assert "two.yaml: no such country: organisation/country" in text
