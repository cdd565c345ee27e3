"""A topic's status follows from its dates by the clock of Brussels, over what the portal says."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app.clock import BRUSSELS, instant
from app.db import create_engine, migrate, writing
from app.repositories import topics
from app.services.ingestion.topic_rows import ReadFrom, write
from app.settings import Settings
from scrapers.records import Budget, Deadline, Kind, PortalStatus, Topic

DAY = date(2026, 11, 22)
BEFORE, AFTER = DAY - timedelta(days=30), DAY + timedelta(days=30)


def day(on: date) -> Deadline:
    return Deadline(at=datetime.combine(on, time(), BRUSSELS), hour_known=False)


def hour(on: date, at: time) -> Deadline:
    return Deadline(at=datetime.combine(on, at, BRUSSELS), hour_known=True)


def topic(says: str, opens_on: date | None, *deadlines: Deadline) -> Topic:
    return Topic(
        reference="1TOPICSen",
        identifier="T-1",
        ccm2_id=1,
        kind=Kind.GRANT,
        call_identifier=None,
        call_title=None,
        title="A topic",
        programme="HORIZON",
        programme_division=(),
        type_of_action=None,
        types_of_action=(),
        portal_status=PortalStatus(says),
        opens_on=opens_on,
        deadline_model=None,
        deadlines=deadlines,
        budget=Budget(),
        url="https://example.org",
        destination=None,
        keywords=(),
        cross_cutting=(),
        description_html=None,
        conditions_html=None,
        allow_partner_search=None,
        latest_infos=(),
    )


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder: Path = tmp_path_factory.mktemp("status")
    engine = create_engine(Settings(data_dir=folder))
    migrate.upgrade(engine)
    yield engine
    engine.dispose()


def status(engine: Engine, record: Topic, now: datetime) -> str:
    """The status as the database computes it; nothing is kept."""
    with writing(engine) as session:
        session.add(write(None, record, ReadFrom(source="portal", url="https://example.org", retrieved_at=now)))
        session.flush()
        found = topics.find(session, "T-1", now)
        session.rollback()
    assert found is not None
    return found[1]


NOON = datetime.combine(DAY, time(12), BRUSSELS)


@pytest.mark.parametrize(
    ("says", "opens_on", "deadlines", "expected"),
    [
        ("open", BEFORE, [day(BEFORE)], "closed"),
        ("forthcoming", None, [day(BEFORE)], "closed"),
        ("forthcoming", BEFORE, [day(AFTER)], "open"),
        ("closed", BEFORE, [day(AFTER)], "open"),
        ("forthcoming", DAY, [day(AFTER)], "open"),
        ("open", AFTER, [day(AFTER)], "forthcoming"),
        ("open", BEFORE, [day(BEFORE), day(AFTER)], "open"),
        ("open", BEFORE, [day(DAY)], "open"),
        ("open", BEFORE, [day(DAY - timedelta(days=1))], "closed"),
        ("open", BEFORE, [hour(DAY, time(11, 59))], "closed"),
        ("open", BEFORE, [hour(DAY, time(12, 1))], "open"),
        ("open", None, [], "open"),
        ("forthcoming", None, [], "forthcoming"),
        ("closed", None, [], "closed"),
        ("open", BEFORE, [], "open"),
        ("forthcoming", None, [day(AFTER)], "forthcoming"),
    ],
)
def test_dates_win_over_the_portals_word_and_an_undated_topic_keeps_it(
    engine: Engine, says: str, opens_on: date | None, deadlines: list[Deadline], expected: str
) -> None:
    assert status(engine, topic(says, opens_on, *deadlines), NOON) == expected


@pytest.mark.parametrize("due_on", [date(2026, 7, 1), date(2026, 12, 1)])
def test_a_deadline_of_which_only_the_day_is_known_passes_when_the_brussels_day_ends(
    engine: Engine, due_on: date
) -> None:
    record = topic("open", BEFORE.replace(year=2025), day(due_on))
    midnight = instant(due_on + timedelta(days=1))

    assert status(engine, record, (midnight - timedelta(seconds=1)).astimezone(UTC)) == "open"
    assert status(engine, record, midnight.astimezone(UTC)) == "closed"


def test_a_topic_opens_when_its_day_begins_in_brussels(engine: Engine) -> None:
    record = topic("forthcoming", DAY, day(AFTER))

    assert status(engine, record, instant(DAY) - timedelta(seconds=1)) == "forthcoming"
    assert status(engine, record, instant(DAY)) == "open"


def test_the_day_on_which_a_deadline_falls_is_still_asked_about_as_open(engine: Engine) -> None:
    assert status(engine, topic("open", BEFORE, hour(DAY, time(17))), instant(DAY)) == "open"
