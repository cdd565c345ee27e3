"""Faults of the server: whatever it does, the old catalogue is served and the run says why it has failed.

A table of faults, each at the first request and in the middle of a run, and what must hold after each of them.
"""

import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from time import perf_counter
from typing import Any

import orjson
import pytest
from sqlalchemy import Engine
from sqlmodel import select

from app.db import reading
from app.db.tables import IngestRun
from app.services.catalogue import listing
from app.services.ingestion.runs import RunReport, ingest
from app.settings import Settings
from scrapers.portal import Config
from scrapers.portal.tables import source
from scrapers.sources import PORTAL, Fetch
from tests.app.ingestion.test_ingestion import contents
from tests.emulator.faults import (
    Misbehaviour,
    answer,
    bomb,
    broken_off,
    dripping,
    endless,
    misbehaving,
    nobody_accepts,
    then,
)
from tests.emulator.server import Portal
from tests.emulator.shapes import topic_row
from tests.emulator.topics import RIA, own_rows

SettingsOn = Callable[..., Settings]
FIRST, LATER, LATEST = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)
PATIENCE_SECONDS = 1.0
PATIENT_SECONDS = 12.0
MAX_SECONDS = 15.0
MAX_BYTES = 120_000_000
HALFWAY = 6
"""So many requests of a run are answered rightly before the fault."""

PAGE = orjson.dumps({"totalResults": 0, "pageNumber": 1, "pageSize": 100, "results": []})
PAST = format_datetime(datetime(2020, 1, 1, tzinfo=UTC), usegmt=True)
FAR = format_datetime(datetime(2026, 11, 23, tzinfo=UTC) + timedelta(days=3650), usegmt=True)


@dataclass(frozen=True)
class Fault:
    """What the server does, and a part of the reason that is recorded."""

    does: Misbehaviour
    reason: str


TOO_LATE = "no complete answer within 1 s"
NOT_ALLOWED = "is not an allowed address"
LASTING = {
    "closes without a word": Fault(lambda _: None, "RemoteProtocolError"),
    "silent after half of the body": Fault(broken_off(b'{"total', 1000, silent_for=3), TOO_LATE),
    "one byte at a time": Fault(dripping(0.05), TOO_LATE),
    "429, Retry-After in seconds": Fault(answer("429 Too Many", Retry_After="60"), TOO_LATE),
    "429, Retry-After as a date": Fault(answer("429 Too Many", Retry_After=FAR), TOO_LATE),
    "429, Retry-After in the past": Fault(answer("429 Too Many", Retry_After=PAST), "status 429"),
    "429 without Retry-After": Fault(answer("429 Too Many"), "status 429"),
    "500": Fault(answer("500 Oops", b'{"type":"throwable"}'), "status 500: {"),
    "502": Fault(answer("502 Bad Gateway"), "status 502"),
    "503": Fault(answer("503 Busy", b"in maintenance"), "status 503: in maintenance"),
    "redirects in a circle": Fault(answer("307 Moved", Location="/search"), "more than 3 redirects"),
    "redirect that loses the filter": Fault(answer("301 Moved", Location="/search"), "turns POST into a GET"),
    "redirect to plain http": Fault(answer("307 Moved", Location="http://ec.europa.eu/"), NOT_ALLOWED),
    "redirect to 127.0.0.1": Fault(answer("307 Moved", Location="http://127.0.0.1:1/"), NOT_ALLOWED),
    "redirect to the metadata of a cloud": Fault(answer("307 Moved", Location="http://169.254.169.254/"), NOT_ALLOWED),
    "redirect to [::1]": Fault(answer("307 Moved", Location="http://[::1]/"), NOT_ALLOWED),
    "redirect to a decimal address": Fault(answer("307 Moved", Location="http://2130706433/"), NOT_ALLOWED),
    "JSON that is cut off": Fault(answer(body=PAGE[:-5]), "no JSON"),
    "empty 200": Fault(answer(), "empty"),
    "a web page": Fault(answer(body=b"<!DOCTYPE html><title>Down</title>"), "a web page"),
    "another charset": Fault(answer(body='{"terms": "é"}'.encode("latin-1")), "no JSON"),
    "more bytes than anybody wants": Fault(endless(), "too large"),
    "a bomb": Fault(bomb(300_000_000), "too large"),
    "longer than it says": Fault(broken_off(PAGE, len(PAGE) - 1), "no JSON"),
    "shorter than it says": Fault(broken_off(PAGE, len(PAGE) + 1), "broke off"),
    "gzip that is cut off": Fault(answer(body=b"\x1f\x8b\x08\x00", Content_Encoding="gzip"), "broke off"),
    "an encoding nobody asked for": Fault(answer(body=PAGE, Content_Encoding="br"), "answers in br"),
}
"""Faults of an answer that do not pass."""

OF_THE_FILE = {
    "redirect that loses the filter": "more than 3 redirects",
    "JSON that is cut off": "cut off",
    "another charset": "cannot be read",
    "longer than it says": "cut off",
}
"""What is said of the file of all topics, where it is not what is said of a page."""

UNREACHABLE: Mapping[str, tuple[Callable[[Portal], AbstractContextManager[str]], str]] = {
    "refuses the connection": (lambda _: nullcontext("http://127.0.0.1:9"), "ConnectError"),
    "has no such name": (lambda _: nullcontext("http://portal.invalid"), "ConnectError"),
    "speaks no TLS": (lambda portal: nullcontext(portal.url.replace("http:", "https:")), "ConnectError"),
    "accepts no connection": (lambda _: nobody_accepts(), TOO_LATE),
}
"""Faults before any answer."""

PASSING = {
    "503, then right": answer("503 Busy", Retry_After="0"),
    "a web page, then right": answer(body=b"<html>"),
    "cut off, then right": broken_off(PAGE, len(PAGE) + 1),
    "429 for a moment, then right": then(answer("429 Too Many", Retry_After="0"), answer("502 Bad Gateway")),
}
"""Faults that pass: two answers, then all is well."""


def test_there_are_at_least_24_faults() -> None:
    assert len({*LASTING, *UNREACHABLE, *PASSING}) >= 24


@pytest.fixture
def engine_with_topics(portal: Portal, engine: Engine, settings_on: SettingsOn) -> Engine:
    """A catalogue, and a portal that has something new to tell."""
    assert ingest(settings_on(portal, FIRST), engine, PORTAL).state == "ok"
    renewed = replace(RIA, title="A title of today")
    portal.serve([topic_row(renewed), *(row for row in own_rows() if row["reference"] != RIA.reference)])
    return engine


@pytest.mark.parametrize("passing", [0, HALFWAY], ids=["at once", "halfway"])
@pytest.mark.parametrize("name", LASTING)
def test_a_lasting_fault_leaves_the_old_catalogue_and_its_reason(
    name: str, passing: int, portal: Portal, engine_with_topics: Engine, settings_on: SettingsOn
) -> None:
    fault = LASTING[name]
    with misbehaving(portal.url, fault.does, passing=passing) as url:
        assert_nothing_happened(url, fault.reason, portal, engine_with_topics, settings_on)


def limit_the_file(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """The file of all topics may be no larger and take no longer than a page."""
    small = source().reference_data.model_copy(update={"max_bytes": 40_000_000, "timeout_seconds": seconds})
    table = source().model_copy(update={"reference_data": small})
    monkeypatch.setattr("scrapers.portal.config.source", lambda: table)


@pytest.mark.parametrize("name", LASTING)
def test_a_lasting_fault_of_the_file_of_all_topics_leaves_the_old_catalogue_and_its_reason(
    name: str, portal: Portal, engine_with_topics: Engine, settings_on: SettingsOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    reason = OF_THE_FILE.get(name, LASTING[name].reason)
    limit_the_file(monkeypatch, patience_for(reason))
    with misbehaving(portal.url, LASTING[name].does) as url:
        assert_nothing_happened(url, reason, portal, engine_with_topics, settings_on, PORTAL.fallback)


@pytest.mark.parametrize("name", UNREACHABLE)
def test_a_server_that_cannot_be_reached_leaves_the_old_catalogue_and_its_reason(
    name: str, portal: Portal, engine_with_topics: Engine, settings_on: SettingsOn
) -> None:
    opened, reason = UNREACHABLE[name]
    with opened(portal) as url:
        assert_nothing_happened(url, reason, portal, engine_with_topics, settings_on)


@pytest.mark.parametrize("passing", [0, HALFWAY], ids=["at once", "halfway"])
@pytest.mark.parametrize("name", PASSING)
def test_a_fault_that_passes_is_survived(
    name: str, passing: int, portal: Portal, engine_with_topics: Engine, settings_on: SettingsOn
) -> None:
    with misbehaving(portal.url, PASSING[name], passing=passing, times=2) as url:
        report = hurried(settings_on(portal, LATER, portal_url=url), engine_with_topics, PATIENT_SECONDS)
    assert (report.state, report.changed, report.reason) == ("ok", 1, None)
    assert title_served(engine_with_topics, settings_on(portal)) == "A title of today"


@pytest.mark.parametrize("passing", [0, HALFWAY], ids=["at once", "halfway"])
def test_a_byte_order_mark_is_no_fault(
    passing: int, portal: Portal, engine_with_topics: Engine, settings_on: SettingsOn
) -> None:
    with misbehaving(portal.url, answer(body=b"\xef\xbb\xbf" + PAGE), passing=passing, times=1) as url:
        report = hurried(settings_on(portal, LATER, portal_url=url), engine_with_topics, PATIENT_SECONDS)
    assert report.state == "ok", report.reason


def assert_nothing_happened(
    url: str, reason: str, portal: Portal, engine: Engine, settings_on: SettingsOn, way: Fetch | None = None
) -> None:
    """The run has failed for this reason, soon and cheaply; nothing of it is seen, and the next one succeeds."""
    before = contents(engine)

    with costs() as cost:
        report = hurried(settings_on(portal, LATER, portal_url=url), engine, patience_for(reason), way)

    assert (report.state, report.added, report.changed, report.gone) == ("failed", 0, 0, 0)
    assert reason in (report.reason or "")
    assert last_run(engine) == ("failed", report.reason)
    assert contents(engine) == before
    assert title_served(engine, settings_on(portal)) == RIA.title
    assert cost.seconds < MAX_SECONDS
    assert cost.peak_bytes < MAX_BYTES
    assert ingest(settings_on(portal, LATEST), engine, PORTAL).changed == 1


def patience_for(reason: str) -> float:
    """Seconds for one answer: few where it is to come too late, else as many as a busy machine may need."""
    return PATIENCE_SECONDS if reason == TOO_LATE else PATIENT_SECONDS


def hurried(settings: Settings, engine: Engine, patience: float, way: Fetch | None = None) -> RunReport:
    """A run that waits no longer than it is told for an answer, and hardly between two attempts."""

    def fetch(config: Config, *more: Any) -> Any:
        hurry = {"pause_seconds": 0.001, "timeout_seconds": patience}
        return (way or PORTAL.fetch)(config.model_copy(update=hurry), *more)

    return ingest(settings, engine, replace(PORTAL, fetch=fetch))


def last_run(engine: Engine) -> tuple[str, str | None]:
    with reading(engine) as session:
        run = session.exec(select(IngestRun).order_by(IngestRun.id.desc())).first()  # type: ignore[union-attr]
    assert run is not None
    return run.state, run.reason


def title_served(engine: Engine, settings: Settings) -> str:
    with reading(engine) as session:
        return listing.get_topic(session, settings, RIA.identifier).title


@dataclass
class Cost:
    """What something took."""

    seconds: float = 0.0
    peak_bytes: int = 0


@contextmanager
def costs() -> Iterator[Cost]:
    cost, began = Cost(), perf_counter()
    tracemalloc.start(1)
    try:
        yield cost
    finally:
        cost.seconds = perf_counter() - began
        cost.peak_bytes = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
