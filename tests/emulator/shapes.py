"""Facts about a topic, turned into the raw shapes of the portal's index: lists of strings, JSON inside strings."""

import hashlib
import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

Raw = dict[str, Any]

PORTAL = "https://ec.europa.eu/info/funding-tenders/opportunities"
STATUS_CODES = {"forthcoming": "31094501", "open": "31094502", "closed": "31094503"}
SORT_STATUS = {"open": "1", "forthcoming": "2", "closed": "3"}
PROCEDURES = {"single-stage": 31094504, "two-stage": 31094505}


@dataclass(frozen=True, kw_only=True)
class BudgetLine:
    """One line of the overview. ``topics`` more than one: a shared pot, repeated on each."""

    topics: Sequence[str]
    by_year: Mapping[str, str]
    grants: int = 0
    min: int = 0
    max: int = 0


@dataclass(frozen=True, kw_only=True)
class Facts:
    """A topic as a person would note it down. Days are ISO; a deadline with a time is given as the index writes it."""

    identifier: str
    title: str
    number: int
    programme: str
    status: str
    kind: int = 1
    divisions: Sequence[str] = ()
    type_code: str | None = None
    type_name: str | None = None
    call: str | None = None
    call_title: str | None = None
    opens_on: str | None = None
    deadlines: Sequence[str] = ()
    model: str | None = "single-stage"
    budget: Sequence[BudgetLine] = ()
    destination: str | None = None
    destination_codes: tuple[str, str] | None = None
    """The numbers of the destination and of its group."""
    keywords: Sequence[str] = ()
    priorities: Sequence[str] = ()
    description: str | None = None
    conditions: str | None = None
    partner_search: bool | None = True
    infos: Sequence[tuple[str, str]] = ()
    agreement: tuple[int, str] | None = None
    """Number and code of the model grant agreement."""
    tags: Sequence[str] = ()
    support: str | None = None
    links: Sequence[Mapping[str, str]] = ()
    language: str = "en"
    ingested: str = "2026-11-20T04:12:41.938+0100"
    changes: Mapping[str, Any] = field(default_factory=dict)
    """Metadata to set as they are; None takes a field away. For rows that are meant to be odd."""

    @property
    def reference(self) -> str:
        """The index's name of the row: type 2 writes its language in capitals."""
        return f"{self.number}PROSPECTSEN" if self.kind == 2 else f"{self.number}TOPICS{self.language}"

    @property
    def url(self) -> str:
        return f"{PORTAL}/portal/screen/opportunities/topic-details/{self.identifier}"


@dataclass(frozen=True, kw_only=True)
class CascadeFacts:
    """A call for third parties that a project makes. Deadlines state their hour."""

    number: int
    name: str
    parent: Facts
    acronym: str
    status: str = "open"
    deadlines: Sequence[str] = ("2027-01-29T16:00:04.000+0000",)
    budget: str = "60000"
    eligibility: str = "<p>Small and medium-sized enterprises.</p>"


def topic_row(facts: Facts) -> Raw:
    """The row of a topic (types 1 and 2)."""
    metadata = {
        **_bookkeeping(facts, str(facts.kind)),
        "status": [STATUS_CODES[facts.status]],
        "sortStatus": [SORT_STATUS[facts.status]],
        "ccm2Id": [str(facts.number)],
        "programmeDivision": list(facts.divisions),
        "deadlineDate": [_midnight(each) for each in facts.deadlines],
        **_only_given(
            startDate=_midnight(facts.opens_on) if facts.opens_on else None,
            deadlineModel=facts.model,
            typesOfAction=facts.type_name,
            destination=facts.destination_codes[0] if facts.destination_codes else None,
            destinationGroup=facts.destination_codes[1] if facts.destination_codes else None,
            destinationDescription=facts.destination,
            descriptionByte=facts.description,
            topicConditions=facts.conditions,
            allowPartnerSearch=None if facts.partner_search is None else str(facts.partner_search).lower(),
            actions=_actions(facts),
            typeOfMGAs=str(facts.agreement[0]) if facts.agreement else None,
            supportInfo=facts.support,
            budgetOverview=_budget(facts),
            latestInfos=_infos(facts),
        ),
        "keywords": [word for word in (facts.identifier, facts.call, *facts.keywords) if word],
        "crossCuttingPriorities": list(facts.priorities),
        "tags": list(facts.tags),
        "links": [json.dumps(list(facts.links))],
        "focusArea": [],
    }
    return _row(facts, facts.reference, facts.url, _changed(metadata, facts.changes))


def language_copy(facts: Facts, language: str) -> Raw:
    """The same topic, translated by machine."""
    return topic_row(replace(facts, language=language, title=f"[{language}] {facts.title}"))


def stale_copy(facts: Facts) -> Raw:
    """The copy in the second datasource: no title, a frozen status, a dead address."""
    url = f"{PORTAL}/data/topicDetails/{facts.identifier}.json"
    metadata = {
        **_bookkeeping(facts, "1"),
        "DATASOURCE": ["SEDIA_PRD_CENTRICITY"],
        "status": [STATUS_CODES["forthcoming"]],
        "ccm2Id": [str(facts.number)],
        "deadlineDate": ["2024-02-07T17:00:00.000+0000"],
        "keywords": [json.dumps([facts.identifier, *facts.keywords])],
        "url": [url],
    }
    row = _row(facts, f"{facts.number}{''.join(facts.identifier.split('-'))}1701907200000", url, metadata)
    del metadata["title"]
    return {**row, "databaseLabel": "", "summary": None}


def news(facts: Facts, serial: int, text: str) -> Raw:
    """A notice about a topic (type 6): no status, no deadline, the programme by its name."""
    url = f"{facts.url}.json"
    metadata = {
        **_bookkeeping(facts, "6"),
        "frameworkProgramme": ["HORIZON"],
        "description": [text],
        "startDate": ["2026-06-09T22:01:00.510+0000"],
        "url": [url],
    }
    return _row(facts, f"{facts.number}{serial}", url, metadata)


def cascade_row(facts: CascadeFacts) -> Raw:
    """The row of a cascade call (type 8): its identifier, title and address are those of the project's topic."""
    parent = facts.parent
    url = f"{PORTAL}/portal/screen/opportunities/competitive-calls-cs/{parent.number}"
    metadata = {
        **_bookkeeping(parent, "8"),
        "callTitle": [facts.name],
        "status": [STATUS_CODES[facts.status]],
        "startDate": ["2026-10-01T00:00:00.000+0000"],
        "deadlineDate": list(facts.deadlines),
        "deadlineModel": ["multiple cut-off" if len(facts.deadlines) > 1 else "single-stage"],
        "projectAcronym": [facts.acronym],
        "projectName": [f"{facts.acronym}, an invented project"],
        "budget": [facts.budget],
        "duration": ["6 months"],
        "description": ["<p>Vouchers.</p>"],
        "beneficiaryAdministration": [facts.eligibility],
        "destinationDetails": [facts.eligibility],
        "url": [url],
    }
    return {**_row(parent, f"{facts.number}COMPETITIVE_CALLen", url, metadata), "summary": facts.name}


def _bookkeeping(facts: Facts, kind: str) -> dict[str, list[str]]:
    checksum = hashlib.sha256(repr(facts).encode()).hexdigest().upper()
    return {
        "type": [kind],
        "identifier": [facts.identifier],
        "title": [facts.title],
        "callIdentifier": [facts.call] if facts.call else [],
        "callTitle": [facts.call_title] if facts.call_title else [],
        "frameworkProgramme": [facts.programme],
        "programmePeriod": ["2021 - 2027"],
        "language": [facts.language],
        "DATASOURCE": ["SEDIA"],
        "url": [facts.url],
        "esST_URL": [facts.url],
        "esST_checksum": [checksum],
        "es_ContentType": ["text/plain"],
        "es_SortDate": [_midnight(facts.opens_on)] if facts.opens_on else [],
        "esDA_IngestDate": [facts.ingested],
    }


def _row(facts: Facts, reference: str, url: str, metadata: Mapping[str, list[str]]) -> Raw:
    return {
        "apiVersion": "2.154",
        "reference": reference,
        "url": url,
        "title": None,
        "contentType": "text/plain",
        "language": facts.language,
        "databaseLabel": "SEDIA",
        "database": "SEDIA",
        "summary": facts.title,
        "weight": 1.0,
        "groupById": None,
        "content": html.escape(facts.title),
        "accessRestriction": False,
        "pages": None,
        "checksum": metadata["esST_checksum"][0],
        "metadata": {**metadata, "REFERENCE": [reference]},
        "enrichedMetadata": {},
        "children": [],
        "highlightedFragments": [],
    }


def _actions(facts: Facts) -> str | None:
    if facts.type_code is None:
        return None
    procedure = PROCEDURES.get(facts.model or "")
    agreements = [{"id": facts.agreement[0], "abbreviation": facts.agreement[1]}] if facts.agreement else []
    action = {
        "types": [{"typeOfAction": f"{facts.type_code} {facts.type_name}", "typeOfMGA": agreements}],
        "status": {"id": int(STATUS_CODES[facts.status]), "abbreviation": facts.status.title()},
        "plannedOpeningDate": facts.opens_on,
        "submissionProcedure": {"id": procedure, "abbreviation": facts.model} if procedure else {},
        "deadlineDates": [each[:10] for each in facts.deadlines],
    }
    return json.dumps([action])


def _budget(facts: Facts) -> str | None:
    if not facts.budget:
        return None
    lines = {str(100001 + number): _line(facts, line) for number, line in enumerate(facts.budget)}
    years = sorted({year for line in facts.budget for year in line.by_year})
    return json.dumps({"budgetYearsColumns": years, "budgetTopicActionMap": lines})


def _line(facts: Facts, line: BudgetLine) -> list[Raw]:
    return [
        {
            "action": f"{topic} - {facts.type_code} {facts.type_name}",
            "expectedGrants": line.grants,
            "minContribution": line.min,
            "maxContribution": line.max,
            "budgetYearMap": dict(line.by_year),
            "plannedOpeningDate": facts.opens_on,
            "deadlineModel": facts.model,
            "deadlineDates": [each[:10] for each in facts.deadlines],
        }
        for topic in line.topics
    ]


def _infos(facts: Facts) -> str | None:
    if facts.kind == 2:
        return None
    return json.dumps([{"approvalDate": "", "lastChangeDate": at, "content": text} for at, text in facts.infos])


def _midnight(written: str) -> str:
    return written if "T" in written else f"{written}T00:00:00.000+0000"


def _only_given(**fields: str | None) -> dict[str, list[str]]:
    return {name: [value] for name, value in fields.items() if value is not None}


def _changed(metadata: dict[str, list[str]], changes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**metadata, **changes}.items() if value is not None}
