"""One sparse integer matrix describes a consortium problem: columns with bounds, rows with coefficients.

What a row means in law is nobody's business here. The matrix knows no solver; `solver.cpsat` hands it to one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Terms = dict[int, int]
"""A linear expression: coefficient by column."""

UNBOUNDED = 1 << 50


@dataclass(frozen=True)
class Row:
    """``low <= sum of the terms <= high``."""

    terms: Mapping[int, int]
    low: int
    high: int


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

    def copy(self) -> "Matrix":
        """The same matrix, to be continued independently."""
        return Matrix(list(self.lower), list(self.upper), list(self.rows))


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
