"""A run whose rows can all be read may still lack what it used to state."""

from dataclasses import replace

import pytest

from scrapers.portal.tables import source
from scrapers.reading import Reading
from scrapers.records import Budget
from scrapers.shortfall import FIELDS, fill_rates, shortfall
from tests.emulator.shapes import topic_row
from tests.emulator.topics import RIA, UNDATED_ACTION
from tests.scrapers.captured import reading_of
from tests.scrapers.portal.test_search import many

FULL = reading_of(many(100, RIA))
RATES = fill_rates(FULL.topics)


def lacking(name: str, share: float) -> Reading:
    """The same run, where so many topics leave a field open."""
    empty = {"budget": Budget()}.get(name, () if isinstance(getattr(FULL.topics[0], name), tuple) else None)
    count = int(len(FULL.topics) * share)
    emptied = [topic.model_copy(update={name: empty}) for topic in FULL.topics[:count]]
    return FULL.model_copy(update={"topics": (*emptied, *FULL.topics[count:])})


def doubt(reading: Reading, **more: int) -> str | None:
    return shortfall(reading, expectations=source().expect, last_filled=RATES, **more)


def test_a_rate_is_the_share_of_topics_that_state_a_field() -> None:
    rates = fill_rates(reading_of([topic_row(RIA), topic_row(UNDATED_ACTION)]).topics)
    assert rates.keys() == set(FIELDS)
    assert (rates["deadlines"], rates["opens_on"], rates["budget"], rates["conditions_html"]) == (0.5, 0.5, 0.5, 0.5)


def test_no_topics_have_no_rates() -> None:
    assert fill_rates(()) == {}


def test_a_run_like_the_last_one_lacks_nothing() -> None:
    assert doubt(FULL) is None


@pytest.mark.parametrize("name", [name for name in FIELDS if RATES[name]])
def test_a_field_that_most_topics_no_longer_state_is_a_reason(name: str) -> None:
    assert doubt(lacking(name, 0.5)) is None
    assert doubt(lacking(name, 0.51)) == f"49% of the topics state {name}, in the last good run 100% did"


def test_the_first_run_has_nothing_to_be_compared_with() -> None:
    assert shortfall(lacking("deadlines", 1), expectations=source().expect) is None


def test_a_few_topics_are_no_sample() -> None:
    few = lacking("deadlines", 1)
    assert doubt(few.model_copy(update={"topics": few.topics[:49]})) is None
    assert doubt(few.model_copy(update={"topics": few.topics[:50]})) is not None


def test_topics_that_happen_to_have_changed_are_no_sample_of_all() -> None:
    unchanged = {f"more-{number}": f"{number}TOPICSen" for number in range(101)}
    assert doubt(lacking("deadlines", 1).model_copy(update={"unchanged": unchanged})) is None


def test_the_file_of_all_topics_states_less_and_is_not_compared() -> None:
    assert doubt(lacking("conditions_html", 1).model_copy(update={"is_fallback": True})) is None


@pytest.mark.parametrize(("at_least", "is_enough"), [(100, True), (101, False)])
def test_an_absolute_minimum_counts_where_it_is_set(at_least: int, is_enough: bool) -> None:
    reason = doubt(FULL, at_least=at_least)
    assert (reason is None) is is_enough
    assert reason in (None, "100 topics were found, there must be at least 101")


def test_a_renamed_field_is_noticed_although_every_row_can_be_read() -> None:
    renamed = many(100, replace(RIA, changes={"topicConditions": None, "conditionsOfTopic": ["<p>…</p>"]}))
    reading = reading_of(renamed)
    assert (reading.quarantined, reading.unknown_fields) == ((), {"conditionsOfTopic": 100})
    assert doubt(reading) == "0% of the topics state conditions_html, in the last good run 100% did"
