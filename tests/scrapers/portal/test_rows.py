"""Which rows are topics: one of many that the index holds about each."""

from dataclasses import replace

import pytest

from scrapers.reading import Ignored
from tests.emulator.shapes import Raw, language_copy, stale_copy, topic_row
from tests.emulator.topics import CSA, EXTERNAL_ACTION, IA, RIA, own_rows
from tests.scrapers.captured import reading_of


def of_type(code: str) -> Raw:
    row = topic_row(RIA)
    return {**row, "reference": f"1-{code}", "metadata": {**row["metadata"], "type": [code]}}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (language_copy(RIA, "sv"), Ignored.LANGUAGE_COPY),
        (stale_copy(RIA), Ignored.STALE_COPY),
        (of_type("0"), Ignored.TENDER),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_row_that_is_no_topic_is_left_out_and_counted(row: Raw, reason: Ignored) -> None:
    reading = reading_of([row, topic_row(IA)])
    assert [topic.identifier for topic in reading.topics] == [IA.identifier]
    assert reading.ignored == {reason: 1}
    assert reading.quarantined == ()


def test_language_tags_may_be_in_capitals() -> None:
    assert len(reading_of([topic_row(replace(EXTERNAL_ACTION, language="EN"))]).topics) == 1


def test_the_same_row_on_two_pages_is_one_topic() -> None:
    reading = reading_of([topic_row(RIA), topic_row(CSA), topic_row(RIA)])
    assert (len(reading.topics), reading.rows, reading.ignored) == (2, 2, {Ignored.DUPLICATE: 1})


def test_identifiers_that_differ_in_letter_case_are_one_topic_and_the_newest_row_counts() -> None:
    older = replace(RIA, number=99999999, identifier=RIA.identifier.lower(), ingested="2026-01-01T00:00:00.000+0100")
    newer = replace(RIA, title="The title of today")
    for rows in ([older, newer], [newer, older]):
        (topic,) = reading_of(map(topic_row, rows)).topics
        assert topic.title == "The title of today"


def test_a_type_that_nobody_knows_is_quarantined() -> None:
    (remark,) = reading_of([of_type("7")]).quarantined
    assert remark.reason == "the type '7' is not known"


def test_a_row_without_metadata_is_quarantined() -> None:
    (remark,) = reading_of([{"reference": "1TOPICSen"}]).quarantined
    assert (remark.reference, remark.reason) == ("1TOPICSen", "metadata is missing")


def test_rows_without_a_reference_are_told_apart_by_their_place() -> None:
    first, second = ({**topic_row(facts), "reference": None} for facts in (RIA, IA))
    assert len(reading_of([first, second]).topics) == 2


def test_one_bad_row_does_not_stop_the_others() -> None:
    bad = topic_row(replace(RIA, number=7, identifier="BAD", changes={"status": ["?"]}))
    reading = reading_of([bad, *own_rows()])
    assert [each.reference for each in reading.quarantined] == ["7TOPICSen"]
    assert reading.topics == reading_of(own_rows()).topics


def test_a_topic_names_the_capture_it_was_read_from() -> None:
    reading = reading_of([topic_row(RIA)])
    assert len(reading.captured[RIA.identifier]) == 64


def test_the_order_of_the_rows_does_not_matter() -> None:
    forwards, backwards = reading_of(own_rows()), reading_of(reversed(own_rows()))
    assert forwards.topics == backwards.topics


def test_a_row_that_states_no_language_is_in_the_one_that_was_asked_for() -> None:
    row = topic_row(RIA)
    silent = {name: value for name, value in row.items() if name != "language"}
    silent["metadata"] = {name: value for name, value in row["metadata"].items() if name != "language"}
    assert [topic.identifier for topic in reading_of([silent]).topics] == [RIA.identifier]
