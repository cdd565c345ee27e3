"""The end of a service that was told to end: it says so, goes on for a while if it is asked to, then stops listening.

The server's own handlers of the signals do the rest: no new connections, answers under way end, and then the lifespan.
"""

import asyncio
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

ENDING: Final = threading.Event()
"""Set when this process has been told to end. Whoever waits for long may look here."""

SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def told(drain_seconds: float) -> Iterator[None]:
    """Hear of the signals before the server does. Only a process whose main thread serves is told by them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    servers = {number: signal.getsignal(number) for number in SIGNALS}

    def hear(number: int, frame: FrameType | None) -> None:
        pass_on = _of_server(servers[signal.Signals(number)], number, frame)
        is_second = ENDING.is_set()
        ENDING.set()
        if is_second or not drain_seconds:  # who says it twice means it
            pass_on()
        else:
            loop.call_soon_threadsafe(loop.call_later, drain_seconds, pass_on)

    for number in SIGNALS:
        signal.signal(number, hear)
    try:
        yield
    finally:
        for number, handler in servers.items():
            signal.signal(number, handler)
        ENDING.clear()


def _of_server(handler: Any, number: int, frame: FrameType | None) -> Callable[[], None]:
    """What would have happened had nobody listened."""

    def pass_on() -> None:
        if callable(handler):
            handler(number, frame)

    return pass_on
