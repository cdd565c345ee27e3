"""How well the law is sourced: which rules were not read in the primary text, and what share of an edition was."""

import re
from collections.abc import Sequence

from app.errors import invalid
from app.services.catalogue.schemas import Public
from app.services.law.rule_lists import in_force, programme_id
from rules import rulebook
from rules.conditions import Confidence, Force
from rules.rule import Rule

EDITION = re.compile(r"(20\d\d)(?:-(?:20)?(\d\d))?")
"""A work programme by its budget years: ``2026-27``, ``2026-2027`` or ``2026``."""


class Sourced(Public):
    """Of so many eligibility rules, so many were read in the primary text; ``share`` is null where there are none."""

    rules: int
    sourced: int
    share: float | None


def rules_of(programme: str | None, edition: str | None) -> list[Rule]:
    """The rules of a programme that are in force for the budget years of an edition; all where neither is named.

    Raises:
        Invalid: no programme goes by that name, or the edition names no years.
    """
    name = None if programme is None else programme_id(programme)
    years = None if edition is None else years_of(edition)
    return [
        rule
        for rule in rulebook.load().rules
        if (name is None or rule.applies_to.programme == name) and (years is None or in_force(rule, years))
    ]


def years_of(edition: str) -> range:
    """The budget years of an edition.

    Raises:
        Invalid: these are no years.
    """
    written = EDITION.fullmatch(edition)
    first = int(written[1]) if written else 0
    last = int(f"20{written[2]}") if written and written[2] else first
    if not written or last < first:
        raise invalid("/edition", f"an edition is written as its years, such as 2026-27, not {edition!r}")
    return range(first, last + 1)


def is_sourced(rule: Rule) -> bool:
    """Whether somebody read the primary text."""
    return rule.source.confidence is Confidence.SOURCED


def eligibility_sourced(rules: Sequence[Rule]) -> Sourced:
    """The eligibility rules among these, and how many of them are sourced."""
    deciding = [rule for rule in rules if rule.force is Force.ELIGIBILITY]
    sourced = sum(map(is_sourced, deciding))
    return Sourced(rules=len(deciding), sourced=sourced, share=round(sourced / len(deciding), 4) if deciding else None)
