"""CP-SAT on a small programme: integer values and a proven bound.

One worker, the linear relaxation in full and from the start: on few cores the defaults ignore it and prove nothing.
Presolving and cuts cost more than they save on a few dozen candidates.
"""

from dataclasses import dataclass
from math import floor

import numpy as np
from ortools.sat.python import cp_model_helper as helper

from solver.engine.sheet import Programme
from solver.engine.watch import Watch
from solver.model import UNBOUNDED, Ints

PRESOLVE_FROM = 900
"""Number of columns from which presolving pays for itself."""


@dataclass(frozen=True, eq=False)
class Solved:
    """``values`` and the points they come to, or ``None``; ``bound`` is ``None`` where nothing is proven."""

    values: Ints | None
    points: int
    bound: int | None
    final: bool


def solve(
    programme: Programme, watch: Watch, *, seed: int = 0, effort: float | None = None, above: int | None = None
) -> Solved:
    """Solve to the end, until the watch ends it, or for an ``effort`` that is the same on every machine.

    Only solutions with more than ``above`` points count. That none has is often proven sooner than which is the best.
    """
    left = watch.left
    if left <= 0:
        return Solved(None, 0, None, final=False)
    proto = helper.CpModelProto()
    proto.parse_text_format("\n".join(text_of(programme, above)))
    solver = helper.SolveWrapper()
    solver.set_parameters(_parameters(left, seed, effort, presolve=len(programme.upper) > PRESOLVE_FROM))
    with watch.stopping(solver.stop_search):
        response = solver.solve(proto)  # type: ignore[no-untyped-call]  # the helper declares no types
    if response.status == helper.CpSolverStatus.MODEL_INVALID:
        raise ValueError("the programme is no valid model: a bug in the engine, or coefficients beyond 64 bits")
    if response.status == helper.CpSolverStatus.INFEASIBLE:
        return Solved(None, 0, None, final=True)
    if response.status == helper.CpSolverStatus.UNKNOWN:
        # a run that found nothing reports a bound of 0, which is none
        return Solved(None, 0, None, final=False)
    values = np.array(list(response.solution), np.int64)
    points = int(values @ programme.points)
    if response.status == helper.CpSolverStatus.OPTIMAL:
        return Solved(values, points, points, final=True)
    return Solved(values, points, max(points, floor(-response.best_objective_bound + 1e-6)), final=False)


def _parameters(seconds: float, seed: int, effort: float | None, *, presolve: bool) -> helper.SatParameters:
    parameters = helper.SatParameters()
    parameters.num_workers = 1
    parameters.linearization_level = 2
    parameters.add_lp_constraints_lazily = False
    parameters.cp_model_presolve = presolve
    parameters.cut_level = 1 if presolve else 0
    parameters.max_time_in_seconds = seconds
    if effort is not None:
        parameters.max_deterministic_time = effort
    parameters.random_seed = seed
    return parameters


def text_of(programme: Programme, above: int | None = None) -> list[str]:
    """The model as text: one call fills it, where a call per coefficient costs several times as much."""
    bounds = zip(programme.lower.tolist(), programme.upper.tolist(), strict=True)
    lines = [f"variables{{domain:[{lower},{upper}]}}" for lower, upper in bounds]
    starts, columns, values = programme.starts.tolist(), programme.columns.tolist(), programme.values.tolist()
    for row, (low, high) in enumerate(zip(programme.low.tolist(), programme.high.tolist(), strict=True)):
        part = slice(starts[row], starts[row + 1])
        lines.append(f"constraints{{linear{{vars:{columns[part]} coeffs:{values[part]} domain:[{low},{high}]}}}}")
    worth = np.flatnonzero(programme.points)
    points = programme.points[worth]
    if above is not None:
        lines.append(
            f"constraints{{linear{{vars:{worth.tolist()} coeffs:{points.tolist()} domain:[{above + 1},{UNBOUNDED}]}}}}"
        )
    if len(worth):
        lines.append(f"objective{{vars:{worth.tolist()} coeffs:{(-points).tolist()}}}")
    return lines
