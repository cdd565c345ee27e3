"""Tools about the law: the rules with their sources and dates."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from app.mcp.told import Told, counted, of_law, written_in
from app.mcp.visiting import Visit
from app.services.catalogue.schemas import Public
from app.services.law import rule_lists
from app.services.law.rule_details import RulePublic, get_rule_details
from app.services.law.rule_lists import RuleQuery
from rules.conditions import Confidence
from rules.facts import Facts, Label
from rules.rule import Rule

ENCODED = "These are the rules that are encoded; the document itself is the law."


class FindRules(RuleQuery):
    """Which rules to look for; all that is given must fit, and each word of ``q`` stands in the rule."""

    limit: Annotated[int, Field(ge=1, le=50)] = 20


class RuleBrief(Public):
    """A rule in short; ``confidence``: how sure we are of it."""

    id: str
    title: str
    programme: str
    force: str
    layer: str
    confidence: str
    written_in: str


class RulesFound(Told):
    """``found`` rules fit, of which the first are listed."""

    found: int
    ruleset: str
    rules: Sequence[RuleBrief]


def find_rules(_visit: Visit, asked: FindRules) -> RulesFound:
    """Look for rules of the rulebook by words, programme, type of action or budget year."""
    found = rule_lists.list_rules(RuleQuery.model_validate(asked.model_dump(exclude={"limit"})))
    listed = found.items[: asked.limit]
    unsure = [rule for rule in listed if rule.source.confidence is not Confidence.SOURCED]
    return RulesFound(
        summary=f"{counted(len(found.items), 'rule fits', 'rules fit')}; {len(listed)} listed. {ENCODED}",
        unknown=[f"{rule.id} was not read in the primary text ({rule.source.confidence.value})." for rule in unsure],
        sources=of_law(rule.source for rule in listed),
        found=len(found.items),
        ruleset=found.version,
        rules=[_brief(rule) for rule in listed],
    )


def _brief(rule: Rule) -> RuleBrief:
    return RuleBrief(
        id=rule.id,
        title=rule.title,
        programme=rule.applies_to.programme,
        force=rule.force,
        layer=rule.layer,
        confidence=rule.source.confidence,
        written_in=written_in(rule.source),
    )


class AskRule(Facts):
    """Which rule, by the id that conditions have."""

    rule_id: Label


class RuleTold(Told):
    """A rule. ``rule`` has its machine form; ``says`` is that form in a sentence."""

    says: str
    rule: RulePublic


def get_rule(_visit: Visit, asked: AskRule) -> RuleTold:
    """One rule: what it asks, since when, where it is written, how sure we are, and the cases that test it."""
    rule = get_rule_details(asked.rule_id)
    return RuleTold(
        summary=f"{rule.title}. {rule.says} {ENCODED}",
        unknown=[sentence for sentence in (rule.cannot_check, rule.review) if sentence],
        sources=of_law([rule.source]),
        says=rule.says,
        rule=rule,
    )
