"""The result of screening: for each call one bit an organisation."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rules.codes import Role
from rules.facts import Organisation
from solver.law import Law, concerns
from solver.sieve.compiling import Compiler
from solver.sieve.expressions import Expressions, Plane, packed
from solver.sieve.packing import Pack


@dataclass(frozen=True)
class Passed:
    """Who passed in which call. ``bits`` has a row for each call, in the order asked, with one bit an organisation."""

    ids: tuple[str, ...]
    bits: NDArray[np.uint64]

    def number(self, call: int) -> int:
        """How many passed in the call at that place."""
        return int(np.bitwise_count(self.bits[call]).sum())

    def organisations(self, call: int) -> list[str]:
        """Who passed in the call at that place."""
        mask = np.unpackbits(self.bits[call].view(np.uint8), count=len(self.ids), bitorder="little")
        return [self.ids[place] for place in np.flatnonzero(mask)]


@dataclass
class Sieve:
    """Screens the organisations of one pack. What was worked out for one call is at hand for the next."""

    pack: Pack
    _expressions: Expressions = field(init=False)
    _compilers: dict[Role, Compiler] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._expressions = Expressions(self.pack)
        self._everybody = packed(np.ones(len(self.pack), dtype=np.bool))

    @classmethod
    def over(cls, organisations: Sequence[Organisation]) -> "Sieve":
        """A sieve for these organisations."""
        return cls(Pack(organisations))

    def screen(self, laws: Sequence[Law], role: Role, unknown: Literal["ask", "avoid"] = "ask") -> Passed:
        """Whom no condition on the organisation alone bars from the role, for each call.

        Barred is who certainly is, with the pending agreements and without. ``ask`` lets in about whom a question of
        admission is open, ``avoid`` does not. A bar of which it is unknown whether it applies to the call bars nobody.
        """
        bits = np.empty((len(laws), len(self._everybody)), dtype=np.uint64)
        rows: dict[object, int] = {}
        for row, law in enumerate(laws):
            barred, asked = self.compile(law, role)
            key = (barred, frozenset(asked) if unknown == "avoid" else None)
            earlier = rows.setdefault(key, row)
            bits[row] = bits[earlier] if earlier < row else self._let_in(barred, asked if unknown == "avoid" else [])
        return Passed(self.pack.ids, bits)

    def compile(self, law: Law, role: Role) -> tuple[int, list[int]]:
        """The expression that bars from the role, and those in which a question may be open."""
        compiler = self._compilers.setdefault(role, Compiler(self._expressions, role))
        worlds, asked = [], []
        for context in (law.signed, law.hoped):
            bars = []
            for entry in law.admissions:
                if concerns(entry, role):
                    bar = compiler.bar(entry.condition.requirement, context)
                    asked.append(bar)
                    bars += [] if entry.hangs_on else [bar]
            worlds.append(self._expressions.disjunction(bars))
        return self._expressions.conjunction(worlds), asked

    def _let_in(self, barred: int, asked: Sequence[int]) -> Plane:
        let_in = self._everybody & ~self._expressions.certainly(barred)
        for bar in set(asked):
            let_in &= self._expressions.certainly(bar) | self._expressions.certainly(bar, so=False)
        return let_in
