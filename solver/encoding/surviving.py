"""What a consortium needs so that it stays valid whoever but the coordinator drops out.

Two kinds of rows, both *necessary* for surviving (`docs/surviving.md`):

- *spare* rows, for everybody and from the start: a minimum is met by one more than it asks for, unless nobody can be
  lost from it;
- rows for *the loss of one member*, who is named: all compositions over everybody else, which count where it has a
  seat other than the coordinator's. They are added where its loss was seen to break something.

A loss breaks what it makes certainly fail: whatever is unknown afterwards does not. So both are written under the most
lenient view there is, in either world of pending agreements, but all in the same.
"""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np

from rules.applicable import Applicable
from rules.codes import Role
from rules.facts import Participant
from rules.groups import World
from rules.judging.selection import wanted_of
from rules.requirements import Selection
from rules.selecting import Need
from solver.board import Board
from solver.crowd import Labels
from solver.encoding.conditions import encode
from solver.encoding.ground import Ground, counted, within
from solver.encoding.selection import helpers_of
from solver.entrants import SURVIVE
from solver.model import UNBOUNDED, Linear, Mask, any_of
from solver.readings import View
from solver.rows import Classes, Plain

Seats = Mapping[Role, Mask]


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


def encode_spare(entry: Applicable, board: Board, nowhere: Mask) -> None:
    """One more than each minimum of a selection asks for, where one that counts there can be lost."""
    requirement = entry.condition.requirement
    if not isinstance(requirement, Selection) or requirement.min == "all":
        return
    rows, found = Plain(board.model, SURVIVE), []
    for world in worlds_of(board):
        ground = Ground(Plain(board.model, SURVIVE), board, leniently(world), entry.condition.id, ())
        found.append((ground, helpers_of(requirement, ground)))
    ground, helpers = found[-1]
    everybody = ground.in_roles(requirement.roles)
    for need in wanted_of(requirement, 1).needs:
        parts = [one.seats if need.part is None else one.parts[need.part] for _, one in found]
        seats = {
            role: any_of((part[role] for part in parts), board.model.n) | (mask & nowhere)
            for role, mask in everybody.items()
        }
        _one_to_spare(need, ground, rows, seats)
        if len(found) == 1 and requirement.each_from_different != "none" and not need.places:
            _place_to_spare(need.count, helpers.places, ground, rows, seats)
        if len(found) == 1 and need.places:
            _place_to_spare(need.count, helpers.countries, ground, rows, seats)


def _one_to_spare(need: Need, ground: Ground, rows: Plain, seats: Seats) -> None:
    """Where one is enough the coordinator may be it: it is not lost, so it counts twice."""
    terms = ground.number_of(seats)
    if need.count == 1 and Role.COORDINATOR in seats:
        terms += ground.number_of({Role.COORDINATOR: seats[Role.COORDINATOR]})
    rows.at_least(terms, need.count + 1)


def _place_to_spare(count: int, places: Labels, ground: Ground, rows: Plain, seats: Seats) -> None:
    """So many places, and one more where one of those counted would be empty without one member.

    ``there`` says that a place counts, ``doubled`` that two sit there or the coordinator, ``more`` that one of those
    that count is not doubled.
    """
    there, doubled = ground.model.columns(len(places)), ground.model.columns(len(places))
    more = ground.model.column()
    planes = counted(ground.by_plane(seats)).planes
    rows.in_each(Classes(places.codes, len(places), ((there, -1),)), planes, 0, UNBOUNDED)
    twice = dict(planes)
    if Role.COORDINATOR in seats:
        plane = ground.board.planes[Role.COORDINATOR]
        twice[plane] = 2 * seats[Role.COORDINATOR].astype(np.int64)
    rows.in_each(Classes(places.codes, len(places), ((doubled, -2),)), twice, 0, UNBOUNDED)
    for one, other in zip(there.tolist(), doubled.tolist(), strict=True):
        rows.at_least(Linear(columns={more: 1, one: -1, other: 1}), 0)
    alone = ground.number_of(within(seats, places.unknown))
    rows.at_least(alone + Linear(columns={**dict.fromkeys(there.tolist(), 1), more: -1}), count)
