"""Changes of topics reach the webhooks that want them: once, of their programmes, from when they began to listen."""

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from app import clock
from app.db import writing
from app.db.tables import Topic, TopicChange
from app.errors import Invalid
from app.services.webhooks import topic_changes
from app.services.webhooks.topic_changes import tell_topic_changes
from app.settings import Settings
from app.webhooks.sender import send_one
from tests.app.alerts.conftest import loaded_database  # noqa: F401 - a fixture by import
from tests.app.asking import TOPIC
from tests.app.webhooks.conftest import Listener, quick_settings
from tests.app.webhooks.receiver import Receiver


@pytest.fixture
def settings(tmp_path: Path, loaded_database: Path) -> Settings:  # noqa: F811 - the fixture imported above
    return quick_settings(tmp_path)


@pytest.fixture
def empty_database(loaded_database: Path) -> Path:  # noqa: F811 - the fixture imported above
    """Not empty here: there have to be topics."""
    return loaded_database


def changed(listener: Listener, *fields: str, identifier: str = TOPIC, after: Any = "new") -> None:
    """As an ingest notes it."""
    seen_at = clock.running()
    with writing(listener.engine) as session:
        topic = session.exec(select(Topic).where(Topic.identifier == identifier)).one()
        assert topic.id is not None
        for field in fields:
            session.add(TopicChange(topic_id=topic.id, field=field, before="old", after=after, seen_at=seen_at))


def test_what_one_reading_found_changed_in_a_topic_is_one_event(listener: Listener, receiver: Receiver) -> None:
    changed(listener, "title")
    hook = listener.listen(receiver.url, "topic.changed", programmes=["horizon"])
    listener.listen(receiver.url, "topic.changed", programmes=["EDF"])
    listener.listen(receiver.url, "job.finished")
    changed(listener, "budget", "title")
    for _ in range(2):
        tell_topic_changes(listener.engine)
    while send_one(listener.engine, quick_settings(listener.settings.data_dir)):
        pass
    [got] = receiver.received
    assert got.is_signed_with(hook.secret)
    told = got.document["data"]
    assert (told["identifier"], told["programme"], told["history"]) == (
        TOPIC, "HORIZON", f"/v1/topic-history?identifier={TOPIC}",
    )  # fmt: skip
    assert told["changes"] == [
        {"field": field, "before": "old", "after": "new", "announced": False, "left_out": False}
        for field in ("budget", "title")
    ]


def test_a_long_text_is_left_to_be_fetched(listener: Listener, receiver: Receiver) -> None:
    hook = listener.listen(receiver.url, "topic.changed")
    changed(listener, "conditions_html", after="x" * 5000)
    tell_topic_changes(listener.engine)
    send_one(listener.engine, quick_settings(listener.settings.data_dir))
    [change] = receiver.received[0].document["data"]["changes"]
    assert (change["left_out"], change["before"], change["after"]) == (True, None, None)
    assert set(listener.states(hook).values()) == {"delivered"}


def test_many_changes_are_told_portion_by_portion(listener: Listener, receiver: Receiver) -> None:
    hook = listener.listen(receiver.url, "topic.changed")
    changed(listener, *(f"field_{number}" for number in range(topic_changes.MOST + 1)))
    tell_topic_changes(listener.engine)
    assert len(listener.deliveries(hook)) == 2


def test_a_webhook_that_is_switched_off_and_on_is_told_of_what_comes_then(
    listener: Listener, receiver: Receiver
) -> None:
    hook = listener.listen(receiver.url, "topic.changed", is_active=False)
    changed(listener, "title")
    tell_topic_changes(listener.engine)
    from app.services.webhooks import hooks
    from app.services.webhooks.hooks import WebhookRequest

    with writing(listener.engine, listener.asker) as session:
        request = WebhookRequest.model_validate({"url": receiver.url, "events": ["topic.changed"]})
        hooks.replace_webhook(session, listener.settings, hook.id, request)
    tell_topic_changes(listener.engine)
    assert listener.deliveries(hook) == []
    changed(listener, "title")
    tell_topic_changes(listener.engine)
    assert len(listener.deliveries(hook)) == 1


def test_a_programme_that_there_is_not_is_pointed_at(listener: Listener, receiver: Receiver) -> None:
    with pytest.raises(Invalid) as refused:
        listener.listen(receiver.url, "topic.changed", programmes=["HORIZON", "NOSUCH"])
    assert [fault.pointer for fault in refused.value.errors] == ["/programmes/1"]
