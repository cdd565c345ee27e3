"""Whatever changes what everybody may read raises the revision, by which answers are known."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app.db import reading, writing
from app.repositories import revisions
from app.services import setup
from app.services.imports import cluster_import
from app.services.ingestion import runs
from app.settings import Settings

LINES = b"id,name,country,kind,legal_entity\nfr-new,New Pole,FR,pole,yes\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, portal_url="http://127.0.0.1:9", portal_timeout_seconds=1)


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    engine = setup.open_database(settings)
    yield engine
    engine.dispose()


def revision(engine: Engine) -> int:
    with reading(engine) as session:
        return revisions.current(session)


def test_loading_the_bundle_raises_it_once(settings: Settings, engine: Engine) -> None:
    first = revision(engine)
    setup.migrate_and_load(settings, engine)
    assert (first, revision(engine)) == (2, 2)


def _break_off(engine: Engine) -> None:
    with writing(engine) as session:
        revisions.bump(session)
        raise ZeroDivisionError


def test_what_is_taken_back_does_not_raise_it(engine: Engine) -> None:
    before = revision(engine)
    with pytest.raises(ZeroDivisionError):
        _break_off(engine)
    assert revision(engine) == before


def test_a_run_raises_it_even_when_it_failed_since_its_state_can_be_read(settings: Settings, engine: Engine) -> None:
    before = revision(engine)
    report = runs.ingest(settings, engine, runs.sources_named(["portal"])[0][0])
    assert (report.state, revision(engine)) == ("failed", before + 1)


def test_an_imported_list_of_clusters_raises_it_and_a_rehearsal_does_not(settings: Settings, engine: Engine) -> None:
    before = revision(engine)
    assert cluster_import.import_clusters(settings, engine, LINES, dry_run=True).accepted
    assert revision(engine) == before
    assert cluster_import.import_clusters(settings, engine, LINES).accepted
    assert revision(engine) == before + 1
