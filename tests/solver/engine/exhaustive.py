"""The best of a tiny model by trying everything: seats, witnesses, services and columns, as their words say."""

from collections.abc import Iterator
from itertools import combinations, product
from math import prod

import numpy as np

from solver.model import Ints, Model

Held = frozenset[int]
"""The planes of which a candidate has a literal."""


def exhausted(model: Model) -> int | None:
    """The most points of any solution; ``None`` where there is none."""
    reading = _Reading(model)
    forced = set(model.forced.tolist())
    best: int | None = None
    for size in range(model.smallest, min(model.largest, model.n) + 1):
        for members in combinations(range(model.n), size):
            if forced <= set(members):
                found = reading.best_of(members)
                best = found if best is None or (found is not None and found > best) else best
    return best


class _Reading:
    """Rows and classes as one list of sums, each with what every block adds to it."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.sums = [(row.terms.planes, None, 0, row.low, row.high) for row in model.rows] + [
            (partition.planes, partition.codes, number, partition.low, partition.high)
            for partition in model.partitions
            for number in range(partition.classes)
        ]
        self.low = np.array([one[3] for one in self.sums], np.int64)
        self.high = np.array([one[4] for one in self.sums], np.int64)
        self.columns = self._columns()
        self.added = self._added()
        self.options = [[self._option(at, held) for held in self._blocks(at)] for at in range(model.n)]

    def best_of(self, members: tuple[int, ...]) -> int | None:
        """The most points with exactly these members."""
        states: dict[tuple[int, ...], int] = {(0,) * len(self.sums): 0}
        for member in members:
            further: dict[tuple[int, ...], int] = {}
            for (state, points), (adds, more) in product(states.items(), self.options[member]):
                key = tuple(map(int.__add__, state, adds))
                further[key] = max(further.get(key, points + more), points + more)
            states = further
        tied, worth = self._tied(members)
        columns = self.columns @ np.array(self.model.points, np.int64) + worth
        best: int | None = None
        for state, points in states.items():
            totals = np.array(state, np.int64) + self.added + tied
            fits = ((totals >= self.low) & (totals <= self.high)).all(axis=1)
            if fits.any():
                top = points + int(columns[fits].max())
                best = top if best is None else max(best, top)
        return best

    def _tied(self, members: tuple[int, ...]) -> tuple[Ints, int]:
        """What the column of ties, as large as it may be, adds to the sums and to the points."""
        adds, model = np.zeros(len(self.sums), np.int64), self.model
        if model.ties is None:
            return adds, 0
        pairs = zip(model.ties.first.tolist(), model.ties.second.tolist(), model.ties.strength.tolist(), strict=True)
        inside = set(members)
        value = sum(strength for one, other, strength in pairs if one != other and {one, other} <= inside)
        value = min(value, model.upper[model.ties.column])
        for number, row in enumerate(model.rows):
            adds[number] = row.terms.columns.get(model.ties.column, 0) * value
        return adds, model.points[model.ties.column] * value

    def _columns(self) -> Ints:
        """All values of the columns; 0 for that of the ties, which only ever helps."""
        tied = None if self.model.ties is None else self.model.ties.column
        bounds = enumerate(zip(self.model.lower, self.model.upper, strict=True))
        ranges = [range(1) if number == tied else range(low, up + 1) for number, (low, up) in bounds]
        return np.array(list(product(*ranges)), np.int64).reshape(prod(map(len, ranges)), len(ranges))

    def _added(self) -> Ints:
        """What each value of the columns adds to each sum."""
        added = [np.zeros(len(self.columns), np.int64) for _ in self.sums]
        for number, row in enumerate(self.model.rows):
            for column, coefficient in row.terms.columns.items():
                added[number] = added[number] + coefficient * self.columns[:, column]
        number = len(self.model.rows)
        for partition in self.model.partitions:
            for inside in range(partition.classes):
                for numbers, coefficient in partition.columns:
                    added[number] = added[number] + coefficient * self.columns[:, numbers[inside]]
                number += 1
        return np.stack(added, axis=1) if added else np.zeros((len(self.columns), 0), np.int64)

    def _option(self, at: int, held: Held) -> tuple[tuple[int, ...], int]:
        adds = tuple(
            sum(int(numbers[at]) for plane, numbers in planes.items() if plane in held)
            if codes is None or codes[at] == number
            else 0
            for planes, codes, number, _low, _high in self.sums
        )
        return adds, sum(int(self.model.planes[plane].points[at]) for plane in held)

    def _blocks(self, at: int) -> Iterator[Held]:
        """All literals that a member may have together."""
        may = [number for number, plane in enumerate(self.model.planes) if plane.mask[at]]
        for choice in product((False, True), repeat=len(may)):
            held = frozenset(number for number, chosen in zip(may, choice, strict=True) if chosen)
            if self._stands(held):
                yield held

    def _stands(self, held: Held) -> bool:
        planes = self.model.planes
        if sum(planes[number].is_seat for number in held) != 1:
            return False
        for number in held - set(self.model.seats):
            carried = sum(carrier in held for carrier in planes[number].carriers)
            rivals = (
                [number]
                if planes[number].rivals is None
                else [
                    other
                    for other in held
                    if (planes[other].rivals, planes[other].carriers)
                    == (planes[number].rivals, planes[number].carriers)
                ]
            )
            if len(rivals) > carried:
                return False
        return True
