"""How much of the time limit is left for looking further: what is found has to be judged and handed over within it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

HANDING_OVER = 1.5
"""Writing, sending and reading a proposal, in times of giving its verdict (measured; `docs/solver.md`).

Both grow with the size of the verdict.
"""


@dataclass
class Pace:
    """Keeps an account of what the verdicts took. Instants and durations are seconds of ``clock``."""

    until: float
    clock: Callable[[], float]
    spent: float = 0.0
    longest: float = 0.0

    @contextmanager
    def judging(self) -> Iterator[None]:
        """Note how long a verdict takes."""
        began = self.clock()
        yield
        took = self.clock() - began
        self.spent += took
        self.longest = max(self.longest, took)

    @property
    def look_until(self) -> float:
        """Until when one more may be looked for, so that it can still be judged and all be handed over."""
        return self.until - HANDING_OVER * self.spent - (1 + HANDING_OVER) * self.longest
