"""How long a search may go on, and who may call it off."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Watch:
    """Ends at the instant ``until`` of the clock, or when ``cancelled`` says so."""

    until: float
    cancelled: Callable[[], bool] | None = None
    clock: Callable[[], float] = perf_counter

    @property
    def left(self) -> float:
        """Seconds left; zero when time is up or somebody has cancelled."""
        if self.cancelled is not None and self.cancelled():
            return 0.0
        return max(0.0, self.until - self.clock())

    @contextmanager
    def stopping(self, stop: Callable[[], object]) -> Iterator[None]:
        """Ask every few milliseconds whether to stop a solver that runs in compiled code."""
        if self.cancelled is None:
            yield
            return
        over, cancelled = threading.Event(), self.cancelled

        def poll() -> None:
            while not over.wait(POLL_SECONDS):
                if cancelled():
                    stop()

        poller = threading.Thread(target=poll, daemon=True)
        poller.start()
        try:
            yield
        finally:
            over.set()
            poller.join()


def watch(seconds: float, cancelled: Callable[[], bool] | None, clock: Callable[[], float] = perf_counter) -> Watch:
    """From now on for so many seconds."""
    return Watch(clock() + seconds, cancelled, clock)
