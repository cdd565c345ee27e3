"""From an instance to its answer."""

from collections.abc import Callable
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from rules.rulebook import Rulebook
from solver.instance import Instance
from solver.pacing import Pace
from solver.solution import Conflict, LeftOut, Proposal, Solution, Status

if TYPE_CHECKING:
    from solver.limits import Limits
    from solver.people.pool import Pool
    from solver.problem import Problem


def propose(
    instance: Instance,
    rulebook: Rulebook,
    *,
    pool: "Pool | None" = None,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float], None] | None = None,
    clock: Callable[[], float] = perf_counter,
) -> Solution:
    """The best consortia, each with its verdict, or a proof that there is none with the reason why.

    A ``pool`` that is given, packed for many requests, holds the candidates; the instance then names none.
    ``cancelled`` is asked every few milliseconds while the solver runs; ``progress`` hears a share from 0 to 1. What
    is in hand when the time is up is returned with its bound; ``clock`` tells the time in seconds.

    Raises:
        UnknownProgramme: no programme goes by the call's name.
        ImpossibleAmendment: a condition of the call amends what is not there.
        UnknownName: a fact, sub-role or registration that nobody declared.
        Disagreement: a proposal that the rule engine calls ineligible, which is a bug.
    """
    from solver.decoding import proposal_of  # numpy and OR-Tools take a moment to load: only who solves waits
    from solver.limits import Limits
    from solver.mending.explaining import explain
    from solver.mending.left_out import left_out_of
    from solver.problem import problem_of
    from solver.search import Search

    began = clock()
    problem = problem_of(instance, rulebook, pool)
    if problem.law.resolution.programme.gives != "grants":
        return Solution(status="infeasible", conflict=(no_grants(problem),), seconds=clock() - began)
    pace = Pace(began + instance.time_limit_s, clock)
    search = Search(problem, Limits(pace.look_until, cancelled, clock))
    proposals: list[Proposal] = []
    bound: float | None = None
    left_out: tuple[LeftOut, ...] | None = None
    considered = 0
    for found in search.run():
        if not proposals:
            bound, considered = found.bound, int(search.board.welcome.sum())
            left_out = left_out_of(problem, search.board)
        with pace.judging():
            proposals.append(proposal_of(problem, found.members, found.level, found.proven))
        search.limits = replace(search.limits, until=pace.look_until)
        if progress is not None:
            progress(len(proposals) / instance.alternatives)
    otherwise = _objective_otherwise(problem, search.limits) if instance.survive_dropout else None
    is_infeasible = not proposals and search.ended == "proof"
    own_limit = Limits(clock() + instance.time_limit_s, cancelled, clock)
    explanation = explain(problem, own_limit) if is_infeasible else None
    return Solution(
        status=_status(proposals, search.ended),
        objective=proposals[0].objective if proposals else None,
        bound=bound,
        objective_otherwise=otherwise,
        seconds=clock() - began,
        candidates_considered=considered if proposals else int(search.board.welcome.sum()),
        proposals=tuple(proposals),
        conflict=explanation.conflict if explanation else (),
        repairs=explanation.repairs if explanation else (),
        left_out=left_out if left_out is not None else left_out_of(problem, search.board),
    )


def _objective_otherwise(problem: "Problem", limits: "Limits") -> float | None:
    """The points of the best consortium that need not survive a drop-out, where that is proven in time."""
    from solver.decoding import proposal_of
    from solver.search import Search

    instance = problem.instance.model_copy(update={"survive_dropout": False, "alternatives": 1})
    search = Search(replace(problem, instance=instance), limits)
    best = [proposal_of(search.problem, one.members, one.level, one.proven) for one in search.run() if one.proven]
    return best[0].objective if best else None


def _status(proposals: list[Proposal], ended: str) -> Status:
    if ended == "limit":
        return "feasible" if proposals else "gave_up"
    return "optimal" if proposals else "infeasible"


def no_grants(problem: "Problem") -> Conflict:
    """Why nothing is proposed for a programme of another kind."""
    programme = problem.law.resolution.programme
    return Conflict(id="programme", message=f"{programme.title} gives no grants to consortia.")
