"""Who has worked with whom in funded projects."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from solver.instance import History


class Past:
    """A history, ready to be asked."""

    def __init__(self, history: History) -> None:
        self.history = history

    @cached_property
    def pairs(self) -> set[frozenset[str]]:
        """Those that have worked together, each pair once, whichever of the two is named first."""
        pairs = {frozenset((tie.first, tie.second)) for tie in self.history.ties}
        return {pair for pair in pairs if len(pair) > 1}

    @cached_property
    def partners(self) -> Mapping[str, set[str]]:
        """With whom somebody has worked; nobody is named in vain."""
        partners = defaultdict[str, set[str]](set)
        for one, other in map(sorted, self.pairs):
            partners[one].add(other)
            partners[other].add(one)
        return dict(partners)

    def pairs_of(self, names: set[str]) -> set[frozenset[str]]:
        """The pairs in which one of these stands."""
        return {frozenset((name, other)) for name in names for other in self.partners.get(name, ())}

    def ties_among(self, names: set[str]) -> int:
        """How many pairs of these have worked together."""
        return sum(len(self.partners.get(name, set()) & names) for name in names) // 2

    def is_new(self, name: str) -> bool:
        """Whether somebody is known to be in no funded project."""
        return name in self._newcomers

    @cached_property
    def _newcomers(self) -> frozenset[str]:
        return frozenset(self.history.newcomers)
