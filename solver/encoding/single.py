"""What stands for itself and counts nobody, where it is a part of another requirement."""

from rules.codes import Role
from rules.facts import Organisation, Participant
from rules.requirements import Admit, Coordinator, Money
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


def encode_budget(requirement: Money, ground: Ground) -> None:
    """The agreed keep to it, or it is open again. Amounts that are open are good enough where people may agree."""
    view, agreed = ground.view, ground.agreed
    if ground.agrees(requirement, agreed if view.people_may_agree else [*agreed, SOMEBODY]):
        return
    if view.people_may_agree:
        reopen_budget(requirement, ground)
    else:
        ground.rows.at_least({}, 1)


def reopen_budget(requirement: Money, ground: Ground) -> None:
    """One of the agreed because of whom it fails is missing, or a newcomer is there whose open amounts reopen it."""
    law, agreed, worlds = ground.answers.law, ground.agreed, ground.view.worlds
    needed = law.culprits(requirement, ground.condition, agreed, worlds)
    there = add(*(placed.terms for placed in ground.seats if placed.entrant.id in needed))
    reopening = (
        placed.terms
        for placed in ground.seats
        if placed.entrant.given is None
        and not law.fails(requirement, ground.condition, [*agreed, placed.seat.participant], worlds)
    )
    ground.rows.at_least(weighted([(-1, there), (1, add(*reopening))]), 1 - len(needed))
