"""The words of the pages about the law: layers, effects, and to which calls and when a rule applies."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from app.web.presenters import words
from app.web.presenters.programmes import programme_name
from rules.conditions import Force, TestDay
from rules.rule import Layer, Rule

LAYERS: Final[dict[Layer, tuple[str, str]]] = {
    "restrictive_measures": (
        "Restrictive measures",
        "Acts of the Council that bar somebody from EU money. They come first, and no call can set them aside.",
    ),
    "regulation": ("Regulation", "What the regulation of the programme itself asks for."),
    "work_programme": ("Work programme", "What an edition of the work programme asks for in all its calls."),
    "topic": ("Topics", "What single topics ask for, beside the defaults or in their place."),
}
"""Each layer by name, with what it is; in the order in which they apply."""

EFFECTS: Final = {"adds": "adds to", "replaces": "replaces", "amends": "amends"}

CHANGED: Final = {"replaces": "Replaced by", "amends": "Amended by"}

OVERRIDES: Final = {
    "topic": "a topic may replace or amend it",
    "nobody": "no call may set it aside",
}

CONSEQUENCES: Final[Mapping[Force, str]] = {
    Force.ELIGIBILITY: "A proposal that does not meet it is not eligible.",
    Force.ADMISSIBILITY: "A proposal that does not meet it is not admissible.",
    Force.FUNDING: "It decides about money, not about eligibility.",
    Force.EVALUATION: "People look at it in evaluation; it never changes a verdict here.",
    Force.ADVICE: "Good to know; nothing follows from it.",
}

TEST_DAYS: Final[Mapping[TestDay, str]] = {
    "budget_year": "the budget year of the call",
    "deadline": "the deadline of the call",
    "grant_signature": "the day the grant is signed",
    "whole_life": "the day the grant is signed, and every day until the action ends",
    "as_of": "the day of the question",
}

_SPANS: Final[Mapping[TestDay, str]] = {
    "deadline": "deadlines",
    "grant_signature": "grants signed",
    "whole_life": "grants signed",
    "as_of": "questions asked",
}

MANY: Final = 4
"""So many names stand in a line; more are counted."""


def calls_text(rule: Rule, of_type: str | None = None) -> str:
    """To which calls a rule applies, in a few words; ``of_type`` is the type of action that the reader has in mind."""
    scope = rule.applies_to
    named = _few([*(scope.identifiers or ()), *(scope.matching or ())], "topic")
    types = _types(scope.types_of_action or (), of_type)
    left_out = [
        _few(scope.except_identifiers or (), "topic"),
        _few(scope.except_destinations or (), "destination", most=1),
    ]
    except_for = f"except {words.listed(filter(None, left_out))}" if any(left_out) else ""
    return ", ".join(filter(None, (named, types, except_for))) or f"every call of {programme_name(scope.programme)}"


def _types(types: Sequence[str], of_type: str | None) -> str:
    if len(types) > MANY and of_type in types:
        return f"{of_type} and {words.counted(len(types) - 1, 'other type of action', 'other types of action')}"
    return _few(types, "type of action", "types of action")


def _few(names: Sequence[str], one: str, many: str | None = None, *, most: int = MANY) -> str:
    return words.listed(names) if len(names) <= most else words.counted(len(names), one, many)


def period_text(rule: Rule) -> str:
    """When a rule applies, by the day on which it is tested."""
    begins, ends = rule.effective.from_, rule.effective.until
    if rule.tested_on == "budget_year":
        return words.span(str(_first_year(begins)), str(ends.year) if ends else "", of="budget years")
    until = f" to {words.day(ends)}" if ends else ""
    return f"{_SPANS[rule.tested_on]} from {words.day(begins)}{until}"


def _first_year(begins: date) -> int:
    """The first budget year whose first day lies in the period."""
    return begins.year if (begins.month, begins.day) == (1, 1) else begins.year + 1
