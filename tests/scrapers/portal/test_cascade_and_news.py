"""Cascade calls and notices are records of their own, and name the topic they belong to."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from scrapers.reading import Asked, Ignored, Reading
from scrapers.records import CascadeCall, DeadlineModel, News, PortalStatus
from tests.emulator.shapes import Raw, cascade_row, news
from tests.emulator.topics import CASCADE_CALLS, RIA
from tests.scrapers.captured import reading_of

BRUSSELS = ZoneInfo("Europe/Brussels")
VOUCHERS, WEAVERS, OVER = CASCADE_CALLS


def changed(row: Raw, **metadata: Any) -> Raw:
    kept = {name: value for name, value in {**row["metadata"], **metadata}.items() if value is not None}
    return {**row, "metadata": kept}


def call_of(row: Raw) -> CascadeCall:
    reading = reading_of([row])
    assert reading.quarantined == ()
    (call,) = reading.cascade_calls
    return call


def notice_of(row: Raw) -> News:
    reading = reading_of([row])
    assert reading.quarantined == ()
    (notice,) = reading.news
    return notice


def complaint(reading: Reading, asked: Asked) -> str:
    (remark,) = reading.quarantined
    assert (reading.cascade_calls, reading.news) == ((), ())
    assert remark.asked in (asked, Asked.TOPICS)
    return remark.reason


def test_a_cascade_call_has_its_own_name_and_that_of_its_topic() -> None:
    call = call_of(cascade_row(VOUCHERS))
    assert (call.reference, call.name) == ("99001COMPETITIVE_CALLen", "Vouchers for tanneries")
    assert (call.topic_identifier, call.topic_ccm2_id, call.topic_title) == (RIA.identifier, RIA.number, RIA.title)
    assert (call.project_acronym, call.programme, call.portal_status) == ("LOOMS", "HORIZON", PortalStatus.OPEN)


def test_its_deadlines_state_their_hour_to_the_second() -> None:
    (due,) = call_of(cascade_row(VOUCHERS)).deadlines
    assert (due.at, due.hour_known) == (datetime(2027, 1, 29, 17, 0, 4, tzinfo=BRUSSELS), True)


def test_its_cut_offs_come_in_order_and_midnight_is_no_hour() -> None:
    call = call_of(
        cascade_row(replace(WEAVERS, deadlines=("2027-05-31T15:00:00.000+0000", "2026-11-30T00:00:00.000+0000")))
    )
    assert [(due.at.isoformat(), due.hour_known) for due in call.deadlines] == [
        ("2026-11-30T00:00:00+01:00", False),
        ("2027-05-31T17:00:00+02:00", True),
    ]
    assert call.deadline_model is DeadlineModel.MULTIPLE_CUT_OFF


@pytest.mark.parametrize(("written", "read"), [("60000", Decimal(60000)), ("0", None), (None, None)])
def test_its_budget_is_in_euro_and_zero_is_not_stated(written: str | None, read: Decimal | None) -> None:
    row = changed(cascade_row(VOUCHERS), budget=None if written is None else [written])
    assert call_of(row).budget == read


def test_who_may_apply_is_read_once_of_the_two_places() -> None:
    assert call_of(cascade_row(VOUCHERS)).eligibility_html == VOUCHERS.eligibility
    assert call_of(changed(cascade_row(VOUCHERS), beneficiaryAdministration=None)).eligibility_html == (
        VOUCHERS.eligibility
    )


def test_two_places_that_contradict_each_other_are_remarked() -> None:
    reading = reading_of([changed(cascade_row(VOUCHERS), destinationDetails=["<p>Anybody.</p>"])])
    (remark,) = reading.remarks
    assert (remark.reference, remark.asked) == ("99001COMPETITIVE_CALLen", Asked.CASCADE_CALLS)
    assert "destinationDetails says something else" in remark.reason


def test_calls_that_share_topic_and_address_are_told_apart() -> None:
    reading = reading_of(map(cascade_row, CASCADE_CALLS))
    assert len({call.url for call in reading.cascade_calls}) == 2
    assert len(reading.cascade_calls) == len(CASCADE_CALLS)
    assert (reading.ignored, reading.unknown_fields) == ({}, {})


def test_the_same_call_on_two_pages_is_one() -> None:
    reading = reading_of([cascade_row(VOUCHERS), cascade_row(VOUCHERS)])
    assert (len(reading.cascade_calls), reading.ignored) == (1, {Ignored.DUPLICATE: 1})


@pytest.mark.parametrize(
    ("metadata", "reason"),
    [
        ({"callTitle": None}, "callTitle is missing"),
        ({"status": ["?"]}, "'?'"),
        ({"budget": ["plenty"]}, "budget holds an amount that is none"),
        ({"deadlineDate": ["soon"]}, "deadlineDate"),
        ({"deadlineModel": ["by lot"]}, "by lot"),
    ],
    ids=["name", "status", "budget", "deadline", "model"],
)
def test_a_cascade_call_that_cannot_be_read_is_quarantined(metadata: dict[str, Any], reason: str) -> None:
    assert reason in complaint(reading_of([changed(cascade_row(VOUCHERS), **metadata)]), Asked.CASCADE_CALLS)


def test_a_notice_names_its_topic_and_when_it_was_published() -> None:
    notice = notice_of(news(RIA, 1, "<p>News.</p>"))
    assert (notice.topic_identifier, notice.call_identifier) == (RIA.identifier, RIA.call)
    assert notice.published_at == datetime(2026, 6, 10, 0, 1, 0, 510000, tzinfo=BRUSSELS)
    assert notice.content_html == "<p>News.</p>"


def test_a_notice_may_name_no_topic() -> None:
    assert notice_of(changed(news(RIA, 1, "News."), identifier=None)).topic_identifier is None


def test_a_notice_without_words_is_quarantined() -> None:
    assert complaint(reading_of([changed(news(RIA, 1, "News."), description=[])]), Asked.NEWS) == (
        "description is missing"
    )


def test_each_names_the_capture_it_was_read_from() -> None:
    reading = reading_of([cascade_row(VOUCHERS), news(RIA, 1, "News.")])
    assert {len(sha256) for sha256 in reading.captured_besides.values()} == {64}
    assert reading.captured_besides.keys() == {"99001COMPETITIVE_CALLen", f"{RIA.number}1"}


def test_a_cascade_call_that_cannot_be_read_does_not_count_against_the_topics() -> None:
    bad = [changed(cascade_row(replace(OVER, number=n)), callTitle=None) for n in range(50)]
    reading = reading_of([*bad, cascade_row(VOUCHERS)])
    assert [remark.asked for remark in reading.quarantined] == [Asked.CASCADE_CALLS] * 50
    assert len(reading.cascade_calls) == 1
