"""Calls of Interreg, from answers of the index: lists that are not aligned, levels mixed, names twice."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from scrapers import interreg
from scrapers.captures import Capture
from scrapers.errors import ReadingError
from scrapers.reading import Ignored, Reading
from scrapers.records import PortalStatus, Topic

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HIT: Mapping[str, Any] = {
    "pageId": 4711, "rootId": 1, "contentType": "callForProjectsPage", "objectID": "callForProjectsPage_4711",
    "contentUrl": "/calls-for-projects/an-example/", "title": "An example call", "callStatus": "Open",
    "callOpenDate": "2026-05-04T00:00:00Z", "callDeadlineDate": "2026-09-30T00:00:00Z",
    "callEligibleCountryNames": ["Greece", "Italy", "Greece"], "callEligibleCountryNuts": ["IT", "EL"],
    "callEligibleRegionNames": ["Attiki", "Puglia"], "callEligibleRegionNuts": ["ITF4", "EL30", "EL303", "ITF4"],
    "targetAudience": ["EGTC", "Hospitals and medical centres"], "callThemes": ["Health"],
    "callExternalUrl": "https://example.eu/call", "associatedProgrammes": ["Interreg Greece - Italy"],
}  # fmt: skip


def answer(*hits: Mapping[str, Any]) -> Capture:
    body = json.dumps({"results": [{"hits": hits}]}).encode()
    return Capture(source="interreg", url="a file", request={}, retrieved_at=NOW, sha256="0" * 64, body=body)


def read(**changes: Any) -> Reading:
    return interreg.parse([answer({**HIT, **changes})])


def topic(**changes: Any) -> Topic:
    (one,) = read(**changes).topics
    return one


def reason(**changes: Any) -> str:
    (remark,) = read(**changes).quarantined
    return remark.reason


def test_an_entry_is_a_topic_of_its_programme() -> None:
    one = topic()

    assert (one.identifier, one.programme) == ("INTERREG-GREECE-ITALY-CALL-P4711", "INTERREG-GREECE-ITALY")
    assert (one.title, one.portal_status, one.opens_on) == ("An example call", PortalStatus.OPEN, date(2026, 5, 4))
    assert one.url == "https://interreg.eu/calls-for-projects/an-example/"
    assert [link.url for link in one.documents] == ["https://example.eu/call"]
    assert one.keywords == ("Health",)


def test_who_may_apply_is_kept_as_stated_each_once_and_at_every_level() -> None:
    stated = topic().stated_eligibility

    assert stated is not None
    assert (stated.countries, stated.country_names) == (("IT", "EL"), ("Greece", "Italy"))
    assert (stated.regions, stated.region_names) == (("ITF4", "EL30", "EL303"), ("Attiki", "Puglia"))
    assert stated.audiences == ("EGTC", "Hospitals and medical centres")


def test_who_may_apply_is_not_stated_where_there_is_no_list() -> None:
    lists = [name for name in HIT if name.startswith("callEligible")]

    assert topic(targetAudience=[], **dict.fromkeys(lists, None)).stated_eligibility is None


@pytest.mark.parametrize(
    ("stated", "day", "hour_known"),
    [
        ("2026-09-30T00:00:00Z", "2026-09-30T00:00:00+02:00", False),
        ("2026-09-29T22:00:00Z", "2026-09-30T00:00:00+02:00", False),
        ("2026-09-30T15:00:00Z", "2026-09-30T17:00:00+02:00", True),
    ],
)
def test_midnight_stands_for_the_day_and_no_hour_is_invented(stated: str, day: str, hour_known: bool) -> None:
    (due,) = topic(callDeadlineDate=stated).deadlines

    assert (due.at.isoformat(), due.hour_known) == (day, hour_known)


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ("Interreg South West Europe (SUDOE)", "INTERREG-SUDOE"),
        ("Interreg Central Europe", "INTERREG-CENTRAL-EUROPE"),
        ("Interreg Euro-MED", "INTERREG-EURO-MED"),
        ("Interreg NEXT MED", "INTERREG-NEXT-MED"),
        ("Interreg North-West Europe", "INTERREG-NORTH-WEST"),
        ("Interreg Bayern–Österreich", "INTERREG-BAYERN-OSTERREICH"),
    ],
)
def test_a_programme_has_the_code_that_the_rulebook_knows_it_by(named: str, code: str) -> None:
    assert topic(associatedProgrammes=[named]).programme == code


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"associatedProgrammes": []}, "associatedProgrammes"),
        ({"associatedProgrammes": ["Interreg A", "Interreg B"]}, "one programme is expected, not 2"),
        ({"callStatus": "Perhaps"}, "'Perhaps' is a status that nobody knows yet"),
        ({"callDeadlineDate": "soon"}, "callDeadlineDate"),
        ({"callEligibleRegionNuts": ["ITF4", "Puglia"]}, "'PUGLIA' is no such code"),
        ({"callExternalUrl": "javascript:alert(1)"}, "is no address"),
        ({"contentUrl": "//elsewhere.eu/", "title": None}, "title"),
    ],
)
def test_an_entry_that_cannot_be_read_is_left_out_with_its_reason(changes: dict[str, Any], why: str) -> None:
    assert why in reason(**changes)
    assert reason(**changes).startswith("callForProjectsPage_4711")


def test_an_entry_that_stands_there_twice_is_one_call() -> None:
    reading = interreg.parse([answer(HIT, HIT, {**HIT, "title": "Another title"})])

    assert [one.title for one in reading.topics] == ["An example call"]
    assert reading.ignored == {Ignored.DUPLICATE: 2}
    assert len(reading.remarks) == 1


def test_other_pages_of_the_site_are_no_calls_and_unknown_fields_are_reported() -> None:
    reading = interreg.parse([answer({**HIT, "novelty": 1}, {**HIT, "contentType": "newsPage"})])

    assert len(reading.topics) == 1
    assert reading.unknown_fields == {"novelty": 1}
    assert [remark.reason for remark in reading.remarks] == ["no call: it is a newsPage"]


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"{}", b'{"results": [{}]}', b'{"hits": [1]}', b"[" * 100_000])
def test_what_is_no_answer_of_the_index_is_refused(body: bytes) -> None:
    capture = answer().model_copy(update={"body": body})

    with pytest.raises(ReadingError, match="interreg: the file is no"):
        interreg.parse([capture])


def test_the_recorded_entry_is_read(shared: Path) -> None:
    body = (shared / "portal" / "other" / "interreg-eu-algolia-call-excerpt.json").read_bytes()

    reading = interreg.parse([answer().model_copy(update={"body": body})])

    (one,) = reading.topics
    assert (one.identifier, one.programme) == ("INTERREG-SUDOE-CALL-P3129", "INTERREG-SUDOE")
    assert [(due.at.date(), due.hour_known) for due in one.deadlines] == [(date(2026, 9, 30), False)]
    assert one.stated_eligibility is not None
    assert one.stated_eligibility.countries == ("AD", "ES", "FR", "PT")
    assert (len(one.stated_eligibility.regions), len(one.stated_eligibility.audiences)) == (3, 13)
    assert (reading.quarantined, reading.unknown_fields) == ((), {})
