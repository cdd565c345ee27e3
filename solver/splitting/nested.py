"""Splits within limits of which any two are nested or disjoint: members in countries in the whole.

The sets form a tree. Of independent parts that can take any number from *l₁* to *h₁* and from *l₂* to *h₂*, both
together can take any number from *l₁* + *l₂* to *h₁* + *h₂*; a bound on them cuts that interval. So a split exists
if and only if no interval of the tree is empty, in whole numbers too: one walk from the leaves to the root.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from solver.splitting.bounds import Bound


@dataclass(frozen=True)
class _Node:
    """A set of members: its parts are nodes further down, or nothing for a member by itself."""

    parts: tuple[int, ...]
    least: int
    most: int


class Nested:
    """The splits over ``size`` members within nested bounds. ``ceiling``: more than this nobody gets."""

    def __init__(self, size: int, bounds: Sequence[Bound], ceiling: int) -> None:
        self._size = size
        self._impossible = any(bound.is_void for bound in bounds)
        self._nodes = _tree(size, bounds, ceiling)

    def admits(self, floor: Sequence[int]) -> bool:
        """Whether one of them gives everybody at least this."""
        return self._span(floor) is not None

    def span(self) -> tuple[int, int] | None:
        """The least and the most that all members together may get; ``None`` where there is no split."""
        return self._span([0] * self._size)

    def _span(self, floor: Sequence[int]) -> tuple[int, int] | None:
        if self._impossible:
            return None
        spans: list[tuple[int, int]] = []
        for number, node in enumerate(self._nodes):
            least = max(node.least, floor[number] if number < self._size else sum(spans[one][0] for one in node.parts))
            most = min(node.most, sum(spans[one][1] for one in node.parts)) if node.parts else node.most
            if least > most:
                return None
            spans.append((least, most))
        return spans[-1] if spans else (0, 0)


def _tree(size: int, bounds: Sequence[Bound], ceiling: int) -> list[_Node]:
    """Members first, then sets from small to large, everybody last."""
    everybody = frozenset(range(size))
    sets = {frozenset({member}) for member in everybody} | {bound.members for bound in bounds} | {everybody}
    nodes: list[_Node] = []
    top = {member: member for member in everybody}
    ordered = sorted((one for one in sets if one), key=lambda one: (len(one), min(one)))
    for number, members in enumerate(ordered):
        said = [bound for bound in bounds if bound.members == members]
        parts = () if len(members) == 1 else tuple(sorted({top[member] for member in members}))
        least = max((bound.least for bound in said), default=0)
        most = min([ceiling * len(members), *(bound.most for bound in said if bound.most is not None)])
        nodes.append(_Node(parts, least, most))
        top |= dict.fromkeys(members, number)
    return nodes
