"""A drop-out drill: what the loss of each member would do to a consortium, and who could best take its place."""

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from rules.codes import Role
from rules.facts import Participant
from rules.rulebook import Rulebook
from rules.verdict import Case, Verdict, Whole, judge
from solver.instance import History, Instance, Size
from solver.solution import Conflict, Proposal, Status, with_requirements

if TYPE_CHECKING:
    from solver.limits import Limits
    from solver.people.pool import Pool
    from solver.problem import Problem


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Substitution(_Answer):
    """The best consortium with somebody else in place of who is lost, and of those who leave with it.

    ``status`` is that of the search: ``infeasible`` says that nobody can take the place.
    """

    status: Status
    newcomers: tuple[str, ...] = ()
    proposal: Proposal | None = None


class Loss(_Answer):
    """What happens when one member drops out.

    ``critical``: the rest is ineligible, because of what is ``broken``. ``left`` is the status of the verdict of the
    rest, ``None`` where nobody is left. Without its coordinator a consortium is a draft, on which the conditions on the
    coordinator are open: that seat is critical only where something else fails.
    """

    organisation: str
    role: Role
    critical: bool
    left: Whole | None
    broken: tuple[Conflict, ...] = ()
    replacement: Substitution


class Drill(_Answer):
    """What `drill` answers. ``survives``: the consortium is valid, and stays so whoever but the coordinator is lost."""

    survives: bool
    losses: tuple[Loss, ...]
    verdict: Annotated[Verdict, BeforeValidator(with_requirements)]
    seconds: float = 0.0


class NobodyToLose(ValueError):
    """The instance names no members and no lead."""


def drill(
    instance: Instance,
    rulebook: Rulebook,
    *,
    pool: "Pool | None" = None,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float], None] | None = None,
    clock: Callable[[], float] = perf_counter,
) -> Drill:
    """Drill the consortium of the instance's members and lead; the pool and the wishes are for the replacements.

    The others keep their seats, the one that was lost stays away, and the consortium is as large as before; the sizes
    and alternatives of the instance say nothing here. Where it asks to survive a drop-out, what comes of a replacement
    does. Whoever joins a draft without a coordinator coordinates. What is not found when the time is up is not there,
    with the status ``gave_up``. The other arguments are those of `solver.propose`.

    Raises:
        NobodyToLose: there is no consortium.
        UnknownProgramme: no programme goes by the call's name.
        ImpossibleAmendment: a condition of the call amends what is not there.
        UnknownName: a fact, sub-role or registration that nobody declared.
        Disagreement: a replacement that the rule engine calls ineligible, which is a bug.
    """
    from solver.limits import Limits
    from solver.people.pool import Pool
    from solver.problem import problem_of

    began = clock()
    until = began + instance.time_limit_s
    everybody = Pool(instance.candidates, instance.history) if pool is None else pool
    problem = problem_of(instance, rulebook, pool)
    members = _members_of(problem)
    verdict = judge(_case(instance, members), rulebook)
    losses = []
    for number, member in enumerate(members):
        limits = Limits(clock() + (until - clock()) / (len(members) - number), cancelled, clock)
        replacement = _replaced(problem, everybody, member, members, limits)
        losses.append(_loss(problem, member, members, replacement))
        if progress is not None:
            progress((number + 1) / len(members))
    is_lost = any(loss.critical for loss in losses if loss.role is not Role.COORDINATOR)
    return Drill(
        survives=verdict.status != "ineligible" and not is_lost,
        losses=tuple(losses),
        verdict=verdict,
        seconds=clock() - began,
    )


def _members_of(problem: "Problem") -> list[Participant]:
    """The coordinator first, then the others in canonical order."""
    members = sorted(problem.agreed, key=lambda member: (member.role is not Role.COORDINATOR, member.id))
    if not members:
        raise NobodyToLose("there is no consortium to drill: name its members")
    return members


def _case(instance: Instance, participants: Sequence[Participant]) -> Case:
    from solver.law import case_of

    return case_of(instance, list(participants))


def _loss(problem: "Problem", member: Participant, members: Sequence[Participant], replacement: Substitution) -> Loss:
    from solver.surviving import those_left

    rest = those_left(members, member.id)
    verdict = judge(_case(problem.instance, rest), problem.rulebook) if rest else None
    unmet = (entry for entry in verdict.conditions if entry.status == "not_met") if verdict else ()
    messages = {entry.id: entry.message for entry in unmet if entry.force in ("eligibility", "admissibility")}
    return Loss(
        organisation=member.id,
        role=member.role,
        critical=verdict is not None and verdict.status == "ineligible",
        left=verdict.status if verdict else None,
        broken=tuple(Conflict(id=name, message=message) for name, message in messages.items()),
        replacement=replacement,
    )


def _replaced(
    problem: "Problem", pool: "Pool", lost: Participant, members: Sequence[Participant], limits: "Limits"
) -> Substitution:
    from solver.decoding import proposal_of
    from solver.problem import problem_of
    from solver.search import Search
    from solver.surviving import those_left

    rest = those_left(members, lost.id)
    instance = _without(problem.instance, lost, rest, len(members))
    search = Search(problem_of(instance, problem.rulebook, pool), limits)
    for found in search.run():
        proposal = proposal_of(search.problem, found.members, found.level, found.proven)
        stayed = {participant.id for participant in rest}
        newcomers = tuple(seat.organisation for seat in proposal.participants if seat.organisation not in stayed)
        status: Status = "optimal" if found.proven else "feasible"
        return Substitution(status=status, newcomers=newcomers, proposal=proposal)
    return Substitution(status="infeasible" if search.ended == "proof" else "gave_up")


def _without(instance: Instance, lost: Participant, rest: Sequence[Participant], size: int) -> Instance:
    """The request for the same number of members, those who are left among them; who leads does so as a member."""
    gone = {member.id for member in instance.members} - {member.id for member in rest} | {lost.id}
    return instance.model_copy(
        update={
            "candidates": [],
            "history": History(),
            "lead": None,
            "members": list(rest),
            "exclude": sorted({*instance.exclude, *gone}),
            "size": Size.model_construct(min=size, max=size),
            "alternatives": 1,
        }
    )
