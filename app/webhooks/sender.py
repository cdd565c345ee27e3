"""The threads that send. Any number of processes may have some: each delivery is in one pair of hands at a time."""

import logging
import threading
from datetime import datetime, timedelta

from sqlalchemy import Engine

from app import clock
from app.services.webhooks import deliveries
from app.services.webhooks.deliveries import DICE, Letter
from app.services.webhooks.events import TO_SEND
from app.services.webhooks.topic_changes import tell_topic_changes
from app.settings import Settings
from app.webhooks.connecting import Resolve, resolve
from app.webhooks.sending import send

LOG = logging.getLogger("quorum.webhooks")

LOOK_SECONDS = 2.0
"""After which somebody who has nothing to do looks again: other processes write events too."""

LONG_LOOK_SECONDS = 20.0
"""For all but one of a process: that one wakes them when there is more than one thing to do."""

TROUBLE_SECONDS = 10.0
TIDY_EVERY = timedelta(hours=6)


class Senders:
    """The threads of one process; ``Senders(engine, settings)`` is as many as the settings say."""

    def __init__(self, engine: Engine, settings: Settings, look_up: Resolve = resolve) -> None:
        self._engine, self._settings, self._look_up = engine, settings, look_up
        self._stop = threading.Event()
        self._tidied: datetime | None = None
        self._threads = [
            threading.Thread(target=self._work, args=(place == 0,), name=f"webhooks-{place}", daemon=True)
            for place in range(settings.webhook_senders)
        ]

    def start(self) -> None:
        """Send in the background."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Finish what is being sent, and no more. What is not noted by then is sent again by whoever comes next."""
        self._stop.set()
        TO_SEND.set()
        for thread in self._threads:
            thread.join(self._settings.webhook_timeout_seconds + 1)

    def _work(self, is_first: bool) -> None:
        while not self._stop.is_set():
            try:
                if is_first:
                    self._look_after()
                letter = deliveries.take(self._engine, self._settings)
                if letter is not None:
                    TO_SEND.set()  # where there was one there may be others
                    deliver(self._engine, self._settings, letter, self._look_up)
            except Exception:
                LOG.exception("webhooks wait")
                self._stop.wait(TROUBLE_SECONDS)
                continue
            if letter is None:
                seconds = LOOK_SECONDS if is_first else LONG_LOOK_SECONDS
                TO_SEND.wait(seconds * DICE.uniform(0.8, 1.2))  # so that not all look at once
                TO_SEND.clear()

    def _look_after(self) -> None:
        """What one of them does for all: turn changes of topics into deliveries, and delete what is old."""
        tell_topic_changes(self._engine)
        now = clock.running()
        if self._tidied is None or now - self._tidied > TIDY_EVERY:
            self._tidied = now
            deliveries.forget_old(self._engine, self._settings)


def deliver(engine: Engine, settings: Settings, letter: Letter, look_up: Resolve = resolve) -> None:
    """Send what was taken, and note what came of it."""
    outcome = send(letter, settings, look_up=look_up)
    deliveries.note(engine, settings, letter, outcome)
    if not outcome.is_delivered:
        LOG.info("delivery %s, attempt %d: %s", letter.delivery_id, letter.attempt, outcome.told)


def send_one(engine: Engine, settings: Settings, look_up: Resolve = resolve) -> bool:
    """Take one delivery and send it. Whether there was one."""
    letter = deliveries.take(engine, settings)
    if letter is not None:
        deliver(engine, settings, letter, look_up)
    return letter is not None
