"""Three proven proposals out of the bundled clusters, against other solvers on the same matrix; ratios of one run.

    python -m benchmarks.solver

The fit of a cluster to the topic is made up here (a fixed sequence), so that only solving is measured. The matrix is
the one the product solves, whole; "HiGHS" and "default CP-SAT" get it as it is, for the first proposal only.
"""

import csv
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from ortools.linear_solver import pywraplp  # type: ignore[import-untyped]
from ortools.sat.python import cp_model_helper as helper
from rich.console import Console
from rich.table import Table

from rules.calls import Call
from rules.facts import Organisation
from rules.rulebook import load
from solver import Candidate, Instance, Size, propose
from solver.cpsat import maximise, text_of
from solver.goals import levels_of
from solver.matrix import Matrix, Terms, value
from solver.problem import problem_of

CLUSTERS = Path(__file__).parents[1] / "app/bundle/data/clusters.csv"
REPEATS = 5
LIMIT_S = 20.0
DEFAULT_LIMIT_S = 5.0


def candidates() -> Iterator[Candidate]:
    """The clusters of the bundle, each as the organisation that acts for it."""
    with CLUSTERS.open(encoding="utf-8", newline="") as file:
        for index, row in enumerate(csv.DictReader(file)):
            organisation = Organisation.model_validate(
                {
                    "id": row["id"],
                    "name": row["name"],
                    "country": row["country"] or None,
                    "nuts": row["nuts2_2021"] or None,
                    "kinds": ["cluster_organisation"],
                    "legal_personality": {"yes": True, "no": False}.get(row["legal_entity"]),
                    "ecosystems": [name for name in row["ecosystems"].split(";") if name],
                }
            )
            yield Candidate(organisation=organisation, fit=index * 37 % 101)


def instance(pool: list[Candidate], *, lead: bool, size: Size) -> Instance:
    """A research and innovation action of the 2026 work programme."""
    call = Call(
        identifier="HORIZON-CL4-2026-DIGITAL-01-01",
        programme="HORIZON",
        type_of_action="HORIZON-RIA",
        deadline=date(2027, 2, 2),
    )
    first = pool[0].organisation.id if lead else None
    return Instance(call=call, as_of=date(2026, 11, 22), candidates=pool, lead=first, size=size, time_limit_s=LIMIT_S)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Median milliseconds of some runs, and the result of the last."""
    runs, result = _runs(work)
    return 1000 * median(runs), result


def _runs(work: Callable[[], Any]) -> tuple[list[float], Any]:
    seconds, result = list[float](), None
    for _ in range(REPEATS):
        began = perf_counter()
        result = work()
        seconds.append(perf_counter() - began)
    return seconds, result


def matrix_of(request: Instance) -> tuple[Matrix, Terms]:
    """The whole matrix of the first proposal and what is maximised."""
    problem = problem_of(request, load())
    members = problem.members(problem.readings[0])
    [level] = levels_of(request, members)
    return members.matrix, level.terms


@contextmanager
def _silence() -> Iterator[None]:
    """HiGHS prints its name on creation, past Python."""
    kept, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    sys.stdout.flush()
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def highs(matrix: Matrix, objective: Terms) -> int:
    """The optimum by HiGHS, one thread, exact."""
    solver = pywraplp.Solver.CreateSolver("HIGHS")
    columns = [solver.IntVar(low, up, "") for low, up in zip(matrix.lower, matrix.upper, strict=True)]
    for row in matrix.rows:
        constraint = solver.Constraint(row.low, row.high)
        for column, coefficient in row.terms.items():
            constraint.SetCoefficient(columns[column], coefficient)
    for column, coefficient in objective.items():
        solver.Objective().SetCoefficient(columns[column], coefficient)
    solver.Objective().SetMaximization()
    parameters = pywraplp.MPSolverParameters()
    parameters.SetDoubleParam(parameters.RELATIVE_MIP_GAP, 0.0)
    assert solver.Solve(parameters) == pywraplp.Solver.OPTIMAL
    return round(float(solver.Objective().Value()))


def default_cpsat(matrix: Matrix, objective: Terms) -> tuple[int, bool]:
    """The best that CP-SAT finds with its own settings on two workers, and whether it is proven within the limit."""
    model = helper.CpModelProto()
    model.parse_text_format(text_of(matrix, objective))
    solver, parameters = helper.SolveWrapper(), helper.SatParameters()
    parameters.num_workers, parameters.max_time_in_seconds = 2, DEFAULT_LIMIT_S
    solver.set_parameters(parameters)
    response = solver.solve(model)  # type: ignore[no-untyped-call]  # the helper declares no types
    return round(-response.objective_value), response.status == helper.CpSolverStatus.OPTIMAL


def ours(matrix: Matrix, objective: Terms) -> int:
    """The optimum by the product's settings."""
    outcome = maximise(matrix, objective, seconds=LIMIT_S)
    assert outcome.final
    assert outcome.values is not None
    return value(objective, outcome.values)


def solves(console: Console) -> None:
    """Proposals end to end, and the first proposal's matrix by three solvers."""
    table = Table(title="three proven proposals, and one matrix by three solvers (median ms)")
    for heading in ("pool", "size", "lead", "columns", "rows", "3 proposals", "our solve", "HiGHS", "default CP-SAT"):
        table.add_column(heading, justify="right")
    everybody = list(candidates())
    for every, lead, largest in ((5, True, 8), (2, True, 8), (1, True, 8), (1, False, 8), (1, False, 15)):
        pool = everybody[::every]
        cells = _solve(instance(pool, lead=lead, size=Size(min=3, max=largest)))
        table.add_row(f"{len(pool)}", f"3-{largest}", "given" if lead else "chosen", *cells)
    console.print(table)


def _solve(request: Instance) -> list[str]:
    whole, solution = timed(lambda: propose(request, load()))
    assert solution.status == "optimal"
    assert len(solution.proposals) == 3
    matrix, objective = matrix_of(request)
    own, best = timed(lambda: ours(matrix, objective))
    with _silence():
        other, same = timed(lambda: highs(matrix, objective))
    assert best == same
    began = perf_counter()
    found, proven = default_cpsat(matrix, objective)
    default = 1000 * (perf_counter() - began)
    assert found == best or not proven
    return [
        f"{len(matrix.upper)}",
        f"{len(matrix.rows)}",
        f"{whole:.0f}",
        f"{own:.1f}",
        f"{other:.0f} ({other / own:.1f} x)",
        f"{default:.0f} ({default / own:.1f} x)" if proven else f"not proven in {DEFAULT_LIMIT_S:.0f} s",
    ]


def imports(console: Console) -> None:
    """What a process that solves has to load: each in a fresh interpreter, the interpreter itself taken off."""
    bare = _import_ms("pass")
    _import_ms("import ortools.sat.python.cp_model, solver.search")  # files into memory first
    table = Table(title="imports in a fresh process (least ms)")
    for heading in ("import", "ms", "of cp_model"):
        table.add_column(heading, justify="right")
    codes = ("ortools.sat.python.cp_model", "solver.cpsat", "rules.verdict, rules.rulebook", "solver", "solver.search")
    spents = {code: _import_ms(f"import {code}") - bare for code in codes}
    reference = spents[codes[0]]
    for code, spent in spents.items():
        table.add_row(code, f"{spent:.0f}", f"{spent / reference:.2f}")
    console.print(table)


def _import_ms(code: str) -> float:
    def run() -> None:
        subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603  # the code is ours

    return 1000 * min(_runs(run)[0])


def main() -> None:
    """Print both tables."""
    console = Console(width=140)
    solves(console)
    imports(console)


if __name__ == "__main__":
    main()
