"""Why there is no consortium: what is in conflict, and who was left out.

A conflict is found by leaving conditions and wishes out and solving again, one after the other: what can go while it
stays impossible is no part of it, so nothing of what remains can go. Cores that a solver reports are not trusted.
"""

from dataclasses import dataclass

from rules.codes import Role
from rules.language import join
from rules.sentences.money import euro
from rules.sentences.words import percent
from solver.encoding import BUDGET
from solver.limits import Limits
from solver.mending.repairing import repairs_for
from solver.model import Linear
from solver.paying import best_paid
from solver.people.entrants import EXCLUDE, SURVIVE, UNKNOWN
from solver.problem import Problem
from solver.solution import Conflict, Repair
from solver.splitting.budget import Budget


@dataclass(frozen=True)
class Explanation:
    """What is in conflict and what would settle it."""

    conflict: tuple[Conflict, ...]
    repairs: tuple[Repair, ...]


def explain(problem: Problem, limits: Limits) -> Explanation:
    """The conflict and its repairs. Where the time is up what is not shown to be needless stays in the conflict."""
    names = conflict_of(problem, limits)
    return Explanation(
        conflict=tuple(Conflict(id=name, message=_message(problem, name)) for name in names)
        or (Conflict(id="candidates", message="There is nobody to choose from."),),
        repairs=tuple(repairs_for(problem, names, limits)),
    )


def conflict_of(problem: Problem, limits: Limits) -> tuple[str, ...]:
    """Names of conditions and wishes that cannot hold together, none of which can be left out."""
    dropped: frozenset[str] = frozenset()
    needed: list[str] = []
    innocent = _without_a_price(problem, limits)
    for group in problem.names():
        for several in (frozenset(group), innocent & frozenset(group)):
            if len(several) > 1 and _is_impossible(problem, dropped | several, limits):
                dropped |= several
                break
        for name in group:
            if name in dropped:
                continue
            if _is_impossible(problem, dropped | {name}, limits):
                dropped |= {name}
            else:
                needed.append(name)
    return tuple(needed)


def _without_a_price(problem: Problem, limits: Limits) -> frozenset[str]:
    """Names of rows that the engine's proof does without. They are tried together first; nothing more hangs on it."""
    board = problem.loosest()
    core, model = best_paid(problem, Linear(), limits, board=board)[0].core, board.model
    if core is None:
        return frozenset()
    names = {*(row.name for row in model.rows), *(partition.name for partition in model.partitions)}
    return frozenset(names) - core


def _is_impossible(problem: Problem, dropped: frozenset[str], limits: Limits) -> bool:
    outcome, members = best_paid(problem, Linear(), limits, dropped)
    return outcome.final and not members


def _message(problem: Problem, name: str) -> str:
    for wish in problem.wishes:
        if wish.name == name:
            return f"The request asks: {wish.message}."
    for entry in problem.law.resolution.conditions:
        condition = entry.condition
        if condition.id == name:
            source = condition.source
            where = ", ".join(part for part in (source.document, source.article) if part)
            return f"{condition.title} ({where})."
    asked = {
        BUDGET: f"asks for a contribution that can be split: {_limits_of(problem.instance.budget)}",
        EXCLUDE: f"excludes {join(sorted(problem.instance.exclude))}",
        SURVIVE: "asks that it stays valid whoever but the coordinator drops out",
        UNKNOWN: "avoids organisations about whose admission a question is open",
    }
    if name in asked:
        return f"The request {asked[name]}."
    entrant = next(guest for guest in problem.guests if guest.wish == name)
    role = (entrant.given or Role.BENEFICIARY).replace("_", " ")
    return f"The request names {entrant.organisation.label} as {role}."


def _limits_of(budget: Budget) -> str:
    said = [f"{euro(budget.total)} in all"] if budget.total is not None else []
    for share, whom in ((budget.max_share_per_participant, "participant"), (budget.max_share_per_country, "country")):
        said += [] if share is None else [f"at most {percent(share)} for one {whom}"]
    return join(said)
