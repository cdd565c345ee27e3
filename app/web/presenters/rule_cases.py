"""The cases that test a rule, as a lawyer reads them: a sentence, who takes part, and what the engine finds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.services.law.rule_cases import CasePublic
from app.web.presenters import words
from app.web.presenters.blocks import Row
from app.web.presenters.signs import ABSENT, CONDITIONS, VERDICTS, Badge
from rules.cases import ANY_CALL
from rules.facts import Participant

NOT_IN_THE_TABLE: Final = ("id", "country", "role")
"""What has a column of its own."""


@dataclass(frozen=True, slots=True)
class CaseParticipant:
    """One line of the table of a case; ``facts`` is what matters about it."""

    id: str
    role: str
    country: str
    facts: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case; ``differs`` says what the rule should have come to where the engine finds something else."""

    anchor: str
    says: str
    badge: Badge
    differs: str | None
    message: str
    facts: tuple[Row, ...]
    participants: tuple[CaseParticipant, ...]


def present_cases(cases: Iterable[CasePublic]) -> tuple[CaseView, ...]:
    """The cases in the order in which they are written."""
    return tuple(_present(case, f"case-{index}") for index, case in enumerate(cases, start=1))


def _present(case: CasePublic, anchor: str) -> CaseView:
    told = {"absent": ABSENT, **CONDITIONS}
    return CaseView(
        anchor=anchor,
        says=f"{case.says[:1].upper()}{case.says[1:]}",
        badge=told[case.status],
        differs=None if case.status == case.expected else told[case.expected].word,
        message=case.message or "",
        facts=tuple(_facts(case)),
        participants=tuple(
            _participant(written, judged) for written, judged in zip(case.with_, case.request.participants, strict=True)
        ),
    )


def _facts(case: CasePublic) -> Iterable[Row]:
    call = case.request.call
    named = "" if call.identifier == ANY_CALL["identifier"] else call.identifier
    year = f"budget year {call.year}" if call.year else ""
    due = f"deadline {words.day(call.deadline)}" if call.deadline else ""
    signed = f"grant signed on {words.day(call.grant_signature_on)}" if call.grant_signature_on else ""
    yield Row("Call", ", ".join(filter(None, (named, call.type_of_action, year, due, signed))) or "any call")
    if case.request.as_of != call.deadline:
        yield Row("Asked on", words.day(case.request.as_of))
    stated = {**call.facts, **case.request.facts}
    if stated:
        yield Row("Stated of the proposal", "; ".join(_stated(name, value) for name, value in stated.items()))
    yield Row("Whole verdict", VERDICTS[case.verdict].word)


def _participant(written: Mapping[str, Any], judged: Participant) -> CaseParticipant:
    matters = {name: value for name, value in written.items() if name not in NOT_IN_THE_TABLE}
    return CaseParticipant(
        id=judged.id,
        role=words.ROLES[judged.role],
        country=words.country_name(judged.organisation.country),
        facts="; ".join(_stated(name, value) for name, value in matters.items()),
    )


def _stated(name: str, value: Any) -> str:
    """A fact and its value as they stand in the case."""
    if isinstance(value, Mapping):
        return "; ".join(_stated(inner, told) for inner, told in value.items())
    if name in {"eu_contribution", "total_cost"} and value is not None:
        return f"{words.in_words(name)}: {words.euro(value)}"
    return f"{words.in_words(name)}: {_value(value)}"


def _value(value: Any) -> str:
    match value:
        case None:
            return words.not_stated()
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return words.listed(map(_value, value)) or "none"
        case _:
            return words.in_words(str(value))
