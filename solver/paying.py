"""Consortia that can split the budget: each that is found is tried, and one that cannot is ruled out by itself."""

from collections import Counter
from collections.abc import Sequence

from rules.facts import Participant
from solver.board import Board, Placed
from solver.encoding import BUDGET
from solver.engine import Outcome
from solver.law import Law
from solver.limits import Limits
from solver.model import Linear
from solver.problem import Problem
from solver.rows import Plain
from solver.splitting.budget import Budget
from solver.splitting.dividing import Split, split
from solver.splitting.limits import PAYABLE
from solver.splitting.refusing import Limiting, NoSplit
from solver.surviving import best_of


def best_paid(
    problem: Problem, terms: Linear, limits: Limits, dropped: frozenset[str] = frozenset(), board: Board | None = None
) -> tuple[Outcome, list[Placed]]:
    """The best consortium in the last reading without what is dropped, and its members; none where there is none."""
    board = board or problem.loosest(dropped)
    budget = Budget() if BUDGET in dropped else problem.instance.budget
    law = problem.law.without(dropped)
    while True:
        outcome = best_of(
            board,
            board.model,
            terms,
            seconds_left=lambda: limits.seconds_left,
            seed=problem.instance.seed,
            cancelled=limits.cancelled,
        )
        if outcome.seats is None:
            return outcome, []
        members = board.chosen(outcome.seats, outcome.columns)
        if not isinstance(paid_out(members, budget, law), NoSplit) or not outcome.final:
            return outcome, members
        Plain(board.model, BUDGET).at_least(other_than(members, board), 1 - len(members))


def other_than(members: Sequence[Placed], board: Board) -> Linear:
    """Others less these: with one more they may be able to, so only just these come to less than 1 - their number."""
    there = board.crowd.those([placed.entrant.id for placed in members])
    return board.present(~there) - board.present(there)


def paid_out(members: list[Placed], budget: Budget, law: Law) -> list[Placed] | NoSplit:
    """The members with their parts of the budget, where one is split; or why they cannot split it."""
    divided = _divided([placed.participant for placed in members], budget, law)
    if divided is None or isinstance(divided, NoSplit):
        return divided or members
    return [placed.paid(divided.amounts) for placed in members]


def _divided(participants: Sequence[Participant], budget: Budget, law: Law) -> Split | NoSplit | None:
    """The split of the total; where none is named, whether the shares leave room for any."""
    if budget.total is not None or budget.ceilings is None:
        return split(participants, budget, law)
    countries = Counter(one.organisation.country for one in participants if one.role in PAYABLE)
    placed = {country: number for country, number in countries.items() if country is not None}
    if budget.ceilings.can_hold(placed, countries[None]):
        return None
    said = "these members and their countries cannot take the whole within the largest shares"
    return NoSplit((Limiting(BUDGET, "The largest shares of the budget"),), said)
