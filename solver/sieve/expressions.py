"""Three-valued statements about every organisation of a pack, as two packed bitmaps: certainly so, certainly not so.

Each expression is kept once, however many calls it stands in, and worked out once, when it is first asked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from rules.truth import Truth
from solver.people.pool import Facet
from solver.sieve.packing import Pack, Plane


@dataclass(frozen=True)
class Table:
    """What holds of an organisation by what it states: the truth for each of the pack's looks."""

    facet: Facet
    truths: tuple[Truth, ...]


@dataclass(frozen=True)
class Joint:
    """A statement out of others, named by their numbers.

    ``not`` and ``sure`` have one part; ``sure`` is true where the part certainly holds, and false of everybody else.
    """

    operator: Literal["and", "or", "not", "sure"]
    parts: tuple[int, ...]


Expression = Table | Joint


class Expressions:
    """The expressions over one pack, by number."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.all: list[Expression] = []
        self._numbers: dict[Expression, int] = {}
        self._planes: dict[tuple[int, bool], Plane] = {}
        self.always, self.never = (self.constant(truth) for truth in (Truth.TRUE, Truth.FALSE))

    def constant(self, truth: Truth) -> int:
        """The same of everybody."""
        return self._number(Table((), (truth,)))

    def table(self, facet: Facet, truths: tuple[Truth, ...]) -> int:
        """What holds by what an organisation states."""
        [only, *others] = set(truths) or {Truth.UNKNOWN}
        return self._number(Table(facet, truths)) if others else self.constant(only)

    def conjunction(self, parts: Iterable[int]) -> int:
        """And."""
        return self._joint("and", set(parts), nothing=self.always, decisive=self.never)

    def disjunction(self, parts: Iterable[int]) -> int:
        """Or."""
        return self._joint("or", set(parts), nothing=self.never, decisive=self.always)

    def negation(self, part: int) -> int:
        """Not."""
        expression = self.all[part]
        if isinstance(expression, Joint) and expression.operator == "not":
            return expression.parts[0]
        if part in (self.always, self.never):
            return self.never if part == self.always else self.always
        return self._number(Joint("not", (part,)))

    def sure(self, part: int) -> int:
        """What certainly holds; unknown does not."""
        return part if part in (self.always, self.never) else self._number(Joint("sure", (part,)))

    def certainly(self, number: int, *, so: bool = True) -> Plane:
        """Of whom the expression certainly holds, or certainly does not. Not to be written to."""
        key = (number, so)
        if key not in self._planes:
            self._planes[key] = self.worked_out(number, so=so)
        return self._planes[key]

    def worked_out(self, number: int, *, so: bool = True) -> Plane:
        """The same, and not kept: for what is asked once."""
        match self.all[number]:
            case Table(facet, truths):
                wanted = Truth.TRUE if so else Truth.FALSE
                return self.pack.column(facet).those([truth is wanted for truth in truths])
            case Joint("not", (part,)):
                return self.certainly(part, so=not so)
            case Joint("sure", (part,)):
                return self.certainly(part) if so else ~self.certainly(part)
            case Joint(operator, (first, *others)):
                join = np.bitwise_and if (operator == "and") == so else np.bitwise_or
                joined = self.certainly(first, so=so).copy()
                for part in others:
                    join(joined, self.certainly(part, so=so), out=joined)
                return joined
            case other:
                raise TypeError(f"{other} is no expression")

    def _joint(self, operator: Literal["and", "or"], parts: set[int], nothing: int, decisive: int) -> int:
        parts -= {nothing}
        if decisive in parts:
            return decisive
        if len(parts) < 2:
            return parts.pop() if parts else nothing
        return self._number(Joint(operator, tuple(sorted(parts))))

    def _number(self, expression: Expression) -> int:
        number = self._numbers.setdefault(expression, len(self.all))
        if number == len(self.all):
            self.all.append(expression)
        return number
