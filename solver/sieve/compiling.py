"""From filters and conditions of admission to expressions, in the rule engine's own words.

No statement is evaluated here: `rules.filters.holds` is asked once for each look that a statement can tell apart. What
calls have in common, most of their law, is compiled once.
"""

from collections.abc import Hashable, Iterator

from rules.calls import reference_day
from rules.codes import Role
from rules.context import Context
from rules.facts import Participant
from rules.filters import holds
from rules.requirements import NOT_ELIGIBLE, Admit, AnyRequirement, Coordinator, Filter
from solver.sieve.expressions import Expressions
from solver.sieve.packing import Facet, facet_of

COMBINED = ("all_of", "any_of", "none_of")
"""The fields of a filter that hold other filters."""


class Compiler:
    """Compiles for one role. Filters are known by identity: a rulebook's stand in many calls."""

    def __init__(self, expressions: Expressions, role: Role) -> None:
        self._expressions = expressions
        self._role = role
        self._known: dict[tuple[int, Hashable], int] = {}
        self._read: dict[int, tuple[object, frozenset[str]]] = {}
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
        key = (id(where), _key(self._reads(where), context))
        if key not in self._known:
            self._known[key] = self._expressions.conjunction(self._statements(where, context))
        return self._known[key]

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
            looks = self._expressions.pack.looks(facet)
            self._sitters[facet] = [Participant(organisation=look, role=self._role) for look in looks]
        return self._sitters[facet]

    def _reads(self, where: Filter) -> frozenset[str]:
        """What the filter reads besides the organisation. Who is known here is kept, so that identities stay apart."""
        if id(where) not in self._read:
            parts = [*(where.all_of or ()), *(where.any_of or ()), *([where.none_of] if where.none_of else [])]
            own = frozenset(_own_reads(where))
            self._read[id(where)] = (where, own.union(*(self._reads(part) for part in parts)))
        return self._read[id(where)][1]


def _own_reads(where: Filter) -> Iterator[str]:
    places = (where.country_in, where.headquarters_in, where.controlled_from_in)
    if any(isinstance(place, str) for place in places):
        yield "groups"
    if where.controlled_from_in == NOT_ELIGIBLE:
        yield "closed_lists"
    if where.fact is not None:
        yield "facts"


def _key(reads: frozenset[str], context: Context) -> Hashable:
    """All of the context that may change what a filter says which reads this."""
    call = context.call
    key: list[Hashable] = []
    if "groups" in reads:
        day = reference_day(call, "deadline", context.as_of)
        key += [call.year, call.part, day, context.as_of, context.world]
    if "closed_lists" in reads:
        key.append(tuple(where.model_dump_json() for where in context.closed_lists))
    if "facts" in reads:
        key.append(repr(sorted(context.facts.items())))
    return tuple(key)
