"""One rule with everything a lawyer asks of it: what it says, what changes it, and the cases that test it."""

from collections.abc import Sequence
from typing import Literal

from app.services.catalogue.schemas import Public
from app.services.law.rule_cases import CasePublic, cases_of
from app.services.law.rule_lists import get_rule
from app.services.law.rule_sentences import says
from rules import rulebook
from rules.rule import Rule
from rules.rulebook import Rulebook


class ChangePublic(Public):
    """Another rule that takes the place of this one, or amends it, where both apply."""

    id: str
    title: str
    effect: Literal["replaces", "amends"]


class RulePublic(Rule):
    """A rule; ``says`` is the engine's sentence of its requirement, ``changed_by`` the rules that name it in ``of``."""

    says: str
    changed_by: Sequence[ChangePublic]
    cases: Sequence[CasePublic]


def get_rule_details(rule_id: str) -> RulePublic:
    """One rule with its cases.

    Raises:
        NotFound: there is no such rule.
    """
    rule, book = get_rule(rule_id), rulebook.load()
    return RulePublic.model_validate(
        dict(rule) | {"says": says(rule, book), "changed_by": changes_of(rule, book), "cases": cases_of(rule.id)}
    )


def changes_of(rule: Rule, book: Rulebook) -> list[ChangePublic]:
    """The rules that replace or amend a rule."""
    return [
        ChangePublic(id=other.id, title=other.title, effect=other.effect)
        for other in book.rules
        if rule.id in other.of and other.effect != "adds"
    ]
