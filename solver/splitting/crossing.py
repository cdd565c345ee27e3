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
        """A split with the largest (1) or smallest (-1) sum, or any (0).

        Raises:
            RuntimeError: the solver left it open, which it does not without a limit.
        """
        from ortools.sat.python import cp_model  # who only reads a budget does not pay for loading it

        if any(not bound.members and bound.least > 0 for bound in self._bounds):
            return None
        if any(least > self._ceiling for least in floor):
            return None
        model = cp_model.CpModel()
        amounts = [model.new_int_var(least, self._ceiling, "") for least in floor]
        for bound in self._bounds:
            most = self._ceiling * self._size if bound.most is None else bound.most
            model.add_linear_constraint(sum(amounts[member] for member in bound.members), bound.least, most)
        if direction:
            model.maximize(direction * sum(amounts))
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        status = solver.solve(model)
        if status == cp_model.INFEASIBLE:
            return None
        if status != cp_model.OPTIMAL:
            raise RuntimeError(f"a split was left open: {solver.status_name(status)}")
        return [solver.value(amount) for amount in amounts]
