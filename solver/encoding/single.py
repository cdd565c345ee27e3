"""What stands for itself and counts nobody, where it is a part of another requirement."""

import numpy as np

from rules.codes import Role
from rules.facts import Organisation, Participant
from rules.requirements import Admit, Coordinator, Money
from solver.board import Board
from solver.encoding.ground import Ground
from solver.model import Ints, Linear
from solver.people.facets import facet_of
from solver.people.pool import FACTS, SUB_ROLES, Facet
from solver.rows import Plain

SOMEBODY = Participant(organisation=Organisation(id="somebody"), role=Role.BENEFICIARY)
"""A newcomer of whom nothing is known, no amount either."""


def encode_coordinator(requirement: Coordinator, ground: Ground) -> None:
    """Whoever coordinates, there is always exactly one, may do so."""
    leads = ground.in_roles([Role.COORDINATOR])
    barred = ground.barred(requirement, leads)
    ground.rows.at_least(ground.number_of({role: mask & ~barred[role] for role, mask in leads.items()}), 1)


def encode_admission(requirement: Admit, ground: Ground) -> None:
    """Nobody sits where the admission bars from."""
    ground.rows.at_most(ground.number_of(ground.barred(requirement, ground.in_roles(requirement.roles))), 0)


def encode_budget(requirement: Money, ground: Ground) -> None:
    """The agreed keep to it, or it is open again. Amounts that are open are good enough where people may agree."""
    view, agreed = ground.view, ground.agreed
    if ground.agrees(requirement, agreed if view.people_may_agree else [*agreed, SOMEBODY]):
        return
    if view.people_may_agree:
        reopen_budget(requirement, ground)
    else:
        ground.rows.at_least(Linear(), 1)


def reopen_budget(requirement: Money, ground: Ground) -> None:
    """One of the agreed because of whom it fails is missing, or a newcomer is there whose open amounts reopen it."""
    law, worlds = ground.law, ground.view.worlds
    needed = law.culprits(requirement, ground.condition, ground.agreed, worlds)
    there = ground.board.present(ground.crowd.those(needed))
    ground.rows.at_least(_reopening(requirement, ground) - there, 1 - len(needed))


def encode_unpaid_partners(requirement: Money, condition: str, board: Board) -> None:
    """No newcomer is associated partner who breaks the budget alone: it is paid nothing, whatever is agreed later."""
    plane, crowd = board.planes.get(Role.ASSOCIATED_PARTNER), board.crowd
    if plane is None:
        return

    def breaks(newcomer: Participant) -> bool:
        return crowd.answers.law.fails(requirement, condition, [newcomer])

    breaking = crowd.free & crowd.by_look(_facet(requirement), Role.ASSOCIATED_PARTNER, breaks)
    Plain(board.model, condition).at_most(Linear({plane: breaking.astype(np.int64)}), 0)


def _facet(requirement: Money) -> Facet:
    return tuple(sorted({*facet_of(requirement), "country", "flags", FACTS, SUB_ROLES}))


def _reopening(requirement: Money, ground: Ground) -> Linear:
    """How many newcomers are there with whom it does not fail; who look alike do alike."""
    facet = _facet(requirement)
    free = ground.crowd.free

    def reopens(newcomer: Participant) -> bool:
        together = [*ground.agreed, newcomer]
        return not ground.law.fails(requirement, ground.condition, together, ground.view.worlds)

    masks: dict[int, Ints] = {}
    for role, plane in ground.board.planes.items():
        found = ground.crowd.by_look(facet, role, reopens)
        masks[plane] = (found & free & ground.model.planes[plane].mask).astype(np.int64)
    return Linear(masks)
