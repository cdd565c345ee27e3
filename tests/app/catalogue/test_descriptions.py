"""Fit hears the description of a topic, whether it is asked for alone or in a list; answers do not carry it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.clock import instant
from app.db import create_engine, migrate, writing
from app.services.catalogue import listing
from app.services.catalogue.listing import TopicQuery
from app.services.catalogue.schemas import TopicPublic
from app.services.fit import subject_of
from app.services.ingestion.topic_rows import ReadFrom, write
from app.settings import Settings
from tests.app.catalogue.test_status import AFTER, DAY, day, topic

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def both_ways(folder: Path, description: str | None) -> list[TopicPublic]:
    settings = Settings(data_dir=folder, today=instant(DAY))
    engine = create_engine(settings)
    migrate.upgrade(engine)
    record = topic("open", None, day(AFTER)).model_copy(update={"description_html": description})
    with writing(engine) as session:
        session.add(write(None, record, ReadFrom(source="portal", url="https://example.org", retrieved_at=NOW)))
        session.flush()
        alone = listing.get_topic(session, settings, "T-1")
        [listed] = listing.list_topics(session, settings, TopicQuery()).items
        session.rollback()
    engine.dispose()
    return [alone, listed]


@pytest.mark.parametrize(
    ("description", "text"),
    [("<p>Looms &amp; <b>yarn</b></p>", "Looms & yarn"), (None, ""), ("<div>" * 5000 + "deep", "")],
)
def test_the_description_is_part_of_the_subject(tmp_path: Path, description: str | None, text: str) -> None:
    for found in both_ways(tmp_path, description):
        assert subject_of(found).text.strip() == text
        assert "description" not in found.model_dump_json()
