"""The time limit is for the whole answer, verdicts and handing over included. A clock of our own stands in for time."""

from collections.abc import Callable
from typing import Any

import pytest

from rules.verdict import judge
from solver import Solution, propose
from solver.pacing import HANDING_OVER
from tests.solver.making import candidate, instance, no_rules

POOL = [candidate(f"o{number}", "FR", number) for number in range(20)]
VERDICT = 2.0


class Clock:
    """Stands still unless it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def solve(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], Solution]:
    """Solve where each verdict takes two seconds and nothing else takes any."""
    clock = Clock()

    def slow(*arguments: Any) -> Any:
        clock.now += VERDICT
        return judge(*arguments)

    monkeypatch.setattr("solver.decoding.judge", slow)

    def solved(limit: float) -> Solution:
        request = instance(*POOL, alternatives=10, min_difference=1, time_limit_s=limit)
        return propose(request, no_rules(), clock=clock)

    return solved


@pytest.mark.parametrize("limit", [VERDICT * (1 + HANDING_OVER) * number + 0.1 for number in (1, 2, 5, 9)])
def test_no_more_are_given_than_can_be_judged_and_handed_over_in_time(
    solve: Callable[[float], Solution], limit: float
) -> None:
    solution = solve(limit)
    each = VERDICT * (1 + HANDING_OVER)
    assert len(solution.proposals) == limit // each
    assert solution.seconds + HANDING_OVER * VERDICT * len(solution.proposals) <= limit


def test_what_was_found_in_time_is_given_with_its_proof_and_bound(solve: Callable[[float], Solution]) -> None:
    solution = solve(11)
    assert (solution.status, len(solution.proposals)) == ("feasible", 2)
    assert solution.objective == solution.bound == solution.proposals[0].objective
    assert all(proposal.proven for proposal in solution.proposals)


def test_the_first_proposal_is_given_however_long_its_verdict_takes(solve: Callable[[float], Solution]) -> None:
    solution = solve(0.5)
    assert (solution.status, len(solution.proposals)) == ("feasible", 1)


def test_with_time_for_all_that_were_asked_for_the_answer_is_proven(solve: Callable[[float], Solution]) -> None:
    solution = solve(60)
    assert (solution.status, len(solution.proposals)) == ("optimal", 10)
