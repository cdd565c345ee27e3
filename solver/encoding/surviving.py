"""What has to hold of those left when one member drops out: all compositions over everybody but the one who is lost.

The rows count where that one has a seat other than the coordinator's. A loss breaks what it makes certainly fail;
whatever is unknown afterwards does not. So they are written under the most lenient view there is, in either world of
pending agreements, but all in the same. Such rows are *necessary* for surviving (`docs/surviving.md`).
"""

from collections.abc import Sequence
from itertools import product

import numpy as np

from rules.applicable import Applicable
from rules.codes import Role
from rules.facts import Participant
from rules.groups import World
from solver.board import Board
from solver.encoding.conditions import encode
from solver.encoding.ground import Ground
from solver.model import Linear, Mask
from solver.people.entrants import SURVIVE
from solver.readings import View
from solver.rows import Plain


def leniently(world: World) -> View:
    """Nothing that is unknown stands in the way."""
    return View((world,), facts_may_turn_out_well=True, people_may_agree=True, unknown_is_well=True)


def encode_loss(
    compositions: Sequence[Applicable], board: Board, who: int, leaving: Mask, agreed: Sequence[Participant]
) -> None:
    """Rows that count where this one sits elsewhere than on the coordinator's seat: what is left has to hold.

    ``leaving`` are those who leave with it, itself among them, and ``agreed`` those agreed who stay. Somebody who sits
    nobody knows where takes the rows away: how that may turn out is for the rule engine to say.
    """
    alone = np.arange(board.model.n) == who
    theirs = Linear({plane: board.model.planes[plane].mask & alone for plane in losable(board)})
    nowhere = board.present(nowhere_known(compositions, board) & ~leaving)
    guard = board.model.column()
    rows = Plain(board.model, SURVIVE)
    rows.at_least(Linear(columns={guard: 1}) - theirs + nowhere, 0)
    _in_one_world(compositions, board, guard, leaving, agreed)


def losable(board: Board) -> list[int]:
    """The planes of seats that can be lost: all but the coordinator's."""
    return [plane for role, plane in board.planes.items() if role is not Role.COORDINATOR]


def nowhere_known(compositions: Sequence[Applicable], board: Board) -> Mask:
    """Who sits somewhere nobody knows."""
    mask = board.crowd.countries.unknown
    if any('"region"' in entry.condition.requirement.model_dump_json() for entry in compositions):
        regions = board.crowd.labels(("nuts",), "nuts", lambda participant: participant.organisation.nuts)
        mask = mask | regions.unknown
    return mask & board.welcome


def _in_one_world(
    compositions: Sequence[Applicable], board: Board, guard: int, leaving: Mask, agreed: Sequence[Participant]
) -> None:
    worlds, columns = worlds_of(board), [guard]
    if len(worlds) > 1:
        columns = board.model.columns(len(worlds)).tolist()
        Plain(board.model, SURVIVE).where(guard).at_least(Linear(columns=dict.fromkeys(columns, 1)), 1)
    for (world, column), entry in product(zip(worlds, columns, strict=True), compositions):
        rows = Plain(board.model, SURVIVE).where(column)
        ground = Ground(rows, board, leniently(world), entry.condition.id, agreed, inside=~leaving)
        encode(entry.condition.requirement, ground)


def worlds_of(board: Board) -> tuple[World, ...]:
    """The worlds of pending agreements that differ for somebody who may be chosen."""
    return tuple(World) if board.crowd.hang_on_agreements[board.welcome].any() else (World.AS_HOPED,)
