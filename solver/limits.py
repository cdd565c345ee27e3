"""How long a request may be looked into."""

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True)
class Limits:
    """When to stop: at an instant of the clock, or when somebody says so."""

    until: float
    cancelled: Callable[[], bool] | None = None
    clock: Callable[[], float] = perf_counter

    @property
    def seconds_left(self) -> float:
        """Zero when time is up or somebody has cancelled."""
        if self.cancelled is not None and self.cancelled():
            return 0.0
        return max(0.0, self.until - self.clock())
