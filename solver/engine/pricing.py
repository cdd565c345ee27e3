"""What each candidate is worth at given prices of the rows.

For any prices y (of a row with a high side y >= 0, with a low side y <= 0) weak duality gives, with b the side that
binds,

    points <= sum of y b + sum over columns of max(lower d, upper d) + sum over members of w(member)

where d is the points of a column less what its rows charge, and w the same for the best block of a candidate: the best
seat with all witnesses and services that pay. Rows that are missing have price 0; the size row has none at all
(`bounding`).

Prices are rounded to a grid of powers of two, so coarse that doubles add whatever is on it without rounding: the bound
is exact, whatever the tolerances of the linear solver.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, inf, log2

import numpy as np

from solver.engine.blocks import Blocks, Contest
from solver.engine.layout import column_bounds
from solver.engine.restricting import Restricted
from solver.engine.sheet import Floats
from solver.model import UNBOUNDED, Ints, Model, Numbers

EXACT_BITS = 51
"""Doubles add so many bits without rounding, with two bits to spare."""

FINEST, COARSEST = 2.0**-40, 2.0**-6


@dataclass(frozen=True, eq=False)
class Prices:
    """One for each row; of a partition one for each class and, last, 0 for no class; of a point of ties; of a seat.

    That of a seat is only a guess at what the last one is worth. ``unit``: of the grid, or infinite where none would
    be fine enough.
    """

    rows: Floats
    classes: tuple[Floats | None, ...]
    tie: float
    seat: float
    unit: float


@dataclass(frozen=True, eq=False)
class Priced:
    """``worth`` of each candidate without its ties; together with the ``constant`` this bounds all consortia."""

    constant: float
    worth: Floats


class Pricing:
    """Prices the candidates of one model."""

    def __init__(self, model: Model, blocks: Blocks) -> None:
        self.model, self.blocks = model, blocks
        self.upper = column_bounds(model)
        self._row_reach = [_reach(row.terms.planes.values()) for row in model.rows]
        self._class_reach = [_reach(partition.planes.values()) for partition in model.partitions]
        self._points = float(sum(_reach([plane.points]) for plane in model.planes))
        self._ties = 0.0 if model.ties is None else float(model.ties.strength.sum())

    def prices(self, restricted: Restricted, duals: Floats, *, points: bool = True) -> Prices:
        """What a relaxation says that rows are worth; ``points`` false: in phase one."""
        model = self.model
        rows = [
            float(_sided(duals[number], row.low, row.high))
            for row, number in zip(model.rows, restricted.rows, strict=True)
        ]
        classes: list[Floats | None] = []
        for partition, (first, present) in zip(model.partitions, restricted.partitions, strict=True):
            table = np.zeros(partition.classes + 1)
            table[present] = _sided(duals[first : first + len(present)], partition.low, partition.high)
            classes.append(table if table.any() else None)
        tie = 0.0 if restricted.edges is None else max(0.0, float(duals[restricted.edges.total]))
        raw = Prices(np.array(rows), tuple(classes), tie, max(0.0, float(duals[restricted.size])), inf)
        return self._on_grid(raw, points=points)

    def _on_grid(self, raw: Prices, *, points: bool) -> Prices:
        unit = self._unit(raw)
        if unit > COARSEST:
            return raw

        def rounded(prices: Floats) -> Floats:
            return np.asarray(np.round(prices / unit) * unit)

        rows = rounded(raw.rows)
        classes = tuple(None if table is None else rounded(table) for table in raw.classes)
        tie = float(rounded(np.array([raw.tie]))[0])
        prices = Prices(rows, classes, tie, raw.seat, unit)
        return Prices(rows, classes, self._tie(prices, points=points), raw.seat, unit)

    def _tie(self, prices: Prices, *, points: bool) -> float:
        """Where ties have no cap that binds, their price is exactly what their column is worth."""
        if self.model.ties is None:
            return 0.0
        worth = float(self._columns(prices, points=points)[self.model.ties.column]) + prices.tie
        return max(worth, 0.0) if abs(worth - prices.tie) <= 1e-6 * max(1.0, abs(worth)) else prices.tie

    def _unit(self, prices: Prices) -> float:
        """The finest grid on which nothing that is added up here is too long for a double."""
        block, constant = self._points + prices.tie * self._ties, 0.0
        charged = np.array(self.model.points, float)
        for row, price, reach in zip(self.model.rows, np.abs(prices.rows).tolist(), self._row_reach, strict=True):
            block += price * reach
            constant += price * _side(row.low, row.high)
            for column, coefficient in row.terms.columns.items():
                charged[column] = abs(charged[column]) + price * abs(coefficient)
        for partition, table, reach in zip(self.model.partitions, prices.classes, self._class_reach, strict=True):
            if table is not None:
                block += float(np.abs(table).max()) * reach
                constant += float(np.abs(table).sum()) * _side(partition.low, partition.high)
                for numbers, coefficient in partition.columns:
                    np.add.at(charged, numbers, np.abs(table[:-1]) * abs(coefficient))
        bounds = np.array([upper if upper < UNBOUNDED else 0 for upper in self.upper], float)
        lower = np.array(self.model.lower, float)
        constant += float(((np.abs(charged) + prices.tie) * np.maximum(np.abs(bounds), np.abs(lower))).sum())
        most = block * max(1, min(self.model.largest, self.model.n)) + constant
        return float(max(FINEST, 2.0 ** (ceil(log2(most + 1)) - EXACT_BITS)))

    def price(self, prices: Prices, candidates: Ints, *, points: bool = True) -> Priced:
        """The worth of these candidates and the constant."""
        everybody = len(candidates) == self.model.n

        def of(numbers: Numbers) -> Numbers:
            return numbers if everybody else numbers[candidates]

        worth = [of(plane.points).astype(float) if points else np.zeros(len(candidates)) for plane in self.model.planes]
        for row, price in zip(self.model.rows, prices.rows.tolist(), strict=True):
            if price:
                for plane, numbers in row.terms.planes.items():
                    worth[plane] -= price * of(numbers)
        for partition, table in zip(self.model.partitions, prices.classes, strict=True):
            if table is not None:
                charge = table[of(partition.codes)]
                for plane, numbers in partition.planes.items():
                    worth[plane] -= charge * of(numbers)
        masks = [of(plane.mask) for plane in self.model.planes]
        best = np.full(len(candidates), -inf)
        for seat in self.blocks.seats:
            np.maximum(best, np.where(masks[seat], self._block(seat, worth, masks), -inf), out=best)
        return Priced(self._constant(prices, points=points), best)

    def _block(self, plane: int, worth: list[Floats], masks: list[Numbers]) -> Floats:
        """What a literal is worth with all that hangs on it."""
        total = worth[plane]
        for contest in self.blocks.below[plane]:
            total = total + self._contest(contest, worth, masks)
        return total

    def _contest(self, contest: Contest, worth: list[Floats], masks: list[Numbers]) -> Floats:
        best = np.zeros(len(worth[contest[0]]))
        for plane in contest:
            np.maximum(best, np.where(masks[plane], self._block(plane, worth, masks), 0.0), out=best)
        return best

    def _constant(self, prices: Prices, *, points: bool) -> float:
        constant = 0.0
        for row, price in zip(self.model.rows, prices.rows.tolist(), strict=True):
            if price:
                constant += price * (row.high if price > 0 else row.low)
        for partition, table in zip(self.model.partitions, prices.classes, strict=True):
            if table is not None:
                above, below = table[table > 0], table[table < 0]
                constant += float(above.sum()) * partition.high if len(above) else 0.0
                constant += float(below.sum()) * partition.low if len(below) else 0.0
        worth = self._columns(prices, points=points)
        for column, value in enumerate(worth.tolist()):
            bound = self.upper[column] if value > 0 else self.model.lower[column]
            if abs(bound) >= UNBOUNDED and value:
                return inf
            constant += value * bound
        return constant

    def _columns(self, prices: Prices, *, points: bool) -> Floats:
        """What a unit of each column is worth."""
        worth = np.array(self.model.points, float) * points
        for row, price in zip(self.model.rows, prices.rows.tolist(), strict=True):
            if price:
                for column, coefficient in row.terms.columns.items():
                    worth[column] -= price * coefficient
        for partition, table in zip(self.model.partitions, prices.classes, strict=True):
            if table is not None:
                for numbers, coefficient in partition.columns:
                    np.subtract.at(worth, numbers, table[:-1] * coefficient)
        if self.model.ties is not None:
            worth[self.model.ties.column] -= prices.tie
        return worth


def _sided(prices: Floats, low: int, high: int) -> Floats:
    """Prices of a side that there is."""
    return np.clip(prices, 0.0 if low <= -UNBOUNDED else -inf, 0.0 if high >= UNBOUNDED else inf)


def _side(low: int, high: int) -> float:
    return float(max(abs(side) if abs(side) < UNBOUNDED else 0 for side in (low, high)))


def _reach(numbers: Iterable[Numbers]) -> float:
    """The largest that coefficients of one candidate come to."""
    return float(sum(max(abs(int(one.max())), abs(int(one.min()))) for one in numbers if len(one)))
