"""Rows of the index turned into the files beside it, which state the same in real JSON and milliseconds."""

import json
from datetime import UTC, datetime
from typing import Any

from tests.emulator.queries import values
from tests.emulator.shapes import Raw

PROGRAMMES = {"43108390": "HORIZON", "43152860": "DIGITAL", "44181033": "EDF", "43252476": "SMP", "43252405": "LIFE"}
STATUSES = {"31094501": "Forthcoming", "31094502": "Open", "31094503": "Closed"}
TENDER = {
    "type": 0,
    "ccm2Id": 0,
    "cftId": 90001,
    "identifier": "INVENTED/2027/OP/0001",
    "title": "Cleaning of the invented kind",
    "status": {"id": 31094502, "abbreviation": "Open", "description": "Open"},
    "deadlineDatesLong": [],
    "procedureType": "OPEN_PROCEDURE",
    "contractType": "SERVICES",
    "descriptionTender": "Cleaning.",
    "actions": [],
}


def is_grant(row: Raw) -> bool:
    """Only grant topics have files, in English, and not because of a stale copy."""
    is_main = values(row, "type") == ["1"] and row["language"] == "en"
    return is_main and values(row, "DATASOURCE") == ["SEDIA"] and bool(values(row, "title"))


def topic_details(row: Raw) -> Raw:
    """The file of the topic in this row."""
    details = {
        **_common(row),
        "description": _one(row, "descriptionByte"),
        "conditions": _one(row, "topicConditions"),
        "supportInfo": _one(row, "supportInfo"),
        "sepTemplate": "<p>No submission system is open for this topic.</p>",
        "callDetailsJSONItem": {"latestInfos": [], "hasForthcomingTopics": False, "hasOpenTopics": False},
        "budgetOverviewJSONItem": _budget(row),
    }
    return {"TopicDetails": {name: value for name, value in details.items() if value is not None}}


def reference_entry(row: Raw) -> Raw:
    """The entry of the topic in the file of all topics."""
    code = values(row, "status")[0]
    opens = values(row, "startDate")
    return {
        **_common(row),
        **({"plannedOpeningDateLong": milliseconds(opens[0])} if opens else {}),
        "deadlineDatesLong": [milliseconds(each) for each in values(row, "deadlineDate")],
        "status": {"id": int(code), "abbreviation": STATUSES.get(code), "description": STATUSES.get(code)},
        "deadlineModel": {},
        "topicActions": [{"id": 1, "abbreviation": "", "description": each} for each in values(row, "typesOfAction")],
        "additionalCpvs": [],
        "lots": [],
        "placesOfDeliveryOrPerformance": [],
    }


def grants_tenders(rows: list[Raw]) -> Raw:
    """The file of all topics, with a tender among them."""
    return {"fundingData": {"GrantTenderObj": [TENDER, *(reference_entry(row) for row in rows if is_grant(row))]}}


def milliseconds(written: str) -> int:
    """An instant or a day as the index writes it."""
    at = datetime.strptime(written, "%Y-%m-%dT%H:%M:%S.%f%z") if "T" in written else datetime.fromisoformat(written)
    return int((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp() * 1000)


def _common(row: Raw) -> Raw:
    programme = values(row, "frameworkProgramme")[0]
    own = {*values(row, "identifier"), *values(row, "callIdentifier")}
    return {
        "type": 1,
        "ccm2Id": int(values(row, "ccm2Id")[0]),
        "identifier": values(row, "identifier")[0],
        "title": values(row, "title")[0],
        "publicationDateLong": 1790000000000,
        "callIdentifier": _one(row, "callIdentifier") or "",
        "callTitle": _one(row, "callTitle") or "",
        "callccm2Id": 1,
        "allowPartnerSearch": _one(row, "allowPartnerSearch") == "true",
        "frameworkProgramme": {"id": int(programme), "abbreviation": PROGRAMMES.get(programme), "description": ""},
        "programmeDivision": [{"id": int(code), "abbreviation": ""} for code in values(row, "programmeDivision")],
        "topicMGAs": [],
        "keywords": [word for word in values(row, "keywords") if word not in own],
        "tags": values(row, "tags"),
        "flags": values(row, "crossCuttingPriorities"),
        "sme": False,
        "actions": [_action(each) for each in _inner(row, "actions") or [_status_only(row)]],
        "latestInfos": _inner(row, "latestInfos") or [],
        "links": [_in_milliseconds(each, "startDate", "endDate") for each in _inner(row, "links") or []],
        "additionalDossiers": [],
        "infoPackDossiers": [],
    }


def _status_only(row: Raw) -> Raw:
    """A row that does not say what kind of action its topic is; its file has the dates all the same."""
    return {
        "status": {"id": int(values(row, "status")[0])},
        "types": [],
        "plannedOpeningDate": _one(row, "startDate"),
        "deadlineDates": values(row, "deadlineDate"),
    }


def _action(action: Raw) -> Raw:
    """Days are milliseconds in a text, and the procedure is empty even where there are two stages."""
    days = [str(milliseconds(each)) for each in action["deadlineDates"]]
    return {**_in_milliseconds(action, "plannedOpeningDate"), "submissionProcedure": {}, "deadlineDates": days}


def _budget(row: Raw) -> Raw | None:
    overview: Raw | None = _inner(row, "budgetOverview")
    return overview and {**overview, "budgetYearsColumns": sorted(overview["budgetYearsColumns"], reverse=True)}


def _in_milliseconds(link: Raw, *names: str) -> Raw:
    return {**link, **{name: str(milliseconds(link[name])) for name in names if link.get(name)}}


def _inner(row: Raw, name: str) -> Any:
    written = _one(row, name)
    return None if written is None else json.loads(written)


def _one(row: Raw, name: str) -> str | None:
    return next(iter(values(row, name)), None)
