"""A deadline is a Brussels date; its hour is known only where the source states it."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from scrapers.records import Deadline
from tests.emulator.shapes import topic_row
from tests.emulator.topics import CUT_OFFS, EXTERNAL_ACTION, RIA, TWO_STAGE, UNDATED_ACTION
from tests.scrapers.captured import complaint_about, reading_of, topic_of

BRUSSELS = ZoneInfo("Europe/Brussels")


def day(year: int, month: int, on: int) -> datetime:
    return datetime(year, month, on, tzinfo=BRUSSELS)


@pytest.mark.parametrize(("written", "offset"), [("2027-03-16", "+01:00"), ("2027-07-16", "+02:00")])
def test_midnight_utc_means_the_day_and_the_hour_stays_unknown(written: str, offset: str) -> None:
    (deadline,) = topic_of(replace(RIA, deadlines=(written,))).deadlines
    assert (deadline.at.isoformat(), deadline.hour_known) == (f"{written}T00:00:00{offset}", False)


def test_calls_for_external_action_state_the_instant() -> None:
    (deadline,) = topic_of(EXTERNAL_ACTION).deadlines
    assert deadline == Deadline(at=datetime(2027, 1, 15, 16, 0, 11, tzinfo=BRUSSELS), hour_known=True)


def test_the_two_of_a_two_stage_call_have_their_stage() -> None:
    assert [(each.at, each.stage) for each in topic_of(TWO_STAGE).deadlines] == [
        (day(2027, 2, 17), 1),
        (day(2027, 9, 21), 2),
    ]


def test_the_stage_of_a_single_date_of_a_two_stage_call_is_unknown() -> None:
    assert [each.stage for each in topic_of(replace(TWO_STAGE, deadlines=("2027-02-17",))).deadlines] == [None]


def test_cut_offs_have_no_stage_and_come_in_order() -> None:
    facts = replace(CUT_OFFS, deadlines=tuple(reversed(CUT_OFFS.deadlines)))
    deadlines = topic_of(facts).deadlines
    assert [each.at for each in deadlines] == [day(2026, 11, 12), day(2027, 5, 13), day(2027, 11, 11)]
    assert {each.stage for each in deadlines} == {None}


def test_a_call_may_have_no_deadline() -> None:
    assert topic_of(UNDATED_ACTION).deadlines == ()


def test_without_deadline_dates_the_days_in_actions_are_taken() -> None:
    (deadline,) = topic_of(replace(RIA, changes={"deadlineDate": None})).deadlines
    assert deadline == Deadline(at=day(2027, 3, 16), hour_known=False)


def test_dates_that_differ_from_those_in_actions_are_used_and_remarked() -> None:
    row = topic_row(replace(RIA, changes={"deadlineDate": ["2027-04-20T00:00:00.000+0000"]}))
    reading = reading_of([row])
    assert [each.at for each in reading.topics[0].deadlines] == [day(2027, 4, 20)]
    assert "2027-03-16" in reading.remarks[0].reason


def test_an_hour_on_a_grant_topic_is_not_trusted() -> None:
    (deadline,) = topic_of(replace(RIA, deadlines=("2027-03-16T17:00:00.000+0000",))).deadlines
    assert deadline == Deadline(at=day(2027, 3, 16), hour_known=False)


@pytest.mark.parametrize(
    "written",
    [
        "2027-03-16T23:30:00.000+0000",
        "2027-03-16T00:00:00.000+0200",
        "2027-03-16T00:00:00Z",
        "16/03/2027T",
        "2027-02-30T00:00:00.000+0000",
        "T",
    ],
    ids=["either of two days", "another zone", "another format", "a local format", "no such day", "nothing"],
)
def test_a_date_that_cannot_be_sure_is_refused(written: str) -> None:
    facts = replace(RIA, type_code=None, budget=(), deadlines=(written,))
    assert complaint_about(facts).startswith("deadlineDate ")
