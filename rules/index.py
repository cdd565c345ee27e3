"""Which rules may speak about a call, found without asking every rule of the book.

Most rules of a programme are about a few topics, which they name. They are found by the name or by the pattern it
fits; only the others of the programme are asked every time.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from rules.conditions import Condition
from rules.rule import Rule, like


@dataclass
class _Shelf:
    """The rules of one programme by their places in the book; patterns are whole and in capitals."""

    general: list[int] = field(default_factory=list)
    named: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    patterns: list[tuple[re.Pattern[str], int]] = field(default_factory=list)

    def about(self, identifier: str) -> list[int]:
        """The places of the rules that may name the topic or name none, in the order of the book."""
        name = identifier.upper()
        fitting = (place for pattern, place in self.patterns if pattern.match(name))
        return sorted({*self.general, *self.named.get(name, ()), *fitting})


class RuleIndex:
    """The rules of a book in their order, each with the condition that it puts, and where to find them."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules: tuple[tuple[Rule, Condition], ...] = tuple((rule, rule.condition()) for rule in rules)
        self._shelves: dict[str, _Shelf] = defaultdict(_Shelf)
        self._telling = frozenset(
            place
            for place, rule in enumerate(rules)
            if rule.applies_to.except_matching or rule.applies_to.clear_matching
        )
        for place, rule in enumerate(rules):
            self._shelve(rule, place)

    def _shelve(self, rule: Rule, place: int) -> None:
        scope, shelf = rule.applies_to, self._shelves[rule.applies_to.programme]
        if scope.identifiers is None and scope.matching is None:
            shelf.general.append(place)
        for identifier in scope.identifiers or ():
            shelf.named[identifier.upper()].append(place)
        if scope.matching is not None:
            shelf.patterns.append((like(scope.matching), place))

    def places(self, programme: str, identifier: str) -> tuple[int, ...]:
        """Where in the book the rules stand whose scope takes in this topic of the programme, by their names alone."""
        near = self._shelves[programme].about(identifier) if programme in self._shelves else ()
        return tuple(place for place in near if self._rules[place][0].applies_to.names(identifier))

    def excepted(self, places: Sequence[int], identifier: str) -> tuple[bool | None, ...]:
        """What the identifier tells the rules at these places of destinations that they except."""
        telling = (self._rules[place][0] for place in places if place in self._telling)
        return tuple(rule.applies_to.excepted_by_name(identifier) for rule in telling)

    def __getitem__(self, place: int) -> tuple[Rule, Condition]:
        """The rule at a place, and the condition that it puts."""
        return self._rules[place]
