"""What ties add to the worth of their ends.

The reward of a tie goes to its two ends in any shares that add up to it: that is the dual of "no more than either end".
Nobody uses more ties than there are other seats, so of what a member receives only the largest count. Ties are split
only between candidates that could both matter: who stays below the threshold with all rewards of all its ties takes
them whole, and nobody else has to pay for it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from solver.engine.sheet import Floats
from solver.engine.tying import Graph
from solver.model import Ints, Mask

WORK, LEAST_SWEEPS = 4_000_000, 8
"""How many shares may flow in all, and how often all of them do in any case."""

HINGES, GATHERS = 16, 3
"""How often shares are moved over the worth of a seat, and how often to drop half of those who are just below."""


@dataclass(frozen=True, eq=False)
class Inside:
    """Ties of a relaxation and the fraction of each that goes to its second end."""

    numbers: Ints
    fraction: Floats


@dataclass(frozen=True)
class Splitting:
    """How to split at the ``price`` of a point of ties, on the grid of this ``unit``.

    Below ``threshold`` nobody matters, with all ties; below ``keep`` one is dropped in the end. ``seat`` is what a seat
    is worth; nobody has more than ``most`` ties. Shares flow ``sweeps`` times; where it is ``stopped`` everybody has
    all of his ties.
    """

    price: float
    threshold: float
    keep: float
    seat: float
    unit: float
    most: int
    sweeps: int
    stopped: Callable[[], bool]


@dataclass(frozen=True, eq=False)
class Net:
    """Some ties with their ends as positions among some candidates."""

    numbers: Ints
    first: Ints
    second: Ints
    strength: Ints


def _net(graph: Graph, candidates: Ints, ties: Ints) -> Net:
    position = np.full(len(graph.starts) - 1, -1, np.int64)
    position[candidates] = np.arange(len(candidates))
    return Net(ties, position[graph.ties.first[ties]], position[graph.ties.second[ties]], graph.ties.strength[ties])


def with_ties(graph: Graph, worth: Floats, candidates: Ints, inside: Inside | None, how: Splitting) -> Floats:
    """The worth of each candidate with its shares of its ties, on the grid."""
    if how.price <= 0:
        return worth
    total = worth + how.price * graph.best(how.most)[candidates]
    active, ties = _active(graph, worth, total, candidates, how)
    at = np.flatnonzero(active)
    if len(at):
        shared = _Split(_net(graph, candidates[at], ties), worth[at], inside, how).total()
        if shared is not None:
            total[at] = shared
    return total


def _active(graph: Graph, worth: Floats, total: Floats, candidates: Ints, how: Splitting) -> tuple[Mask, Ints]:
    """Who could matter, and the ties among them; the others get all that they could have."""
    active = total > how.threshold
    ties = graph.among(candidates[active])
    for _ in range(3):
        net = _net(graph, candidates, ties)
        first, second, strength = net.first, net.second, how.price * net.strength
        hoped = worth + np.bincount(first, strength, len(worth)) + np.bincount(second, strength, len(worth))
        still = active & (hoped > how.threshold)
        if still.sum() == active.sum():
            break
        dropped = active & ~still
        total[dropped] = hoped[dropped]
        active = still
        ties = ties[active[first] & active[second]]
    return active, ties


class _Split:
    """Shares of the ties among a few candidates: ``share`` of each goes to its second end, the rest to its first."""

    def __init__(self, net: Net, worth: Floats, inside: Inside | None, how: Splitting) -> None:
        self.worth, self.how = worth, how
        self.first, self.second = net.first, net.second
        self.node = np.r_[self.first, self.second]
        self.reward = how.price * net.strength
        ties = net.numbers
        self.share = np.clip((self.reward + worth[self.first] - worth[self.second]) / 2, 0.0, self.reward)
        # evened out: what is poorer at the second end gets more of the tie
        self.free = np.ones(len(ties), bool)
        if inside is not None and len(inside.numbers):
            at = np.searchsorted(inside.numbers, ties)
            known = at < len(inside.numbers)
            known[known] = inside.numbers[at[known]] == ties[known]
            self.share[known] = inside.fraction[at[known]] * self.reward[known]
            self.free = ~known

    def total(self) -> Floats | None:
        """The worth of each with its shares; ``None`` where time was up before they were in order."""
        self._diffuse()
        self._hinge(HINGES)
        self._gather()
        if self.how.stopped():
            return None
        self.share = np.clip(np.round(self.share / self.how.unit) * self.how.unit, 0.0, self.reward)
        return self._received(exact=True)

    def _received(self, *, exact: bool = False) -> Floats:
        """Worth with the largest shares of each: no more than there are other seats."""
        return self.worth + _largest(
            self.node, np.r_[self.reward - self.share, self.share], self.how.most, len(self.worth), exact=exact
        )

    def _diffuse(self) -> None:
        """Let what is above a level below the worth of a seat flow along ties to where there is less of it.

        Where nobody is above the worth of a seat nothing is lost; but to get there a share has to pass through
        others, and the lower level leaves them room to take before they give.
        """
        level = self.how.seat - float(self.reward.max(initial=0.0)) / 2
        for _ in range(max(LEAST_SWEEPS, min(self.how.sweeps, WORK // max(len(self.share), 1)))):
            if self.how.stopped():
                break
            above = np.maximum(self._received() - level, 0.0)
            fall = above[self.second] - above[self.first]
            flows = np.flatnonzero(np.where(fall > 0, self.share > 1e-9, self.reward - self.share > 1e-9) & (fall != 0))
            if not len(flows):
                break
            first, second = self.first[flows], self.second[flows]
            number = np.bincount(first, minlength=len(above)) + np.bincount(second, minlength=len(above))
            moved = fall[flows] / (np.maximum(number[first], number[second]) + 1)
            self.share[flows] = np.clip(self.share[flows] - moved, 0.0, self.reward[flows])

    def _gather(self) -> None:
        """Of those who might stay, lower half at the others' expense, who may rise to the worth of a seat for free."""
        if self.how.keep >= self.how.seat:
            return
        worth = self.worth
        for _ in range(GATHERS):
            if self.how.stopped():
                break
            received = self._received()
            middle = np.flatnonzero((received > self.how.keep) & (received <= self.how.seat))
            if not len(middle):
                break
            lower = middle[received[middle] <= np.median(received[middle])]
            self.worth = worth.copy()
            self.worth[lower] += self.how.seat - self.how.keep
            self._hinge(HINGES // 2, 0.0)
            self.worth = worth

    def _hinge(self, passes: int, enough: float = 0.5) -> None:
        """Move shares from ends above the worth of a seat to ends below, never past it: the excess only falls."""
        best, kept = np.inf, self.share
        for _ in range(passes + 1):
            if self.how.stopped():
                break
            received = self._received()
            excess, room = np.maximum(received - self.how.seat, 0.0), np.maximum(self.how.seat - received, 0.0)
            total = float(excess.sum())
            if total < best - 1e-9:
                best, kept = total, self.share
            if total < enough or not self._move(excess, room):
                break
        self.share = kept

    def _move(self, excess: Floats, room: Floats) -> bool:
        forth = np.flatnonzero((excess[self.second] > 0) & (room[self.first] > 0) & (self.share > 1e-9))
        back = np.flatnonzero((excess[self.first] > 0) & (room[self.second] > 0) & (self.reward - self.share > 1e-9))
        if not len(forth) and not len(back):
            return False
        giver = np.r_[self.second[forth], self.first[back]]
        taker = np.r_[self.first[forth], self.second[back]]
        givers, takers = np.bincount(giver, minlength=len(excess)), np.bincount(taker, minlength=len(excess))
        most = np.r_[self.share[forth], (self.reward - self.share)[back]]
        moved = np.minimum(most, np.minimum(excess[giver] / givers[giver], room[taker] / takers[taker]))
        self.share = self.share.copy()
        self.share[forth] -= moved[: len(forth)]
        self.share[back] += moved[len(forth) :]
        return True


def _largest(node: Ints, values: Floats, most: int, n: int, *, exact: bool) -> Floats:
    """The sum of the ``most`` largest values of each node; where it need not be ``exact``, much faster."""
    held = values > 0
    crowded = np.flatnonzero(held & (np.bincount(node[held], minlength=n)[node] > most))
    if not len(crowded):
        return np.asarray(np.bincount(node, values, n), float)
    among, value = node[crowded], values[crowded]
    if exact:
        order = np.lexsort((-value, among))
        among, value = among[order], value[order]
    else:
        # one number for both, which sorts without an order to apply
        step = 2.0 * (float(value.max()) + 1.0)
        keys = np.sort(among * step + (step / 2 - value))
        among = (keys / step).astype(np.int64)
        value = step / 2 - (keys - among * step)
    starts = np.flatnonzero(np.r_[True, among[1:] != among[:-1]])
    rank = np.arange(len(among)) - np.repeat(starts, np.diff(np.r_[starts, len(among)]))
    without = values.copy()
    without[crowded] = 0.0
    total = np.bincount(node, without, n)
    return np.asarray(total + np.bincount(among[rank < most], value[rank < most], n), float)
