"""Readers never wait for a writer, and a transaction is all or nothing."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlmodel import Session, select

from app.db import create_engine, migrate, reading, writing
from app.db.tables import Cluster, Job, Topic, TopicDeadline
from app.settings import Settings
from tests.postgres import postgres_server, postgres_url  # noqa: F401 - fixtures by import

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    address = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    engine = create_engine(Settings(data_dir=tmp_path, database_url=address))
    migrate.upgrade(engine)
    yield engine
    engine.dispose()


def job(name: str) -> Job:
    return Job(id=name, kind="proposal", created_at=NOON)


def names(session: Session) -> list[str]:
    return list(session.exec(select(Job.id).order_by(Job.id)).all())


@pytest.mark.sqlite
def test_sqlite_runs_in_wal_mode_with_foreign_keys(tmp_path: Path) -> None:
    with create_engine(Settings(data_dir=tmp_path)).connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_a_reader_is_not_blocked_by_a_writer_and_keeps_its_view(engine: Engine) -> None:
    with writing(engine) as session:
        session.add(job("first"))

    with reading(engine) as reader:
        assert names(reader) == ["first"]
        with writing(engine) as writer:
            writer.add(job("second"))
            writer.flush()
            assert names(reader) == ["first"]
        assert names(reader) == ["first"]

    with reading(engine) as reader:
        assert names(reader) == ["first", "second"]


def test_what_a_reader_writes_is_refused_or_gone(engine: Engine) -> None:
    with suppress(DBAPIError), reading(engine) as session:
        session.add(job("written while reading"))
        session.flush()
        assert engine.dialect.name == "sqlite", "a server refuses it at once"

    with reading(engine) as session:
        assert names(session) == []


def test_what_is_raised_inside_a_transaction_undoes_it(engine: Engine) -> None:
    def fail_after_writing() -> None:
        with writing(engine) as session:
            session.add(job("lost"))
            session.flush()
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        fail_after_writing()

    with reading(engine) as session:
        assert names(session) == []


def test_foreign_keys_are_enforced(engine: Engine) -> None:
    orphan = Cluster(
        id="c",
        name="C",
        denomination="pole",
        country="FR",
        formalisation="own",
        source="bundle",
        search_text="c",
        managing_organisation_id="nobody",
    )
    with pytest.raises(IntegrityError), writing(engine) as session:
        session.add(orphan)


def topic(**facts: object) -> Topic:
    base: dict[str, object] = {
        "source": "bundle",
        "reference": "1TOPICSen",
        "identifier": "T-1",
        "identifier_key": "t-1",
        "kind": 1,
        "title": "T",
        "programme": "HORIZON",
        "portal_status": "open",
        "url": "https://example.org",
        "source_url": "https://example.org",
        "retrieved_at": NOON,
        "closing_day": 0,
        "state_sha256": "0",
        "search_text": "t",
    }
    return Topic.model_validate(base | facts)


def test_money_and_instants_come_back_exactly(engine: Engine) -> None:
    with writing(engine) as session:
        session.add(topic(budget_total=Decimal("28451309531.67")))

    with reading(engine) as session:
        found = session.exec(select(Topic)).one()
        assert found.budget_total == Decimal("28451309531.67")
        assert found.retrieved_at == NOON
        assert found.retrieved_at.utcoffset() is not None


@pytest.mark.parametrize("bad", [{"retrieved_at": datetime(2026, 1, 1)}, {"budget_total": Decimal("0.005")}])  # noqa: DTZ001 - the fault
def test_a_naive_instant_or_a_fraction_of_a_cent_is_refused(engine: Engine, bad: dict[str, object]) -> None:
    with pytest.raises(StatementError), writing(engine) as session:
        session.add(topic(**bad))


def test_deadlines_go_with_their_topic(engine: Engine) -> None:
    with writing(engine) as session:
        whole = topic()
        whole.deadlines = [
            TopicDeadline(position=n, at=NOON, hour_known=True, stage=n + 1, passes_at=NOON) for n in range(2)
        ]
        session.add(whole)

    with writing(engine) as session:
        found = session.exec(select(Topic)).one()
        assert [deadline.stage for deadline in found.deadlines] == [1, 2]
        session.delete(found)

    with reading(engine) as session:
        assert session.exec(select(TopicDeadline)).all() == []
