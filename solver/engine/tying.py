"""Ties between candidates, by candidate: built once for a pool, whatever is asked of it."""

from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import numpy as np

from solver.model import Ints, Ties


@dataclass(eq=False)
class Graph:
    """Ties by candidate, the strongest first. ``halves`` are both ends of each tie; ``before`` sums their strengths."""

    ties: Ties
    starts: Ints
    halves: Ints
    others: Ints
    before: Ints
    _best: dict[int, Ints] = field(default_factory=dict)

    def best(self, most: int) -> Ints:
        """The strengths of the ``most`` strongest ties of each candidate together."""
        if most not in self._best:
            ends = np.minimum(self.starts[1:], self.starts[:-1] + most)
            self._best[most] = self.before[ends] - self.before[self.starts[:-1]]
        return self._best[most]

    def among(self, candidates: Ints) -> Ints:
        """The numbers of the ties with both ends among these candidates, ascending."""
        inside = np.zeros(len(self.starts) - 1, bool)
        inside[candidates] = True
        if len(candidates) * 4 > len(inside):
            return np.flatnonzero(inside[self.ties.first] & inside[self.ties.second])
        count = self.starts[candidates + 1] - self.starts[candidates]
        at = np.repeat(self.starts[candidates] - np.cumsum(count) + count, count) + np.arange(count.sum())
        held = self.halves[at[inside[self.others[at]]]]
        return np.sort(held)[::2]


def ties_among(graph: Graph | None, candidates: Ints) -> Ints:
    """The numbers of the ties among these candidates."""
    return np.zeros(0, np.int64) if graph is None else graph.among(candidates)


_graphs: "WeakKeyDictionary[Ties, Graph]" = WeakKeyDictionary()


def graph_of(ties: Ties, n: int) -> Graph:
    """The graph of these ties over ``n`` candidates: built once, it depends on the pool only."""
    known = _graphs.get(ties)
    if known is None or len(known.starts) != n + 1:
        known = _graphs[ties] = _graph(_merged(ties, n), n)
    return known


def _merged(ties: Ties, n: int) -> Ties:
    """One tie for each pair, none with itself or without strength."""
    low, high = np.minimum(ties.first, ties.second), np.maximum(ties.first, ties.second)
    pairs = low * n + high
    if (ties.strength > 0).all() and (low < high).all() and (pairs[1:] > pairs[:-1]).all():
        return Ties(low, high, ties.strength, ties.column)
    real = (low < high) & (ties.strength > 0)
    pairs, inverse = np.unique(pairs[real], return_inverse=True)
    strength = np.bincount(inverse, ties.strength[real], len(pairs)).astype(np.int64)
    return Ties(pairs // max(n, 1), pairs % max(n, 1), strength, ties.column)


def _graph(ties: Ties, n: int) -> Graph:
    node = np.r_[ties.first, ties.second]
    strength = np.r_[ties.strength, ties.strength]
    order = _ordered(node, strength)
    starts = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(node, minlength=n), out=starts[1:])
    others = np.r_[ties.second, ties.first][order]
    before = np.zeros(len(order) + 1, np.int64)
    np.cumsum(strength[order], out=before[1:])
    return Graph(ties, starts, order % max(len(ties.first), 1), others, before)


def _ordered(node: Ints, strength: Ints) -> Ints:
    """By node, the strongest first: as one number each where that fits, which sorts several times as fast."""
    most, number = int(strength.max(initial=0)), len(node)
    bits, low = max(number - 1, 1).bit_length(), most.bit_length()
    if int(node.max(initial=0)).bit_length() + low + bits > 62:
        return np.lexsort((-strength, node))
    keys = (((node << low) | (most - strength)) << bits) | np.arange(number)
    return np.asarray(np.sort(keys) & ((1 << bits) - 1))
