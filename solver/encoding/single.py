"""What stands for itself and counts nobody, where it is a part of another requirement."""

from rules.codes import Role
from rules.facts import Organisation, Participant
from rules.requirements import Admit, AnyRequirement, Coordinator, Money
from solver.encoding.ground import Ground
from solver.matrix import add, weighted

SOMEBODY = Participant(organisation=Organisation(id="somebody"), role=Role.BENEFICIARY)
"""A newcomer of whom nothing is known, no amount either."""


def encode_coordinator(requirement: Coordinator, ground: Ground) -> None:
    """Whoever coordinates, there is always exactly one, may do so."""
    leads = (lead for lead in ground.in_roles([Role.COORDINATOR]) if not ground.bars(requirement, lead))
    ground.rows.at_least(add(*(lead.terms for lead in leads)), 1)


def encode_admission(requirement: Admit, ground: Ground) -> None:
    """Nobody sits where the admission bars from."""
    for placed in ground.in_roles(requirement.roles):
        if ground.bars(requirement, placed):
            ground.rows.at_most(placed.terms, 0)


def encode_outside(requirement: AnyRequirement, ground: Ground) -> None:
    """What only the applicant or people can say, and the budget.

    Where the amounts of the agreed break it, one of those because of whom they do is missing, or a newcomer opens
    them again.
    """
    law, view, condition = ground.answers.law, ground.view, ground.condition
    agreed = list(ground.agreed)
    with_newcomer = agreed if view.people_may_agree else [*agreed, SOMEBODY]
    if view.agrees(law.truths(requirement, condition, with_newcomer)):
        return
    if isinstance(requirement, Money) and view.people_may_agree:
        needed = set(law.culprits(requirement, condition, agreed, view.worlds))
        there = add(*(placed.terms for placed in ground.seats if placed.entrant.id in needed))
        newcomers = add(*(placed.terms for placed in ground.seats if placed.entrant.given is None))
        ground.rows.at_least(weighted([(-1, there), (1, newcomers)]), 1 - len(needed))
    else:
        ground.rows.at_least({}, 1)
