"""Every repair that is offered for a case beside the law: it says nothing twice, and carried out it leaves less."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby

import pytest

from rules import cases
from rules.cases import WrittenCase
from rules.codes import Role
from rules.facts import check_consortium
from rules.filters import holds
from rules.mending import Repair
from rules.requirements import Filter
from rules.rulebook import load
from rules.truth import Truth
from rules.verdict import Verdict, judge
from tests.rules.applying import applied
from tests.rules.hearing import context

Failure = tuple[str, str | None]
CONTEXT = context()
BY_FILE = {name: list(written) for name, written in groupby(cases.load(), key=lambda written: written.file)}


def failures(answer: Verdict) -> set[Failure]:
    deciding = (entry for entry in answer.conditions if entry.force in ("eligibility", "admissibility"))
    return {(entry.id, entry.participant) for entry in deciding if entry.status == "not_met"}


@cache
def offered(file: str) -> Sequence[tuple[WrittenCase, set[Failure], Repair]]:
    answers = ((written, judge(written.case, load())) for written in BY_FILE[file])
    return [(written, failures(answer), repair) for written, answer in answers for repair in answer.repairs]


def told_twice(repair: Repair) -> list[object]:
    """Whose part, whose fact and which lead is spoken of more than once; who is gone has no other part."""
    subjects: list[object] = []
    for change in repair.changes:
        subjects += ["coordinator"] if change.role is Role.COORDINATOR else []
        subjects += [change.participant] if change.op in ("set_role", "remove") else []
        subjects += [(change.participant, change.where["fact"])] if change.op == "set_fact" else []
    gone = {change.participant for change in repair.changes if change.op == "remove"}
    subjects += [
        change.participant for change in repair.changes if change.op == "set_fact" and change.participant in gone
    ]
    return [subject for subject, number in Counter(subjects).items() if number > 1]


@pytest.mark.parametrize("file", BY_FILE)
def test_a_repair_says_nothing_twice_and_changes_something_with_every_word(file: str) -> None:
    for written, _, repair in offered(file):
        said = f"{written.example.says}: {repair.message}"
        roles = {one.id: one.role for one in written.case.participants}
        assert told_twice(repair) == [], said
        assert all(change.role is not roles[change.participant or ""]
                   for change in repair.changes if change.op == "set_role"), said  # fmt: skip


@pytest.mark.parametrize("file", BY_FILE)
def test_no_repair_changes_what_the_text_of_the_call_says(file: str) -> None:
    facts = load().vocabulary.facts
    for written, _, repair in offered(file):
        names = [change.where["fact"] for change in repair.changes if change.op == "set_fact"]
        assert "call" not in {facts[name].settled_by for name in names if name in facts}, written.example.says


@pytest.mark.parametrize("file", BY_FILE)
def test_whom_to_add_is_said_as_a_filter_that_certainly_holds_of_somebody(file: str) -> None:
    for written, _, repair in offered(file):
        for change in repair.changes:
            if change.op == "add":
                where = Filter.model_validate(change.where)
                (newcomer,) = applied([change], [], {})[0]
                assert holds(where, newcomer, CONTEXT).truth is Truth.TRUE, written.example.says


@pytest.mark.parametrize("file", BY_FILE)
def test_a_repair_of_a_case_carried_out_leaves_strictly_less_to_mend(file: str) -> None:
    for written, before, repair in offered(file):
        mended, facts = applied(repair.changes, written.case.participants, written.case.facts)
        check_consortium(mended)
        after = judge(replace(written.case, participants=mended, facts=facts), load())
        assert failures(after) < before, f"{written.example.says}: {repair.message}"
        if "settles only" not in repair.message:
            assert after.status != "ineligible", f"{written.example.says}: {repair.message}"
