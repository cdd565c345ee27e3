"""Every kind of requirement to the module that encodes it."""

from collections.abc import Sequence

from rules.applicable import Applicable
from rules.facts import Participant
from rules.groups import World
from rules.requirements import (
    Admit,
    Alternatives,
    AnyRequirement,
    Coordinator,
    Each,
    Limit,
    Money,
    Ratio,
    Selection,
    When,
    parts_of,
)
from solver.board import Board
from solver.encoding.composing import encode_alternatives, encode_each, encode_when
from solver.encoding.counting import encode_limit, encode_ratio
from solver.encoding.ground import Ground
from solver.encoding.selection import encode_selection
from solver.encoding.settling import settled
from solver.encoding.single import encode_admission, encode_budget, encode_coordinator, reopen_budget
from solver.model import Linear
from solver.readings import Reading, View
from solver.rows import Plain


def encode_condition(entry: Applicable, board: Board, reading: Reading, agreed: Sequence[Participant]) -> None:
    """Add the rows of a condition to the model."""
    requirement = entry.condition.requirement
    ground = _everybody(entry, board, reading.view, agreed)
    if not parts_of(requirement):
        encode(requirement, ground)
        return
    for view in reading.views if board.crowd.hang_on_agreements[board.welcome].any() else reading.views[-1:]:
        encode(requirement, ground.seen(view))


def encode_broken_budget(entry: Applicable, board: Board, agreed: Sequence[Participant]) -> None:
    """Add the row of a budget that the agreed members alone break."""
    ground = _everybody(entry, board, View(tuple(World)), agreed)
    if isinstance(entry.condition.requirement, Money):
        reopen_budget(entry.condition.requirement, ground)


def _everybody(entry: Applicable, board: Board, view: View, agreed: Sequence[Participant]) -> Ground:
    name = entry.condition.id
    return Ground(rows=Plain(board.model, name), board=board, view=view, condition=name, agreed=agreed)


def encode(requirement: AnyRequirement, ground: Ground) -> None:
    """Add the rows of a requirement that stands for itself or inside another."""
    if (holds := settled(requirement, ground)) is not None:
        if not holds:
            ground.rows.at_least(Linear(), 1)
        return
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
        case Money():
            encode_budget(requirement, ground)
        case other:
            raise TypeError(f"{other.kind} is settled or stands alone")
