"""A sparse integer programme that grows by blocks of columns and rows, as arrays; no solver is known here."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from solver.model import UNBOUNDED, Ints, Mask

Floats = NDArray[np.float64]
Entries = list[tuple[Ints, Ints, ArrayLike]]
"""Of some coefficients the row, the column and the value, block by block."""


@dataclass(frozen=True, eq=False)
class Programme:
    """Maximise ``points``·x with ``lower`` <= x <= ``upper`` and ``low`` <= Ax <= ``high``, x integer.

    Row r of A has ``values[starts[r]:starts[r + 1]]`` at ``columns[starts[r]:starts[r + 1]]``. ``loose`` columns have
    an upper bound that rows imply; ``elastic`` rows link candidates or columns, all others lie inside one block.
    """

    lower: Ints
    upper: Ints
    points: Ints
    loose: Mask
    low: Ints
    high: Ints
    elastic: Mask
    starts: Ints
    columns: Ints
    values: Ints

    @property
    def rows(self) -> Ints:
        """The row of each coefficient."""
        return np.repeat(np.arange(len(self.low)), np.diff(self.starts))


@dataclass
class Sheet:
    """Collects blocks of columns and rows."""

    width: int = 0
    height: int = 0
    _columns: list[tuple[Ints, ...]] = field(default_factory=list)
    _rows: list[tuple[Ints, ...]] = field(default_factory=list)
    _entries: list[tuple[Ints, ...]] = field(default_factory=list)

    def add_columns(
        self, number: int, points: ArrayLike, *, lower: ArrayLike = 0, upper: ArrayLike = 1, loose: bool = False
    ) -> Ints:
        """So many new columns; their numbers."""
        self._columns.append(
            (_filled(number, lower), _filled(number, upper), _filled(number, points), _filled(number, loose))
        )
        self.width += number
        return np.arange(self.width - number, self.width)

    def add_rows(
        self,
        number: int,
        entries: Entries,
        *,
        low: int = -UNBOUNDED,
        high: int = UNBOUNDED,
        elastic: bool = False,
    ) -> int:
        """So many new rows and their entries (row among the new ones, column, value); the number of the first row."""
        self._rows.append((_filled(number, low), _filled(number, high), _filled(number, elastic)))
        self._entries += [(self.height + row, column, _filled(len(row), value)) for row, column, value in entries]
        self.height += number
        return self.height - number

    def programme(self) -> Programme:
        """All blocks as one programme, its entries row by row."""
        lower, upper, points, loose = _joined(self._columns, 4)
        low, high, elastic = _joined(self._rows, 3)
        row, column, value = _joined(self._entries, 3)
        order = np.argsort(row, kind="stable")
        starts = np.zeros(self.height + 1, np.int64)
        np.cumsum(np.bincount(row, minlength=self.height), out=starts[1:])
        return Programme(
            lower,
            upper,
            points,
            loose.astype(bool),
            low,
            high,
            elastic.astype(bool),
            starts,
            column[order],
            value[order],
        )


def _filled(number: int, value: ArrayLike) -> Ints:
    if isinstance(value, np.ndarray):
        return value.astype(np.int64, copy=False)
    return np.full(number, value, np.int64)


def _joined(blocks: list[tuple[Ints, ...]], width: int) -> tuple[Ints, ...]:
    if not blocks:
        return tuple(np.zeros(0, np.int64) for _ in range(width))
    return tuple(np.concatenate(parts) for parts in zip(*blocks, strict=True))
