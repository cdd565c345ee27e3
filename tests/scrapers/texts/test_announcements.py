"""Changes of deadlines that are announced in prose."""

from datetime import date, time

import pytest

from scrapers.texts import Announcement, DeadlineChange, announced_deadlines

NEW = date(2026, 3, 5)
ONE, TWO = "HORIZON-CL4-2026-01-DATA-01", "HORIZON-CL4-2026-01-DATA-02"


def only(text: str) -> Announcement:
    (announcement,) = announced_deadlines(text)
    assert text[announcement.start : announcement.end] == announcement.quote
    return announcement


@pytest.mark.parametrize(
    "text",
    [
        "The deadline has been extended to 5 March 2026.",
        "The call deadline is extended until 05/03/2026.",
        "Please note that the deadline of 12 February 2026 has been postponed to 5 March 2026.",
        "New deadline: 5 March 2026",
        "NEW SUBMISSION DEADLINE: 05.03.2026",
        "The new deadline for the submission of proposals is Thursday, 5th of March 2026.",
        "The deadline is now March 5, 2026.",
        "The closing date is now 5 March 2026 (previously 12 February 2026).",
        "- Postponement of the cut-off deadline from 12/02/2026 to 05/03/2026.",
        "Extension of the submission deadline until 5 Mar. 2026",
        "The deadline, originally set on 12 February 2026, has been moved to 5 March 2026.",
        "The deadline has been postponed to 5 March 2026 instead of 12 February 2026.",
        "The previous deadline of 12 February 2026 is replaced by the new deadline of 5 March 2026.",
        "Following the information day of 3 February 2026, the deadline is extended to 5 March 2026.",
        "Due to a technical problem, the deadline was extended on 3 February 2026 to 5 March 2026.",
        "Corrigendum published on 3 February 2026: the deadline has been changed to 5 March 2026.",
        "The call for proposals has been extended until 5 March 2026.",
        "The call SMP-COSME-2026-CLUSTER is prolonged until 5 March 2026.",
        "The deadline has been brought forward from 12 March 2026 to 5 March 2026.",
        "The deadline is extended to 2026-03-05; the evaluation results are expected on 3 June 2026.",
        "The opening is postponed to 3 February 2026 and the new deadline is 5 March 2026.",
        "Call deadlines can be found above.\nThe deadline has been deferred to 5 March 2026.\nInfo day: 3 April 2026.",
        "The deadline is extended by two weeks: 5 March 2026.",
    ],
)
def test_the_new_day_is_read_and_no_other(text: str) -> None:
    announcement = only(text)
    assert (announcement.change, announcement.on, announcement.hour) == (DeadlineChange.MOVED, NEW, None)


@pytest.mark.parametrize(
    "text",
    [
        "The deadline for this topic is 5 March 2026.",
        "Call deadlines can NOT be extended. The deadline is 5 March 2026.",
        "The deadline will not be extended beyond 5 March 2026.",
        "The deadline may be extended to 5 March 2026.",
        "The info day has been postponed to 5 March 2026.",
        "The deadline for registration to the info day has been extended to 5 March 2026.",
        "The registration deadline has been extended until 5 March 2026.",
        "The deadline for the submission of questions has been extended to 5 March 2026.",
        "The opening of the submission session has been postponed to 5 March 2026.",
        "The publication of the results is postponed to 5 March 2026.",
        "The call has closed on 5 March 2026. Evaluation results are expected in January 2027.",
        "The new submission session is now available for: SMP-COSME-2026-CLUSTER-01.",
        "The duration has been extended to 36 months.",
        "Before the deadline, the forms were updated to the version of 5 March 2026.",
        "The call text was changed on 5 March 2026. The deadline stays the same.",
        "Eligibility has been extended to entities from Norway as of 5 March 2026.",
        "",
    ],
)
def test_other_days_are_left_alone(text: str) -> None:
    assert announced_deadlines(text) == []


@pytest.mark.parametrize(
    ("written", "hour", "zone"),
    [
        ("5 March 2026", None, None),
        ("5 March 2026 17:00", time(17), None),
        ("5 March 2026 at 17:00:00 (Brussels time)", time(17), "Europe/Brussels"),
        ("5 March 2026, 17h00 Brussels local time", time(17), "Europe/Brussels"),
        ("5 March 2026 – 17:00:00 CET (Brussels)", time(17), "Europe/Brussels"),
        ("05/03/2026 23:59 UTC", time(23, 59), "UTC"),
        ("17:00 (Brussels time) on Thursday 5 March 2026", time(17), "Europe/Brussels"),
        ("5 March 2026, 5 p.m. CET", time(17), "Europe/Brussels"),
        ("12 pm on 5 March 2026", time(12), None),
        ("5 March 2026. 40 proposals are expected", None, None),
        ("5 March 2026 24:00", None, None),
    ],
)
def test_the_hour_is_what_is_written_beside_the_day_or_not_known(
    written: str, hour: time | None, zone: str | None
) -> None:
    announcement = only(f"The deadline has been extended to {written}.")
    assert (announcement.on, announcement.hour, announcement.zone) == (NEW, hour, zone)


def test_a_day_that_is_removed_and_one_that_is_added_are_told_from_a_move() -> None:
    removed, added = announced_deadlines(
        "The final cut-off date of 26 January 2027 has been removed.\nNext deadline is 24 September 2026 at 17:00:00."
    )
    assert (removed.change, removed.on) == (DeadlineChange.REMOVED, date(2027, 1, 26))
    assert (added.change, added.on, added.hour) == (DeadlineChange.ADDED, date(2026, 9, 24), time(17))


@pytest.mark.parametrize(
    "text", ["The deadline has been postponed. A new date will follow.", "DEADLINE EXTENSION\n5 March"]
)
def test_a_change_without_a_day_that_can_be_read_is_announced_without_one(text: str) -> None:
    announcement = only(text)
    assert (announcement.change, announcement.on) == (DeadlineChange.MOVED, None)


def test_the_topics_that_the_sentence_names_are_told_from_those_elsewhere() -> None:
    announcement = only(f"{ONE} has a corrigendum.\nThe deadline of {TWO} has been extended to 5 March 2026.")
    assert (announcement.identifiers, announcement.mentioned) == ((TWO,), (ONE,))


def test_topics_and_days_are_paired_where_the_sentence_says_so() -> None:
    found = announced_deadlines(
        f"The deadlines of {ONE} and {TWO} have been moved to 5 March 2026 and 12 March 2026 respectively."
    )
    assert [(each.on, each.identifiers) for each in found] == [(NEW, (ONE,)), (date(2026, 3, 12), (TWO,))]


def test_a_list_below_the_announcement_is_read_line_by_line_until_it_ends() -> None:
    found = announced_deadlines(
        f"The new deadlines are as follows:\n- {ONE}: 5 March 2026\n- {TWO}: 12 March 2026, 17:00\n"
        "The info day takes place on 1 April 2026.\n5 May 2026"
    )
    assert [(each.on, each.hour, each.identifiers) for each in found] == [
        (NEW, None, (ONE,)),
        (date(2026, 3, 12), time(17), (TWO,)),
    ]


@pytest.mark.parametrize(
    ("stage", "written"), [(1, "first stage"), (2, "second stage"), (2, "stage 2"), (1, "1st-stage")]
)
def test_the_stage_is_read_where_it_is_said(stage: int, written: str) -> None:
    assert only(f"The deadline of the {written} has been extended to 5 March 2026.").stage == stage


def test_both_days_of_two_stages_are_read() -> None:
    found = announced_deadlines(
        "The deadline of the first stage has been extended to 5 March 2026 and of the second stage to 7 May 2026."
    )
    assert [(each.stage, each.on) for each in found] == [(1, NEW), (2, date(2026, 5, 7))]


def test_a_day_that_no_calendar_has_is_not_read() -> None:
    assert only("The deadline has been extended to 31 February 2026.").on is None


def test_translated_notices_are_not_read() -> None:
    assert announced_deadlines("The deadline has been extended to 5 March 2026.", language="sv") == []
