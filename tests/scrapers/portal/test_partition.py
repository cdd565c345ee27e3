"""A list beyond the window of the interface is read in parts, and nothing is lost."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from starlette.responses import Response

from scrapers.errors import IncompleteError
from scrapers.portal import parse
from scrapers.portal.tables import source
from scrapers.reading import Asked
from tests.emulator.server import Portal
from tests.emulator.shapes import Raw, cascade_row, topic_row
from tests.emulator.topics import CASCADE_CALLS, DIGITAL, HORIZON, LIFE, OLD, RIA
from tests.scrapers.fetched import fetch_from

BARE = replace(RIA, budget=(), description=None, conditions=None, status="closed", infos=(), links=())
PROGRAMMES = (HORIZON, DIGITAL, LIFE)


def closed(count: int, programmes: Sequence[str] = PROGRAMMES, days: int = 900) -> list[Raw]:
    """Topics of several programmes that open on different days; one in fifty on no day at all."""
    first = date(2021, 6, 1)
    return [
        topic_row(
            replace(
                BARE,
                number=100_000 + number,
                identifier=f"MANY-{number:05d}",
                programme=programmes[number % len(programmes)],
                opens_on=None if number % 50 == 7 else (first + timedelta(days=number % days)).isoformat(),
                changes={"actions": None},
            )
        )
        for number in range(count)
    ]


@pytest.fixture
def window_of_200(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same interface with a window that few rows fill."""
    narrow = source().model_copy(update={"search": source().search.model_copy(update={"window": 200})})
    for module in ("search", "partition"):
        monkeypatch.setattr(f"scrapers.portal.{module}.source", lambda: narrow)
    monkeypatch.setattr("tests.emulator.application.WINDOW", 200)


@pytest.mark.drill
def test_more_than_20000_rows_arrive(portal: Portal, tmp_path: Path) -> None:
    portal.serve([*closed(20500), topic_row(RIA)])
    reading = parse(fetch_from(portal, tmp_path))
    assert len(reading.topics) == reading.rows == reading.expected == 20_501
    assert (reading.quarantined, reading.remarks) == ((), ())


def test_a_list_is_split_by_programme(portal: Portal, tmp_path: Path, window_of_200: None) -> None:
    portal.serve([*closed(550), topic_row(RIA)])
    reading = parse(fetch_from(portal, tmp_path))
    assert len(reading.topics) == reading.expected == 551
    assert _parts(portal) == {("terms", "frameworkProgramme")}


def test_a_programme_that_is_still_too_long_is_split_by_day(
    portal: Portal, tmp_path: Path, window_of_200: None
) -> None:
    portal.serve([*closed(1500, [HORIZON]), topic_row(RIA)])
    reading = parse(fetch_from(portal, tmp_path))
    assert len(reading.topics) == reading.expected == 1501
    assert ("range", "startDate") in _parts(portal)


def test_without_facets_it_is_split_by_day_all_the_same(portal: Portal, tmp_path: Path, window_of_200: None) -> None:
    portal.serve([*closed(900), topic_row(RIA)])
    portal.state.next_answers.extend([None, *(Response("gone", 404) for _ in Asked)])
    assert len(parse(fetch_from(portal, tmp_path)).topics) == 901


def test_cascade_calls_are_split_like_topics(portal: Portal, tmp_path: Path, window_of_200: None) -> None:
    calls = [
        cascade_row(replace(CASCADE_CALLS[number % 2], number=number, parent=(RIA, OLD)[number % 2]))
        for number in range(350)
    ]
    portal.serve([*calls, topic_row(RIA)])
    reading = parse(fetch_from(portal, tmp_path))
    assert len(reading.cascade_calls) == 350
    assert reading.besides[Asked.CASCADE_CALLS].expected == 350


def test_rows_of_one_day_beyond_both_ends_are_refused_and_named(
    portal: Portal, tmp_path: Path, window_of_200: None
) -> None:
    portal.serve([*closed(420, [HORIZON], days=1), topic_row(RIA)])
    with pytest.raises(IncompleteError, match=r"rows of topics cannot be told apart by programme or opening day"):
        fetch_from(portal, tmp_path)


def test_rows_of_one_day_within_both_ends_are_all_read(portal: Portal, tmp_path: Path, window_of_200: None) -> None:
    portal.serve([*closed(350, [HORIZON], days=1), topic_row(RIA)])
    assert len(parse(fetch_from(portal, tmp_path)).topics) == 351


def _parts(portal: Portal) -> set[tuple[str, str]]:
    """By what the emulator was asked to split: the leaves beyond type and status."""
    leaves: set[tuple[str, str]] = set()
    for question in portal.state.questions:
        for leaf in question.get("must", []):
            ((kind, fields),) = leaf.items()
            leaves |= {(kind, name) for name in fields} - {("terms", "type"), ("terms", "status")}
    return leaves
