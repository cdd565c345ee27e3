"""The recordings as rows of the index: raw answers as they are, and topic texts turned back into the raw shape."""

import json
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from tests.emulator.shapes import BudgetLine, Facts, Raw, topic_row

RAW_ANSWERS = (
    "search-text-AI-p1-2025-10-multilang.json",
    "search-text-topicid-p1-2025-10-news.json",
    "search-cascade-type8-trimmed.json",
)
TEXTS = "portal/topics-text/open-topics-2026-08-10.repaired.jsonl"
FEED = "portal/topics-text/eu-grants-feed-2026-08-22.json"

# The texts name the type of action, the raw records its code as well. Names that are not here get no field "actions".
TYPE_CODES = {
    "HORIZON Research and Innovation Actions": "HORIZON-RIA",
    "HORIZON Innovation Actions": "HORIZON-IA",
    "HORIZON Coordination and Support Actions": "HORIZON-CSA",
    "HORIZON JU Research and Innovation Actions": "HORIZON-JU-RIA",
    "HORIZON JU Innovation Actions": "HORIZON-JU-IA",
    "HORIZON JU Coordination and Support Actions": "HORIZON-JU-CSA",
    "EURATOM Research and Innovation Actions": "EURATOM-RIA",
    "EDF Lump Sum Grants": "EDF-LS",
    "LIFE Project Grants": "LIFE-PJG",
}


def recorded_texts(shared: Path) -> list[dict[str, Any]]:
    """The 430 topics as a third party stored them."""
    return [json.loads(line) for line in (shared / TEXTS).read_text("utf-8").splitlines()]


def recorded_rows(shared: Path) -> list[Raw]:
    """Everything that was recorded, in the raw shape, each row once."""
    rows = [*_raw_rows(shared), *(topic_row(facts) for facts in recorded_facts(shared))]
    return list({row["reference"]: row for row in rows}.values())


def recorded_facts(shared: Path) -> Iterator[Facts]:
    """The recorded texts as facts, with opening day, budget and destination where a second recording has them."""
    feed = {row["identifier"].casefold(): row for row in _feed(shared) if row["kind"]["id"] != "8"}
    for number, text in enumerate(recorded_texts(shared)):
        yield _facts(text, feed.get(text["topicId"].casefold(), {}), number)


def raw_answer(shared: Path, name: str) -> bytes:
    """A recorded answer, byte for byte."""
    return (shared / "portal" / "sedia-search" / name).read_bytes()


def _raw_rows(shared: Path) -> Iterator[Raw]:
    for name in RAW_ANSWERS:
        yield from json.loads(raw_answer(shared, name).decode("utf-8-sig"))["results"]


def _feed(shared: Path) -> list[Mapping[str, Any]]:
    grants: list[Mapping[str, Any]] = json.loads((shared / FEED).read_text("utf-8"))["grants"]
    return grants


def _facts(text: Mapping[str, Any], feed: Mapping[str, Any], number: int) -> Facts:
    external = "PROSPECTS" in text["reference"]
    name = " ".join(text["typesOfAction"].split())
    return Facts(
        kind=2 if external else 1,
        identifier=text["topicId"],
        title=text["title"],
        number=int("".join(filter(str.isdigit, text["reference"]))),
        programme=text["programmeId"],
        divisions=[division["id"] for division in feed.get("programmeDivisions", ())],
        type_code=TYPE_CODES.get(name),
        type_name=text["typesOfAction"] or None,
        call=text["callIdentifier"] or None,
        call_title=text["callTitle"] or None,
        status=text["callStatus"],
        opens_on=feed["startDate"].replace("Z", "+0000") if feed.get("startDate") else None,
        deadlines=[text["deadline"]],
        model=text["deadlineModel"] or None,
        budget=_budget(text, feed.get("budget") or {}),
        destination=feed.get("destination"),
        keywords=[word for word in text["keywords"].split(", ") if word],
        priorities=[text["crossCuttingPriorities"]] if text["crossCuttingPriorities"] else [],
        description=f"<p>{escape(text['description'])}</p>" if text["description"] else None,
        conditions=_conditions(text["topicConditions"]),
        partner_search=None,
        ingested=f"2026-08-10T04:{number // 60:02d}:{number % 60:02d}.000+0200",
    )


def _budget(text: Mapping[str, Any], feed: Mapping[str, Any]) -> list[BudgetLine]:
    total, years = feed.get("totalBudgetEur"), feed.get("years") or []
    by_year = {years[0]: str(total)} if total and len(years) == 1 else {}
    if not by_year and text["expectedGrants"] is None:
        return []
    return [
        BudgetLine(
            topics=[text["topicId"]],
            by_year=by_year,
            grants=text["expectedGrants"] or 0,
            min=text["budgetMin"] or 0,
            max=text["budgetMax"] or 0,
        )
    ]


def _conditions(text: str) -> str | None:
    """The stripper of the texts stumbled over the ``>`` inside an attribute and left ``">``: put the tag back."""
    if not text:
        return None
    opening, rest = '<div class="eui-u-mt-l>">', text.removeprefix('">')
    return f"{opening}<p>{escape(rest)}</p></div>"
