"""Cases a lawyer can read: a sentence, a call, who takes part, and what the law makes of it.

They stand beside the law (`rules/law/cases/`), one file for a rule, at the path that the rule itself has; a file of
whole verdicts names no rule. The tests judge every one of them, and the page of a rule shows those that test it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from rules.calls import Call
from rules.entries import Status
from rules.facts import Day, FactValue, Participant
from rules.lawfiles import documents, faults, parse
from rules.loading import loaded_once
from rules.rule import Law
from rules.rulebook import BrokenRulebook, Rulebook
from rules.verdict import Case, Verdict, Whole, judge

WITHOUT_BLEMISH: Mapping[str, Any] = {
    "kinds": ["university"],
    "legal_personality": True,
    "non_profit": True,
    "public_body": True,
    "sme": False,
    "gender_equality_plan": True,
    "registrations": [],
}
"""An organisation of which only what matters has to be written down: a public university without blemish."""

ANY_CALL: Mapping[str, Any] = {"identifier": "CASE", "programme": "HORIZON", "pillar": 2}
"""What is left out of the call of a case."""

LAST_DAY = date(2026, 11, 22)
"""The day of the question where neither the case nor a deadline says one."""

OF_THE_PARTICIPATION = ("role", "sub_roles", "facts", "eu_contribution", "total_cost", "affiliated_to")

GRAVEST_FIRST = (
    Status.NOT_MET,
    Status.UNKNOWN,
    Status.NEEDS_HUMAN,
    Status.CONDITIONAL,
    Status.MET,
    Status.NOT_APPLICABLE,
)


class Example(Law):
    """One case.

    ``with`` lists the participants (p0, p1, …) by the facts that matter; the first one coordinates unless its role is
    given. ``finds`` is what the rule of the file comes to, the gravest of its entries; ``absent``: it does not stand
    in this call. ``expect`` is the whole verdict, ``conditions`` other rules by id ("<rule> of p1").
    """

    says: Annotated[str, Field(min_length=1)]
    participants: Annotated[tuple[Mapping[str, Any], ...], Field(alias="with", min_length=1)]
    call: Mapping[str, Any] = {}
    facts: Mapping[str, FactValue] = {}
    as_of: Day | None = None
    finds: Status | Literal["absent"] | None = None
    expect: Whole | None = None
    conditions: Mapping[str, Status | Literal["absent"]] = {}

    @model_validator(mode="after")
    def _expects_something(self) -> Self:
        if self.finds is None and self.expect is None and not self.conditions:
            raise ValueError("a case expects something: finds, expect or conditions")
        return self


class CaseFile(Law):
    """The cases of one rule, or of whole verdicts; ``call`` is what they share."""

    rule: str | None = None
    call: Mapping[str, Any] = {}
    cases: Annotated[tuple[Example, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _speaks_of_its_rule(self) -> Self:
        for case in self.cases:
            if (case.finds is None) != (self.rule is None):
                raise ValueError(f"{case.says!r}: a case of a rule, and only such a case, says what the rule finds")
        return self


@dataclass(frozen=True)
class WrittenCase:
    """A case with the place where it stands, ready to be judged."""

    file: str
    rule: str | None
    example: Example
    case: Case


@loaded_once
def load() -> tuple[WrittenCase, ...]:
    """The cases that ship with the rulebook.

    Raises:
        BrokenRulebook: with every fault of every file.
    """
    return read(resources.files("rules") / "law")


def read(folder: Traversable) -> tuple[WrittenCase, ...]:
    """The cases below ``folder/cases``.

    Raises:
        BrokenRulebook: with every fault of every file.
    """
    problems: list[str] = []
    written: list[WrittenCase] = []
    for name, document in documents(folder, problems, "cases/").items():
        file = parse(CaseFile, document, name, problems)
        for example in file.cases if file else ():
            try:
                written.append(WrittenCase(name, file.rule if file else None, example, _case(file, example)))
            except ValidationError as error:
                problems += [f"{name}: {example.says}: {fault}" for fault in faults(error)]
    if problems:
        raise BrokenRulebook(problems)
    return tuple(written)


def of_rule(identifier: str) -> tuple[WrittenCase, ...]:
    """The cases that test one rule."""
    return tuple(case for case in load() if case.rule == identifier)


def verdict_of(written: WrittenCase, rulebook: Rulebook) -> Verdict:
    """What the engine makes of the case."""
    return judge(written.case, rulebook)


def finding_of(verdict: Verdict, rule: str) -> Status | Literal["absent"]:
    """What a rule ("<id>" or "<id> of <participant>") comes to in a verdict: the gravest of its entries."""
    name, _, who = rule.partition(" of ")
    statuses = {entry.status for entry in verdict.conditions if entry.id == name and who in ("", entry.participant)}
    return next((status for status in GRAVEST_FIRST if status in statuses), "absent")


def _case(file: CaseFile | None, example: Example) -> Case:
    call = Call.model_validate({**ANY_CALL, **(file.call if file else {}), **example.call})
    as_of = example.as_of or call.deadline or LAST_DAY
    return Case(call, _participants(example.participants), as_of, example.facts)


def _participants(written: Sequence[Mapping[str, Any]]) -> list[Participant]:
    return [_participant(index, facts) for index, facts in enumerate(written)]


def _participant(index: int, facts: Mapping[str, Any]) -> Participant:
    taking_part = {name: facts[name] for name in OF_THE_PARTICIPATION if name in facts}
    about = {name: value for name, value in facts.items() if name not in OF_THE_PARTICIPATION}
    organisation = {"id": f"p{index}", "controlled_from": about.get("country"), **WITHOUT_BLEMISH, **about}
    role = "coordinator" if index == 0 else "beneficiary"
    return Participant.model_validate({"organisation": organisation, "role": role, "sub_roles": [], **taking_part})
