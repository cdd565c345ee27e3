"""The linear relaxation of a restricted programme, solved by GLOP: prices for all rows.

Every row that links candidates is elastic: it may be broken at a penalty, so there are always prices, also where too
few candidates are at hand. In phase one breaking rows is all that counts.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from ortools.linear_solver.python import model_builder_helper as helper

from solver.engine.sheet import Floats, Programme
from solver.engine.watch import Watch
from solver.model import UNBOUNDED, Ints


@dataclass(frozen=True, eq=False)
class Relaxed:
    """``prices`` of the rows, positive where the upper side binds; ``broken``: by how much rows are broken in all."""

    points: float
    prices: Floats
    values: Floats
    broken: float


def relax(programme: Programme, watch: Watch, *, penalty: float | None) -> Relaxed | None:
    """Maximise the points less the penalties; without a ``penalty`` (phase one) break rows as little as possible.

    ``None`` where the watch ended it.
    """
    left = watch.left
    if left <= 0:
        return None
    width = len(programme.upper)
    over = np.flatnonzero((programme.elastic > 0) & (programme.high < UNBOUNDED))
    under = np.flatnonzero((programme.elastic > 0) & (programme.low > -UNBOUNDED))
    builder = helper.ModelBuilderHelper()
    _columns(builder, programme, len(over) + len(under), penalty)
    _rows(builder, programme, over, under)
    builder.set_maximize(True)
    solver = helper.ModelSolverHelper("glop")
    solver.set_time_limit_in_seconds(left)
    with watch.stopping(solver.interrupt_solve):
        solver.solve(builder)
    if solver.status() != helper.SolveStatus.OPTIMAL:
        return None
    values = np.asarray(solver.variable_values())
    prices = np.asarray(solver.dual_values())
    return Relaxed(solver.objective_value(), prices, values[:width], float(values[width:].sum()))


def _columns(builder: Any, programme: Programme, elastic: int, penalty: float | None) -> None:
    width = len(programme.upper)
    upper = np.where((programme.loose > 0) | (programme.upper >= UNBOUNDED), np.inf, programme.upper)
    zero = np.zeros(elastic)
    builder.add_var_array_with_bounds(
        np.r_[programme.lower.astype(float), zero],
        np.r_[upper, zero + np.inf],
        np.zeros(width + elastic, bool),
        "",
    )
    worth = np.flatnonzero(programme.points) if penalty is not None else np.zeros(0, np.int64)
    cost = 1.0 if penalty is None else penalty
    builder.set_objective_coefficients(
        [*worth.tolist(), *range(width, width + elastic)],
        [*programme.points[worth].astype(float).tolist(), *([-cost] * elastic)],
    )


def _rows(builder: Any, programme: Programme, over: Ints, under: Ints) -> None:
    starts, columns = programme.starts.tolist(), programme.columns.tolist()
    values = programme.values.astype(float).tolist()
    low = np.where(programme.low <= -UNBOUNDED, -np.inf, programme.low).tolist()
    high = np.where(programme.high >= UNBOUNDED, np.inf, programme.high).tolist()
    term = builder.add_term_to_constraint
    for row in range(len(low)):
        builder.add_linear_constraint()
        builder.set_constraint_lower_bound(row, low[row])
        builder.set_constraint_upper_bound(row, high[row])
        for at in range(starts[row], starts[row + 1]):
            term(row, columns[at], values[at])
    elastic = len(programme.upper)
    for row in over.tolist():
        term(row, elastic, -1.0)
        elastic += 1
    for row in under.tolist():
        term(row, elastic, 1.0)
        elastic += 1
