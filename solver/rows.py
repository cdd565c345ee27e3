"""Where conditions write their rows: into the model, or so that they count only where something holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from solver.model import UNBOUNDED, Ints, Linear, Mask, Model, Numbers, Partition, Row


class Rows(Protocol):
    """A model, or a part of it that counts only where a column is 1."""

    @property
    def model(self) -> Model:
        """The model that the rows are in."""

    def at_least(self, terms: Linear, low: int) -> None:
        """The terms add up to ``low`` or more."""

    def at_most(self, terms: Linear, high: int) -> None:
        """The terms add up to ``high`` or less."""

    def in_each(self, classes: "Classes", planes: Mapping[int, Numbers], low: int, high: int) -> None:
        """Over the candidates of each class the literals and its columns add up to ``low`` to ``high``."""

    def where(self, literal: int) -> "Guarded":
        """Rows that count only where this column is 1, and nowhere else. Who makes one ties it to this one."""


@dataclass(frozen=True, eq=False)
class Classes:
    """Candidates in classes: the class of each, -1 for none; a column for each class with its coefficient.

    ``lazy``: a class in which one candidate has a literal needs no row.
    """

    codes: Ints
    number: int
    columns: tuple[tuple[Ints, int], ...] = ()
    lazy: bool = False


@dataclass(frozen=True)
class Plain:
    """Rows that count in any case; ``name`` is the condition or wish for which they stand."""

    model: Model
    name: str = ""

    def at_least(self, terms: Linear, low: int) -> None:
        """The terms add up to ``low`` or more."""
        self.model.rows.append(Row(terms, low, UNBOUNDED, self.name))

    def at_most(self, terms: Linear, high: int) -> None:
        """The terms add up to ``high`` or less."""
        self.model.rows.append(Row(terms, -UNBOUNDED, high, self.name))

    def in_each(self, classes: Classes, planes: Mapping[int, Numbers], low: int, high: int) -> None:
        """Over the candidates of each class the literals and its columns add up to ``low`` to ``high``."""
        if classes.number:
            self.model.partitions.append(
                Partition(classes.codes, classes.number, planes, low, high, classes.columns, classes.lazy, self.name)
            )

    def where(self, literal: int) -> "Guarded":
        """Rows that count only where this column is 1."""
        return Guarded(self, literal)


@dataclass(frozen=True)
class Guarded:
    """Rows that count only where a binary column is 1: each has room enough for everything where it is 0.

    ``terms >= low`` becomes ``terms + (least - low) * literal >= least``, with the least that the terms can come to.
    """

    plain: Plain
    literal: int

    @property
    def model(self) -> Model:
        """The model that the rows are in."""
        return self.plain.model

    def at_least(self, terms: Linear, low: int) -> None:
        """The terms add up to ``low`` or more."""
        least = _least(self.model, terms)
        if least < low:
            self.plain.at_least(terms + Linear(columns={self.literal: least - low}), least)

    def at_most(self, terms: Linear, high: int) -> None:
        """The terms add up to ``high`` or less."""
        if high == 0 and _counts_seats(self.model, terms):
            self._nobody(terms)
        else:
            self.at_least(terms * -1, -high)

    def _nobody(self, terms: Linear) -> None:
        """One row for each candidate says more to a linear relaxation than one for all."""
        concerned = np.zeros(self.model.n, np.bool_)
        for plane, numbers in terms.planes.items():
            concerned |= (numbers != 0) & self.model.planes[plane].mask
        planes = {plane: (numbers != 0).astype(np.int64) for plane, numbers in terms.planes.items()}
        alone = each_alone(concerned)
        column = (np.full(alone.number, self.literal, np.int64), 1)
        self.plain.in_each(Classes(alone.codes, alone.number, (column,)), planes, -UNBOUNDED, 1)
        for column_of_it in terms.columns:
            upper = self.model.upper[column_of_it]
            self.plain.at_most(Linear(columns={column_of_it: 1, self.literal: upper}), upper)

    def in_each(self, classes: Classes, planes: Mapping[int, Numbers], low: int, high: int) -> None:
        """Over the candidates of each class the literals and its columns add up to ``low`` to ``high``."""
        if high < UNBOUNDED:
            most = -_least_of_a_class(self.model, classes, {plane: -numbers for plane, numbers in planes.items()}, -1)
            self._in_each(classes, planes, (-UNBOUNDED, max(most, high)), max(most, high) - high)
        if low > -UNBOUNDED:
            least = _least_of_a_class(self.model, classes, planes, 1)
            self._in_each(classes, planes, (min(least, low), UNBOUNDED), min(least, low) - low)

    def _in_each(
        self, classes: Classes, planes: Mapping[int, Numbers], bounds: tuple[int, int], coefficient: int
    ) -> None:
        if coefficient:
            column = (np.full(classes.number, self.literal, np.int64), coefficient)
            guarded = Classes(classes.codes, classes.number, (*classes.columns, column), classes.lazy)
            self.plain.in_each(guarded, planes, *bounds)

    def where(self, literal: int) -> "Guarded":
        """Rows under another column. Who makes one ties it to this one."""
        return Guarded(self.plain, literal)


def each_alone(concerned: Mask) -> Classes:
    """Each of those concerned is a class by itself."""
    codes = np.where(concerned, np.cumsum(concerned) - 1, -1)
    return Classes(codes, int(concerned.sum()))


def _counts_seats(model: Model, terms: Linear) -> bool:
    """Whether the terms are 0 only where none of the seats is taken and none of the columns is set."""
    seats = all(model.planes[plane].is_seat and (numbers >= 0).all() for plane, numbers in terms.planes.items())
    return seats and min(terms.columns.values(), default=1) > 0


def _worst(model: Model, planes: Mapping[int, Numbers]) -> Ints:
    """The least that each candidate can add to literals: of its seats one, of what these carry anything."""
    seat = np.zeros(model.n, np.int64)
    carried = np.zeros(model.n, np.int64)
    for plane, numbers in planes.items():
        least = np.minimum(np.where(model.planes[plane].mask, numbers, 0), 0).astype(np.int64)
        if model.planes[plane].is_seat:
            seat = np.minimum(seat, least)
        else:
            carried += least
    return np.asarray(seat + carried, np.int64)


def _least(model: Model, terms: Linear) -> int:
    """The least that the terms can come to: no more candidates add to them than may take part."""
    worst = _worst(model, terms.planes)
    if model.largest < model.n:
        worst = np.partition(worst, model.largest)[: model.largest]
    columns = sum(number * model.upper[column] for column, number in terms.columns.items() if number < 0)
    return int(worst.sum()) + columns


def _least_of_a_class(model: Model, classes: Classes, planes: Mapping[int, Numbers], sign: int) -> int:
    """The least that any class can come to, its columns with them taken times ``sign``."""
    inside = classes.codes >= 0
    worst = _worst(model, planes)
    sums = np.bincount(classes.codes[inside], worst[inside], minlength=classes.number)
    least = max(int(sums.min(initial=0)), model.largest * int(worst[inside].min(initial=0)))
    for columns, coefficient in classes.columns:
        most = max((model.upper[column] for column in columns.tolist()), default=0)
        least += min(0, sign * coefficient * most)
    return least
