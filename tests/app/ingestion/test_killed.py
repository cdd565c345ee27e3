"""A killed ingest leaves the catalogue exactly as it was, or exactly as it was to become; the next one succeeds."""

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from app.db import create_engine, migrate, reading
from app.db.tables import Topic, TopicChange
from app.services.ingestion.runs import RunReport, ingest
from app.settings import Settings
from scrapers.sources import PORTAL
from tests.app.ingestion.test_ingestion import contents
from tests.emulator.server import Portal
from tests.emulator.shapes import Raw, topic_row
from tests.emulator.topics import RIA

MANY = 400
"""So many topics that writing them takes a while."""

SHORT, LONG = 2, 100


def rows(title: str) -> Iterator[Raw]:
    """Many topics, all of them with the same title."""
    for number in range(MANY):
        identifier = f"HORIZON-CL4-2027-93-{number:03d}"
        facts = replace(RIA, identifier=identifier, number=93000000 + number, title=f"{title} {number}", budget=())
        yield topic_row(facts)


def titles(engine: Engine) -> set[str]:
    """The first word of each title in the catalogue."""
    with reading(engine) as session:
        return {title.split()[0] for title in session.exec(select(Topic.title))}


def changes(engine: Engine) -> int:
    """How many changes are in the history."""
    with reading(engine) as session:
        return len(session.exec(select(TopicChange.id)).all())


class Ingesting:
    """A catalogue and the runs that fill it, in this process or in one that may be killed."""

    def __init__(self, portal: Portal, folder: Path, database_url: str | None) -> None:
        self._portal = portal
        self._values: dict[str, Any] = {
            "data_dir": folder,
            "database_url": database_url,
            "portal_url": portal.url,
            "portal_requests_per_second": 1000,
            "today": "2026-11-22",
        }
        self.settings = Settings.model_validate(self._values)
        self.engine = create_engine(self.settings)
        migrate.upgrade(self.engine)

    def serve(self, title: str) -> None:
        """From now on the portal has these titles."""
        self._portal.serve(rows(title))

    def whole(self) -> RunReport:
        """A run that nobody disturbs."""
        return ingest(self.settings, self.engine, PORTAL)

    def start(self) -> "subprocess.Popen[bytes]":
        """A run in a process of its own."""
        stated = {f"QUORUM_{name.upper()}": str(value) for name, value in self._values.items() if value is not None}
        command = [sys.executable, "-c", "from app.cli import main; main()", "ingest", "portal"]
        return subprocess.Popen(command, env=os.environ | stated, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture(params=["sqlite", "postgres"])
def ingesting(request: pytest.FixtureRequest, portal: Portal, tmp_path: Path) -> Iterator[Ingesting]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    runs = Ingesting(portal, tmp_path, url)
    yield runs
    runs.engine.dispose()


@pytest.fixture(params=[SHORT, pytest.param(LONG, marks=pytest.mark.drill)])
def kills(request: pytest.FixtureRequest) -> int:
    number: int = request.param
    return number


def test_a_killed_ingest_leaves_the_old_catalogue_or_the_new_one(ingesting: Ingesting, kills: int) -> None:
    chance = random.Random(kills)  # noqa: S311 - nothing is secret here
    ingesting.serve("Old")
    assert ingesting.whole().added == MANY
    ingesting.serve("New")
    lasts = _seconds(lambda: ingesting.start().wait())
    old, new, killed = "New", "Newer", 0
    for _ in range(10 * kills):
        if killed == kills:
            break
        ingesting.serve(new)
        before, told = contents(ingesting.engine), changes(ingesting.engine)
        with ingesting.start() as process:
            sleep(chance.uniform(0.3, 1.0) * lasts)
            killed += process.poll() is None
            process.kill()
        assert titles(ingesting.engine) in ({old}, {new})
        if titles(ingesting.engine) == {old}:
            assert contents(ingesting.engine) == before
        report = ingesting.whole()
        assert (report.state, report.reason) == ("ok", None)
        assert titles(ingesting.engine) == {new}
        assert changes(ingesting.engine) == told + MANY
        old, new = new, old
    assert killed == kills, "too few runs were still under way when they were to be killed"


def _seconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began
