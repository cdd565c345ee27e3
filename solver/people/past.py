"""Who has worked with whom in funded projects."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from solver.instance import History

STRONGEST = 6
"""So many ties of an organisation count: with more, consortia of old acquaintances hide all others."""


class Past:
    """A history, ready to be asked."""

    def __init__(self, history: History) -> None:
        self.history = history

    @cached_property
    def pairs(self) -> set[frozenset[str]]:
        """Those that have worked together, each pair once: of everybody the ties that are among its strongest.

        More joint projects make a tie stronger, then the order of names.
        """
        projects: dict[frozenset[str], int] = {}
        for tie in self.history.ties:
            pair = frozenset((tie.first, tie.second))
            if len(pair) > 1:
                projects[pair] = max(projects.get(pair, 0), tie.projects)
        ends = defaultdict[str, list[tuple[int, str]]](list)
        for pair, number in projects.items():
            for one, other in (sorted(pair), sorted(pair, reverse=True)):
                ends[one].append((-number, other))
        strongest = {one: {other for _, other in sorted(others)[:STRONGEST]} for one, others in ends.items()}
        return {pair for pair in projects if all(pair - {one} <= strongest[one] for one in pair)}

    @cached_property
    def partners(self) -> Mapping[str, set[str]]:
        """With whom somebody has worked; nobody is named in vain."""
        partners = defaultdict[str, set[str]](set)
        for one, other in self.pairs:
            partners[one].add(other)
            partners[other].add(one)
        return dict(partners)

    def pairs_of(self, names: set[str]) -> set[frozenset[str]]:
        """The pairs in which one of these stands."""
        return {frozenset((name, other)) for name in names for other in self.partners.get(name, ())}

    def is_new(self, name: str) -> bool:
        """Whether somebody is known to be in no funded project."""
        return name in self._newcomers

    @cached_property
    def _newcomers(self) -> frozenset[str]:
        return frozenset(self.history.newcomers)
