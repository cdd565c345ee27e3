"""What one source leaves open and another knew stays known.

The bundle may know more of a topic than the portal's record states: silence of one source takes nothing back from
another. What a source once stated itself and states no longer is gone, and that is a change.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from scrapers.records import Budget
from scrapers.records import Topic as TopicRecord

FACTS = (
    "ccm2_id",
    "call_identifier",
    "call_title",
    "programme_division",
    "type_of_action",
    "types_of_action",
    "opens_on",
    "deadline_model",
    "deadlines",
    "destination",
    "keywords",
    "cross_cutting",
    "description_html",
    "conditions_html",
    "allow_partner_search",
    "latest_infos",
    "mgas",
    "tags",
    "documents",
    "submission_links",
    "destination_html",
    "support_html",
    "stated_eligibility",
)
"""Fields of a record that a source may leave open."""

AMOUNTS = ("total", "grants", "min", "max")
"""Parts of the budget that a source may leave open, named ``budget.total`` and so on."""

WITH_THE_TOTAL = ("shared", "by_year")

EVERYTHING = frozenset((*FACTS, *(f"budget.{amount}" for amount in AMOUNTS)))


@dataclass(frozen=True)
class Completed:
    """A record with what was known besides, and the names of the fields that come from elsewhere."""

    record: TopicRecord
    inherited: tuple[str, ...] = ()


def complete(record: TopicRecord, before: TopicRecord, allowed: Collection[str] = EVERYTHING) -> Completed:
    """Fill what the record leaves open with what was known before, among the fields that are allowed."""
    facts = {name: getattr(before, name) for name in FACTS if name in allowed and _only_before(name, record, before)}
    amounts = [
        name for name in AMOUNTS if f"budget.{name}" in allowed and _only_before(name, record.budget, before.budget)
    ]
    budget = record.budget.model_copy(update=_amounts(amounts, before.budget))
    return Completed(
        record.model_copy(update=facts | {"budget": budget}), (*facts, *(f"budget.{name}" for name in amounts))
    )


def _only_before(name: str, now: TopicRecord | Budget, before: TopicRecord | Budget) -> bool:
    return getattr(now, name) in (None, ()) and getattr(before, name) not in (None, ())


def _amounts(names: Collection[str], before: Budget) -> dict[str, Any]:
    """How a total is shared and split over years goes with it."""
    taken = (*names, *WITH_THE_TOTAL) if "total" in names else names
    return {name: getattr(before, name) for name in taken}
