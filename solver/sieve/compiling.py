"""From filters and conditions of admission to expressions, in the rule engine's own words.

No statement is evaluated here: `rules.filters.holds` is asked once for each look that a statement can tell apart. What
calls have in common, most of their law, is compiled once.
"""

from collections.abc import Hashable, Iterator

from rules.codes import Role
from rules.context import Context
from rules.facts import Participant
from rules.filters import holds
from rules.requirements import Admit, AnyRequirement, Coordinator, Filter
from solver.people.facets import COMBINED
from solver.people.pool import Facet
from solver.sieve.expressions import Expressions
from solver.sieve.moments import Reader
from solver.sieve.packing import facet_of


class Compiler:
    """Compiles for one role."""

    def __init__(self, expressions: Expressions, reader: Reader, role: Role) -> None:
        self._expressions = expressions
        self._reader = reader
        self._role = role
        self._compiled: dict[Hashable, int] = {}
        self._sitters: dict[Facet, list[Participant]] = {}

    def bar(self, requirement: AnyRequirement, context: Context) -> int:
        """Whether an organisation is barred from the role; the counterpart of `rules.judging.admission.bar`."""
        match requirement:
            case Coordinator(where=where):
                return self._expressions.negation(self.holds(where, context))
            case Admit(effect="permit"):
                return self._expressions.never
            case Admit(where=where, effect=effect, unless=unless):
                inside = self.holds(where, context)
                barred = self._expressions.negation(inside) if effect == "allow_only" else inside
                return barred if unless is None else self._unless(barred, self.holds(unless, context))
            case other:
                raise TypeError(f"{other.kind} is no condition of admission")

    def _unless(self, barred: int, excused: int) -> int:
        """An exception needs a positive answer: one that is unknown excuses nobody."""
        refused = self._expressions.negation(self._expressions.sure(excused))
        return self._expressions.conjunction([barred, refused])

    def holds(self, where: Filter, context: Context) -> int:
        """The filter as an expression, as it reads in this context."""
        reads = self._reader.reads([where])
        key = (reads.numbers, self._reader.key(reads, context))
        if key not in self._compiled:
            self._compiled[key] = self._expressions.conjunction(self._statements(where, context))
        return self._compiled[key]

    def _statements(self, where: Filter, context: Context) -> Iterator[int]:
        for name in sorted(where.model_fields_set - set(COMBINED)):
            if getattr(where, name) is not None:
                yield self._table(Filter.model_construct({name}, **{name: getattr(where, name)}), context)
        if where.all_of is not None:
            yield self._expressions.conjunction([self.holds(part, context) for part in where.all_of])
        if where.any_of is not None:
            yield self._expressions.disjunction([self.holds(part, context) for part in where.any_of])
        if where.none_of is not None:
            yield self._expressions.negation(self.holds(where.none_of, context))

    def _table(self, statement: Filter, context: Context) -> int:
        facet = facet_of(statement)
        truths = tuple(holds(statement, sitter, context).truth for sitter in self._looks(facet))
        return self._expressions.table(facet, truths)

    def _looks(self, facet: Facet) -> list[Participant]:
        if facet not in self._sitters:
            looks = self._expressions.pack.column(facet).looks
            self._sitters[facet] = [Participant(organisation=look, role=self._role) for look in looks]
        return self._sitters[facet]
