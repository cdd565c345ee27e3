"""Reads sources into the catalogue: fetch and keep, read, judge, and only then, in one transaction, update.

A run that fails or is refused leaves the catalogue as it was and is remembered with its reason.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from time import perf_counter
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import Engine
from sqlmodel import Session

from app import clock
from app.db import reading as reading_session
from app.db import writing
from app.db.tables import Capture as CaptureRow
from app.db.tables import IngestRun
from app.db.turns import alone
from app.errors import Conflict
from app.repositories import ingests, revisions
from app.services.alerts.evaluating import evaluate_all
from app.services.consortia.rejudging import rejudge_all
from app.services.ingestion.catalogue_update import Counts, Update
from app.settings import Settings
from scrapers.captures import Capture, CaptureStore
from scrapers.errors import SourceError
from scrapers.portal import Config, Progress
from scrapers.reading import Reading, judge_run
from scrapers.shortfall import fill_rates, is_sample, shortfall
from scrapers.sources import PORTAL, SOURCES, Fetch, Known, Source

OnProgress = Callable[[str, Progress], None]

Way = Literal["fetch", "resume", "replay", "fallback"]
"""Ask the source for everything; carry on with a run that was interrupted; read the last whole run again; ask where
less is stated, for the days on which the usual way fails."""


class RunReport(BaseModel):
    """What one run of one source did; counts are topics (``news``: rows)."""

    model_config = ConfigDict(frozen=True)

    source: str
    state: Literal["ok", "refused", "failed"]
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    quarantined: int = 0
    news: int = 0
    requests: int = 0
    seconds: float = 0
    reason: str | None = None


def source_names() -> list[str]:
    """The sources there are."""
    return sorted(SOURCES)


def sources_named(names: Sequence[str]) -> tuple[list[Source], list[RunReport]]:
    """The sources with these names, all of them when none is named; and for each name that is none, its report."""
    wanted = list(dict.fromkeys(names or source_names()))
    known = [SOURCES[name] for name in wanted if name in SOURCES]
    return known, [_no_such_source(name) for name in wanted if name not in SOURCES]


def _no_such_source(name: str) -> RunReport:
    reason = f"there is no source {name}; there are: {', '.join(source_names())}"
    return RunReport(source=name, state="failed", reason=reason)


def ingest(
    settings: Settings,
    engine: Engine,
    source: Source,
    on_progress: OnProgress = lambda _source, _progress: None,
    way: Way = "fetch",
) -> RunReport:
    """One run of one source. Never raises because of what the source does: the report says what went wrong.

    A run that finds another one under way on the same database does nothing, and leaves no trace. After one that has
    changed topics, the consortia of all tenants are judged anew, and their saved questions asked again.
    """
    try:
        with alone(engine, "ingest"):
            report = _ingest(settings, engine, source, on_progress, way)
    except Conflict as conflict:
        return RunReport(source=source.name, state="failed", reason=conflict.detail)
    if report.added or report.changed or report.gone:
        rejudge_all(engine, settings)
        evaluate_all(engine, settings)
    return report


def _ingest(settings: Settings, engine: Engine, source: Source, on_progress: OnProgress, way: Way) -> RunReport:
    run = IngestRun(source=source.name, state="failed", started_at=clock.now(settings), finished_at=clock.now(settings))
    began = perf_counter()
    store = CaptureStore(settings.captures_dir, lambda: clock.now(settings))
    captures: Sequence[Capture] = ()
    reading: Reading | None = None
    try:
        captures = _captures(settings, store, source, on_progress, way)
        reading = source.parse(captures, {} if way == "replay" else _known(engine, source))
        _judge(run, settings, engine, source, reading)
    except (SourceError, OSError, ValidationError) as error:
        run.reason = str(error) or type(error).__name__
    run.requests = len(captures) or store.kept_by_a_broken_run(source.name)
    _describe(run, reading)
    believed = reading if run.state == "ok" else None
    with writing(engine) as session:
        _store(session, run, believed, captures)
        run.finished_at = clock.now(settings)
        run.seconds = round(perf_counter() - began, 3)
    return RunReport.model_validate(run.model_dump(include=set(RunReport.model_fields)))


def _captures(
    settings: Settings, store: CaptureStore, source: Source, on_progress: OnProgress, way: Way
) -> Sequence[Capture]:
    if way == "replay":
        return store.latest(source.name)
    config = Config(
        base_url=settings.portal_url,
        requests_per_second=settings.portal_requests_per_second,
        timeout_seconds=settings.portal_timeout_seconds,
        resume=way == "resume",
    )
    fetch = source.fallback if way == "fallback" else source.fetch
    if fetch is None:
        raise SourceError(f"{source.name}: there is no other way to read it")
    return asyncio.run(_fetched(fetch, config, store, lambda progress: on_progress(source.name, progress)))


async def _fetched(
    fetch: Fetch, config: Config, store: CaptureStore, on_progress: Callable[[Progress], None]
) -> Sequence[Capture]:
    return await fetch(config, store, on_progress)


def _known(engine: Engine, source: Source) -> Known:
    with reading_session(engine) as session:
        return ingests.known_rows(session, source.name)


def _last_good(engine: Engine, source: Source) -> tuple[int | None, Mapping[str, float]]:
    """How many topics the last run had that was believed, and what share of them stated each field."""
    with reading_session(engine) as session:
        last = ingests.last_good_run(session, source.name)
    return (None, {}) if last is None else (last.found, last.details.get("filled", {}))


def _judge(run: IngestRun, settings: Settings, engine: Engine, source: Source, reading: Reading) -> None:
    """Whether this run may be believed, and if not, why."""
    last_good, filled = _last_good(engine, source)
    expected = source.expectations
    run.reason = judge_run(reading, last_good=last_good, expectations=expected) or shortfall(
        reading, expectations=expected, last_filled=filled, at_least=_at_least(settings, source)
    )
    run.state = "ok" if run.reason is None else "refused"
    run.details = {"filled": dict(fill_rates(reading.topics) if is_sample(reading, expected) else filled)}


def _at_least(settings: Settings, source: Source) -> int | None:
    """An emulator holds as many topics as somebody gave it, and so does any other source."""
    return settings.portal_minimum_topics if source is PORTAL and settings.portal_url is None else None


def _describe(run: IngestRun, reading: Reading | None) -> None:
    if reading is None:
        return
    run.expected = reading.expected
    run.found = reading.found
    run.quarantined = len(reading.quarantined)
    run.news = len(reading.news)
    run.details = run.details | reading.model_dump(
        mode="json", include={"quarantined", "remarks", "ignored", "unknown_fields", "rows"}
    )


def _store(session: Session, run: IngestRun, believed: Reading | None, captures: Sequence[Capture]) -> None:
    """The run, its captures, and, if it is believed, the catalogue: all of it in the caller's transaction."""
    session.add(run)
    session.flush()
    if run.id is None:
        raise AssertionError("a flushed run has an id")
    session.add_all(_capture_row(run.id, capture) for capture in captures)
    if believed is not None:
        update = Update(session=session, source=run.source, run_id=run.id, seen_at=run.started_at)
        _count(run, update.apply(believed, captures))
    revisions.bump(session)  # also what came of the run is there to be read


def _count(run: IngestRun, counts: Counts) -> None:
    for name, number in asdict(counts).items():
        setattr(run, name, number)


def _capture_row(run_id: int, capture: Capture) -> CaptureRow:
    return CaptureRow(
        run_id=run_id,
        source=capture.source,
        url=capture.url,
        request=dict(capture.request),
        retrieved_at=capture.retrieved_at,
        sha256=capture.sha256,
        size=capture.size,
    )
