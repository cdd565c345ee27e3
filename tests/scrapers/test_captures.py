"""What came is kept as it came, and can be read again."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scrapers.captures import CaptureStore
from scrapers.errors import SourceError

MORNING = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
ASKED = {"params": {"pageNumber": "1"}}
URL = "https://example.org/search"


@pytest.fixture
def store(tmp_path: Path) -> CaptureStore:
    return CaptureStore(tmp_path, lambda: MORNING)


def bodies(root: Path) -> list[Path]:
    return sorted((root / "bodies").glob("*/*"))


def test_a_capture_says_what_was_asked_when_and_which_bytes_came(store: CaptureStore) -> None:
    capture = store.begin("portal").keep(url=URL, request=ASKED, body=b"[1]")
    assert (capture.source, capture.url, capture.request, capture.retrieved_at) == ("portal", URL, ASKED, MORNING)
    assert capture.sha256 == "080a9ed428559ef602668b4c00f114f1a11c3f6b02a435f0bdc154578e4d7f22"


def test_a_finished_run_is_replayed_in_order(store: CaptureStore) -> None:
    run = store.begin("portal")
    kept = tuple(run.keep(url=URL, request={"page": number}, body=b"%d" % number) for number in range(12))
    assert run.finish() == kept == store.latest("portal")


def test_an_unfinished_run_is_not_replayed(store: CaptureStore) -> None:
    store.begin("portal").keep(url=URL, request=ASKED, body=b"old")
    with pytest.raises(SourceError, match="no finished run"):
        store.latest("portal")


def test_a_later_finished_run_replaces_an_earlier_one(store: CaptureStore) -> None:
    for body in (b"old", b"new"):
        run = store.begin("portal")
        run.keep(url=URL, request=ASKED, body=body)
        run.finish()
    store.begin("portal").keep(url=URL, request=ASKED, body=b"interrupted")
    assert [capture.body for capture in store.latest("portal")] == [b"new"]


def test_an_interrupted_run_is_resumed_with_the_answers_it_has(store: CaptureStore) -> None:
    store.begin("portal").keep(url=URL, request=ASKED, body=b"first")
    resumed = store.resume("portal")
    found = resumed.find(ASKED)
    assert found is not None
    assert found.body == b"first"
    assert resumed.find({"params": {"pageNumber": "2"}}) is None


def test_a_finished_run_is_not_resumed(store: CaptureStore) -> None:
    run = store.begin("portal")
    run.keep(url=URL, request=ASKED, body=b"first")
    run.finish()
    assert store.resume("portal").find(ASKED) is None


def test_the_same_bytes_are_kept_once(store: CaptureStore, tmp_path: Path) -> None:
    for number in range(2):
        store.begin("portal").keep(url=URL, request={"page": number}, body=b"same")
    assert len(bodies(tmp_path)) == 1


def test_nothing_half_written_stays_behind(store: CaptureStore, tmp_path: Path) -> None:
    store.begin("portal").keep(url=URL, request=ASKED, body=b"first")
    assert not list(tmp_path.rglob("*.part"))


def test_a_capture_that_was_changed_is_noticed(store: CaptureStore, tmp_path: Path) -> None:
    run = store.begin("portal")
    run.keep(url=URL, request=ASKED, body=b"first")
    run.finish()
    (body,) = bodies(tmp_path)
    body.write_bytes(gzip.compress(b"forged"))
    with pytest.raises(SourceError, match="is not what was captured"):
        store.latest("portal")


def test_a_capture_that_is_cut_off_is_noticed(store: CaptureStore, tmp_path: Path) -> None:
    run = store.begin("portal")
    run.keep(url=URL, request=ASKED, body=b"first")
    run.finish()
    (body,) = bodies(tmp_path)
    body.write_bytes(body.read_bytes()[:-9])
    with pytest.raises(SourceError, match="cannot be read"):
        store.latest("portal")
