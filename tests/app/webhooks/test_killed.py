"""A process that sends is killed at any moment: everything arrives, some of it twice, always with the same id."""

import random
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from time import sleep

import pytest
from sqlmodel import select

from app import clock
from app.db import writing
from app.db.tables import WebhookDelivery
from tests.app.jobs.queue import until
from tests.app.webhooks.conftest import Listener
from tests.app.webhooks.receiver import Handler, Receiver, answer
from tests.repository.checkout import ROOT


def sending(listener: Listener) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.app.webhooks.sending_process", str(listener.settings.data_dir)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "sending\n"
    return process


def kill(process: "subprocess.Popen[str]") -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


def let_leases_run_out(listener: Listener) -> None:
    """As half a minute would."""
    with writing(listener.engine) as session:
        for row in session.exec(select(WebhookDelivery).where(WebhookDelivery.state == "waiting")):
            row.lease_until = clock.running() - timedelta(seconds=1)


def slowly(handler: Handler) -> None:
    """So that a kill often comes between sending and noting."""
    sleep(0.01)
    answer(200)(handler)


def survive(listener: Listener, receiver: Receiver, kills: int) -> Counter[str]:
    hook = listener.listen(receiver.url)
    receiver.behave = slowly
    written: set[str] = set()
    draw = random.Random(18)  # noqa: S311 (moments, not secrets)
    for number in range(kills):
        process = sending(listener)
        for one in range(5):
            listener.happens(f"alert-{number}-{one}")
            written.add(f"alert-{number}-{one}")
        sleep(draw.uniform(0, 0.15))
        kill(process)
        let_leases_run_out(listener)
    process = sending(listener)
    try:
        until(lambda: set(listener.states(hook).values()) == {"delivered"})
    finally:
        kill(process)
    arrived = Counter(got.event_id for got in receiver.received)
    assert set(arrived) == written
    bodies = {(got.event_id, got.body) for got in receiver.received}
    assert len(bodies) == len(written), "what came twice said the same"
    assert all(got.is_signed_with(hook.secret) for got in receiver.received)
    return arrived


def test_three_kills_lose_nothing(listener: Listener, receiver: Receiver) -> None:
    survive(listener, receiver, 3)


def test_what_was_sent_and_not_noted_comes_again_with_the_same_id(listener: Listener, receiver: Receiver) -> None:
    hook = listener.listen(receiver.url)
    listener.happens("alert-1")
    process = sending(listener)

    def killing(handler: Handler) -> None:
        kill(process)  # it has sent, and will never note it
        answer(200)(handler)

    receiver.behave = killing
    until(lambda: len(receiver.received) == 1)
    until(lambda: process.poll() is not None)
    assert listener.states(hook) == {"alert-1": "waiting"}
    receiver.behave = answer(200)
    let_leases_run_out(listener)
    process = sending(listener)
    until(lambda: listener.states(hook) == {"alert-1": "delivered"})
    kill(process)
    assert [got.event_id for got in receiver.received] == ["alert-1", "alert-1"]


@pytest.mark.drill
def test_twenty_kills_lose_nothing(listener: Listener, receiver: Receiver) -> None:
    survive(listener, receiver, 20)
