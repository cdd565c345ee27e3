"""From a solution to a proposal: members in their roles, the goals measured again, the verdict and the reasons.

Only the rule engine says what is valid. A consortium that it calls ineligible shows that a condition was encoded
wrongly.
"""

import logging
from collections.abc import Sequence

from rules.codes import Role
from rules.verdict import Verdict, judge
from solver.board import Placed
from solver.goals import Level, number
from solver.instance import Goal
from solver.law import case_of
from solver.people.past import Past
from solver.points import measured, shares, subjects_of
from solver.problem import Problem
from solver.solution import Proposal, Seat

logger = logging.getLogger(__name__)

SERVING_KINDS = ("selection", "ratio", "coordinator", "each", "when", "alternatives")


class Disagreement(RuntimeError):
    """The solver proposed what the rule engine calls ineligible: a bug, never an answer."""


def proposal_of(problem: Problem, members: Sequence[Placed], level: Level, proven: bool) -> Proposal:
    """The proposal with its verdict.

    Raises:
        Disagreement: the verdict is ineligible. Losses that have to be survived were judged in the search.
    """
    participants = [placed.participant for placed in members]
    verdict = judge(case_of(problem.instance, participants), problem.rulebook)
    if verdict.status == "ineligible":
        failed = [entry.id for entry in verdict.conditions if entry.status == "not_met"]
        logger.error("proposed consortium %s fails %s", [participant.id for participant in participants], failed)
        raise Disagreement(f"the proposed consortium fails {', '.join(failed)}")
    goals = {goal: measured(goal, members, problem.instance.wishes, problem.past) for goal in Goal}
    first = sorted(members, key=lambda placed: (placed.role is not Role.COORDINATOR, placed.entrant.id))
    return Proposal(
        participants=tuple(_seat(placed, members, verdict, problem) for placed in first),
        objective=level.points(goals),
        goals=goals,
        proven=proven,
        verdict=verdict,
    )


def _seat(placed: Placed, members: Sequence[Placed], verdict: Verdict, problem: Problem) -> Seat:
    serving = [
        entry
        for entry in verdict.conditions
        if entry.requirement.kind in SERVING_KINDS and placed.entrant.id in entry.counted
    ]
    return Seat(
        organisation=placed.entrant.id,
        role=placed.role,
        serves=tuple(dict.fromkeys(entry.id for entry in serving)),
        eu_contribution=placed.participant.eu_contribution,
        goals=_share(placed, members, problem),
        because=_because(placed, members, list(dict.fromkeys(entry.title for entry in serving)), problem),
    )


def _share(placed: Placed, members: Sequence[Placed], problem: Problem) -> dict[Goal, float]:
    """What of the points of each goal it brings, where it brings any."""
    wishes, past = problem.instance.wishes, problem.past
    own = {goal: shares(goal, members, wishes, past)[placed.entrant.id] for goal in Goal}
    return {goal: number(share) for goal, share in own.items() if share}


def _because(placed: Placed, members: Sequence[Placed], titles: list[str], problem: Problem) -> str:
    entrant, others = placed.entrant, [other.entrant for other in members if other.entrant.id != placed.entrant.id]
    said = [_standing(placed)]
    country = entrant.organisation.country
    if country is not None and all(other.organisation.country != country for other in others):
        said.append(f"the only one from {country}")
    wishes = problem.instance.wishes
    own = subjects_of(entrant, wishes)
    alone = own.difference(*(subjects_of(other, wishes) for other in others))
    if alone:
        said.append(f"alone brings {', '.join(sorted(alone))}")
    elif own:
        said.append(f"strengthens {', '.join(sorted(own))}")
    said += _history(entrant.id, {other.id for other in others}, problem.past)
    if entrant.fit:
        said.append(f"fit to the topic {entrant.fit} of 100")
    if titles:
        said.append(f"counts for: {'; '.join(titles)}")
    if placed.is_open:
        said.append("a question about it is open")
    sentence = ", ".join(said)
    return f"{sentence[0].upper()}{sentence[1:]}."


def _history(who: str, others: set[str], past: Past) -> list[str]:
    """Whom it has worked with, or that it is new, where that was asked about."""
    partners = sorted(past.partners.get(who, set()) & others)
    said = [f"has worked with {', '.join(partners)}"] if partners else []
    return [*said, "in no funded project so far"] if past.is_new(who) else said


def _standing(placed: Placed) -> str:
    given = placed.entrant.given
    if given is not None and given is not placed.role:
        return f"agreed, but may only be {placed.role.replace('_', ' ')}"
    if given is not None:
        return "given as coordinator" if given is Role.COORDINATOR else f"agreed as {given.replace('_', ' ')}"
    return "proposed as coordinator" if placed.role is Role.COORDINATOR else "proposed"
