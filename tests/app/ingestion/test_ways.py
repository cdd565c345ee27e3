"""A run can be carried on, read again without network, and keeps others away while it lasts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from starlette.responses import Response

from app.db import create_engine, migrate, reading
from app.db.tables import IngestRun
from app.db.turns import alone
from app.errors import Conflict
from app.services.ingestion.runs import ingest
from app.settings import Settings
from scrapers.sources import PORTAL
from tests.app.ingestion.conftest import Ingest
from tests.app.ingestion.test_ingestion import contents
from tests.emulator.server import Portal
from tests.emulator.shapes import topic_row
from tests.emulator.topics import RIA, TOPICS, own_rows

SettingsOn = Callable[..., Settings]
FIRST, LATER = date(2026, 11, 20), date(2026, 11, 21)


def test_kept_answers_are_read_again_without_the_source(
    run: Ingest, portal: Portal, engine: Engine, settings_on: SettingsOn
) -> None:
    run(portal, FIRST)
    before, asked = contents(engine), portal.requests
    portal.serve([])

    report = ingest(settings_on(portal, LATER), engine, PORTAL, way="replay")

    assert (report.state, report.unchanged, report.added) == ("ok", len(TOPICS), 0)
    assert report.requests == asked
    assert portal.requests == 0
    assert contents(engine) == before


def test_reading_again_brings_back_what_a_later_run_has_not_understood(
    run: Ingest, portal: Portal, engine: Engine, settings_on: SettingsOn
) -> None:
    run(portal, FIRST)
    portal.serve(
        [topic_row(replace(RIA, title="Another")), *(r for r in own_rows() if r["reference"] != RIA.reference)]
    )
    run(portal, LATER)
    with reading(engine) as session:
        runs = session.exec(select(IngestRun)).all()
    assert [one.changed for one in runs] == [0, 1]

    assert ingest(settings_on(portal, LATER), engine, PORTAL, way="replay").changed == 0


def test_without_kept_answers_there_is_nothing_to_read_again(
    portal: Portal, engine: Engine, settings_on: SettingsOn
) -> None:
    report = ingest(settings_on(portal), engine, PORTAL, way="replay")
    assert report.state == "failed"
    assert "nothing can be replayed" in (report.reason or "")


def test_a_run_that_was_interrupted_is_carried_on_where_it_stopped(
    portal: Portal, engine: Engine, settings_on: SettingsOn
) -> None:
    ingest(settings_on(portal), engine, PORTAL)
    whole = portal.requests
    questions = sum(request.method == "POST" for request in portal.state.asked)
    portal.serve(own_rows())
    portal.state.next_answers.extend([*(None for _ in range(questions - 1)), *(Response(status_code=404),)])
    broken = ingest(settings_on(portal), engine, PORTAL)
    assert broken.state == "failed"

    portal.serve(own_rows())
    report = ingest(settings_on(portal), engine, PORTAL, way="resume")

    assert (report.state, report.unchanged) == ("ok", len(TOPICS))
    assert (report.requests, portal.requests) == (whole, whole - questions + 1)


def test_a_run_keeps_others_away_and_they_leave_no_trace(
    portal: Portal, engine: Engine, settings_on: SettingsOn
) -> None:
    before = contents(engine)
    with alone(engine, "ingest"):
        report = ingest(settings_on(portal), engine, PORTAL)
    assert (report.state, report.reason) == ("failed", "another ingest is under way on this database")
    assert portal.requests == 0
    assert contents(engine) == before
    assert ingest(settings_on(portal), engine, PORTAL).state == "ok"


@pytest.mark.parametrize("server", ["sqlite", "postgres"])
def test_the_place_of_a_process_that_was_killed_is_free(
    server: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = request.getfixturevalue("postgres_url") if server == "postgres" else None
    settings = Settings(data_dir=tmp_path, database_url=url)
    engine = create_engine(settings)
    migrate.upgrade(engine)
    processes = get_context("spawn")
    ready = processes.Event()
    holder = processes.Process(target=_hold, args=(settings, ready))
    holder.start()
    assert ready.wait(60)
    with pytest.raises(Conflict), alone(engine, "ingest"):
        raise AssertionError("two at once")
    holder.kill()
    holder.join()
    for _ in range(600):  # a server takes a moment to see that its client is gone
        try:
            with alone(engine, "ingest"):
                break
        except Conflict:
            ready.clear()
            ready.wait(0.1)
    else:
        raise AssertionError("the place is never free")
    engine.dispose()


def _hold(settings: Settings, ready: Event) -> None:
    with alone(create_engine(settings), "ingest"):
        ready.set()
        get_context("spawn").Event().wait()
