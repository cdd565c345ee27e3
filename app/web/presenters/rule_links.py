"""From a condition to its rule: the page that has it, why it applies, and what took the place of a default."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from app.web.presenters.blocks import Link
from app.web.presenters.law_words import LAYERS, calls_text, period_text
from app.web.presenters.words import Texts
from rules import rulebook
from rules.language import N_, _
from rules.resolution import Replacement
from rules.rule import Rule

_VERBS: Final = Texts({"replaces": N_("is replaced by"), "amends": N_("is amended by")})


@dataclass(frozen=True, slots=True)
class Replaced:
    """A default that does not stand as it is: what took its place, or changed it, and why."""

    default: Link
    verb: str
    by: Link
    why: str


def rule_href(rule_id: str) -> str:
    """The address of a rule's page."""
    return f"/rules/{quote(rule_id)}"


def rule_link(condition_id: str) -> Link | None:
    """The page of the rule that a condition is, by its id; ``None`` for what is no rule of the rulebook."""
    return Link(condition_id, rule_href(condition_id)) if _rule(condition_id) else None


def why_it_applies(condition_id: str, of_type: str | None) -> str:
    """Of which calls a rule is asked, and when, told for a type of action; empty for what is no rule."""
    rule = _rule(condition_id)
    if rule is None:
        return ""
    calls, period = calls_text(rule, of_type), period_text(rule)
    if rule.layer == "topic":
        return _("Asked of {calls}; {period}", calls=calls, period=period)
    return _("{layer}, for {calls}; {period}", layer=_(LAYERS[rule.layer][0]), calls=calls, period=period)


def present_replaced(replaced: Sequence[Replacement]) -> tuple[Replaced, ...]:
    """Each default with what changed it, linked where that is a rule."""
    return tuple(_present(one) for one in replaced)


def _present(one: Replacement) -> Replaced:
    default, by = _rule(one.id), _rule(one.by)
    return Replaced(
        default=Link(_(default.title) if default else one.id, rule_href(one.id) if default else ""),
        verb=_VERBS[by.effect] if by and by.effect in _VERBS else _("gives way to"),
        by=Link(one.by, rule_href(one.by) if by else ""),
        why=one.why,
    )


def _rule(condition_id: str) -> Rule | None:
    try:
        return rulebook.load().rule(condition_id)
    except LookupError:
        return None
