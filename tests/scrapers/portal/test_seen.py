"""A row that says what it said is not read again, unless the reader has changed or there is something to tell of it."""

from collections.abc import Mapping
from dataclasses import replace

import orjson
import pytest

from scrapers.portal import parse, seen
from scrapers.reading import Reading
from tests.emulator.shapes import Raw, topic_row
from tests.emulator.topics import IA, MIXED_CASE, RIA
from tests.scrapers.captured import capture_of


def read_again(rows: list[Raw], known: Mapping[str, str]) -> Reading:
    return parse([capture_of(orjson.dumps({"totalResults": len(rows), "pageNumber": 1, "results": rows}))], known)


def test_rows_that_are_known_are_not_read_again() -> None:
    first = read_again([topic_row(RIA), topic_row(IA)], {})
    changed = topic_row(replace(IA, title="Another title"))

    second = read_again([topic_row(RIA), changed], first.digests)

    assert second.unchanged == {RIA.identifier.lower(): RIA.reference}
    assert [topic.title for topic in second.topics] == ["Another title"]
    assert (second.found, second.rows, second.expected) == (first.found, first.rows, first.expected)
    assert second.digests.keys() == {IA.reference}


@pytest.mark.parametrize("name", ["esDA_IngestDate", "es_SortDate", "weight"])
def test_what_is_not_read_makes_no_difference(name: str) -> None:
    row = topic_row(RIA)
    known = read_again([row], {}).digests
    other = {**row, "weight": 2.0} if name == "weight" else _with(row, name, ["2026-11-23T00:00:00.000+0100"])
    assert read_again([other], known).unchanged


@pytest.mark.parametrize("name", ["title", "deadlineDate", "topicConditions", "latestInfos", "url"])
def test_what_is_read_makes_one(name: str) -> None:
    row = topic_row(RIA)
    known = read_again([row], {}).digests
    assert not read_again([_with(row, name, None)], known).unchanged


def test_a_changed_reader_reads_everything_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    known = read_again([topic_row(RIA)], {}).digests
    monkeypatch.setattr(seen, "_reader", lambda: b"another")
    assert read_again([topic_row(RIA)], known).unchanged == {}


def test_a_row_that_there_is_something_to_tell_of_is_read_each_time() -> None:
    strange = _with(topic_row(RIA), "novelty", ["x"])
    unnamed = topic_row(replace(MIXED_CASE, type_name="DIGITAL Unheard-of Grants", type_code=None))
    first = read_again([strange, unnamed], {})
    second = read_again([strange, unnamed], first.digests)
    assert second.unknown_fields == first.unknown_fields == {"novelty": 1}
    assert second.remarks == first.remarks != ()
    assert second.topics == first.topics


def _with(row: Raw, name: str, values: list[str] | None) -> Raw:
    """The row with one field stated otherwise; ``None`` takes it away."""
    others = {key: value for key, value in row["metadata"].items() if key != name}
    return {**row, "metadata": others if values is None else {**others, name: values}}
