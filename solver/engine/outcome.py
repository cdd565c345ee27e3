"""What a search of the engine hands back."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Outcome:
    """The best seats found and what is proven about them.

    ``seats``: the plane of its seat for each candidate that has one; ``None`` where nothing was found.
    ``value``: the points of those seats with the best witnesses and columns. ``bound``: no solution has more points;
    ``None`` where nothing is proven. ``final``: proven best, or proven that there is none. ``columns``: values of the
    model's columns in the solution. ``core``: of an infeasible model the names of rows that have a price in its proof,
    as a first guess of a conflict and never as its proof.
    """

    seats: Mapping[int, int] | None
    value: int | None
    bound: int | None
    final: bool
    columns: NDArray[np.int64]
    core: frozenset[str] | None = None


def nothing(columns: int, *, final: bool, bound: int | None = None, core: frozenset[str] | None = None) -> Outcome:
    """No solution: there is none (``final``), or none was found in time."""
    return Outcome(None, None, bound, final, np.zeros(columns, np.int64), core)
