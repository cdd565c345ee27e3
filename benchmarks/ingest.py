"""A whole ingest of 10,000 topics, and the same again when nothing has changed; seconds and ratios.

    python -m benchmarks.ingest [--shared ../shared]

"Our own" is what this process works; the rest is waiting for the emulator, which serves in a process of its own.
The real portal takes minutes for so many, the same in every run. Without the recordings the topics are ours, whose
texts are short.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import cycle, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine

from app.clock import instant
from app.db import create_engine, migrate
from app.services.ingestion.runs import ingest
from app.settings import Settings
from scrapers.sources import PORTAL
from tests.emulator.recordings import recorded_facts
from tests.emulator.server import running
from tests.emulator.shapes import Raw, topic_row
from tests.emulator.topics import RIA

MANY = 10_000
GOAL = 0.2


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ingest", description=__doc__.partition("\n")[0])
    parser.add_argument("--shared", type=Path, help="folder with the recordings")
    options = parser.parse_args()
    with served(options.shared) as url, TemporaryDirectory() as folder:
        settings = settings_for(url, Path(folder))
        engine = create_engine(settings)
        migrate.upgrade(engine)
        first, again = (once(settings, engine) for _ in range(2))
        engine.dispose()
    table = Table(
        f"{MANY:,} topics", "seconds", "of them our own", title=f"goal: unchanged in at most {GOAL:g} of first"
    )
    table.add_row("first", *(f"{part:.1f}" for part in first))
    table.add_row("unchanged", *(f"{part:.1f}" for part in again))
    table.add_row("unchanged : first", *(f"{late / early:.2f}" for early, late in zip(first, again, strict=True)))
    Console(width=100).print(table)


def rows(shared: Path | None, many: int) -> Iterator[Raw]:
    """So many topics, each with its texts, so that no file is asked for; budgets aside, which are of whole calls."""
    known = list(recorded_facts(shared)) if shared is not None else [RIA]
    for number, facts in enumerate(islice(cycle(known), many)):
        identifier = f"{facts.identifier}-{number:05}"
        yield topic_row(replace(facts, identifier=identifier, number=70_000_000 + number, budget=()))


@contextmanager
def served(shared: Path | None) -> Iterator[str]:
    """The address of an emulator whose work is not ours."""
    spawning = get_context("spawn")
    here, there = spawning.Pipe()
    process = spawning.Process(target=_serve, args=(shared, MANY, there))
    process.start()
    try:
        yield here.recv()
    finally:
        here.send(None)
        process.join()


def _serve(shared: Path | None, many: int, caller: Connection) -> None:
    with running() as portal:
        portal.serve(rows(shared, many))
        caller.send(portal.url)
        caller.recv()


def settings_for(url: str, folder: Path) -> Settings:
    """Without the pace that a real server is owed."""
    return Settings.model_validate(
        {
            "portal_url": url,
            "portal_requests_per_second": 100_000,
            "data_dir": folder,
            "today": instant(date(2026, 11, 22)),
        }
    )


def once(settings: Settings, engine: Engine) -> tuple[float, float]:
    """One run: how long it took, and how much of that this process worked."""
    began, worked = perf_counter(), process_time()
    report = ingest(settings, engine, PORTAL)
    if report.state != "ok" or report.added + report.unchanged != MANY:
        raise AssertionError(report)
    return perf_counter() - began, process_time() - worked


if __name__ == "__main__":
    main()
