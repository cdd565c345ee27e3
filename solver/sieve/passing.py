"""Who passes in which call: the result of screening, one bit a pair."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rules.applicable import Applicable
from rules.codes import Role
from rules.conditions import Origin
from rules.context import Context
from rules.facts import Organisation
from rules.groups import Groups
from solver.law import Law, concerns
from solver.sieve.compiling import Compiler
from solver.sieve.expressions import Expressions
from solver.sieve.moments import Reader
from solver.sieve.packing import Pack, Plane, packed


@dataclass(frozen=True)
class Passed:
    """Who passed in which call. ``bits`` has a row for each call, in the order asked, with one bit an organisation."""

    ids: tuple[str, ...]
    bits: NDArray[np.uint64]

    def number(self, call: int) -> int:
        """How many passed in the call at that place."""
        return int(np.bitwise_count(self.bits[call]).sum())

    def mask(self, call: int) -> NDArray[np.bool]:
        """For each organisation whether it passed in the call at that place, one byte each."""
        return np.unpackbits(self.bits[call].view(np.uint8), count=len(self.ids), bitorder="little").view(np.bool)

    def organisations(self, call: int) -> list[str]:
        """Who passed in the call at that place."""
        return [self.ids[place] for place in np.flatnonzero(self.mask(call))]


@dataclass(frozen=True)
class Barred:
    """Expressions of what bars from a role: ``certainly`` does, and those that ``ask`` where they are unknown."""

    certainly: int
    ask: frozenset[int]


class Sieve:
    """Screens organisations for calls under one rulebook. What was worked out for one call is at hand for the next."""

    def __init__(self, organisations: Sequence[Organisation], groups: Groups) -> None:
        self.expressions = Expressions(Pack(organisations))
        self._reader = Reader(groups)
        self._compilers: dict[Role, Compiler] = {}
        self._compiled: dict[Hashable, Barred] = {}
        self._everybody = packed(np.ones(len(organisations), dtype=np.bool))

    def screen(self, laws: Sequence[Law], role: Role, unknown: Literal["ask", "avoid"] = "ask") -> Passed:
        """Whom no condition on the organisation alone bars from the role, for each call.

        Barred is who certainly is, with the pending agreements and without. ``ask`` lets in about whom a question of
        admission is open, ``avoid`` does not. A bar of which it is unknown whether it applies to the call bars nobody.
        """
        bits = np.empty((len(laws), len(self._everybody)), dtype=np.uint64)
        rows: dict[object, int] = {}
        for row, law in enumerate(laws):
            barred = self.compile(law, role)
            asked = barred.ask if unknown == "avoid" else frozenset[int]()
            earlier = rows.setdefault((barred.certainly, asked), row)
            bits[row] = bits[earlier] if earlier < row else self._let_in(barred.certainly, asked)
        return Passed(self.expressions.pack.ids, bits)

    def compile(self, law: Law, role: Role) -> Barred:
        """The expressions of what bars from the role; calls with the same law share them."""
        entries = [entry for entry in law.admissions if concerns(entry, role)]
        reads = self._reader.reads([entry.condition.requirement for entry in entries])
        applies = tuple(not entry.hangs_on for entry in entries)
        key = (role, reads.numbers, applies, self._reader.key(reads, law.signed))  # the other world is part of the same
        if key not in self._compiled:
            self._compiled[key] = self._bars(entries, (law.signed, law.hoped), role)
        return self._compiled[key]

    def _bars(self, entries: Sequence[Applicable], worlds: Sequence[Context], role: Role) -> Barred:
        compiler = self._compilers.setdefault(role, Compiler(self.expressions, self._reader, role))
        certainly, ask = [], set[int]()
        for context in worlds:
            bars = {entry.condition.id: compiler.bar(entry.condition.requirement, context) for entry in entries}
            ask.update(bars.values())
            applying = [entry.condition for entry in entries if not entry.hangs_on]
            shared = self.expressions.disjunction(bars[one.id] for one in applying if one.origin is Origin.RULEBOOK)
            own = (bars[one.id] for one in applying if one.origin is not Origin.RULEBOOK)
            certainly.append(self.expressions.disjunction([shared, *own]))
        return Barred(self.expressions.conjunction(certainly), frozenset(ask))

    def _let_in(self, barred: int, asked: frozenset[int]) -> Plane:
        let_in = self._everybody & ~self.expressions.worked_out(barred)
        for bar in asked:
            let_in &= self.expressions.certainly(bar) | self.expressions.certainly(bar, so=False)
        return let_in
