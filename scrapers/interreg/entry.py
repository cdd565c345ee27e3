"""One entry of the index as a topic. The lists of names and of codes are not aligned, so each is kept for itself."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, ConfigDict, Field, ValidationError

from scrapers.errors import ReadingError
from scrapers.interreg.tables import source
from scrapers.records import Budget, Deadline, Kind, Link, Record, StatedEligibility, Text, Topic

BRUSSELS = ZoneInfo("Europe/Brussels")
ABBREVIATION = re.compile(r"\(([^()]+)\)\s*$")
NUTS = re.compile(r"[A-Z]{2}[A-Z0-9]{0,3}")
COUNTRY = re.compile(r"[A-Z]{2}")

Names = tuple[Text, ...]


class Entry(Record):
    """The fields that are read, by the names of the index."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    object_id: Text = Field(alias="objectID")
    page_id: Annotated[int, Field(gt=0)] = Field(alias="pageId")
    content_type: Text = Field(alias="contentType")
    content_url: Annotated[str, Field(pattern="^/")] = Field(alias="contentUrl")
    title: Text
    status: Text = Field(alias="callStatus")
    opens_at: AwareDatetime | None = Field(default=None, alias="callOpenDate")
    deadline_at: AwareDatetime | None = Field(default=None, alias="callDeadlineDate")
    country_names: Names = Field(default=(), alias="callEligibleCountryNames")
    country_codes: Names = Field(default=(), alias="callEligibleCountryNuts")
    region_names: Names = Field(default=(), alias="callEligibleRegionNames")
    region_codes: Names = Field(default=(), alias="callEligibleRegionNuts")
    audiences: Names = Field(default=(), alias="targetAudience")
    call_themes: Names = Field(default=(), alias="callThemes")
    external_url: Text | None = Field(default=None, alias="callExternalUrl")
    programmes: Names = Field(alias="associatedProgrammes")


FIELDS = frozenset(field.alias or name for name, field in Entry.model_fields.items())


def read_entry(stated: Mapping[str, Any]) -> Topic:
    """The topic of an entry.

    Raises:
        ReadingError: a field is missing, cannot be read, or says two things where one is expected.
    """
    where = str(stated.get("objectID", "an entry without objectID"))
    try:
        entry = Entry.model_validate({name: value for name, value in stated.items() if value not in (None, "")})
    except ValidationError as error:
        raise ReadingError.of(error, where) from error
    return _topic(entry)


def _topic(entry: Entry) -> Topic:
    programme = programme_of(entry)
    if entry.status not in source().statuses:
        raise ReadingError(f"{entry.object_id}.callStatus: {entry.status!r} is a status that nobody knows yet")
    return Topic(
        reference=entry.object_id,
        # the index has no identifier of a call; "P" keeps the number of a page from being read as a year
        identifier=f"{programme}-CALL-P{entry.page_id}",
        ccm2_id=None,
        kind=Kind.GRANT,
        call_identifier=None,
        call_title=None,
        title=entry.title,
        programme=programme,
        programme_division=(),
        type_of_action=None,
        types_of_action=(),
        portal_status=source().statuses[entry.status],
        opens_on=None if entry.opens_at is None else _day_known(entry.opens_at)[0].date(),
        deadline_model=None,
        deadlines=() if entry.deadline_at is None else (_deadline(entry.deadline_at),),
        budget=Budget(),
        url=source().address + entry.content_url,
        destination=None,
        keywords=_once(entry.call_themes),
        cross_cutting=(),
        description_html=None,
        conditions_html=None,
        allow_partner_search=None,
        latest_infos=(),
        documents=_documents(entry),
        stated_eligibility=_eligibility(entry),
    )


def programme_of(entry: Entry) -> str:
    """The programme's code: ``Interreg South West Europe (SUDOE)`` is ``INTERREG-SUDOE``.

    Raises:
        ReadingError: the entry names no programme, or several.
    """
    named = _once(entry.programmes)
    if len(named) != 1:
        raise ReadingError(f"{entry.object_id}.associatedProgrammes: one programme is expected, not {len(named)}")
    corrected = source().programmes.get(named[0])
    if corrected is not None:
        return corrected
    short = ABBREVIATION.search(named[0])
    decomposed = unicodedata.normalize("NFKD", short[1] if short else named[0]).upper()
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    words = [word for word in re.findall("[A-Z0-9]+", plain) if word != "INTERREG"]
    if not words:
        raise ReadingError(f"{entry.object_id}.associatedProgrammes: {named[0]!r} names no programme")
    return "-".join(["INTERREG", *words])


def _day_known(at: datetime) -> tuple[datetime, bool]:
    """The instant in Brussels time, and whether the hour is meant: midnight, there or in UTC, stands for the day."""
    if (at.hour, at.minute, at.second) == (0, 0, 0):
        return datetime(at.year, at.month, at.day, tzinfo=BRUSSELS), False
    there = at.astimezone(BRUSSELS)
    return there, (there.hour, there.minute, there.second) != (0, 0, 0)


def _deadline(at: datetime) -> Deadline:
    instant, hour_known = _day_known(at)
    return Deadline(at=instant, hour_known=hour_known)


def _documents(entry: Entry) -> tuple[Link, ...]:
    if entry.external_url is None:
        return ()
    if not entry.external_url.startswith(("https://", "http://")):
        raise ReadingError(f"{entry.object_id}.callExternalUrl: {entry.external_url!r} is no address")
    return (Link(title="The call on the programme's own site", url=entry.external_url),)


def _eligibility(entry: Entry) -> StatedEligibility | None:
    stated = StatedEligibility(
        countries=_codes(entry, "callEligibleCountryNuts", entry.country_codes, COUNTRY),
        country_names=_once(entry.country_names),
        regions=_codes(entry, "callEligibleRegionNuts", entry.region_codes, NUTS),
        region_names=_once(entry.region_names),
        audiences=_once(entry.audiences),
    )
    return None if stated == StatedEligibility() else stated


def _codes(entry: Entry, field: str, codes: Names, shape: re.Pattern[str]) -> Names:
    """A code that is none would narrow or widen who may apply without anybody noticing."""
    upper = _once(tuple(code.upper() for code in codes))
    wrong = [code for code in upper if not shape.fullmatch(code)]
    if wrong:
        raise ReadingError(f"{entry.object_id}.{field}: {wrong[0]!r} is no such code")
    return upper


def _once(texts: Names) -> Names:
    return tuple(dict.fromkeys(texts))
