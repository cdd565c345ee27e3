"""What would make an impossible request possible: small changes, each of them tried before it is offered.

First each wish of the conflict alone; where that does not help, a smallest set of wishes; where the law and the pool
leave nothing, newcomers without blemish from countries that count.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import numpy as np

from rules.language import join
from rules.mending import Change
from solver.board import Board, Placed
from solver.instance import LARGEST, Candidate, History, Size
from solver.limits import Limits
from solver.mending.newcomers import Newcomer, addition, described, spotless
from solver.mending.relaxing import Remedy, changed, relaxed, remedies_of
from solver.model import Linear
from solver.paying import best_paid
from solver.problem import Problem, problem_of
from solver.solution import Repair


def repairs_for(problem: Problem, conflict: Sequence[str], limits: Limits) -> Iterator[Repair]:
    """Repairs of the request, the smallest kind that helps."""
    single = [remedy for name in conflict for remedy in _first_that_helps(problem, name, limits)]
    if single:
        yield from (Repair(message=remedy.message, changes=remedy.changes) for remedy in single)
        return
    for remedy in (*_several(problem, limits), *_newcomers(problem, limits)):
        if _helps(remedy, problem, limits):
            yield Repair(message=remedy.message, changes=remedy.changes)
            return


def _helps(remedy: Remedy, problem: Problem, limits: Limits) -> bool:
    return bool(_optimum(_mended(remedy, problem), Linear(), limits))


def _mended(remedy: Remedy, problem: Problem) -> Problem:
    pool = problem.crowd.pool.joined_by(remedy.newcomers)
    others = [candidate for candidate in remedy.instance.candidates if candidate.organisation.id not in pool.places]
    instance = changed(remedy.instance, candidates=others, history=History())
    return problem_of(instance, problem.rulebook, pool)


def _optimum(
    problem: Problem,
    objective: Linear,
    limits: Limits,
    dropped: frozenset[str] = frozenset(),
    board: Board | None = None,
) -> list[Placed]:
    """The members of the best consortium in the last reading; nobody where there is none."""
    return best_paid(problem, objective, limits, dropped, board)[1]


def _first_that_helps(problem: Problem, name: str, limits: Limits) -> Iterator[Remedy]:
    remedies = _remedies(problem, name, limits)
    yield from islice((remedy for remedy in remedies if _helps(remedy, problem, limits)), 1)


def _remedies(problem: Problem, name: str, limits: Limits) -> Iterator[Remedy]:
    if name.startswith("size."):
        yield from _other_size(problem, name, limits)
    else:
        yield from remedies_of(problem.instance, name)


def _other_size(problem: Problem, name: str, limits: Limits) -> Iterator[Remedy]:
    """The nearest size that is possible."""
    sign = -1 if name == "size.max" else 1
    dropped = frozenset({name})
    board = problem.loosest(dropped)
    number = len(_optimum(problem, board.present() * sign, limits, dropped, board))
    if not 1 <= number <= LARGEST:
        return
    old = problem.instance.size
    new, said = (Size(min=old.min, max=number), "at most") if sign < 0 else (Size(min=number, max=old.max), "at least")
    change = Change(op="relax", condition=name, value=number)
    yield Remedy(changed(problem.instance, size=new), f"Ask for {said} {number} participants.", (change,))


def _several(problem: Problem, limits: Limits) -> Iterator[Remedy]:
    """A smallest set of wishes to give up together: all of them, and then back with each that does no harm."""
    *_, names = problem.names()
    given_up = frozenset(names)
    if not names or _impossible_without(problem, given_up, limits):
        return
    for name in names:
        if not _impossible_without(problem, given_up - {name}, limits):
            given_up -= {name}
    instance, changes = problem.instance, list[Change]()
    for name in sorted(given_up):
        remedy = relaxed(instance, name, name)
        instance, changes = remedy.instance, [*changes, *remedy.changes]
    yield Remedy(instance, f"Give up together: {join(sorted(given_up))}.", tuple(changes))


def _impossible_without(problem: Problem, dropped: frozenset[str], limits: Limits) -> bool:
    return not _optimum(problem, Linear(), limits, dropped)


def _newcomers(problem: Problem, limits: Limits) -> Iterator[Remedy]:
    """As few organisations without blemish as would do, and as few wishes given up with them as need be."""
    crowd = problem.crowd
    there = set(crowd.countries.names)
    welcome = spotless(problem.law, there, problem.instance.wishes.countries)
    newcomers = {one.organisation.id: one for one in welcome if crowd.number(one.organisation.id) is None}
    joining = tuple(_as_candidate(one) for one in newcomers.values())
    larger = _mended(Remedy(problem.instance, "", (), joining), problem)
    chosen = _fewest(larger, newcomers, limits)
    given_up: list[Remedy] = []
    if chosen is None:
        given_up = list(_several(larger, limits))
        larger = _mended(given_up[0], larger) if given_up else larger
        chosen = _fewest(larger, newcomers, limits)
    if chosen:
        said = [
            f"Add to the pool {join(described(one, larger.law) for one in chosen)}, for instance.",
            *(one.message for one in given_up),
        ]
        changes = [addition(newcomer) for newcomer in chosen]
        changes += [change for one in given_up for change in one.changes]
        yield Remedy(larger.instance, " ".join(said), tuple(changes), joining)


def _as_candidate(newcomer: Newcomer) -> Candidate:
    """All is known of it, also that it has no other sub-role."""
    return Candidate(organisation=newcomer.organisation, sub_roles=[newcomer.sub_role] if newcomer.sub_role else [])


def _fewest(problem: Problem, newcomers: Mapping[str, Newcomer], limits: Limits) -> list[Newcomer] | None:
    board = problem.loosest()
    prices = np.zeros(len(problem.crowd), np.int64)
    for name, newcomer in newcomers.items():
        prices[problem.crowd.number(name)] = -newcomer.price
    chosen = _optimum(problem, board.weighing(prices), limits, board=board)
    if not chosen:
        return None
    return [newcomers[placed.entrant.id] for placed in chosen if placed.entrant.id in newcomers]
