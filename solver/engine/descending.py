"""From all candidates to the few that could still be in a better consortium than the best one found.

Each round: a relaxation over a few columns gives prices; at these prices every candidate is worth something, and a
bound follows for all consortia and for those with any one candidate. Who cannot be in a better one is dropped; who is
worth a seat becomes a column. What is left in the end CP-SAT solves.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import floor, inf
from time import perf_counter

import numpy as np

from solver.engine.blocks import blocks_of
from solver.engine.bounding import Bound, bound
from solver.engine.exact import Solved, solve
from solver.engine.outcome import Outcome, nothing
from solver.engine.pricing import COARSEST, Prices, Pricing
from solver.engine.refuting import refute
from solver.engine.relaxing import Relaxed, relax
from solver.engine.restricting import Restricted, restrict
from solver.engine.sharing import Inside, Splitting, with_ties
from solver.engine.sheet import Floats
from solver.engine.starting import best_of, first_columns, first_worth
from solver.engine.tying import graph_of, ties_among
from solver.engine.watch import Watch, watch
from solver.model import Ints, Model


@dataclass(frozen=True)
class Pace:
    """How the work is divided. Nothing here changes what is found, only when."""

    direct: int = 80
    """So few candidates go straight to CP-SAT."""
    start: int = 200
    first: int = 40
    more: int = 120
    survivors: int = 150
    """So few survivors are solved at once."""
    stuck: int = 300
    rounds: int = 12
    most: int = 4000
    """More than so many candidates are not handed to CP-SAT at once, but for want of any solution."""
    effort: float = 0.5


USUAL = Pace()


def maximise(
    model: Model,
    *,
    seconds: float,
    seed: int = 0,
    cancelled: Callable[[], bool] | None = None,
    clock: Callable[[], float] = perf_counter,
    pace: Pace = USUAL,
) -> Outcome:
    """The best seats of a model; always with what is in hand and its bound."""
    return Descent(model, watch(seconds, cancelled, clock), seed, pace).run()


@dataclass(frozen=True, eq=False)
class Reduced:
    """One round: the prices, what everybody who is left is worth at them, and the bound."""

    restricted: Restricted
    relaxed: Relaxed
    prices: Prices
    worth: Floats
    bound: Bound


class Descent:
    """One search. ``alive``: who could be in a better consortium than ``best``."""

    def __init__(self, model: Model, until: Watch, seed: int, pace: Pace) -> None:
        self.watch, self.seed, self.pace = until, seed, pace
        self.graph = None if model.ties is None else graph_of(model.ties, model.n)
        self.model = model if self.graph is None else replace(model, ties=self.graph.ties)
        self.blocks = blocks_of(model)
        seated = np.zeros(model.n, bool)
        for plane in self.blocks.seats:
            seated |= model.planes[plane].mask
        self.alive = np.flatnonzero(seated)
        self.best: Outcome = nothing(len(model.upper), final=False)
        self.upper: float = inf
        self.solved = np.zeros(0, np.int64)
        self.hinges = 0
        enough = model.smallest <= min(model.largest, len(self.alive))
        self.possible = enough and bool(seated[model.forced].all())

    # ---------------------------------------------------------------------------------------------------- the search
    def run(self) -> Outcome:
        """To the end, or until the watch says so."""
        if not self.possible:
            return nothing(len(self.model.upper), final=True)
        if len(self.alive) <= self.pace.direct or not self._descend():
            self._finish()
        return self._outcome()

    def _descend(self) -> bool:
        """Drop candidates round by round; whether all is said that there is to say."""
        self.pricing = Pricing(self.model, self.blocks)
        worth = first_worth(self.pricing, self.graph, self.alive)
        columns = self.alive[first_columns(self.model, worth, self.alive, self.pace.start)]
        self.penalty = self._penalty()
        for number in range(self.pace.rounds):
            reduced = self._round(columns)
            if reduced is None:
                return self.watch.left <= 0
            self.upper = min(self.upper, max(_floor(reduced.bound.points), self._value))
            if self.best.seats is None and not self._first(reduced, columns):
                return True
            worth = self._drop(reduced)
            if self._proven() or self.watch.left <= 0:
                return True
            if len(self.alive) <= self.pace.survivors:
                return False
            columns = self._grown(columns, reduced, worth, number)
            if not len(columns):
                return False
        return False

    def _round(self, columns: Ints) -> Reduced | None:
        model = self.model
        restricted = restrict(model, self.blocks, columns, ties_among(self.graph, columns))
        relaxed = relax(restricted.programme, self.watch, penalty=self.penalty)
        if relaxed is None:
            return None
        prices = self.pricing.prices(restricted, relaxed.prices)
        if prices.unit > COARSEST:
            return None
        priced = self.pricing.price(prices, self.alive)
        worth = priced.worth
        if self.graph is not None:
            gap = (relaxed.points - self.best.value if self.best.value is not None else 0.03 * abs(relaxed.points)) + 1
            how = Splitting(
                price=prices.tie,
                threshold=prices.seat - gap - 0.25 * abs(gap),
                seat=prices.seat,
                unit=prices.unit,
                most=max(model.largest - 1, 0),
                sweeps=4,
                hinges=self.hinges,
            )
            worth = with_ties(self.graph, worth, self.alive, inside_of(restricted, relaxed.prices), how)
        forced = np.isin(self.alive, model.forced)
        self.hinges = max(self.hinges, 25)
        return Reduced(
            restricted, relaxed, prices, worth, bound(priced.constant, worth, forced, model.smallest, model.largest)
        )

    # ------------------------------------------------------------------------------------------- consortia, to compare
    def _first(self, reduced: Reduced, columns: Ints) -> bool:
        """Look for any consortium among more and more of the best; false where it is proven that there is none."""
        number = self.pace.first
        support = self._support(reduced)
        refuted = reduced.relaxed.broken <= 1e-6
        while True:
            among = np.union1d(self.alive[best_of(reduced.worth, number)], support)
            solved = self._exact(among, None if len(among) == len(self.alive) else self.pace.effort)
            if self.best.seats is not None:
                return True
            if len(among) == len(self.alive) or self.watch.left <= 0:
                self.upper = -inf if solved.final else self.upper
                return False
            if not refuted:
                refuted = True
                found = refute(self.pricing, self.alive, columns, self.graph, self.watch)
                if found.core is not None:
                    self.upper, self.best = -inf, replace(self.best, core=found.core)
                    return False
                support = np.union1d(support, found.columns)
            number *= 3

    def _support(self, reduced: Reduced) -> Ints:
        """Who has a part of a seat in the relaxation: where that is integral, it is a consortium."""
        seats = reduced.restricted.columns[list(self.blocks.seats)]
        held = ((seats >= 0) & (reduced.relaxed.values[seats] > 1e-6)).any(axis=0)
        support = reduced.restricted.candidates[held]
        return np.union1d(support, self.model.forced) if len(support) < 60 else self.model.forced

    def _exact(self, candidates: Ints, effort: float | None) -> Solved:
        """Solve among these candidates, and keep what is better."""
        among = np.union1d(candidates, self.model.forced)
        restricted = restrict(self.model, self.blocks, among, ties_among(self.graph, among))
        solved = solve(restricted.programme, self.watch, seed=self.seed, effort=effort)
        if solved.final:
            self.solved = among
        if solved.values is not None and solved.points > self._value:
            columns = solved.values[restricted.offset :][: len(self.model.upper)]
            seats = restricted.seats(solved.values, self.blocks.seats)
            self.best = Outcome(seats, solved.points, None, False, columns)
        return solved

    # ------------------------------------------------------------------------------------------------------- dropping
    def _drop(self, reduced: Reduced) -> Floats:
        """Keep who may be in a better consortium; their worth."""
        keep = np.floor(reduced.bound.each) > self._value
        keep[np.isin(self.alive, self.model.forced)] = True
        self.alive = self.alive[keep]
        return reduced.worth[keep]

    def _grown(self, columns: Ints, reduced: Reduced, worth: Floats, number: int) -> Ints:
        """The columns of the next round; none where it would bring nothing."""
        outside = np.flatnonzero(~np.isin(self.alive, columns))
        seat = min(reduced.prices.seat, reduced.bound.last)
        entering = outside[worth[outside] > seat - 1e-6]
        closed = reduced.bound.points - reduced.relaxed.points < 1
        if (not len(entering) or closed) and number > 0:
            if len(self.alive) <= self.pace.stuck or self.hinges > 150:
                return np.zeros(0, np.int64)
            self.hinges += 50
            members = np.array(list(self.best.seats or ()), np.int64)
            self._exact(np.union1d(self.alive[best_of(worth, 2 * self.hinges - 50)], members), self.pace.effort)
            entering = outside[best_of(worth[outside], self.pace.more // 2)]
        entering = entering[best_of(worth[entering], self.pace.more)]
        kept = np.flatnonzero(np.isin(self.alive, columns))
        if len(kept) > 500:
            kept = kept[best_of(worth[kept], 400)]
        members = np.array(list(self.best.seats or ()), np.int64)
        return np.unique(np.r_[self.alive[kept], self.alive[entering], members, self.model.forced])

    # --------------------------------------------------------------------------------------------------------- the end
    def _finish(self) -> None:
        """Solve among all who are left; where they are too many, among more and more of the first."""
        members = np.array(list(self.best.seats or ()), np.int64)
        solved = self._exact(np.union1d(self.alive, members), None)
        if solved.final:
            self.upper = self._value
        elif solved.bound is not None:
            self.upper = min(self.upper, max(solved.bound, self._value))

    def _proven(self) -> bool:
        """Whether nobody who is left could make a better one."""
        if self.best.seats is None:
            return False
        if self.upper <= self._value or not len(self.alive) or not len(np.setdiff1d(self.alive, self.solved)):
            self.upper = self._value
            return True
        return False

    def _outcome(self) -> Outcome:
        if self.best.seats is None:
            limit = None if abs(self.upper) == inf else int(self.upper)
            return replace(self.best, final=self.upper == -inf, bound=limit)
        limit = None if self.upper == inf else int(self.upper)
        return replace(self.best, bound=limit, final=limit is not None and limit <= self._value)

    @property
    def _value(self) -> float:
        return -inf if self.best.value is None else self.best.value

    def _penalty(self) -> float:
        """More than any row could be worth breaking, as far as that can be known."""
        model = self.model
        worth = 1.0 + sum(float(np.abs(plane.points).max(initial=0)) for plane in model.planes)
        worth += float(np.abs(np.array(model.points, float)).max(initial=0.0))
        if self.graph is not None and model.ties is not None:
            worth += abs(model.points[model.ties.column]) * float(
                self.graph.best(max(model.largest - 1, 0)).max(initial=0)
            )
        return 10 * worth


def inside_of(restricted: Restricted, prices: Floats) -> Inside | None:
    """How a relaxation shares its ties between their ends."""
    edges = restricted.edges
    if edges is None:
        return None
    number = len(edges.numbers)
    parts = []
    for start, end in zip(edges.ends, (edges.first, edges.second), strict=True):
        hub = edges.hubs[end]
        parts.append(
            np.maximum(prices[start : start + number], 0.0) + np.where(hub >= 0, np.maximum(prices[hub], 0.0), 0.0)
        )
    both = parts[0] + parts[1]
    return Inside(edges.numbers, np.where(both > 0, parts[1] / np.where(both > 0, both, 1.0), 0.5))


def _floor(points: float) -> float:
    return floor(points) if abs(points) < inf else points
