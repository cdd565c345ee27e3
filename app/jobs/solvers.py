"""Which solver answers which kind of question."""

from collections.abc import Callable, Mapping
from typing import Protocol

from app.jobs.solving import solve


class Solver(Protocol):
    """Answers a question; both are JSON, so that nothing else has to be shared between the processes."""

    def __call__(
        self,
        question: str,
        /,
        *,
        cancelled: Callable[[], bool] | None = None,
        progress: Callable[[float], None] | None = None,
    ) -> str:
        """The answer."""


def trade(
    question: str,
    *,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float], None] | None = None,
) -> str:
    """The trade-offs that a question asks for."""
    from rules import rulebook
    from solver.trading import Question, trade_offs

    asked = Question.model_validate_json(question)
    return trade_offs(asked, rulebook.load(), cancelled=cancelled, progress=progress).model_dump_json()


SOLVERS: Mapping[str, Solver] = {"proposal": solve, "trade_offs": trade}
"""By the kind of a question."""
