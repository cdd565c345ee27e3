"""Who was not considered, and why. Whoever looks alike to a condition is told the same: it is judged once for all."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from rules.codes import Role
from rules.conditions import Condition
from rules.facts import Participant
from rules.judging import judge_requirement
from solver.board import Board
from solver.model import Ints, any_of
from solver.people.entrants import EXCLUDE, UNKNOWN
from solver.people.facets import facet_of
from solver.problem import Problem
from solver.solution import LeftOut


def left_out_of(problem: Problem, board: Board) -> tuple[LeftOut, ...]:
    """Who was left out, by id. Whom the request excludes is not listed again."""
    said = defaultdict[int, list[str]](list)
    for name in sorted({name for seats in board.seats.values() for name in seats.bars} - {EXCLUDE}):
        barred = [
            may & board.seats[role].bars[name] for role, may in board.may.items() if name in board.seats[role].bars
        ]
        numbers = np.flatnonzero(board.left_out & any_of(barred, len(board.crowd)))
        for number, because in zip(numbers.tolist(), _reasons(problem, name, numbers), strict=True):
            said[number].append(because)
    ids = problem.crowd.ids
    named = sorted((ids[number], " ".join(reasons)) for number, reasons in said.items())
    return tuple(LeftOut(id=name, because=because) for name, because in named)


def _reasons(problem: Problem, name: str, numbers: Ints) -> Iterable[str]:
    """What the condition found of each of those it bars, or the wish."""
    if name == UNKNOWN:
        return ["A fact on which its admission hangs is not known, and the request avoids the unknown."] * len(numbers)
    condition = next(entry.condition for entry in problem.law.admissions if entry.condition.id == name)
    roles = getattr(condition.requirement, "roles", (Role.COORDINATOR,))
    newcomer = Role.BENEFICIARY if Role.BENEFICIARY in roles else Role.COORDINATOR
    pool = problem.crowd.pool
    column = pool.column(facet_of(condition.requirement))
    looks = column.codes[numbers[numbers < len(pool)]].tolist()
    found = {look: _found(condition, column.seated(newcomer)[look], problem) for look in set(looks)}
    guests = [problem.crowd.entrant(number) for number in numbers[numbers >= len(pool)].tolist()]
    own = [_found(condition, guest.in_role(guest.given or newcomer), problem) for guest in guests]
    return [*(found[look] for look in looks), *own]


def _found(condition: Condition, participant: Participant, problem: Problem) -> str:
    findings = judge_requirement(condition.requirement, condition.id, [participant], problem.law.signed)
    return " ".join(f"{condition.title}: found {finding.found} ({condition.id})." for finding in findings)
