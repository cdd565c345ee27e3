"""The cases that test a rule, as a lawyer reads them: a sentence, who takes part, and what the engine finds.

What a case says itself, the facts that matter in it included, is in English whatever the language of the page is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.services.law.rule_cases import CasePublic
from app.web.presenters import words
from app.web.presenters.blocks import Row
from app.web.presenters.signs import ABSENT, CONDITIONS, VERDICTS, Badge
from rules.cases import ANY_CALL
from rules.facts import Participant
from rules.language import ENGLISH, _, speaking

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
        differs=None if case.status == case.expected else _(told[case.expected].word),
        message=_(case.message or ""),
        facts=tuple(_facts(case)),
        participants=tuple(
            _participant(written, judged) for written, judged in zip(case.with_, case.request.participants, strict=True)
        ),
    )


def _facts(case: CasePublic) -> Iterable[Row]:
    call = case.request.call
    named = "" if call.identifier == ANY_CALL["identifier"] else call.identifier
    year = words.budget_years(call.year, call.year)
    due = _("deadline {day}", day=words.day(call.deadline)) if call.deadline else ""
    on = call.grant_signature_on
    signed = _("grant signed on {day}", day=words.day(on)) if on else ""
    yield Row(_("Call"), ", ".join(filter(None, (named, call.type_of_action, year, due, signed))) or _("any call"))
    if case.request.as_of != call.deadline:
        yield Row(_("Asked on"), words.day(case.request.as_of))
    stated = {**call.facts, **case.request.facts}
    if stated:
        yield Row(_("Stated of the proposal"), _all(stated), lang="en")
    yield Row(_("Whole verdict"), _(VERDICTS[case.verdict].word))


def _participant(written: Mapping[str, Any], judged: Participant) -> CaseParticipant:
    matters = {name: value for name, value in written.items() if name not in NOT_IN_THE_TABLE}
    return CaseParticipant(
        id=judged.id,
        role=words.ROLES[judged.role],
        country=words.country_name(judged.organisation.country),
        facts=_all(matters),
    )


def _all(facts: Mapping[str, Any]) -> str:
    with speaking(ENGLISH):
        return "; ".join(_stated(name, value) for name, value in facts.items())


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
