"""An answer holds until somebody writes, a deadline passes, or a day begins in Brussels; not a moment longer."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, select
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, col

from app import clock
from app.api.main import create_app
from app.clock import BRUSSELS
from app.db import create_engine, migrate, reading, writing
from app.db.tables import Topic, TopicDeadline
from app.operations.kept import Answer, KeptAnswers, Key
from app.operations.watching import CatalogueWatch
from app.repositories import revisions, topics
from app.services.catalogue.validity import Validity, stretch_around, validity_now
from app.services.ingestion.topic_rows import ReadFrom, write
from app.settings import Settings
from scrapers.records import Deadline
from tests.app.catalogue.test_status import topic

WINTER_TIME_BEGINS = datetime(2026, 10, 25, 12, tzinfo=UTC)
SUMMER_TIME_BEGINS = datetime(2027, 3, 28, 12, tzinfo=UTC)


@pytest.fixture
def now_settings(tmp_path: Path) -> Settings:
    """The clock runs."""
    return Settings(data_dir=tmp_path, workers=0)


def test_a_status_changes_at_the_ends_of_the_stretch_and_nowhere_between(engine: Engine) -> None:
    with reading(engine) as session:
        dues = session.execute(select(col(TopicDeadline.passes_at)).order_by(col(TopicDeadline.passes_at))).scalars()
        moments = [due + timedelta(hours=hours) for due in list(dues)[::7] for hours in (-1, 0, 5)]
        for moment in [*moments, WINTER_TIME_BEGINS, SUMMER_TIME_BEGINS]:
            since, until = stretch_around(session, moment)
            assert since <= moment < until
            assert until - since <= timedelta(hours=25)
            assert statuses(session, since) == statuses(session, moment)
            assert statuses(session, moment) == statuses(session, until - timedelta(microseconds=1))


def test_two_moments_of_one_stretch_have_the_same_one(engine: Engine) -> None:
    with reading(engine) as session:
        since, until = stretch_around(session, datetime(2026, 11, 22, 12, tzinfo=UTC))
        for moment in (since, since + (until - since) / 2, until - timedelta(microseconds=1)):
            assert stretch_around(session, moment) == (since, until)
        assert stretch_around(session, until)[0] == until


def test_a_day_is_a_day_of_brussels(engine: Engine) -> None:
    with reading(engine) as session:
        since, until = stretch_around(session, datetime(1999, 6, 1, 22, 30, tzinfo=UTC))  # nothing is due so long ago
    assert since == datetime(1999, 6, 2, tzinfo=BRUSSELS)
    assert until == datetime(1999, 6, 3, tzinfo=BRUSSELS)


def statuses(session: Session, now: datetime) -> list[tuple[int, str]]:
    query = select(col(Topic.id), topics.status_at(now)).order_by(col(Topic.id))
    return [(row[0], row[1]) for row in session.execute(query)]


def test_a_clock_that_stands_still_has_no_end(engine: Engine, settings: Settings) -> None:
    with reading(engine) as session:
        found = validity_now(session, settings)
    assert found.until is None
    assert found.holds_at(found.since)


def test_a_clock_that_is_turned_back_leaves_the_stretch() -> None:
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    validity = Validity(1, noon, noon + timedelta(hours=1))
    assert [validity.holds_at(noon + timedelta(hours=hours)) for hours in (-1, 0, 1)] == [False, True, False]


def test_a_topic_closes_on_time_although_its_answer_was_kept(now_settings: Settings) -> None:
    engine = create_engine(now_settings)
    migrate.upgrade(engine)
    service, seen = create_app(now_settings), []
    with TestClient(service) as client:
        due = clock.running() + timedelta(seconds=1.5)
        read_from = ReadFrom(source="portal", url="https://example.org", retrieved_at=due - timedelta(days=1))
        with writing(service.state.engine) as session:
            session.add(write(None, topic("open", date(2026, 1, 1), Deadline(at=due, hour_known=True)), read_from))
            revisions.bump(session)
        while clock.running() < due + timedelta(seconds=0.5):
            before = clock.running()
            answer = client.get("/v1/topics/T-1")
            seen.append((before, answer.json()["status"], clock.running(), answer.headers["etag"]))
    engine.dispose()
    assert {status for _, status, after, _ in seen if after < due} == {"open"}
    assert {status for before, status, _, _ in seen if before >= due} == {"closed"}
    assert len({tag for *_, tag in seen}) == 2


def watched(settings: Settings, engine: Engine, max_age_seconds: float) -> Iterator[CatalogueWatch]:
    watch = CatalogueWatch(settings, max_age_seconds)
    watch.open(engine)
    yield watch
    watch.close()


@pytest.fixture
def patient(settings: Settings, engine: Engine) -> Iterator[CatalogueWatch]:
    yield from watched(settings, engine, max_age_seconds=3600)


@pytest.fixture
def hasty(settings: Settings, engine: Engine) -> Iterator[CatalogueWatch]:
    yield from watched(settings, engine, max_age_seconds=0.05)


def test_nothing_is_known_before_the_first_look(patient: CatalogueWatch) -> None:
    async def ask() -> None:
        assert patient.known() is None
        found = await patient.look()
        assert patient.known() == found

    asyncio.run(ask())


def test_those_who_come_together_share_one_look(patient: CatalogueWatch) -> None:
    async def ask() -> list[Validity]:
        return await asyncio.gather(*(patient.look() for _ in range(50)))

    assert len({id(found) for found in asyncio.run(ask())}) == 1


def test_a_commit_here_calls_for_a_new_look_and_one_elsewhere_is_seen_with_time(
    engine: Engine, hasty: CatalogueWatch
) -> None:
    async def ask() -> None:
        first = await hasty.look()
        with writing(engine) as session:
            revisions.bump(session)
        assert hasty.known() is None
        second = await hasty.look()
        assert second.revision == first.revision + 1
        with engine.begin() as connection:  # as another process would: no session that could tell
            connection.exec_driver_sql("UPDATE catalogue_revision SET number = number + 1")
        until = monotonic() + 10
        while (await hasty.look()).revision == second.revision:
            assert monotonic() < until
            await asyncio.sleep(0.01)

    asyncio.run(ask())


def test_a_commit_during_a_look_is_not_missed(engine: Engine, patient: CatalogueWatch) -> None:
    """The look that began before may not know of it."""

    async def ask() -> None:
        first = await patient.look()
        for number in range(1, 30):
            looking = asyncio.ensure_future(patient.look())
            await asyncio.sleep(0)
            with writing(engine) as session:
                revisions.bump(session)
            assert (await patient.look()).revision == first.revision + number
            await looking

    asyncio.run(ask())


def test_a_failed_look_is_told_and_forgotten(tmp_path: Path, settings: Settings) -> None:
    empty = create_engine(Settings(data_dir=tmp_path))
    watch = CatalogueWatch(settings)
    watch.open(empty)

    async def ask() -> None:
        for _ in range(2):
            with pytest.raises(DatabaseError, match=r"no such table|does not exist"):
                await watch.look()
        migrate.upgrade(empty)
        assert (await watch.look()).revision >= 0

    asyncio.run(ask())
    watch.close()
    empty.dispose()


def answer(size: int) -> Answer:
    return Answer(b'W/"t"', ((b"content-length", b"%d" % size),), bytes(size), None)


NOW, LATER = (Validity(revision, datetime(2026, 11, 22, tzinfo=UTC), None) for revision in (1, 2))


def test_what_is_kept_never_takes_more_than_the_room_there_is() -> None:
    kept = KeptAnswers(100_000)
    keys = [Key(f"/{number}", b"", is_packed=False) for number in range(200)]
    kept.find(NOW, keys[0])
    for number, key in enumerate(keys):
        kept.keep(NOW, key, answer(number * 100))
        assert kept.find(NOW, keys[0]) is not None
        assert 0 < kept.size_bytes <= 100_000
    assert (
        kept.find(NOW, keys[1]) is None
    )  # what was asked for longest ago made room; the first was asked for all along
    kept.keep(NOW, Key("/large", b"", is_packed=False), answer(200_000))
    assert kept.find(NOW, Key("/large", b"", is_packed=False)) is None


def test_what_no_longer_holds_is_thrown_away_and_what_comes_late_is_not_kept() -> None:
    kept, key = KeptAnswers(100_000), Key("/", b"", is_packed=False)
    assert kept.find(NOW, key) is None
    kept.keep(NOW, key, answer(1))
    assert kept.find(LATER, key) is None
    kept.keep(NOW, key, answer(1))
    assert (kept.find(LATER, key), kept.size_bytes) == (None, 0)


def test_a_short_answer_is_not_packed_and_a_long_one_says_how_long_it_is() -> None:
    assert answer(999).packed() == answer(999)
    packed = answer(5000).packed()
    assert dict(packed.headers) == {b"content-encoding": b"gzip", b"content-length": b"%d" % len(packed.body)}
