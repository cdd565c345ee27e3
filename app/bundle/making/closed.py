"""Reads closed calls for demonstration: one recorded topic document, and the table of calls of the law notes."""

import csv
import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.bundle.making.clusters import BundleError
from app.bundle.making.portal import COSME, PAGES, brussels_day
from app.bundle.records import BundledTopic, Origin
from scrapers.records import Budget, DeadlineModel, Kind, PortalStatus

DOCUMENTS = "https://ec.europa.eu/info/funding-tenders/opportunities/data/topicDetails/"
RECORDED_ON = date(2026, 9, 13)
COMPILED_ON = date(2026, 11, 20)
CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)+")
MILLION = Decimal(1_000_000)


def from_topic_document(shared: Path, identifier: str) -> BundledTopic:
    """One topic out of its own recorded document, in which instants are milliseconds."""
    name = f"{identifier.lower()}.json"
    document = json.loads((shared / "portal" / "topic-details" / name).read_bytes())["TopicDetails"]
    (action,) = document["actions"]
    return BundledTopic(
        identifier=document["identifier"],
        reference=f"{document['ccm2Id']}TOPICSen",
        ccm2_id=document["ccm2Id"],
        kind=Kind(document["type"]),
        call_identifier=document["callIdentifier"],
        call_title=document["callTitle"],
        title=document["title"],
        programme=_programme(document),
        type_of_action=action["types"][0]["typeOfAction"].split(" ", 1)[0],
        portal_status=PortalStatus(action["status"]["abbreviation"].lower()),
        opens_on=_day(action["plannedOpeningDate"]),
        deadline_model=DeadlineModel(_budget_line(document)["deadlineModel"]),
        deadlines=tuple(brussels_day(_day(stated)) for stated in action["deadlineDates"]),
        budget=_budget(document),
        url=PAGES + identifier.lower(),
        origin=Origin(url=DOCUMENTS + name, retrieved_on=RECORDED_ON, confidence="sourced"),
    )


def _programme(document: Mapping[str, Any]) -> str:
    is_cosme = any(str(division["id"]) == COSME for division in document["programmeDivision"])
    return "SMP-COSME" if is_cosme else str(document["frameworkProgramme"]["abbreviation"])


def _budget_line(document: Mapping[str, Any]) -> Mapping[str, Any]:
    lines = [line for lines in document["budgetOverviewJSONItem"]["budgetTopicActionMap"].values() for line in lines]
    (own,) = [line for line in lines if line["action"].startswith(f"{document['identifier']} - ")]
    return own  # type: ignore[no-any-return]


def _budget(document: Mapping[str, Any]) -> Budget:
    line = _budget_line(document)
    by_year = {int(year): Decimal(amount) for year, amount in sorted(line["budgetYearMap"].items())}
    stated = {"grants": line["expectedGrants"], "min": line["minContribution"], "max": line["maxContribution"]}
    known = {name: amount or None for name, amount in stated.items()}  # the portal writes 0 for "not stated"
    return Budget.model_validate(known | {"total": sum(by_year.values()), "by_year": by_year})


def _day(milliseconds: str) -> date:
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC).date()


def from_calls_table(shared: Path, pages: Mapping[str, str]) -> list[BundledTopic]:
    """Closed calls out of the table; what it marks as recalled, uncertain or approximate is left out.

    Raises:
        BundleError: a call is not in the table, or its deadline is not certain.
    """
    with (shared / "law" / "calls.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["identifier"]: row for row in csv.DictReader(file)}
    missing = sorted(set(pages) - set(rows))
    if missing:
        raise BundleError(f"calls.csv has no {', '.join(missing)}")
    return [_from_row(rows[identifier], page) for identifier, page in pages.items()]


def _from_row(row: Mapping[str, str], page: str) -> BundledTopic:
    deadline = _certain_day(row, "deadline")
    if deadline is None:
        raise BundleError(f"{row['identifier']}: the deadline is not certain")
    code = CODE.match(row["type_of_action"])
    return BundledTopic(
        identifier=row["identifier"],
        reference=row["identifier"],
        kind=Kind.GRANT,
        title=row["title"] or row["identifier"],
        programme=row["programme"],
        type_of_action=code.group() if code else None,
        portal_status=PortalStatus.CLOSED,
        opens_on=_certain_day(row, "opens_on"),
        deadlines=(brussels_day(deadline),),
        budget=_table_budget(row),
        url=PAGES + row["identifier"].lower(),
        origin=Origin(url=page, retrieved_on=COMPILED_ON, confidence="secondary"),
    )


def _certain_day(row: Mapping[str, str], column: str) -> date | None:
    doubted = f"{column} recalled" in row["mark"] or f"{column} uncertain" in row["mark"]
    return date.fromisoformat(row[column]) if len(row[column]) == len("2026-11-22") and not doubted else None


def _table_budget(row: Mapping[str, str]) -> Budget:
    if not row["budget_meur"] or "approximate" in row["rule_in_short"]:
        return Budget()
    shared = "budget for both" in row["rule_in_short"] or "budget is shared" in row["rule_in_short"]
    return Budget(total=Decimal(row["budget_meur"]) * MILLION, shared=shared)
