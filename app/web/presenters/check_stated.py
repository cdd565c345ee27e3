"""What was stated in a check beside the form of a participant: answers, each of which can be taken back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.services.verdicts.open_facts import OpenFacts
from app.services.verdicts.requests import ParticipantRequest
from app.web.checking.state import CheckState
from app.web.checking.typed import TEXTS
from app.web.checking.values import write_value
from app.web.presenters import words
from app.web.presenters.check_words import SIZES, kind_name
from rules.codes import Kind, SizeClass
from rules.facts import FactValue
from rules.language import _
from rules.sentences.asking import THE_PROPOSAL
from rules.sentences.questions import question_about
from rules.sentences.words import Words
from rules.verdict import Judged, Verdict

NAMED_ELSEWHERE: Final = {*TEXTS, "id", "kinds", "role", "facts", "organisation", "overrides"}
"""Fields that the form of a participant holds, or that are no answers."""


@dataclass(frozen=True, slots=True)
class StatedRow:
    """A question with the answer that was given; ``key`` names what is taken back."""

    key: str
    question: str
    answer: str


def present_stated(state: CheckState, found: OpenFacts, verdict: Verdict) -> tuple[StatedRow, ...]:
    """What was stated about the proposal and about each participant, in that order."""
    conditions = {one.id: one for one in verdict.conditions}
    labels = [one.organisation.label for one in found.participants.values()]
    rows = [
        StatedRow(f"fact.{name}", _asked(name, THE_PROPOSAL, conditions, found.words), _said(name, value, found.words))
        for name, value in sorted(state.facts.items())
    ]
    for number, (partner, label) in enumerate(zip(state.partners, labels, strict=True)):
        for key, fact, value in _of_partner(partner):
            rows.append(
                StatedRow(f"{number}.{key}", question_about(fact, label, found.words), _said(fact, value, found.words))
            )
    return tuple(rows)


def stated_by_name(state: CheckState) -> tuple[StatedRow, ...]:
    """What was stated about a proposal that could not be judged, by the names in the address: to be taken back."""
    return tuple(
        StatedRow(f"fact.{name}", words.in_words(name), write_value(value))
        for name, value in sorted(state.facts.items())
    )


def _of_partner(partner: ParticipantRequest) -> Iterator[tuple[str, str, Any]]:
    """What is taken back by which key, the fact as the engine names it, and its value."""
    entry = partner.model_dump(mode="json", exclude_unset=True)
    beside = entry["organisation"] if isinstance(entry["organisation"], dict) else entry.get("overrides") or {}
    for stated in (beside, entry):
        yield from (
            (name, name, value) for name, value in stated.items() if name not in NAMED_ELSEWHERE and value is not None
        )
    yield from ((f"fact.{name}", f"fact:{name}", value) for name, value in (entry.get("facts") or {}).items())


def _asked(name: str, who: str, conditions: Mapping[str, Judged], said: Words) -> str:
    if name in conditions:
        requirement = conditions[name].requirement
        return requirement.question if requirement.kind == "judgement" else conditions[name].title
    return question_about(f"fact:{name}", who, said)


def _said(fact: str, value: FactValue, said: Words) -> str:
    match value:
        case bool():
            return _("Yes") if value else _("No")
        case int() | float():
            return words.number(value)
        case list():
            return words.listed(_word(fact, str(one), said) for one in value) or _("None of these")
        case _:
            return _word(fact, str(value), said)


def _word(fact: str, text: str, said: Words) -> str:
    if fact in ("member_kinds", "kinds") and text in set(Kind):
        return kind_name(Kind(text))
    if fact == "sub_roles":
        return said.sub_role(text)
    if fact == "size_class" and text in set(SizeClass):
        return SIZES[text]
    return text
