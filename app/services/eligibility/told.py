"""Which judged conditions are worth telling, and how: what is met needs no words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rules.entries import Entry, Status
from rules.once import once, once_said
from rules.verdict import Judged, judged

OPEN_QUESTIONS = (Status.UNKNOWN, Status.NEEDS_HUMAN)
WORTH_TELLING = (Status.NOT_MET, Status.CONDITIONAL, *OPEN_QUESTIONS)

Told = dict[tuple[str, Status], Judged]
"""Each condition once in each status."""


def tell(entries: Iterable[Entry]) -> Told:
    """Those that are worth it, as answers show them."""
    return {(one.condition.id, one.status): judged(one) for one in entries if one.status in WORTH_TELLING}


@dataclass(frozen=True)
class Questions:
    """Conditions that go with a call whoever looks at it."""

    entries: Sequence[Entry]

    @once_said
    def told(self) -> Told:
        """Those that are open."""
        return tell(self.entries)

    @once
    def statuses(self) -> frozenset[Status]:
        """The states of those that decide."""
        return frozenset(entry.status for entry in self.entries if entry.decides)
