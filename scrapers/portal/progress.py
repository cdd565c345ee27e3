"""How far a run is, for whoever watches it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: rows that have come, and rows there are (0 while that is not known)."""

    rows: int
    expected: int
