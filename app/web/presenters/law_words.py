"""The words of the pages about the law: layers, effects, and to which calls and when a rule applies."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from app.web.presenters import words
from app.web.presenters.programmes import programme_name
from app.web.presenters.words import Texts
from rules.conditions import Force, TestDay
from rules.language import N_, _, ngettext
from rules.rule import Layer, Rule

LAYERS: Final[dict[Layer, tuple[str, str]]] = {
    "restrictive_measures": (
        N_("Restrictive measures"),
        N_("Acts of the Council that bar somebody from EU money. They come first, and no call can set them aside."),
    ),
    "regulation": (N_("Regulation"), N_("What the regulation of the programme itself asks for.")),
    "work_programme": (N_("Work programme"), N_("What an edition of the work programme asks for in all its calls.")),
    "topic": (N_("Topics"), N_("What single topics ask for, beside the defaults or in their place.")),
}
"""Each layer by name, with what it is; in the order in which they apply. Translated where they are said."""

EFFECTS: Final = Texts({"adds": N_("Adds to"), "replaces": N_("Replaces"), "amends": N_("Amends")})

CHANGED: Final = Texts({"replaces": N_("Replaced by"), "amends": N_("Amended by")})

OVERRIDES: Final = Texts(
    {
        "topic": N_("a topic may replace or amend it"),
        "nobody": N_("no call may set it aside"),
    }
)

CONSEQUENCES: Final = Texts(
    {
        Force.ELIGIBILITY: N_("A proposal that does not meet it is not eligible."),
        Force.ADMISSIBILITY: N_("A proposal that does not meet it is not admissible."),
        Force.FUNDING: N_("It decides about money, not about eligibility."),
        Force.EVALUATION: N_("People look at it in evaluation; it never changes a verdict here."),
        Force.ADVICE: N_("Good to know; nothing follows from it."),
    }
)

TEST_DAYS: Final = Texts(
    {
        "budget_year": N_("the budget year of the call"),
        "deadline": N_("the deadline of the call"),
        "grant_signature": N_("the day the grant is signed"),
        "whole_life": N_("the day the grant is signed, and every day until the action ends"),
        "as_of": N_("the day of the question"),
    }
)

_SIGNED: Final = (N_("grants signed from {first}"), N_("grants signed from {first} to {last}"))
_SPANS: Final[Mapping[TestDay, tuple[str, str]]] = {
    "deadline": (N_("deadlines from {first}"), N_("deadlines from {first} to {last}")),
    "grant_signature": _SIGNED,
    "whole_life": _SIGNED,
    "as_of": (N_("questions asked from {first}"), N_("questions asked from {first} to {last}")),
}
"""What is said of a rule's time where no end is known, and where one is."""

MANY: Final = 4
"""So many names stand in a line; more are counted."""


def calls_text(rule: Rule, of_type: str | None = None) -> str:
    """To which calls a rule applies, in a few words; ``of_type`` is the type of action that the reader has in mind."""
    scope = rule.applies_to
    named = _topics([*(scope.identifiers or ()), *(scope.matching or ())])
    types = _types(scope.types_of_action or (), of_type)
    left_out = words.listed(
        filter(None, (_topics(scope.except_identifiers or ()), _destinations(scope.except_destinations or ())))
    )
    except_for = _("except {these}", these=left_out) if left_out else ""
    told = ", ".join(filter(None, (named, types, except_for)))
    return told or _("every call of {programme}", programme=programme_name(scope.programme))


def _types(types: Sequence[str], of_type: str | None) -> str:
    if len(types) <= MANY:
        return words.listed(types)
    if of_type in types:
        return ngettext(
            "{type} and {number} other type of action",
            "{type} and {number} other types of action",
            len(types) - 1,
            type=of_type,
        )
    return ngettext("{number} type of action", "{number} types of action", len(types))


def _topics(names: Sequence[str]) -> str:
    return words.listed(names) if len(names) <= MANY else ngettext("{number} topic", "{number} topics", len(names))


def _destinations(names: Sequence[str]) -> str:
    return (
        words.listed(names) if len(names) < 2 else ngettext("{number} destination", "{number} destinations", len(names))
    )


def period_text(rule: Rule) -> str:
    """When a rule applies, by the day on which it is tested."""
    begins, ends = rule.effective.from_, rule.effective.until
    if rule.tested_on == "budget_year":
        return words.budget_years(_first_year(begins), ends.year if ends else None)
    open_ended, ending = _SPANS[rule.tested_on]
    return _(ending if ends else open_ended, first=words.day(begins), last=words.day(ends))


def _first_year(begins: date) -> int:
    """The first budget year whose first day lies in the period."""
    return begins.year if (begins.month, begins.day) == (1, 1) else begins.year + 1
