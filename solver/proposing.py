"""From an instance to its answer."""

from collections.abc import Callable
from time import perf_counter

from rules.rulebook import Rulebook
from solver.instance import Instance
from solver.problem import Problem, problem_of
from solver.solution import Conflict, LeftOut, Proposal, Solution, Status


def propose(
    instance: Instance,
    rulebook: Rulebook,
    *,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Solution:
    """The best consortia, each with its verdict, or a proof that there is none with the reason why.

    ``cancelled`` is asked every few milliseconds while the solver runs; ``progress`` hears a share from 0 to 1. What
    is in hand when the time is up is returned with its bound.

    Raises:
        UnknownProgramme: no programme goes by the call's name.
        ImpossibleAmendment: a condition of the call amends what is not there.
        UnknownName: a fact, sub-role or registration that nobody declared.
        Disagreement: a proposal that the rule engine calls ineligible, which is a bug.
    """
    from solver.decoding import proposal_of  # the search loads OR-Tools, which takes a moment: only who solves waits
    from solver.explaining import explain, left_out_of
    from solver.search import Limits, Search

    began = perf_counter()
    problem = problem_of(instance, rulebook)
    if problem.law.resolution.programme.gives != "grants":
        return Solution(status="infeasible", conflict=(_no_grants(problem),), seconds=perf_counter() - began)
    search = Search(problem, Limits(began + instance.time_limit_s, cancelled))
    proposals: list[Proposal] = []
    bound: float | None = None
    left_out: tuple[LeftOut, ...] | None = None
    considered = 0
    for found in search.run():
        if not proposals:
            bound, considered = found.bound, len(search.board.entrants)
            left_out = left_out_of(problem, search.board)
        proposals.append(proposal_of(problem, found.members, found.level, found.proven))
        if progress is not None:
            progress(len(proposals) / instance.alternatives)
    is_infeasible = not proposals and search.ended == "proof"
    explanation = explain(problem, Limits(perf_counter() + instance.time_limit_s, cancelled)) if is_infeasible else None
    return Solution(
        status=_status(proposals, search.ended),
        objective=proposals[0].objective if proposals else None,
        bound=bound,
        seconds=perf_counter() - began,
        candidates_considered=considered if proposals else len(search.board.entrants),
        proposals=tuple(proposals),
        conflict=explanation.conflict if explanation else (),
        repairs=explanation.repairs if explanation else (),
        left_out=left_out if left_out is not None else left_out_of(problem, search.board),
    )


def _status(proposals: list[Proposal], ended: str) -> Status:
    if ended == "limit":
        return "feasible" if proposals else "gave_up"
    return "optimal" if proposals else "infeasible"


def _no_grants(problem: Problem) -> Conflict:
    programme = problem.law.resolution.programme
    return Conflict(id="programme", message=f"{programme.title} gives no grants to consortia.")
