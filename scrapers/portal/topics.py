"""Read one result of the search into a topic."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from scrapers.errors import ReadingError
from scrapers.portal.actions import Actions, read_actions, types_of_action
from scrapers.portal.budgets import deadline_models, read_budget
from scrapers.portal.deadlines import BRUSSELS, brussels_day, day, deadline, in_order, whole_day
from scrapers.portal.extras import agreements, submission_links
from scrapers.portal.fields import Fields, InnerJson
from scrapers.portal.links import linked_from
from scrapers.portal.tables import source
from scrapers.records import Deadline, DeadlineModel, Kind, LatestInfo, Topic

Read = TypeVar("Read")


class _Info(InnerJson):
    last_change_date: str
    content: str


_INFOS = TypeAdapter(list[_Info])


@dataclass(frozen=True, slots=True)
class TopicRead:
    """A topic, what somebody should look at, and the fields of the result that nobody knows."""

    topic: Topic
    remarks: tuple[str, ...]
    unknown_fields: frozenset[str]


def read_topic(reference: str, fields: Fields) -> TopicRead:
    """The topic in one English result of the main datasource.

    Raises:
        ReadingError: a field is missing, contradicts itself, or holds what the tables do not know.
    """
    try:
        return _read_topic(reference, fields)
    except ValidationError as error:
        raise ReadingError.of(error, "topic") from error


def _read_topic(reference: str, fields: Fields) -> TopicRead:
    remarks: list[str] = []
    identifier = fields.one("identifier")
    kind = _kind(fields)
    divisions = fields.many("programmeDivision")
    actions = read_actions(fields)
    model = _deadline_model(fields, actions, identifier)
    types = types_of_action(fields, actions)
    remarks += [f"no code is known for the type of action {each.name!r}" for each in types if each.code is None]
    conditions = fields.maybe("topicConditions")
    topic = Topic(
        reference=reference,
        identifier=identifier,
        ccm2_id=fields.number("ccm2Id"),
        kind=kind,
        call_identifier=fields.maybe("callIdentifier"),
        call_title=fields.maybe("callTitle"),
        title=fields.one("title"),
        programme=source().programme(fields.one("frameworkProgramme"), divisions=divisions, identifier=identifier),
        programme_division=divisions,
        type_of_action=types[0].code if types else None,
        types_of_action=tuple(each.code for each in types if each.code is not None),
        portal_status=source().status(fields.one("status")),
        opens_on=_opens_on(fields, actions),
        deadline_model=model,
        deadlines=in_order(_deadlines(fields, actions, kind, remarks.append), model),
        budget=read_budget(fields, identifier),
        url=fields.url(),
        destination="; ".join(fields.many("destinationDescription")) or None,
        keywords=_keywords(fields, identifier),
        cross_cutting=tuple(dict.fromkeys(fields.many("crossCuttingPriorities") + fields.many("flags"))),
        description_html=fields.maybe("descriptionByte"),
        conditions_html=conditions,
        allow_partner_search=_or_remark(lambda: fields.flag("allowPartnerSearch"), None, remarks.append),
        latest_infos=_or_remark(lambda: _latest_infos(fields), (), remarks.append),
        mgas=agreements(fields, actions, remarks.append),
        tags=fields.many("tags"),
        documents=linked_from(conditions),
        submission_links=_or_remark(lambda: submission_links(fields, remarks.append), (), remarks.append),
        destination_html="\n".join(fields.many("destinationDetails")) or None,
        support_html=fields.maybe("supportInfo"),
    )
    return TopicRead(topic, tuple(remarks), fields.unknown())


def _or_remark(read: Callable[[], Read], otherwise: Read, remark: Callable[[str], None]) -> Read:
    """A field that decides nothing costs itself when it cannot be read, and not the topic."""
    try:
        return read()
    except ReadingError as error:
        remark(f"left out: {error}")
        return otherwise


def _kind(fields: Fields) -> Kind:
    written = fields.one("type")
    try:
        return Kind(int(written))
    except ValueError:
        raise ReadingError(f"the type {written!r} is no type of topic") from None


def _deadline_model(fields: Fields, actions: Actions, identifier: str) -> DeadlineModel | None:
    """The field, or what its actions or the lines of its budget say with one voice."""
    stated = fields.maybe("deadlineModel")
    if stated is not None:
        return source().deadline_model(stated)
    for voices in (set(actions.procedures), deadline_models(fields, identifier)):
        if len(voices) == 1:
            return source().deadline_model(*voices)
    return None


def _opens_on(fields: Fields, actions: Actions) -> date | None:
    if (stated := fields.maybe("startDate")) is not None:
        return brussels_day(stated, "startDate")
    return min((day(each, "actions") for each in actions.opening_days), default=None)


def _deadlines(fields: Fields, actions: Actions, kind: Kind, remark: Callable[[str], None]) -> Sequence[Deadline]:
    """``deadlineDate``, or the days in ``actions`` where it is missing; told when the two differ."""
    stated = [deadline(written, states_hours=kind is Kind.EXTERNAL_ACTION) for written in fields.many("deadlineDate")]
    days = {day(written, "actions") for written in actions.deadline_days}
    if not stated:
        return [whole_day(on) for on in days]
    if days and days != {each.at.date() for each in stated}:
        written = ", ".join(on.isoformat() for on in sorted(days))
        remark(f"deadlineDate is used, but actions names other days: {written}")
    return stated


def _keywords(fields: Fields, identifier: str) -> tuple[str, ...]:
    """The list begins with the identifiers of the topic and of its call."""
    own = {identifier.casefold(), (fields.maybe("callIdentifier") or "").casefold()}
    return tuple(word for word in fields.many("keywords") if word.casefold() not in own)


def _latest_infos(fields: Fields) -> tuple[LatestInfo, ...]:
    infos = fields.inner("latestInfos", _INFOS) or []
    return tuple(
        LatestInfo(changed_at=_changed_at(info.last_change_date), content_html=info.content.replace("\r\n", "\n"))
        for info in infos
        if info.content.strip()
    )


def _changed_at(written: str) -> datetime:
    """Without a zone, and in step with the ingest times, which are written with that of Brussels."""
    try:
        at = datetime.fromisoformat(written)
    except ValueError as error:
        raise ReadingError(f"latestInfos: lastChangeDate is no time: {written!r}") from error
    return at if at.tzinfo else at.replace(tzinfo=BRUSSELS)
