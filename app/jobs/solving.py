"""The one place that loads the solver: in a process of its own for jobs, in that of the command line for `propose`."""

from collections.abc import Callable


def solve(
    instance: str,
    *,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float], None] | None = None,
) -> str:
    """Answer an instance; both are JSON, so that nothing else has to be shared between the processes."""
    from rules import rulebook
    from solver import Instance, propose

    solution = propose(Instance.model_validate_json(instance), rulebook.load(), cancelled=cancelled, progress=progress)
    return solution.model_dump_json()


def warm_up() -> None:
    """Load what solving needs: it takes a second."""
    import solver.search  # noqa: F401 (loaded for what it brings along)
    from rules import rulebook

    rulebook.load()
