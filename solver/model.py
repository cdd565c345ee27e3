"""A consortium problem as arrays: planes of literals, columns, and rows that link candidates.

A *plane* has one literal for each of the ``n`` candidates: it has a seat in some role, or it is a witness of a
selection. The literals of one candidate are its *block*; what holds inside a block is told by the planes themselves:

- a plane without carriers is a *seat*, and a candidate has at most one seat;
- a literal of any other plane needs one of its carriers: it is at most their sum at the same candidate;
- of planes with the same ``rivals`` and the same carriers a candidate has as many literals as it has carriers: one.

Everything else is a row: a `Row`, or a `Partition`, which is one row for each class of candidates (country, region,
control group). *Columns* are the few integers that belong to no candidate: a country present, a subject covered,
an alternative chosen. What a row means in law is nobody's business here, and no solver is known.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Numbers = NDArray[Any]
"""Integers or truth values, one for each candidate."""
Mask = NDArray[np.bool_]

UNBOUNDED = 1 << 50


def any_of(masks: Iterable[Mask], n: int) -> Mask:
    """Who is in one of the masks."""
    found = np.zeros(n, np.bool_)
    for mask in masks:
        found |= mask
    return found


@dataclass(frozen=True, eq=False)
class Plane:
    """A literal for each candidate in ``mask``; ``points`` is what it adds to the objective."""

    mask: Mask
    points: Ints
    carriers: tuple[int, ...] = ()
    rivals: str | None = None

    @property
    def is_seat(self) -> bool:
        """Whether the literal says that a candidate takes part."""
        return not self.carriers


@dataclass(frozen=True, eq=False)
class Linear:
    """Literals by plane and columns, each with its coefficient."""

    planes: Mapping[int, Numbers] = field(default_factory=dict)
    columns: Mapping[int, int] = field(default_factory=dict)

    def __add__(self, other: "Linear") -> "Linear":
        return total([(1, self), (1, other)])

    def __sub__(self, other: "Linear") -> "Linear":
        return total([(1, self), (-1, other)])

    def __mul__(self, factor: int) -> "Linear":
        return total([(factor, self)])


def total(parts: Iterable[tuple[int, Linear]]) -> Linear:
    """The weighted sum of expressions."""
    planes: dict[int, Numbers] = {}
    columns: dict[int, int] = {}
    for factor, part in parts:
        for plane, numbers in part.planes.items():
            more = numbers.astype(np.int64) * factor
            planes[plane] = planes[plane] + more if plane in planes else more
        for column, coefficient in part.columns.items():
            columns[column] = columns.get(column, 0) + factor * coefficient
    return Linear(planes, columns)


@dataclass(frozen=True, eq=False)
class Row:
    """``low <= terms <= high``; ``name`` is the condition or wish for which it stands."""

    terms: Linear
    low: int = -UNBOUNDED
    high: int = UNBOUNDED
    name: str = ""


@dataclass(frozen=True, eq=False)
class Partition:
    """A row for each class: ``low <= terms over the candidates of that class + its columns <= high``.

    ``codes``: the class of each candidate from 0 to ``classes`` - 1, or -1 for none. ``columns``: pairs of a column
    number for each class and its coefficient. Where ``lazy``, a class with one literal never needs its row.
    """

    codes: Ints
    classes: int
    planes: Mapping[int, Numbers]
    low: int = -UNBOUNDED
    high: int = UNBOUNDED
    columns: tuple[tuple[Ints, int], ...] = ()
    lazy: bool = False
    name: str = ""


@dataclass(frozen=True, eq=False)
class Ties:
    """Pairs of candidates that are worth something together.

    ``column`` may be at most the sum of ``strength`` over the pairs of which both have a seat. Its points, its upper
    bound (a cap) and rows over it are those of the column.
    """

    first: Ints
    second: Ints
    strength: Ints
    column: int


@dataclass
class Model:
    """Maximise the points of the literals and columns of at least ``smallest`` and at most ``largest`` candidates.

    ``forced`` are the candidates that must have a seat.
    """

    n: int
    smallest: int
    largest: int
    planes: list[Plane] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    partitions: list[Partition] = field(default_factory=list)
    lower: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    points: list[int] = field(default_factory=list)
    forced: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    ties: Ties | None = None

    @property
    def seats(self) -> list[int]:
        """The planes of seats."""
        return [number for number, plane in enumerate(self.planes) if plane.is_seat]

    def plane(
        self, mask: Mask, points: Ints | None = None, carriers: tuple[int, ...] = (), rivals: str | None = None
    ) -> int:
        """A new plane; its number."""
        self.planes.append(Plane(mask, np.zeros(self.n, np.int64) if points is None else points, carriers, rivals))
        return len(self.planes) - 1

    def column(self, upper: int = 1, points: int = 0) -> int:
        """A new column from 0 to ``upper``; its number."""
        self.lower.append(0)
        self.upper.append(upper)
        self.points.append(points)
        return len(self.upper) - 1

    def columns(self, number: int, upper: int = 1, points: int = 0) -> Ints:
        """So many new columns; their numbers."""
        return np.array([self.column(upper, points) for _ in range(number)], np.int64)

    def maximising(self, terms: Linear) -> "Model":
        """The same model with these terms, over seats and columns, as its points."""
        other = self.copy()
        none = np.zeros(self.n, np.int64)
        other.planes = [
            replace(plane, points=terms.planes.get(number, none)) for number, plane in enumerate(self.planes)
        ]
        other.points = [terms.columns.get(column, 0) for column in range(len(self.upper))]
        return other

    def copy(self) -> "Model":
        """The same model, to be continued independently."""
        return replace(
            self,
            planes=list(self.planes),
            rows=list(self.rows),
            partitions=list(self.partitions),
            lower=list(self.lower),
            upper=list(self.upper),
            points=list(self.points),
        )
