"""From an event to its delivery: once for each id, again until it is taken; what becomes of an address that fails."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from app import clock
from app.db import Asker, create_engine, migrate, reading, writing
from app.db.tables import Job, JobState, WebhookDelivery
from app.errors import Conflict, Invalid, NotFound
from app.services.jobs import finish
from app.services.tenancy.keys import create_tenant
from app.services.webhooks import deliveries, hooks
from app.services.webhooks.deliveries import Outcome, pause
from app.services.webhooks.events import Event, tell
from app.services.webhooks.hooks import WebhookRequest
from app.settings import Settings
from app.webhooks.sender import Senders, send_one
from tests.app.jobs.queue import until
from tests.app.webhooks.conftest import Listener, quick_settings
from tests.app.webhooks.receiver import Receiver, answer, hang, in_turn


def send_all(listener: Listener, settings: Settings | None = None) -> int:
    """Everything that is due; how many attempts that were."""
    attempts = 0
    while send_one(listener.engine, settings or listener.settings):
        attempts += 1
    return attempts


def due_now(listener: Listener) -> None:
    moment = clock.running() - timedelta(seconds=1)
    with writing(listener.engine) as session:
        for row in session.exec(select(WebhookDelivery)):
            row.next_at = moment


def test_an_event_is_delivered_once(listener: Listener, receiver: Receiver) -> None:
    hook = listener.listen(receiver.url)
    listener.happens("alert-1", sentence="A new call")
    listener.happens("alert-1", sentence="A new call")
    assert send_all(listener) == 1
    [got] = receiver.received
    assert got.is_signed_with(hook.secret)
    assert (got.event_id, got.document["type"], got.document["data"]) == (
        "alert-1", "alert.raised", {"sentence": "A new call"},
    )  # fmt: skip
    [delivery] = listener.deliveries(hook)
    assert (delivery.state, delivery.attempts, delivery.last_status, delivery.next_at) == ("delivered", 1, 204, None)


def _break_off(listener: Listener) -> None:
    with writing(listener.engine) as session:
        tell(session, listener.asker.tenant_id, Event.ALERT_RAISED, "alert-1", {})
        raise ZeroDivisionError


def test_an_event_that_is_taken_back_is_never_told(listener: Listener, receiver: Receiver) -> None:
    hook = listener.listen(receiver.url)
    with pytest.raises(ZeroDivisionError):
        _break_off(listener)
    assert (send_all(listener), listener.deliveries(hook)) == (0, [])


def test_it_is_told_only_what_it_wants_and_only_of_its_own_tenant(listener: Listener, receiver: Receiver) -> None:
    hook = listener.listen(receiver.url, "job.finished")
    with writing(listener.engine) as session:
        other = create_tenant(session, "Somebody else")
        tell(session, other.id, Event.JOB_FINISHED, "job-1", {})
    listener.happens("alert-1")
    assert listener.deliveries(hook) == []


def test_a_job_that_is_over_is_told_of_in_the_transaction_that_ends_it(listener: Listener, receiver: Receiver) -> None:
    hook = listener.listen(receiver.url, "job.finished")
    with writing(listener.engine) as session:
        for name, tenant_id in (("mine", listener.asker.tenant_id), ("nobody's", None)):
            job = Job(id=name, kind="proposal", created_at=clock.running(), tenant_id=tenant_id)
            session.add(job)
            finish(session, job, JobState.SUCCEEDED, listener.settings, result={"secret": 1})
    send_all(listener)
    [got] = receiver.received
    assert got.event_id == "job-mine"
    assert got.document["data"].items() >= {"id": "mine", "state": "succeeded", "job": "/v1/jobs/mine"}.items()
    assert b"secret" not in got.body
    assert listener.states(hook) == {"job-mine": "delivered"}


def test_what_is_not_taken_comes_again_with_the_same_id_and_body(listener: Listener, receiver: Receiver) -> None:
    hook = listener.listen(receiver.url)
    receiver.behave = in_turn(answer(500), answer(503), answer(200))
    listener.happens("alert-1")
    for _ in range(3):
        due_now(listener)
        send_all(listener)
    assert len(receiver.received) == 3
    assert {got.event_id for got in receiver.received} == {"alert-1"}
    assert len({got.body for got in receiver.received}) == 1
    assert all(got.is_signed_with(hook.secret) for got in receiver.received)
    [delivery] = listener.deliveries(hook)
    assert (delivery.state, delivery.attempts, delivery.last_error) == ("delivered", 3, None)


def test_the_pauses_grow_within_bounds_and_are_never_quite_the_same(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    seconds = [[pause(settings, failures).total_seconds() for _ in range(50)] for failures in range(1, 15)]
    expected = [min(5 * 3**exponent, 6 * 3600) for exponent in range(14)]
    for got, middle in zip(seconds, expected, strict=True):
        assert middle * 0.8 <= min(got) < max(got) <= middle * 1.2
    assert 20 <= sum(expected[:11]) / 3600 <= 24, "a day has about a dozen attempts"


def test_what_was_asked_for_is_honoured(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    assert pause(settings, 1, timedelta(hours=2)) == timedelta(hours=2)
    assert pause(settings, 9, timedelta(seconds=1)) > timedelta(hours=1)


def test_an_address_that_asks_for_time_gets_it(listener: Listener, receiver: Receiver) -> None:
    hook = listener.listen(receiver.url)
    receiver.behave = answer(429, Retry_After="3600")
    listener.happens("alert-1")
    send_all(listener)
    [delivery] = listener.deliveries(hook)
    assert delivery.next_at is not None
    assert timedelta(minutes=59) < delivery.next_at - clock.running() <= timedelta(hours=1)


def test_while_an_address_fails_only_one_thing_at_a_time_is_tried(listener: Listener, receiver: Receiver) -> None:
    listener.listen(receiver.url)
    receiver.behave = answer(500)
    for number in range(5):
        listener.happens(f"alert-{number}")
    assert send_one(listener.engine, quick_settings(listener.settings.data_dir, webhook_retry_seconds=60))
    assert send_all(listener) == 0


def test_when_it_answers_again_everything_comes_at_once(listener: Listener, receiver: Receiver) -> None:
    hook = listener.listen(receiver.url)
    receiver.behave = in_turn(answer(500), answer(200))
    for number in range(5):
        listener.happens(f"alert-{number}")
    send_one(listener.engine, quick_settings(listener.settings.data_dir, webhook_retry_seconds=60))
    due_now(listener)
    send_all(listener)
    assert set(listener.states(hook).values()) == {"delivered"}
    assert len(receiver.received) == 6


def test_one_thing_that_is_never_taken_holds_up_no_other(listener: Listener, receiver: Receiver) -> None:
    hook = listener.listen(receiver.url)
    receiver.behave = lambda handler: answer(400 if handler.headers["webhook-id"] == "alert-0" else 200)(handler)
    for number in range(4):
        listener.happens(f"alert-{number}")
    send_one(listener.engine, quick_settings(listener.settings.data_dir, webhook_retry_seconds=60))
    due_now(listener)
    send_all(listener, quick_settings(listener.settings.data_dir, webhook_retry_seconds=60))
    assert listener.states(hook) == {
        "alert-0": "waiting", "alert-1": "delivered", "alert-2": "delivered", "alert-3": "delivered",
    }  # fmt: skip


def test_an_address_that_is_gone_is_told_nothing_more(listener: Listener, receiver: Receiver) -> None:
    hook = listener.listen(receiver.url)
    receiver.behave = answer(410)
    listener.happens("alert-1")
    send_all(listener)
    row = listener.row(hook)
    assert (row.is_active, "410" in (row.disabled_because or "")) == (False, True)
    listener.happens("alert-2")
    assert listener.states(hook) == {"alert-1": "failed"}


def test_an_address_to_which_nothing_gets_through_for_a_day_is_switched_off(
    listener: Listener, receiver: Receiver
) -> None:
    hook = listener.listen(receiver.url)
    receiver.behave = answer(500)
    listener.happens("alert-1")
    send_all(listener, quick_settings(listener.settings.data_dir, webhook_retry_seconds=60))
    [delivery] = listener.deliveries(hook)
    listener.change(delivery.id, created_at=clock.running() - timedelta(hours=25), next_at=clock.running())
    send_all(listener)
    row = listener.row(hook)
    assert (row.is_active, "status 500" in (row.disabled_because or "")) == (False, True)
    assert listener.states(hook) == {"alert-1": "failed"}


def test_the_last_attempt_is_at_the_end_of_the_day(listener: Listener, receiver: Receiver) -> None:
    hook = listener.listen(receiver.url)
    receiver.behave = answer(503, Retry_After="86400")
    listener.happens("alert-1")
    created = clock.running() - timedelta(hours=23)
    [delivery] = listener.deliveries(hook)
    listener.change(delivery.id, created_at=created)
    send_all(listener)
    assert listener.deliveries(hook)[0].next_at == created + timedelta(hours=24)


def test_what_waits_for_an_address_that_is_switched_off_waits_until_it_is_on_again(
    listener: Listener, receiver: Receiver
) -> None:
    hook = listener.listen(receiver.url)
    listener.happens("alert-1")
    request = WebhookRequest(url=receiver.url, events=list(Event), is_active=False)
    with writing(listener.engine, listener.asker) as session:
        hooks.replace_webhook(session, listener.settings, hook.id, request)
    assert send_all(listener) == 0
    with writing(listener.engine, listener.asker) as session:
        hooks.replace_webhook(session, listener.settings, hook.id, request.model_copy(update={"is_active": True}))
    assert send_all(listener) == 1


def test_after_its_lease_a_delivery_is_taken_by_somebody_else_and_the_first_may_note_nothing(
    listener: Listener, receiver: Receiver
) -> None:
    hook = listener.listen(receiver.url)
    listener.happens("alert-1")
    first = deliveries.take(listener.engine, listener.settings)
    assert first is not None
    assert deliveries.take(listener.engine, listener.settings) is None
    listener.change(first.delivery_id, lease_until=clock.running() - timedelta(seconds=1))
    second = deliveries.take(listener.engine, listener.settings)
    assert second is not None
    assert (second.event_id, second.body, second.attempt) == (first.event_id, first.body, 2)
    deliveries.note(listener.engine, listener.settings, first, Outcome(status=500))
    assert listener.deliveries(hook)[0].last_status is None
    deliveries.note(listener.engine, listener.settings, second, Outcome(status=200))
    assert listener.states(hook) == {"alert-1": "delivered"}


def test_old_deliveries_are_forgotten(listener: Listener, receiver: Receiver) -> None:
    hook = listener.listen(receiver.url)
    listener.happens("alert-1")
    listener.happens("alert-2")
    listener.change(listener.deliveries(hook)[0].id, created_at=clock.running() - timedelta(days=31))
    deliveries.forget_old(listener.engine, listener.settings)
    assert listener.states(hook) == {"alert-1": "waiting"}


def test_the_senders_of_a_process_send_beside_an_address_that_hangs(listener: Listener, receiver: Receiver) -> None:
    slow = listener.listen(f"http://127.0.0.1:{receiver.port}/slow")
    quick = listener.listen(receiver.url)
    receiver.behave = lambda handler: hang(handler) if handler.path == "/slow" else answer(200)(handler)
    senders = Senders(listener.engine, quick_settings(listener.settings.data_dir, webhook_timeout_seconds=5))
    senders.start()
    try:
        for number in range(10):
            listener.happens(f"alert-{number}")
        until(lambda: set(listener.states(quick).values()) == {"delivered"})
        assert set(listener.states(slow).values()) == {"waiting"}
    finally:
        receiver.closing.set()
        senders.stop()


def test_a_tenant_has_only_so_many(listener: Listener, receiver: Receiver) -> None:
    few = quick_settings(listener.settings.data_dir, webhooks_per_tenant=1)
    request = WebhookRequest(url=receiver.url, events=[Event.JOB_FINISHED])
    with writing(listener.engine, listener.asker) as session:
        hooks.create_webhook(session, few, request)
        with pytest.raises(Conflict):
            hooks.create_webhook(session, few, request)


def test_an_address_that_will_not_do_is_named(listener: Listener) -> None:
    with pytest.raises(Invalid) as refused:
        listener.listen("https://10.0.0.1/")
    assert refused.value.errors[0].pointer == "/url"


def test_trying_it_out_and_renewing_the_secret(listener: Listener, receiver: Receiver) -> None:
    hook = listener.listen(receiver.url, "job.finished")
    with writing(listener.engine, listener.asker) as session:
        renewed = hooks.renew_secret(session, hook.id)
        hooks.test_webhook(session, hook.id)
    send_all(listener)
    [got] = receiver.received
    assert renewed.secret != hook.secret
    assert got.is_signed_with(renewed.secret)
    assert got.document["type"] == "webhook.test"


def test_what_is_not_ones_own_is_not_there(listener: Listener, receiver: Receiver) -> None:
    hook = listener.listen(receiver.url)
    with writing(listener.engine) as session:
        other = create_tenant(session, "Somebody else")
    with reading(listener.engine, Asker(tenant_id=other.id)) as session, pytest.raises(NotFound):
        hooks.get_webhook(session, hook.id)


@pytest.fixture
def on_postgres(postgres_url: str, tmp_path: Path) -> Any:
    settings = quick_settings(tmp_path, database_url=postgres_url)
    engine: Engine = create_engine(settings)
    migrate.upgrade(engine)
    with writing(engine) as session:
        tenant = create_tenant(session, "Those who listen")
    yield Listener(engine, settings, Asker(tenant_id=tenant.id))
    engine.dispose()


def test_all_of_it_on_postgresql_with_many_senders(on_postgres: Listener, receiver: Receiver) -> None:
    hook = on_postgres.listen(receiver.url)
    also = on_postgres.listen(f"http://127.0.0.1:{receiver.port}/also", "alert.raised")
    receiver.behave = in_turn(answer(500), answer(200))
    pairs = [Senders(on_postgres.engine, on_postgres.settings) for _ in range(2)]
    for senders in pairs:
        senders.start()
    try:
        for number in range(20):
            on_postgres.happens(f"alert-{number}")
        for one in (hook, also):
            until(lambda one=one: list(on_postgres.states(one).values()) == ["delivered"] * 20)  # type: ignore[misc]
    finally:
        for senders in pairs:
            senders.stop()
    assert len(receiver.received) == 41
