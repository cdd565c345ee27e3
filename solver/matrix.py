"""One sparse integer matrix describes a consortium problem: columns with bounds, rows with coefficients.

What a row means in law is nobody's business here. The matrix knows no solver; `solver.cpsat` hands it to one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

Terms = dict[int, int]
"""A linear expression: coefficient by column."""

UNBOUNDED = 1 << 50


@dataclass(frozen=True)
class Row:
    """``low <= sum of the terms <= high``."""

    terms: Mapping[int, int]
    low: int
    high: int


class Rows(Protocol):
    """Where conditions write their rows: a matrix, or a part of it that counts only where something holds."""

    def column(self, upper: int = 1) -> int:
        """A new column from 0 to ``upper``; its number."""

    def at_least(self, terms: Mapping[int, int], low: int) -> None:
        """The terms add up to ``low`` or more."""

    def at_most(self, terms: Mapping[int, int], high: int) -> None:
        """The terms add up to ``high`` or less."""

    def implies_one_of(self, column: int, terms: Mapping[int, int]) -> None:
        """Where the binary column is 1, the terms (not negative) are not all zero."""

    def where(self, literal: int) -> "Rows":
        """Rows that count only where this binary column is 1, and nowhere else."""


@dataclass
class Matrix:
    """Columns are numbered from 0; all of them are integers."""

    lower: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def column(self, upper: int = 1) -> int:
        """A new column from 0 to ``upper``; its number."""
        self.lower.append(0)
        self.upper.append(upper)
        return len(self.upper) - 1

    def at_least(self, terms: Mapping[int, int], low: int) -> None:
        """The terms add up to ``low`` or more."""
        self.rows.append(Row(terms, low, UNBOUNDED))

    def at_most(self, terms: Mapping[int, int], high: int) -> None:
        """The terms add up to ``high`` or less."""
        self.rows.append(Row(terms, -UNBOUNDED, high))

    def exactly(self, terms: Mapping[int, int], number: int) -> None:
        """The terms add up to ``number``."""
        self.rows.append(Row(terms, number, number))

    def implies_one_of(self, column: int, terms: Mapping[int, int]) -> None:
        """Where the binary column is 1, the terms (not negative) are not all zero."""
        self.at_least(add(terms, {column: -1}), 0)

    def where(self, literal: int) -> "Guarded":
        """Rows that count only where the binary column is 1."""
        return Guarded(self, literal)

    def copy(self) -> "Matrix":
        """The same matrix, to be continued independently."""
        return Matrix(list(self.lower), list(self.upper), list(self.rows))


@dataclass(frozen=True)
class Guarded:
    """Rows that count only where a binary column is 1: each has room enough for everything where it is 0.

    ``terms >= low`` becomes ``terms + (least - low) * literal >= least``, with the least that the terms can come to.
    """

    matrix: Matrix
    literal: int

    def column(self, upper: int = 1) -> int:
        """A new column from 0 to ``upper``; its number."""
        return self.matrix.column(upper)

    def at_least(self, terms: Mapping[int, int], low: int) -> None:
        """The terms add up to ``low`` or more."""
        least = sum(coefficient * self.matrix.upper[column] for column, coefficient in terms.items() if coefficient < 0)
        if least < low:
            self.matrix.at_least(add(terms, {self.literal: least - low}), least)

    def at_most(self, terms: Mapping[int, int], high: int) -> None:
        """The terms add up to ``high`` or less."""
        if high == 0 and min(terms.values(), default=1) > 0:
            for column in terms:  # one row each says more to a linear relaxation than one for all
                self.matrix.at_most({column: 1, self.literal: self.matrix.upper[column]}, self.matrix.upper[column])
            return
        self.at_least(weighted([(-1, terms)]), -high)

    def implies_one_of(self, column: int, terms: Mapping[int, int]) -> None:
        """Where the binary column is 1, the terms (not negative) are not all zero: no harm where nothing is asked."""
        self.matrix.implies_one_of(column, terms)

    def where(self, literal: int) -> "Guarded":
        """Rows under another column. Who makes one ties it to this one."""
        return Guarded(self.matrix, literal)


def add(*parts: Mapping[int, int]) -> Terms:
    """The sum of linear expressions."""
    return weighted((1, part) for part in parts)


def weighted(parts: Iterable[tuple[int, Mapping[int, int]]]) -> Terms:
    """The weighted sum of linear expressions; what cancels out is gone."""
    total: Terms = {}
    for factor, terms in parts:
        for column, coefficient in terms.items():
            total[column] = total.get(column, 0) + factor * coefficient
    return {column: coefficient for column, coefficient in total.items() if coefficient}


def value(terms: Mapping[int, int], values: list[int]) -> int:
    """What the expression comes to in a solution."""
    return sum(coefficient * values[column] for column, coefficient in terms.items())
