"""Every kind of requirement to the module that encodes it."""

from collections.abc import Sequence

from rules.facts import Participant
from rules.requirements import (
    Admit,
    Alternatives,
    AnyRequirement,
    Coordinator,
    Each,
    Limit,
    Ratio,
    Selection,
    When,
    parts_of,
)
from rules.resolution import Applicable
from solver.answers import Answers
from solver.encoding.composing import encode_alternatives, encode_each, encode_when
from solver.encoding.counting import encode_limit, encode_ratio
from solver.encoding.ground import Ground
from solver.encoding.selection import encode_selection
from solver.encoding.single import encode_admission, encode_coordinator, encode_outside
from solver.members import Members
from solver.readings import Reading


def encode_condition(
    entry: Applicable, members: Members, answers: Answers, reading: Reading, agreed: Sequence[Participant]
) -> None:
    """Add the rows of a condition to the members' matrix."""
    requirement = entry.condition.requirement
    ground = Ground(
        rows=members.matrix,
        answers=answers,
        view=reading.view,
        condition=entry.condition.id,
        seats=members.placed,
        agreed=agreed,
    )
    if not parts_of(requirement):
        encode(requirement, ground)
        return
    for view in reading.views if _worlds_differ(members, answers) else reading.views[-1:]:
        encode(requirement, ground.seen(view))


def _worlds_differ(members: Members, answers: Answers) -> bool:
    return any(answers.hangs_on_agreements(placed.seat.participant) for placed in members.placed)


def encode(requirement: AnyRequirement, ground: Ground) -> None:
    """Add the rows of a requirement that stands for itself or inside another."""
    match requirement:
        case Selection():
            encode_selection(requirement, ground)
        case Limit():
            encode_limit(requirement, ground)
        case Ratio():
            encode_ratio(requirement, ground)
        case Coordinator():
            encode_coordinator(requirement, ground)
        case Admit():
            encode_admission(requirement, ground)
        case Each():
            encode_each(requirement, ground, encode)
        case When():
            encode_when(requirement, ground, encode)
        case Alternatives():
            encode_alternatives(requirement, ground, encode)
        case _:
            encode_outside(requirement, ground)
