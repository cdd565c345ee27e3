"""A run that is too poor is refused; a small source is as good as a large one."""

import pytest

from scrapers.portal.tables import source
from scrapers.reading import Reading, Remark, judge_run
from tests.emulator.shapes import topic_row
from tests.emulator.topics import RIA, own_rows
from tests.scrapers.captured import reading_of

FULL = reading_of(own_rows())


def changed(**fields: object) -> Reading:
    return FULL.model_copy(update=fields)


def judged(reading: Reading, last_good: int | None = None) -> str | None:
    return judge_run(reading, last_good=last_good, expectations=source().expect)


def test_a_full_run_is_accepted() -> None:
    assert judged(FULL) is None


def test_a_single_topic_is_enough() -> None:
    assert judged(reading_of([topic_row(RIA)])) is None


def test_no_topic_is_not_enough() -> None:
    assert judged(reading_of([])) == "no topic could be read (0 rows came, 0 of them unreadable)"


def test_fewer_rows_than_the_source_says_it_has_are_refused() -> None:
    assert judged(changed(expected=FULL.rows + 1)) == (
        f"the source says it has {FULL.rows + 1} rows and gave {FULL.rows}"
    )


@pytest.mark.parametrize(("quarantined", "accepted"), [(len(FULL.topics), True), (len(FULL.topics) + 1, False)])
def test_mostly_unreadable_runs_are_refused(quarantined: int, accepted: bool) -> None:
    remarks = (Remark(reference="1", reason="title is missing"),) * quarantined
    assert (judged(changed(quarantined=remarks)) is None) is accepted


@pytest.mark.parametrize(("last_good", "accepted"), [(2 * len(FULL.topics), True), (2 * len(FULL.topics) + 1, False)])
def test_a_run_that_lost_more_than_half_of_the_last_one_is_refused(last_good: int, accepted: bool) -> None:
    assert (judged(FULL, last_good) is None) is accepted
