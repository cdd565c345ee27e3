"""A database goes over from SQLite to PostgreSQL and back with every row, and works on there."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlmodel import col
from typer.testing import CliRunner

from app.cli.commands import quorum
from app.db import create_engine, migrate, reading, writing
from app.db.copying import copy
from app.db.tables import METADATA, Cluster, IngestRun
from app.errors import Conflict, NotReady
from app.repositories.searching import matches
from app.settings import Settings
from tests.app.db.filling import NOON, contents, fill, tables_of
from tests.postgres import postgres_server, postgres_url  # noqa: F401 - fixtures by import

Opens = Callable[..., Engine]


@pytest.fixture
def engine_of() -> Iterator[Opens]:
    opened: list[Engine] = []

    def open_one(folder: Path, address: str | None = None) -> Engine:
        opened.append(create_engine(Settings(data_dir=folder, database_url=address)))
        return opened[-1]

    yield open_one
    for engine in opened:
        engine.dispose()


@pytest.fixture
def full(engine_of: Opens, tmp_path: Path) -> Engine:
    engine = engine_of(tmp_path)
    migrate.upgrade(engine)
    with engine.begin() as connection:
        fill(connection)
    return engine


def everything(engine: Engine) -> dict[str, tuple[int, str]]:
    """Rows and a checksum of each table, as the program reads them."""
    with engine.connect() as connection:
        return contents(connection, METADATA.tables)


def test_there_and_back_nothing_is_lost(full: Engine, engine_of: Opens, postgres_url: str, tmp_path: Path) -> None:  # noqa: F811
    server, back = engine_of(tmp_path, postgres_url), engine_of(tmp_path / "back")
    with full.connect() as connection:
        tables = tables_of(connection).keys()

    there, returned = copy(full, server), copy(server, back)

    assert there == returned == {name: count for name, (count, _) in everything(full).items()}
    assert there.keys() == tables
    assert min(there.values()) > 0
    assert everything(full) == everything(server) == everything(back)
    with writing(server) as session:  # it goes on counting where the other one was
        session.add(IngestRun(source="x", state="ok", started_at=NOON, finished_at=NOON))
    with reading(server) as session:
        assert session.execute(select(col(Cluster.id)).where(matches(Cluster, "search tex 1"))).scalars().all()


def test_a_target_that_holds_something_is_refused_and_stays_as_it_is(
    full: Engine, engine_of: Opens, tmp_path: Path
) -> None:
    other = engine_of(tmp_path / "other")
    copy(full, other)
    before = everything(other)
    with pytest.raises(Conflict, match="not empty"):
        copy(full, other)
    assert everything(other) == before


def test_a_source_of_another_schema_is_refused(engine_of: Opens, tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="quorum migrate"):
        copy(engine_of(tmp_path / "old"), engine_of(tmp_path / "new"))


def test_the_command_says_how_many_rows_went_where(
    tmp_path: Path,
    postgres_url: str,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("QUORUM_DATA_DIR", str(tmp_path))
    said = CliRunner().invoke(quorum, ["copy", "--to", postgres_url, "--json"])
    assert said.exit_code == 0, said.output
    assert json.loads(said.output)["rows"]["cluster"] == 495
    again = CliRunner().invoke(quorum, ["copy", "--to", postgres_url])
    assert again.exit_code == 1
    assert "not empty" in again.output
