"""From all candidates to the few that could still be in a better consortium than the best one found.

Each round: a relaxation over a few candidates gives prices; at these prices every candidate is worth something, and a
bound follows for all consortia and for those with any one candidate. Who cannot be in a better one is dropped; who is
worth a seat joins the relaxation. What is left in the end CP-SAT solves.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import floor, inf
from time import perf_counter

import numpy as np

from solver.engine.alike import enough_of_each
from solver.engine.finding import Finding
from solver.engine.outcome import Outcome, nothing
from solver.engine.refuting import refute
from solver.engine.sheet import Floats
from solver.engine.starting import best_of, first_columns, outset
from solver.engine.task import Task, task_of
from solver.engine.tying import ties_among
from solver.engine.watch import Watch, watch
from solver.engine.weighing import View, Weighed, penalty_of, view, weigh
from solver.model import Ints, Model


@dataclass(frozen=True)
class Pace:
    """How the work is divided. Nothing here changes what is proven, only how soon."""

    direct: int = 80
    """So few candidates go straight to CP-SAT."""
    start: int = 200
    """So many are in the first relaxation,"""
    more: int = 120
    """so many join it in a round,"""
    most: int = 500
    """and so many stay in it."""
    ties: int = 6000
    """with no more than so many ties;"""
    tangled: int = 1500
    """with more than so many the relaxation is no longer the first thing to do."""
    first: int = 40
    """Among so few a first consortium is looked for."""
    survivors: int = 150
    """So few that are left are solved at once,"""
    stuck: int = 500
    """so many when rounds bring nothing more,"""
    solvable: int = 4000
    """and more than so many not at all: then only the best of them are."""
    rounds: int = 12
    sweeps: int = 80
    """How often shares of ties flow; as often again each time when stuck."""
    effort: float = 0.5
    """For CP-SAT along the way, in its own measure, which is the same on every machine."""


USUAL = Pace()
LOOKING = 10
"""How often shares of ties flow where candidates are only put in order."""


def maximise(
    model: Model,
    *,
    seconds: float,
    seed: int = 0,
    cancelled: Callable[[], bool] | None = None,
    clock: Callable[[], float] = perf_counter,
    pace: Pace = USUAL,
) -> Outcome:
    """The best seats of a model; always with what is in hand and its bound.

    Raises:
        ValueError: a plane comes before one of its carriers, or coefficients are beyond what 64 bits hold.
    """
    return Descent(task_of(model), watch(seconds, cancelled, clock), seed=seed, pace=pace).run()


class Descent:
    """One search. ``alive``: who could be in a better consortium than the best one found; ``worth`` of each."""

    def __init__(self, task: Task, until: Watch, *, seed: int, pace: Pace) -> None:
        self.task, self.watch, self.pace = task, until, pace
        self.finding = Finding(task, until, seed)
        self.alive: Ints = np.flatnonzero(task.seated)
        self.worth: Floats = np.zeros(len(self.alive))
        self.upper: float = inf
        self.core: frozenset[str] | None = None
        self.stuck = 0

    def run(self) -> Outcome:
        """To the end, or until the watch says so."""
        if not self.task.is_possible:
            return nothing(len(self.task.model.upper), final=True)
        if len(self.alive) <= self.pace.direct or not self._descend():
            self._finish()
        return self._outcome()

    def _descend(self) -> bool:
        """Drop candidates round by round; whether all is said that there is to say."""
        task, pace = self.task, self.pace
        start = outset(task, self.alive)
        self.worth, self.upper = start.worth, _whole(start.points)
        columns = self._thinned(self.alive[first_columns(task.model, self.worth, self.alive, pace.start)])
        if len(ties_among(task.graph, columns)) > pace.tangled:
            # a relaxation may take long now: something in hand first
            self.finding.among(self.alive[best_of(self.worth, pace.first)], pace.effort)
        penalty = penalty_of(task)
        points = -inf
        for _ in range(pace.rounds):
            seen = view(task, columns, self.watch, penalty)
            if seen is None:
                return self.watch.left <= 0
            lacking = seen.relaxed.points - self.finding.value
            if seen.relaxed.points > points + 0.5 and lacking > max(1.0, 0.01 * abs(seen.relaxed.points)):
                self._look(seen, columns)
            points = seen.relaxed.points
            if not self.finding.found:
                return True
            limit = self._narrow(seen)
            if self._decided() or self.watch.left <= 0:
                return True
            if len(self.alive) <= pace.survivors:
                return False
            columns = self._grown(columns, seen, limit)
            if not len(columns):
                return False
        return False

    # ------------------------------------------------------------------------------------------------------- dropping
    def _narrow(self, seen: View) -> float:
        """Weigh and drop, with the same prices as long as that goes fast; the last bound.

        With fewer candidates alive, fewer ties have to be shared and more of them to the full.
        """
        value = int(self.finding.value)
        while True:
            weighed = weigh(self.task, seen, self.alive, value, self.watch, sweeps=self.pace.sweeps * (1 + self.stuck))
            self.upper = min(self.upper, max(_whole(weighed.bound.points), value))
            dropped = self._drop(weighed)
            tied = self.task.graph is not None and seen.prices.tie > 0
            enough = self._decided() or len(self.alive) <= self.pace.survivors or self.watch.left <= 0
            if enough or not tied or dropped < 0.1 * len(self.alive):
                return weighed.bound.points

    def _drop(self, weighed: Weighed) -> int:
        """Keep who may be in a better consortium; how many were dropped."""
        keep = np.floor(weighed.bound.each) > self.finding.value
        keep |= self.task.forced(self.alive)
        self.alive, self.worth = self.alive[keep], weighed.worth[keep]
        return len(keep) - len(self.alive)

    def _decided(self) -> bool:
        """Whether nobody who is left could make a better one, or it is proven that there is none."""
        if not self.finding.found:
            return self.upper == -inf
        value = self.finding.value
        solved = self.finding.solved
        if self.upper <= value or (len(self.alive) <= len(solved) and not len(np.setdiff1d(self.alive, solved))):
            self.upper = value
            return True
        return False

    # ------------------------------------------------------------------------------------------- consortia, to compare
    def _look(self, seen: View, columns: Ints) -> None:
        """Look for a better consortium around the relaxation; for any at all among more and more candidates."""
        worth = weigh(self.task, seen, columns, None, self.watch, sweeps=LOOKING).worth
        order = columns[best_of(worth, len(columns))]
        among = np.union1d(order[: self.pace.first], _support(self.task, seen))
        self.finding.among(among, self.pace.effort)
        if self.finding.found or self.watch.left <= 0:
            return
        if seen.relaxed.broken > 1e-6:
            refutation = refute(self.task, self.alive, columns, self.watch)
            if refutation.core is not None:
                self.upper, self.core = -inf, refutation.core
                return
            among = np.union1d(among, refutation.columns)
            self.finding.among(among, self.pace.effort)
        if not self.finding.found:
            self._search(among, order)

    def _search(self, among: Ints, order: Ints) -> None:
        """Look for any consortium, or for the proof that there is none, among more and more of the best."""
        needed = enough_of_each(self.task, self.alive, self.worth)
        worth = np.full(self.task.model.n, -inf)
        worth[self.alive] = self.worth
        others = needed[best_of(worth[needed], len(needed))]
        order = np.r_[order, others[~np.isin(others, order)]]
        number = 2 * len(among)
        while not self.finding.found and self.watch.left > 0:
            among = np.union1d(among, order[:number])
            everybody = number >= len(order)
            solved = self.finding.among(among, None if everybody else self.pace.effort)
            if everybody:
                self.upper = -inf if solved.final and not self.finding.found else self.upper
                return
            number *= 3

    def _grown(self, columns: Ints, seen: View, limit: float) -> Ints:
        """Who is in the next relaxation; nobody where it would bring nothing."""
        outside = np.flatnonzero(~np.isin(self.alive, columns))
        entering = outside[self.worth[outside] > seen.prices.seat - 1e-6]
        lacking = seen.relaxed.points - self.finding.value
        if not len(entering) or limit - seen.relaxed.points < max(1.0, lacking / 4):
            if len(self.alive) <= self.pace.stuck or self.stuck == 3:
                return np.zeros(0, np.int64)
            self.stuck += 1
            self.finding.among(self.alive[best_of(self.worth, 100 * self.stuck)], self.pace.effort)
            entering = outside
        entering = entering[best_of(self.worth[entering], self.pace.more // (2 if self.stuck else 1))]
        kept = np.flatnonzero(np.isin(self.alive, columns))
        if len(kept) > self.pace.most:
            kept = kept[best_of(self.worth[kept], self.pace.most)]
        return self._thinned(np.union1d(self.alive[kept], self.alive[entering]))

    def _thinned(self, columns: Ints) -> Ints:
        """With the members and the forced; without the worst where the relaxation would drown in ties."""
        worth = np.full(self.task.model.n, -inf)
        worth[self.alive] = self.worth
        needed = np.r_[self.finding.members, self.task.model.forced]
        while len(ties_among(self.task.graph, columns)) > self.pace.ties and len(columns) > self.pace.first:
            columns = np.sort(columns[best_of(worth[columns], len(columns) * 4 // 5)])
        return np.union1d(columns, needed)

    # --------------------------------------------------------------------------------------------------------- the end
    def _finish(self) -> None:
        """Solve among all who are left, or among the best of them where they are too many."""
        too_many = len(self.alive) > self.pace.solvable
        among = self.alive[best_of(self.worth, self.pace.solvable)] if too_many else self.alive
        solved = self.finding.among(among)
        if too_many:
            return
        if solved.final:
            self.upper = self.finding.value
        elif solved.bound is not None:
            self.upper = min(self.upper, max(solved.bound, self.finding.value))

    def _outcome(self) -> Outcome:
        finding = self.finding
        if not finding.found:
            limit = None if abs(self.upper) == inf else int(self.upper)
            return replace(finding.best, final=self.upper == -inf, bound=limit, core=self.core)
        if self.upper > finding.value:
            finding.settle()
        limit = None if self.upper == inf else int(self.upper)
        return replace(finding.best, bound=limit, final=limit is not None and limit <= finding.value)


def _support(task: Task, seen: View) -> Ints:
    """Who has a part of a seat in the relaxation: where that is integral, it is a consortium."""
    seats = seen.restricted.columns[list(task.blocks.seats)]
    held = ((seats >= 0) & (seen.relaxed.values[seats] > 1e-6)).any(axis=0)
    support = seen.restricted.candidates[held]
    return np.union1d(support, task.model.forced) if len(support) < 60 else task.model.forced


def _whole(points: float) -> float:
    return floor(points) if abs(points) < inf else points
