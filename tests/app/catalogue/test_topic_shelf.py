"""What is kept of a topic is what the database says of it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from app.clock import instant
from app.db import reading, writing
from app.services import setup
from app.services.catalogue import listing, topic_shelf
from app.services.catalogue.listing import TopicQuery
from app.services.catalogue.schemas import TopicPublic
from app.settings import Settings


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    """A database of this test's own."""
    return Settings(data_dir=tmp_path, today=instant(date(2026, 11, 22)))


@pytest.fixture
def writable(own: Settings) -> Iterator[Engine]:
    engine = setup.open_database(own)
    yield engine
    engine.dispose()


def listed(engine: Engine, settings: Settings, as_of: str | None = None) -> dict[str, TopicPublic]:
    query = TopicQuery.model_validate({"programme": "HORIZON", "limit": 200, "as_of": as_of})
    with reading(engine) as session:
        found = listing.list_topics(session, settings, query).items
        asked = [listing.get_topic(session, settings, topic.identifier, query.as_of) for topic in found]
    assert list(found) == asked
    return {topic.identifier: topic for topic in found}


def change(engine: Engine, identifier: str, statement: str) -> None:
    with writing(engine) as session:
        session.execute(text(f"UPDATE topic SET {statement} WHERE identifier = :name"), {"name": identifier})  # noqa: S608


def test_an_unchanged_topic_is_the_same_object_and_a_changed_one_is_read_anew(own: Settings, writable: Engine) -> None:
    before = listed(writable, own)
    first, second, *others = before
    change(writable, first, "title = 'Another title', state_sha256 = 'another state'")
    change(writable, second, "gone_since = '2026-11-21 12:00:00.000000'")
    after = listed(writable, own)
    assert after[first].title == "Another title"
    assert after[second].gone_since is not None
    assert all(after[name] is before[name] for name in others)


def test_a_topic_has_the_status_of_the_day_that_is_asked_about(own: Settings, writable: Engine) -> None:
    today, later, again = listed(writable, own), listed(writable, own, "2027-12-01"), listed(writable, own)
    turned = [name for name in today if today[name].status != later[name].status]
    assert turned
    assert all(again[name] is today[name] for name in today)


def test_databases_share_nothing(own: Settings, writable: Engine, engine: Engine, settings: Settings) -> None:
    mine, theirs = listed(writable, own), listed(engine, settings)
    assert mine == theirs
    assert not any(mine[name] is theirs[name] for name in mine)


def test_no_more_is_kept_than_has_room(own: Settings, writable: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topic_shelf, "KEPT", 10)
    before, after = listed(writable, own), listed(writable, own)
    same = [name for name in before if after[name] is before[name]]
    assert len(before) > 10 >= len(same)
