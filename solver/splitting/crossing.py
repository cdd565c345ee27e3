"""Splits within limits that cross: a share of the small firms, wherever they sit, beside one of every country.

Then whole numbers are a matter of integer programming, small as it is: a variable for each member, a row for each
bound. CP-SAT answers yes or no, which is the same whatever it tries first.
"""

from collections.abc import Sequence

from solver.splitting.bounds import Bound


class Crossing:
    """The splits over ``size`` members within any bounds. ``ceiling``: more than this nobody gets."""

    def __init__(self, size: int, bounds: Sequence[Bound], ceiling: int) -> None:
        self._size = size
        self._bounds = list(dict.fromkeys(bounds))
        self._ceiling = ceiling
        self._known: list[Sequence[int]] = []

    def admits(self, floor: Sequence[int]) -> bool:
        """Whether one of them gives everybody at least this. A split found before may answer again."""
        if any(all(map(int.__ge__, known, floor)) for known in self._known):
            return True
        found = self._found(floor, 0)
        if found is not None:
            self._known.append(found)
        return found is not None

    def span(self) -> tuple[int, int] | None:
        """The least and the most that all members together may get; ``None`` where there is no split."""
        floor = [0] * self._size
        least, most = self._found(floor, -1), self._found(floor, 1)
        return None if least is None or most is None else (sum(least), sum(most))

    def _found(self, floor: Sequence[int], direction: int) -> Sequence[int] | None:
        """A split with the largest (1) or smallest (-1) sum, or any (0)."""
        if any(bound.is_void for bound in self._bounds) or any(least > self._ceiling for least in floor):
            return None
        return _solved(self._text(floor, direction))

    def _text(self, floor: Sequence[int], direction: int) -> str:
        """The programme as CP-SAT reads it; it makes as little as possible."""
        members = list(range(self._size))
        lines = [f"variables{{domain:[{least},{self._ceiling}]}}" for least in floor]
        for bound in self._bounds:
            most = max(bound.least, self._ceiling * self._size) if bound.most is None else bound.most
            ones = [1] * len(bound.members)
            lines.append(
                f"constraints{{linear{{vars:{sorted(bound.members)} coeffs:{ones} domain:[{bound.least},{most}]}}}}"
            )
        if direction:
            lines.append(f"objective{{vars:{members} coeffs:{[-direction] * self._size}}}")
        return "\n".join(lines)


def _solved(programme: str) -> Sequence[int] | None:
    """The best solution, or ``None`` where there is none.

    Raises:
        RuntimeError: the solver left it open, which it does not without a limit.
    """
    from ortools.sat.python import cp_model_helper as helper  # who only reads a budget does not pay for loading it

    model = helper.CpModelProto()
    model.parse_text_format(programme)
    parameters = helper.SatParameters()
    parameters.num_workers = 1
    solver = helper.SolveWrapper()
    solver.set_parameters(parameters)
    response = solver.solve(model)  # type: ignore[no-untyped-call]  # the helper declares no types
    if response.status == helper.CpSolverStatus.INFEASIBLE:
        return None
    if response.status != helper.CpSolverStatus.OPTIMAL:
        raise RuntimeError(f"a split was left open: {response.status}")
    return list(response.solution)
