"""The one module that loads OR-Tools: a matrix goes in, values and a proven bound come out.

Only the compiled helper is imported: ``cp_model`` itself would pull in pandas and cost several times as much. One
worker, the linear relaxation in full and from the start: on few cores the defaults ignore it and prove nothing.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import floor

from ortools.sat.python import cp_model_helper as helper

from solver.matrix import Matrix, Terms

PRESOLVE_FROM = 900
"""Number of columns from which presolving pays for itself (measured; `docs/solver.md`)."""

POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Outcome:
    """``values`` are ``None`` where nothing was found; ``bound`` is ``None`` where nothing is proven.

    ``final``: the values are proven best, or it is proven that there are none.
    """

    values: list[int] | None
    bound: int | None
    final: bool


def maximise(
    matrix: Matrix,
    objective: Terms,
    *,
    seconds: float,
    seed: int = 0,
    cancelled: Callable[[], bool] | None = None,
) -> Outcome:
    """Solve to the end or to the limit; always with what is in hand and its bound."""
    if seconds <= 0:
        return Outcome(None, None, final=False)
    model = helper.CpModelProto()
    model.parse_text_format(text_of(matrix, objective))
    solver = helper.SolveWrapper()
    solver.set_parameters(_parameters(seconds, seed, presolve=len(matrix.upper) > PRESOLVE_FROM))
    with _stopping(solver, cancelled):
        response = solver.solve(model)  # type: ignore[no-untyped-call]  # the helper declares no types
    status = response.status
    if status == helper.CpSolverStatus.MODEL_INVALID:
        raise ValueError("the matrix is no valid model: a bug in the encoding")
    if status == helper.CpSolverStatus.INFEASIBLE:
        return Outcome(None, None, final=True)
    if status == helper.CpSolverStatus.UNKNOWN:
        # a run that found nothing reports a bound of 0, which is none
        return Outcome(None, None, final=False)
    bound = floor(-response.best_objective_bound + 1e-6) if objective else 0
    return Outcome(list(response.solution), bound, final=status == helper.CpSolverStatus.OPTIMAL)


def _parameters(seconds: float, seed: int, presolve: bool) -> helper.SatParameters:
    parameters = helper.SatParameters()
    parameters.num_workers = 1
    parameters.linearization_level = 2
    parameters.add_lp_constraints_lazily = False
    parameters.cp_model_presolve = presolve
    parameters.cut_level = 1 if presolve else 0
    parameters.max_time_in_seconds = seconds
    parameters.random_seed = seed
    return parameters


def text_of(matrix: Matrix, objective: Terms) -> str:
    """The model as text: one call fills it, where a call per coefficient costs several times as much."""
    lines = [f"variables{{domain:[{low},{up}]}}" for low, up in zip(matrix.lower, matrix.upper, strict=True)]
    lines += [
        f"constraints{{linear{{vars:{list(row.terms)} coeffs:{list(row.terms.values())} "
        f"domain:[{row.low},{row.high}]}}}}"
        for row in matrix.rows
    ]
    if objective:
        lines.append(
            f"objective{{vars:{list(objective)} coeffs:{[-coefficient for coefficient in objective.values()]}}}"
        )
    return "\n".join(lines)


@contextmanager
def _stopping(solver: helper.SolveWrapper, cancelled: Callable[[], bool] | None) -> Iterator[None]:
    """Ask every few milliseconds whether to stop; a callback of the solver would only run when it finds something."""
    if cancelled is None:
        yield
        return
    over = threading.Event()

    def watch() -> None:
        while not over.wait(POLL_SECONDS):
            if cancelled():
                solver.stop_search()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
