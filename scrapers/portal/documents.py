"""The files beside the index: of one topic, and of all. They write real JSON where the index writes texts in lists.

Each entry is turned into the shape of the index, so that one reader reads both and cannot read them differently.
"""

from collections.abc import Mapping
from typing import Any

import orjson
from pydantic import ConfigDict, Field, ValidationError

from scrapers.errors import ReadingError
from scrapers.portal.deadlines import indexed
from scrapers.portal.envelope import BYTE_ORDER_MARK, what_instead
from scrapers.portal.fields import InnerJson
from scrapers.portal.tables import source

Document = Mapping[str, Any]


class _Coded(InnerJson):
    id: int | None = None
    description: str | None = None


class _Action(InnerJson):
    status: _Coded | None = None


class _Entry(InnerJson):
    """What both files state of a topic; what neither of us knows is kept as an extra."""

    model_config = ConfigDict(extra="allow")

    type: int | None = None
    ccm2_id: int | None = None
    identifier: str | None = None
    title: str | None = None
    call_identifier: str | None = None
    call_title: str | None = None
    planned_opening_date: int | None = Field(default=None, alias="plannedOpeningDateLong")
    deadline_dates: list[int] | None = Field(default=None, alias="deadlineDatesLong")
    deadline_model: _Coded | None = None
    framework_programme: _Coded | None = None
    programme_division: list[_Coded] | None = None
    status: _Coded | None = None
    actions: list[dict[str, Any]] | None = None
    topic_actions: list[_Coded] | None = None
    budget: dict[str, Any] | None = Field(default=None, alias="budgetOverviewJSONItem")
    latest_infos: list[dict[str, Any]] | None = None
    links: list[dict[str, Any]] | None = None
    keywords: list[str] | None = None
    tags: list[str] | None = None
    flags: list[str] | None = None
    description: str | None = None
    conditions: str | None = None
    support_info: str | None = None
    allow_partner_search: bool | None = None

    def codes(self) -> list[str]:
        return [str(each.id) for each in self.programme_division or [] if each.id]


def open_details(body: bytes) -> Document:
    """The document in the file of a topic.

    Raises:
        ReadingError: the file is none.
    """
    try:
        document = orjson.loads(body.removeprefix(BYTE_ORDER_MARK))
    except orjson.JSONDecodeError as error:
        raise ReadingError(f"the answer is {what_instead(body, error)} instead of a topic's details") from error
    details = document.get("TopicDetails") if isinstance(document, dict) else None
    if not isinstance(details, dict):
        raise ReadingError("the answer has no TopicDetails")
    return details


def in_index_shape(document: Document) -> dict[str, list[str]]:
    """An entry of either file as the index would write it, with the fields that nobody knows under their own names.

    Raises:
        ReadingError: a field is not of its type.
    """
    try:
        entry = _Entry.model_validate(document)
        actions = [_Action.model_validate(each) for each in entry.actions or []]
    except ValidationError as error:
        raise ReadingError.of(error, "document") from error
    return {**_plain(entry), **_coded(entry, actions), **_inner(entry), **_unknown(entry)}


def _plain(entry: _Entry) -> dict[str, list[str]]:
    """Fields that hold texts, numbers and instants."""
    flag = entry.allow_partner_search
    return {
        "type": _one(entry.type),
        "ccm2Id": _one(entry.ccm2_id),
        "identifier": _one(entry.identifier),
        "title": _one(entry.title),
        "callIdentifier": _one(entry.call_identifier),
        "callTitle": _one(entry.call_title),
        "keywords": entry.keywords or [],
        "tags": entry.tags or [],
        "flags": entry.flags or [],
        "descriptionByte": _one(entry.description),
        "topicConditions": _one(entry.conditions),
        "supportInfo": _one(entry.support_info),
        "allowPartnerSearch": [] if flag is None else [str(flag).lower()],
        "startDate": _instants([entry.planned_opening_date] if entry.planned_opening_date else []),
        "deadlineDate": _instants(entry.deadline_dates or []),
        "url": [source().addresses.topic_page + entry.identifier] if entry.identifier else [],
    }


def _coded(entry: _Entry, actions: list[_Action]) -> dict[str, list[str]]:
    """Fields that hold a code with its words."""
    return {
        "status": _status(entry, actions),
        "frameworkProgramme": _programme(entry),
        "programmeDivision": entry.codes(),
        "typesOfAction": [each.description for each in entry.topic_actions or [] if each.description],
    }


def _inner(entry: _Entry) -> dict[str, list[str]]:
    """Fields that hold documents, which the index writes as JSON in a text."""
    documents = {
        "actions": entry.actions,
        "budgetOverview": entry.budget,
        "latestInfos": entry.latest_infos,
        "links": entry.links,
    }
    return {name: [orjson.dumps(each).decode()] if each else [] for name, each in documents.items()}


def _unknown(entry: _Entry) -> dict[str, list[str]]:
    """An empty field has nothing to be read."""
    extra = entry.model_extra or {}
    return {name: [] for name, value in extra.items() if value not in (None, "", [], {})}


def _status(entry: _Entry, actions: list[_Action]) -> list[str]:
    """The status of the entry. The file of a topic states one for each action: it is open as long as one of them is."""
    if entry.status is not None and entry.status.id is not None:
        return [str(entry.status.id)]
    order = source().details.status_order
    stated = {str(action.status.id) for action in actions if action.status is not None and action.status.id}
    return [code for code in order if code in stated][:1] or sorted(stated)[:1]


def _programme(entry: _Entry) -> list[str]:
    """The programme; where it is not named, its divisions name it, for a path begins with the programme itself."""
    if entry.framework_programme is not None and entry.framework_programme.id is not None:
        return [str(entry.framework_programme.id)]
    return [code for code in entry.codes() if code in source().programmes]


def _instants(milliseconds: list[int]) -> list[str]:
    return [indexed(each, "deadlineDatesLong") for each in milliseconds]


def _one(value: str | int | None) -> list[str]:
    return [] if value is None else [str(value)]
