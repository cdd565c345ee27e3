"""What would make an impossible request possible: small changes, each of them tried before it is offered.

First each wish of the conflict alone; where that does not help, a smallest set of wishes; where the law and the pool
leave nothing, newcomers without blemish from countries that count.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import numpy as np

from rules.mending import Change
from rules.sentences import join
from solver.board import Board, Placed
from solver.instance import LARGEST, Candidate, History, Size
from solver.model import Linear
from solver.newcomers import Newcomer, addition, described, spotless
from solver.problem import Problem, problem_of
from solver.relaxing import Remedy, changed, relaxed, remedies_of
from solver.search import Limits
from solver.solution import Repair
from solver.surviving import best_of


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
    mended = _mended(remedy, problem)
    return _optimum(mended, mended.loosest(), Linear(), limits) is not None


def _mended(remedy: Remedy, problem: Problem) -> Problem:
    pool = problem.crowd.pool.joined_by(remedy.newcomers)
    others = [candidate for candidate in remedy.instance.candidates if candidate.organisation.id not in pool.places]
    instance = changed(remedy.instance, candidates=others, history=History())
    return problem_of(instance, problem.rulebook, pool)


def _optimum(problem: Problem, board: Board, objective: Linear, limits: Limits) -> list[Placed] | None:
    outcome = best_of(
        board,
        board.model,
        objective,
        seconds_left=lambda: limits.seconds_left,
        seed=problem.instance.seed,
        cancelled=limits.cancelled,
    )
    return None if outcome.seats is None else board.chosen(outcome.seats, outcome.columns)


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
    board = problem.loosest(frozenset({name}))
    number = len(_optimum(problem, board, board.present() * sign, limits) or ())
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
    return _optimum(problem, problem.loosest(dropped), Linear(), limits) is None


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
    chosen = _optimum(problem, board, board.weighing(prices), limits)
    if chosen is None:
        return None
    return [newcomers[placed.entrant.id] for placed in chosen if placed.entrant.id in newcomers]
