"""The cases that test a rule: what each says, and what the engine makes of it now."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from app.services.catalogue.schemas import Public
from rules import cases, rulebook
from rules.calls import Call
from rules.cases import GRAVEST_FIRST, WrittenCase, finding_of, verdict_of
from rules.entries import Status
from rules.facts import FactValue, Participant
from rules.language import spoken
from rules.verdict import Judged, Verdict, Whole

Found = Status | Literal["absent"]
"""What a rule comes to in a case; ``absent``: it does not stand in that call."""


class CaseRequest(Public):
    """The case as it can be put to ``POST /v1/verdicts``."""

    call: Call
    participants: Sequence[Participant]
    facts: Mapping[str, FactValue]
    as_of: date


class CasePublic(Public):
    """One case of a rule.

    ``with`` are the participants (p0, p1, …) by the facts that matter, as the case is written; what is left out is a
    public university without blemish. ``expected`` is what the rule has to come to, ``status`` what the engine finds
    now, ``verdict`` the status of the whole, ``message`` the engine's words.
    """

    model_config = ConfigDict(frozen=True, validate_by_name=True)

    says: str
    with_: Annotated[Sequence[Mapping[str, Any]], Field(alias="with")]
    expected: Found
    status: Found
    verdict: Whole
    message: str | None
    request: CaseRequest


def cases_of(rule_id: str) -> tuple[CasePublic, ...]:
    """The cases of one rule, judged; the law does not change while the program runs.

    Raises:
        BrokenRulebook: a file of cases is invalid.
    """
    return _cases_of(rule_id, spoken().code)


@cache
def _cases_of(rule_id: str, _language: str) -> tuple[CasePublic, ...]:
    """Kept by language: the engine's words are in the one that is spoken."""
    return tuple(_judged(written, rule_id) for written in cases.of_rule(rule_id))


def _judged(written: WrittenCase, rule_id: str) -> CasePublic:
    verdict = verdict_of(written, rulebook.load())
    example, case = written.example, written.case
    status = finding_of(verdict, rule_id)
    return CasePublic(
        says=example.says,
        with_=example.participants,
        expected=example.finds or status,
        status=status,
        verdict=verdict.status,
        message=_message(verdict, rule_id),
        request=CaseRequest(call=case.call, participants=case.participants, facts=case.facts, as_of=case.as_of),
    )


def _message(verdict: Verdict, rule_id: str) -> str | None:
    """What the engine says of the gravest entry of the rule."""
    entries: list[Judged] = [entry for entry in verdict.conditions if entry.id == rule_id]
    return min(entries, key=lambda entry: GRAVEST_FIRST.index(entry.status)).message if entries else None
