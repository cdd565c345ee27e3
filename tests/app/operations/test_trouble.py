"""A database that is locked, full, read-only or away is a 503 that says when to come back, and passes by itself."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, create_engine, event, text

from app.api.main import create_app
from app.settings import Settings
from tests.app.asking import TOPIC
from tests.app.loaded import TODAY
from tests.postgres import postgres_server, postgres_url  # noqa: F401 - fixtures by import

ASKED = {"topic": TOPIC, "alternatives": 1}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    given = {"data_dir": tmp_path_factory.mktemp("trouble"), "today": TODAY.isoformat(), "workers": 0}
    return Settings.model_validate(given | {"request_seconds": 60.0, "kept_answers_mib": 0})


@pytest.fixture(scope="module")
def client(own: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(own), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def engine(client: TestClient) -> Engine:
    found = client.app.state.engine  # type: ignore[attr-defined] # any application is allowed there
    assert isinstance(found, Engine)
    return found


def write(client: TestClient) -> tuple[int, str, str | None]:
    """Ask for a proposal: that puts a job into the queue."""
    answer = client.post("/v1/proposals", json=ASKED)
    return answer.status_code, answer.json().get("type", ""), answer.headers.get("retry-after")


UNAVAILABLE = "urn:quorum:problem:unavailable"


@contextmanager
def pragma(engine: Engine, statement: str, undone: str) -> Iterator[None]:
    """What SQLite does of itself in such a state, on every connection."""

    def set_it(connection: sqlite3.Connection, *_more: object) -> None:
        connection.execute(statement)

    def undo(connection: sqlite3.Connection, *_more: object) -> None:
        connection.execute(undone)

    event.listen(engine.pool, "checkout", set_it)
    event.listen(engine.pool, "checkin", undo)
    yield
    event.remove(engine.pool, "checkout", set_it)
    event.remove(engine.pool, "checkin", undo)


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("statement", "undone"),
    [
        ("PRAGMA query_only=ON", "PRAGMA query_only=OFF"),
        ("PRAGMA max_page_count=1", "PRAGMA max_page_count=1000000"),
    ],
    ids=["read-only", "full"],
)
def test_a_database_that_takes_nothing_is_told_and_read_all_the_same(
    client: TestClient, engine: Engine, statement: str, undone: str
) -> None:
    with pragma(engine, statement, undone):
        written = (write(client) for _ in range(40))  # a full one takes what still fits its last page
        assert next(one for one in written if one[0] != 202) == (503, UNAVAILABLE, "5")
        assert client.get("/v1/topics?limit=1").status_code == 200
        assert client.get("/").status_code == 200
    assert write(client)[0] == 202


@pytest.mark.sqlite
def test_a_database_that_somebody_else_locks_is_told_in_time_and_taken_up_again(
    client: TestClient, own: Settings
) -> None:
    hurried = TestClient(create_app(own.model_copy(update={"request_seconds": 2.0})))
    with hurried, closing(sqlite3.connect(own.data_dir / "quorum.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        status, kind, again = write(hurried)  # too long for the database, or for the whole answer on a busy machine
        assert (status, again) == (503, "1"), kind
        assert client.get("/v1/topics?limit=1").status_code == 200
        assert client.get("/readyz").status_code == 200
        other.execute("ROLLBACK")
    assert write(client)[0] == 202


@pytest.mark.sqlite
def test_a_database_that_is_gone_is_told_on_pages_too(client: TestClient, own: Settings, engine: Engine) -> None:
    database, aside = own.data_dir / "quorum.sqlite3", own.data_dir / "aside"
    engine.dispose()
    database.rename(aside)
    database.mkdir()  # what cannot be opened, also not by root
    try:
        for address in ("/v1/topics", "/v1/jobs/unknown", "/readyz"):
            answer = client.get(address)
            assert (answer.status_code, answer.json()["type"]) == (503, UNAVAILABLE), address
            assert answer.headers["retry-after"] == "5"
        page = client.get("/topics", headers={"Accept": "text/html"})
        assert (page.status_code, page.headers["content-type"]) == (503, "text/html; charset=utf-8")
        assert client.get("/healthz").status_code == 200
    finally:
        database.rmdir()
        aside.rename(database)
    assert client.get("/v1/topics?limit=1").status_code == 200
    assert client.get("/topics").status_code == 200


def test_a_fault_of_ours_is_no_trouble_of_the_database(client: TestClient, engine: Engine) -> None:
    """Otherwise callers would come back for ever."""

    def spoil(
        _connection: object, _cursor: object, statement: str, parameters: object, *_more: object
    ) -> tuple[str, object]:
        return statement.replace("FROM cluster", "FROM clutter"), parameters

    event.listen(engine, "before_cursor_execute", spoil, retval=True)
    answer = client.get("/v1/clusters?limit=1")
    event.remove(engine, "before_cursor_execute", spoil)
    assert answer.status_code == 500
    assert "clutter" not in answer.text


@contextmanager
def served_from(url: str, folder: Path, request_seconds: float) -> Iterator[TestClient]:
    given = {"database_url": url, "data_dir": folder, "today": TODAY.isoformat(), "workers": 0}
    settings = Settings.model_validate(given | {"request_seconds": request_seconds, "kept_answers_mib": 0})
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


def test_a_postgresql_that_locks_or_goes_away_in_the_middle_is_told_and_taken_up_again(
    postgres_url: str,  # noqa: F811
    tmp_path: Path,
) -> None:
    other, lock = create_engine(postgres_url), text("LOCK TABLE job IN ACCESS EXCLUSIVE MODE")
    seen: list[tuple[int, str, str | None]] = []
    with served_from(postgres_url, tmp_path, 60) as client, other.connect() as connection:
        assert write(client)[0] == 202
        connection.execute(lock)
        asking = threading.Thread(target=lambda: seen.append(write(client)))
        asking.start()
        end_those_who_wait(other)
        asking.join()
        assert seen == [(503, UNAVAILABLE, "5")]
        connection.rollback()
        assert write(client)[0] == 202
        assert client.get("/v1/topics?limit=1").status_code == 200
    with served_from(postgres_url, tmp_path, 2) as client, other.connect() as connection:
        connection.execute(lock)
        status, kind, again = write(client)  # too long for the statement, or for the whole answer on a busy machine
        assert (status, again is not None) == (503, True), kind
    other.dispose()


def end_those_who_wait(engine: Engine) -> None:
    """As a server that is restarted does: whoever waits for something is sent away."""
    waiting = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    with engine.connect() as connection:
        while not connection.execute(waiting).all():
            connection.rollback()
