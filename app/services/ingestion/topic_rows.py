"""Turns the records of sources into rows of topics, and tells what has changed between two of them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from app.clock import BRUSSELS, instant
from app.db.tables import Topic, TopicDeadline
from app.repositories.searching import fold
from app.services.ingestion.inheriting import Completed
from rules.facts import euro_number
from scrapers.records import Budget, Deadline
from scrapers.records import Topic as TopicRecord

UNDATED = date.max.toordinal()
"""Sorts after every day."""

SAME_NAME = (
    "reference",
    "identifier",
    "ccm2_id",
    "kind",
    "call_identifier",
    "call_title",
    "title",
    "programme",
    "programme_division",
    "type_of_action",
    "types_of_action",
    "portal_status",
    "deadline_model",
    "url",
    "destination",
    "keywords",
    "cross_cutting",
    "allow_partner_search",
    "description_html",
    "conditions_html",
    "latest_infos",
    "mgas",
    "tags",
    "documents",
    "submission_links",
    "destination_html",
    "support_html",
    "stated_eligibility",
)
"""Fields that a record and a row both have, and mean the same by."""

Facts = Mapping[str, Any]
"""What a source states of a topic, field by field, in JSON: the form in which two states are compared."""


@dataclass(frozen=True, kw_only=True)
class ReadFrom:
    """Where a record was read: the source's name, and the capture."""

    source: str
    url: str
    retrieved_at: datetime
    sha256: str | None = None
    confidence: str | None = None


@dataclass(frozen=True)
class Change:
    """One field that differs."""

    field: str
    before: Any
    after: Any


def facts_of(record: TopicRecord) -> Facts:
    """All that the record states. The same instant and the same amount are always written the same way."""
    return record.model_dump(mode="json", exclude={"deadlines", "budget"}) | {
        "deadlines": [
            {"at": due.at.astimezone(BRUSSELS).isoformat(), "hour_known": due.hour_known, "stage": due.stage}
            for due in record.deadlines
        ],
        "budget": {
            "total": _number(record.budget.total),
            "grants": record.budget.grants,
            "min": _number(record.budget.min),
            "max": _number(record.budget.max),
            "shared": record.budget.shared,
            "by_year": {str(year): _number(amount) for year, amount in sorted(record.budget.by_year.items())},
        },
    }


def _number(amount: Decimal | None) -> int | float | None:
    return None if amount is None else euro_number(amount)


def digest(facts: Facts) -> str:
    """Equal facts have equal digests, whatever the order they came in."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def record_of_row(row: Topic) -> TopicRecord:
    """The record that a row was written from, with what it inherited."""
    same = {name: getattr(row, name) for name in SAME_NAME}
    deadlines = [
        {"at": due.at.astimezone(BRUSSELS), "hour_known": due.hour_known, "stage": due.stage} for due in row.deadlines
    ]
    budget = {
        "total": row.budget_total,
        "grants": row.budget_grants,
        "min": row.budget_min,
        "max": row.budget_max,
        "shared": row.budget_shared,
        "by_year": row.budget_by_year,
    }
    return TopicRecord.model_validate(same | {"opens_on": row.opens_on, "deadlines": deadlines, "budget": budget})


def changes_between(before: Facts, after: Facts) -> list[Change]:
    """The fields that differ, by name."""
    names = sorted({*before, *after})
    pairs = ((name, before.get(name), after.get(name)) for name in names)
    return [Change(name, old, new) for name, old, new in pairs if old != new]


def write(row: Topic | None, record: TopicRecord, read_from: ReadFrom, completed: Completed | None = None) -> Topic:
    """Make a row say what the record says, and what is known besides; without a row, a new one."""
    state = digest(facts_of(record))
    inherited = () if completed is None else completed.inherited
    record = record if completed is None else completed.record
    facts = facts_of(record)
    values = {
        **{name: facts[name] for name in SAME_NAME},
        **_budget_columns(record.budget),
        **_search_columns(record),
        "opens_on": record.opens_on,
        "state_sha256": state,
        "inherited": list(inherited),
        "source": read_from.source,
        "source_url": read_from.url,
        "retrieved_at": read_from.retrieved_at,
        "sha256": read_from.sha256,
        "confidence": read_from.confidence,
        "gone_since": None,
    }
    if row is None:
        row = Topic.model_validate(values)
    else:
        row.sqlmodel_update(values)
    row.deadlines = [_deadline_row(position, due) for position, due in enumerate(record.deadlines)]
    return row


def passes_at(due: Deadline) -> datetime:
    """When it is over: at its hour, or when the Brussels day ends if only the day is known."""
    if due.hour_known:
        return due.at
    return instant(due.at.astimezone(BRUSSELS).date() + timedelta(days=1))


def _deadline_row(position: int, due: Deadline) -> TopicDeadline:
    return TopicDeadline(
        position=position, at=due.at, hour_known=due.hour_known, stage=due.stage, passes_at=passes_at(due)
    )


def _budget_columns(budget: Budget) -> dict[str, Any]:
    return {
        "budget_total": budget.total,
        "budget_grants": budget.grants,
        "budget_min": budget.min,
        "budget_max": budget.max,
        "budget_shared": budget.shared,
        "budget_by_year": {str(year): str(amount) for year, amount in budget.by_year.items()},
    }


def _search_columns(record: TopicRecord) -> dict[str, Any]:
    last = max(record.deadlines, key=passes_at, default=None)
    return {
        "identifier_key": record.identifier.lower(),
        "last_deadline_passes_at": None if last is None else passes_at(last),
        "closing_day": UNDATED if last is None else last.at.astimezone(BRUSSELS).date().toordinal(),
        "search_text": fold(
            record.identifier,
            record.title,
            record.call_identifier,
            record.call_title,
            record.destination,
            *record.keywords,
        ),
    }
