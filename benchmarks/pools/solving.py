"""The bare solver on a made-up topic, and another solver on the whole matrix."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]
from scipy.sparse import csr_array  # type: ignore[import-untyped]

from benchmarks.pools.checking import can_be_split
from benchmarks.pools.rows import Prepared, any_other, model_of
from benchmarks.pools.topics import Topic
from solver.engine import Outcome, Series, maximise
from solver.engine.task import task_of
from solver.model import UNBOUNDED, Linear, Model, Row

OPTIMAL, INFEASIBLE = 0, 2
"""How `scipy.optimize.milp` calls a proof."""


@dataclass(frozen=True)
class Solved:
    """The members and their points, ``None`` where nothing was found. ``refused``: sets whose grant had no split."""

    members: tuple[int, ...] | None
    value: int | None
    bound: int | None
    final: bool
    refused: int = 0


def solved(outcome: Outcome, refused: int = 0) -> Solved:
    """What the engine found."""
    members = None if outcome.seats is None else tuple(outcome.seats)
    return Solved(members, outcome.value, outcome.bound, outcome.final, refused)


def solve(prepared: Prepared, topic: Topic, *, seconds: float, clock: Callable[[], float] = perf_counter) -> Solved:
    """The best consortium that has a split: a set without one is forbidden and the search goes on."""
    model, until = model_of(prepared, topic), clock() + seconds
    refused = 0
    while True:
        found = solved(maximise(model, seconds=until - clock(), clock=clock), refused)
        if found.members is None or can_be_split(prepared.pool, topic, np.array(found.members)):
            return found
        model.rows.append(any_other(model, found.members))
        refused += 1


class Afresh:
    """As `solver.engine.Series`, but each solve knows nothing of those before it."""

    def __init__(self, model: Model) -> None:
        self._model = model.copy()

    def best(self, *, seconds: float) -> Outcome:
        """The best seats under all rows so far."""
        return maximise(self._model, seconds=seconds)

    def add(self, row: Row) -> None:
        """One row more for all that follow."""
        self._model.rows.append(row)


def several(
    prepared: Prepared, topic: Topic, how: type[Series] | type[Afresh], *, number: int, fresh: int, seconds: float
) -> Iterator[Solved]:
    """The best consortium, then the best that replaces ``fresh`` members of each earlier one, and so on."""
    model = model_of(prepared, topic)
    series, found = how(model), 0
    while found < number:
        one = solved(series.best(seconds=seconds))
        if one.members is None:
            return
        if can_be_split(prepared.pool, topic, np.array(one.members)):
            yield one
            found += 1
            series.add(different(model, one.members, fresh))
        else:
            series.add(any_other(model, one.members))


def different(model: Model, members: tuple[int, ...], fresh: int) -> Row:
    """So many of the members are not there."""
    among = np.zeros(model.n, np.bool_)
    among[list(members)] = True
    return Row(Linear(dict.fromkeys(model.seats, among)), high=len(members) - fresh, name="alternatives")


@dataclass(frozen=True)
class Proof:
    """The best value there is; ``None`` where no consortium fulfils the rows."""

    value: int | None


def highs(model: Model, *, seconds: float, clock: Callable[[], float] = perf_counter) -> tuple[float, Proof | None]:
    """Seconds that HiGHS takes on the whole matrix, one thread, no gap, and what it proves within the limit.

    Witnesses that look alike share a column, as in the engine: literal by literal HiGHS takes longer.
    """
    programme = task_of(model).restricted(np.arange(model.n)).programme
    shape = (len(programme.low), len(programme.upper))
    matrix = csr_array((programme.values, programme.columns, programme.starts), shape)
    low = np.where(programme.low <= -UNBOUNDED, -np.inf, programme.low)
    high = np.where(programme.high >= UNBOUNDED, np.inf, programme.high)
    began = clock()
    found = milp(
        -programme.points,
        constraints=LinearConstraint(matrix, low, high),
        bounds=Bounds(programme.lower, programme.upper),
        integrality=np.ones(len(programme.points)),
        options={"time_limit": seconds, "mip_rel_gap": 0},
    )
    spent = clock() - began
    if found.status not in (OPTIMAL, INFEASIBLE):
        return spent, None
    return spent, Proof(round(-found.fun) if found.status == OPTIMAL else None)
