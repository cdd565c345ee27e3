"""What the facets count is compared with the rows that came."""

from collections.abc import Callable
from pathlib import Path

import orjson
import pytest
from starlette.responses import Response

from scrapers.errors import IncompleteError, ReadingError
from scrapers.portal import parse
from scrapers.portal.facets import Tally, differences, open_facets, remarkable, too_many
from scrapers.reading import Asked
from tests.emulator.server import Portal
from tests.emulator.shapes import Raw, topic_row
from tests.emulator.topics import IA, RIA, TOPICS
from tests.scrapers.fetched import fetch_from
from tests.scrapers.portal.test_search import many


def facet(**counts: dict[str, int]) -> bytes:
    values = {name: [{"rawValue": raw, "count": count} for raw, count in each.items()] for name, each in counts.items()}
    return orjson.dumps({"facets": [{"name": name, "values": each} for name, each in values.items()]})


def tally(*rows: Raw) -> Tally:
    counted = Tally()
    counted.add(rows)
    return counted


def test_rows_are_counted_as_facets_count_them_each_once() -> None:
    counts = tally(topic_row(RIA), topic_row(IA), topic_row(RIA)).counts()
    assert counts == {"type": {"1": 2}, "status": {"31094502": 2}, "frameworkProgramme": {"43108390": 2}}


def test_equal_counts_do_not_differ() -> None:
    rows = tally(topic_row(RIA)).counts()
    facets = open_facets(facet(type={"1": 1}, status={"31094502": 1}, frameworkProgramme={"43108390": 1}))
    assert list(differences(facets, rows)) == []
    assert too_many(facets, rows) is None


def test_a_field_that_the_facets_leave_out_is_not_compared() -> None:
    assert list(differences(open_facets(facet(type={"1": 1})), tally(topic_row(RIA)).counts())) == []


def test_a_difference_says_which_value_and_how_many() -> None:
    counted, came = (
        open_facets(facet(frameworkProgramme={"43108390": 1, "43252405": 3})),
        tally(topic_row(RIA)).counts(),
    )
    assert [str(each) for each in remarkable(counted, came)] == [
        "the facet counts 3 rows with the frameworkProgramme 43252405, 0 came"
    ]


@pytest.mark.parametrize(
    ("counted", "is_remarked", "is_refused"),
    [
        (100, False, False),
        (102, False, False),
        (103, True, False),
        (124, True, False),
        (126, True, True),
        (70, True, True),
    ],
)
def test_a_few_more_are_nothing_some_more_a_remark_and_many_a_refusal(
    counted: int, is_remarked: bool, is_refused: bool
) -> None:
    facets, came = {"type": {"1": counted}}, {"type": {"1": 100}}
    assert (bool(remarkable(facets, came)), too_many(facets, came) is not None) == (is_remarked, is_refused)


def test_some_rows_that_the_facets_count_and_that_do_not_come_are_remarked(portal: Portal, tmp_path: Path) -> None:
    portal.serve(many(100))
    portal.state.counts_off = 5
    remarks = parse(fetch_from(portal, tmp_path)).remarks
    assert {(remark.reference, remark.asked) for remark in remarks} == {
        (f"facet {name}", Asked.TOPICS) for name in ("type", "status", "frameworkProgramme")
    }
    assert "the facet counts 105 rows with the type 1, 100 came" in {remark.reason for remark in remarks}


def test_many_rows_that_the_facets_count_and_that_do_not_come_are_refused(portal: Portal, tmp_path: Path) -> None:
    portal.serve(many(100))
    portal.state.counts_off = 30
    with pytest.raises(IncompleteError, match="topics: the facet counts 130 rows with the type 1, 100 came"):
        fetch_from(portal, tmp_path)


@pytest.mark.parametrize("fault", [lambda: Response("<html>"), lambda: Response("gone", 404)], ids=["web page", "404"])
def test_without_facets_a_run_goes_on_uncounted(portal: Portal, tmp_path: Path, fault: Callable[[], Response]) -> None:
    portal.state.next_answers.extend([None, *(fault() for _ in range(12 if fault().status_code == 200 else 3))])
    reading = parse(fetch_from(portal, tmp_path))
    assert len(reading.topics) == len(TOPICS)
    assert reading.remarks == ()


@pytest.mark.parametrize("body", [b"<html>", b"", b"{}", b'{"facets": [{"name": "type"}]}', facet(type={"1": -1})])
def test_what_are_no_facets_is_not_counted(body: bytes) -> None:
    with pytest.raises(ReadingError):
        open_facets(body)


def test_every_value_the_portal_has_counted_was_recorded_in_this_shape(shared: Path) -> None:
    recorded = orjson.loads((shared / "portal/sedia-facet/facet-lists-2026-08-22.json").read_bytes())["facets"]
    values = [{"name": name, "values": each} for name, each in recorded.items()]
    counts = open_facets(orjson.dumps({"facets": values}))
    assert sum(counts["type"].values()) == sum(counts["status"].values()) > 1000
