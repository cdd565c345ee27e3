"""The file of all topics: what is left when the search misbehaves."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson
import pytest
from starlette.responses import FileResponse, HTMLResponse, Response

from scrapers.captures import Capture
from scrapers.errors import FetchError, ReadingError
from scrapers.portal import parse
from scrapers.reading import Ignored, Reading, judge_run
from scrapers.sources import PORTAL
from tests.emulator.documents import TENDER, grants_tenders, reference_entry
from tests.emulator.server import Portal
from tests.emulator.shapes import Raw, topic_row
from tests.emulator.topics import IA, RIA, TOPICS, own_rows
from tests.scrapers.captured import capture_of
from tests.scrapers.fetched import fetch_file_from, store_in

GRANTS = {facts.identifier for facts in TOPICS if facts.kind == 1}
SIZE = 125_000_000
READ_IT = """
import sys
from pathlib import Path
from scrapers.portal import parse
from tests.scrapers.fetched import fetch_file, store_in

reading = parse(fetch_file(sys.argv[1], Path(sys.argv[2])))
peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(len(reading.topics), len(reading.quarantined), int(peak.split()[1]) * 1024)
"""


def file_of(entries: Sequence[Raw]) -> Capture:
    return kept(orjson.dumps({"fundingData": {"GrantTenderObj": list(entries)}}))


def kept(body: bytes) -> Capture:
    return capture_of(body).model_copy(update={"request": {"step": "reference_data"}})


def reading_of(*entries: Raw) -> Reading:
    return parse([file_of(entries)])


def entry(**changes: Any) -> Raw:
    return {**reference_entry(topic_row(RIA)), **changes}


def test_all_grant_topics_are_read_from_it(portal: Portal, tmp_path: Path) -> None:
    reading = parse(fetch_file_from(portal, tmp_path))
    assert {topic.identifier for topic in reading.topics} == GRANTS
    assert (reading.quarantined, reading.remarks, reading.unknown_fields) == ((), (), {})
    assert reading.ignored == {Ignored.TENDER: 1}
    assert reading.is_fallback
    assert judge_run(reading, last_good=len(TOPICS), expectations=PORTAL.expectations) is None
    assert portal.searches == 0


def test_the_search_is_no_fallback(portal: Portal) -> None:
    rows = orjson.dumps({"totalResults": len(own_rows()), "results": own_rows()})
    assert not parse([capture_of(rows)]).is_fallback


def test_it_is_kept_and_can_be_read_again_without_network(portal: Portal, tmp_path: Path) -> None:
    (capture,) = fetch_file_from(portal, tmp_path)
    portal.serve([])
    (again,) = store_in(tmp_path).latest("portal")
    assert again == capture
    assert (again.body, again.size) == (b"", len(again.stream().read()))
    assert parse([again]) == parse([capture])


def test_a_kept_file_that_was_tampered_with_is_not_read(portal: Portal, tmp_path: Path) -> None:
    (capture,) = fetch_file_from(portal, tmp_path)
    assert capture.file is not None
    capture.file.write_bytes(capture.file.read_bytes()[:-20])
    with pytest.raises(Exception, match="cannot be read"):
        store_in(tmp_path).latest("portal")


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (HTMLResponse("<!DOCTYPE html><title>Maintenance</title>"), "a web page"),
        (Response(b""), "empty"),
        (Response(b"[1, 2]"), "no JSON"),
        (Response(b'{"fundingData": {"GrantTenderObj": ['), "cut off"),
        (Response("gone", 404), "status 404"),
    ],
    ids=["web page", "empty", "a list", "cut off", "not found"],
)
def test_what_is_no_such_file_is_not_kept(portal: Portal, tmp_path: Path, fault: Response, reason: str) -> None:
    portal.state.next_answers.extend([fault] * 20)
    with pytest.raises(FetchError, match=reason):
        fetch_file_from(portal, tmp_path)
    assert not list((tmp_path / "bodies").glob("*/*"))
    assert not list((tmp_path / "bodies").glob(".*.part"))
    with pytest.raises(Exception, match="no finished run"):
        store_in(tmp_path).latest("portal")


def test_a_passing_fault_is_survived_and_leaves_nothing_in_the_file(portal: Portal, tmp_path: Path) -> None:
    portal.state.next_answers.append(Response(b'{"fundingData": {"GrantTenderObj": ['))
    (capture,) = fetch_file_from(portal, tmp_path)
    assert json.load(capture.stream()) == grants_tenders(own_rows())


@pytest.mark.parametrize("body", [b"{nonsense}", b'{"fundingData": {"GrantTenderObj": [{"type": 1,}]}}', b""])
def test_a_file_that_is_broken_inside_is_a_reading_error(body: bytes) -> None:
    with pytest.raises(ReadingError, match="cannot be read"):
        parse([kept(body)])


def test_a_byte_order_mark_does_no_harm() -> None:
    assert len(parse([kept(b"\xef\xbb\xbf" + file_of([entry()]).stream().read())]).topics) == 1


def test_an_entry_that_occurs_twice_is_one_topic_and_the_last_counts() -> None:
    reading = reading_of(entry(title="Before"), entry())
    assert [topic.title for topic in reading.topics] == [RIA.title]
    assert (reading.ignored, reading.rows) == ({Ignored.DUPLICATE: 1}, 1)


@pytest.mark.parametrize("kind", [{}, {"type": None}])
def test_a_tender_is_one_also_without_its_type(kind: Raw) -> None:
    tender = {name: value for name, value in TENDER.items() if name != "type"}
    assert reading_of(entry(), {**tender, **kind}).ignored == {Ignored.TENDER: 1}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"type": None}, "type is missing"),
        ({"type": 9}, "the type '9' is no type of topic"),
        ({"status": {"id": 1}}, "status"),
        ({"frameworkProgramme": {"id": 1}}, "the programme '1'"),
        ({"deadlineDatesLong": "soon"}, "deadlineDatesLong"),
        ({"deadlineDatesLong": [2**62]}, "deadlineDatesLong"),
        ({"title": {"en": "A title"}}, "title"),
    ],
    ids=["no type", "another type", "status", "programme", "no list of dates", "no date", "title"],
)
def test_an_entry_that_cannot_be_read_is_quarantined_and_does_not_stop_the_others(changes: Raw, reason: str) -> None:
    reading = reading_of(entry(**changes), reference_entry(topic_row(IA)))
    assert [topic.identifier for topic in reading.topics] == [IA.identifier]
    (remark,) = reading.quarantined
    assert remark.reference == RIA.reference
    assert reason in remark.reason


def test_without_the_programme_its_divisions_name_it() -> None:
    assert [topic.programme for topic in reading_of(entry(frameworkProgramme=None)).topics] == ["HORIZON"]


def test_a_field_that_nobody_knows_is_reported() -> None:
    assert reading_of(entry(novelty="new")).unknown_fields == {"novelty": 1}


def test_the_recorded_entries_are_read(shared: Path) -> None:
    for name in ("a", "b"):
        body = (shared / f"portal/reference-data/grantsTenders-excerpt-{name}.json").read_bytes()
        reading = parse([kept(body)])
        assert (reading.quarantined, reading.unknown_fields) == ((), {})
        assert len(reading.topics) == 2
        assert all(topic.deadlines and topic.opens_on and topic.mgas for topic in reading.topics)


def test_125_mb_are_read_within_300_mb_of_memory(portal: Portal, tmp_path: Path) -> None:
    path = tmp_path / "grantsTenders.json"
    count = _write_large(path)
    portal.state.next_answers.append(FileResponse(path))
    done = subprocess.run(
        [sys.executable, "-c", READ_IT, portal.url, str(tmp_path)], check=True, capture_output=True, text=True
    )
    topics, quarantined, peak = map(int, done.stdout.split())
    assert path.stat().st_size >= SIZE
    assert (topics, quarantined) == (count, 0)
    assert peak < 300_000_000, f"{peak:,} bytes"


def _write_large(path: Path) -> int:
    """A file of the size of the real one: about one entry in two is a tender, some notices are long."""
    notice = {"approvalDate": "", "lastChangeDate": "2026-10-06T09:30:00.000", "content": f"<p>{'Looms. ' * 300}</p>"}
    tender = orjson.dumps({**TENDER, "descriptionTender": "Cleaning. " * 300})
    count = 0
    with path.open("wb") as file:
        file.write(b'{"fundingData": {"GrantTenderObj": [')
        while file.tell() < SIZE:
            count += 1
            numbered = {"identifier": f"HORIZON-MANY-{count}", "ccm2Id": count, "latestInfos": [notice]}
            file.write(orjson.dumps(entry(**numbered)) + b"," + tender + b",")
        file.write(tender + b"]}}")
    return count
