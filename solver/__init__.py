"""Consortia that are proven valid and proven best, from a call's conditions and a pool of organisations.

What is named here is loaded when it is first asked for: the engine is used without the law, and the questions without
the engine.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from solver.instance import Candidate, Goal, History, Instance, Size, Tie, Weights, Wishes
    from solver.proposing import propose
    from solver.solution import Solution

__all__ = ["Candidate", "Goal", "History", "Instance", "Size", "Solution", "Tie", "Weights", "Wishes", "propose"]


def __getattr__(name: str) -> Any:
    """Look a public name up where it is at home.

    Raises:
        AttributeError: there is no such name.
    """
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = {"propose": "solver.proposing", "Solution": "solver.solution"}.get(name, "solver.instance")
    return getattr(import_module(home), name)
