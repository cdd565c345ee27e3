"""Who may be chosen, in which role: the planes of seats. Everything that counts members asks here.

Who coordinates needs seats of its own only where it makes a difference to some condition; all for whom it makes none
share one column, and the coordinator is picked among them afterwards.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rules.codes import BENEFICIARIES, Role
from rules.facts import Participant
from solver.model import Ints, Linear, Mask, Model, any_of
from solver.people.crowd import Crowd
from solver.people.entrants import Entrant
from solver.rows import Plain
from solver.screening import Screening, Seats

if TYPE_CHECKING:
    from solver.surviving import Survival


@dataclass(frozen=True)
class Placed:
    """Somebody chosen, in a role; ``is_open`` where a question about its admission is open."""

    entrant: Entrant
    participant: Participant
    is_open: bool

    @property
    def role(self) -> Role:
        """The role of the seat."""
        return self.participant.role

    def paid(self, amounts: Mapping[str, Decimal]) -> "Placed":
        """The same with its part of the budget, in euro."""
        paid = self.participant.model_copy(update={"eu_contribution": amounts[self.entrant.id]})
        return replace(self, participant=paid)


@dataclass(eq=False)
class Board:
    """``may`` tells who could have each role, ``seats`` what bars whom from it, ``planes`` the plane of each role.

    ``indifferent`` are those for whom it makes no difference whether they coordinate; ``anyone`` is the column that is
    1 where one of them does. ``survival`` rules out what a drop-out would break, where that is asked.
    """

    crowd: Crowd
    model: Model
    may: Mapping[Role, Mask]
    seats: Mapping[Role, Seats]
    indifferent: Mask
    planes: dict[Role, int] = field(default_factory=dict)
    anyone: int | None = None
    survival: "Survival | None" = None

    def present(self, those: Mask | None = None) -> Linear:
        """How many of them take part, in any role."""
        return Linear({plane: self._within(plane, those) for plane in self.planes.values()})

    def weighing(self, points: Ints) -> Linear:
        """The points of whoever takes part, in any role."""
        return Linear({plane: np.where(self.model.planes[plane].mask, points, 0) for plane in self.planes.values()})

    def open_seats(self) -> Linear:
        """How many sit where a question is open."""
        return Linear({plane: self._within(plane, self.seats[role].is_open) for role, plane in self.planes.items()})

    def _within(self, plane: int, those: Mask | None) -> Ints:
        mask = self.model.planes[plane].mask
        return (mask if those is None else mask & those).astype(np.int64)

    @cached_property
    def welcome(self) -> Mask:
        """Who may be chosen in some role."""
        return any_of((self.model.planes[plane].mask for plane in self.planes.values()), len(self.crowd))

    @cached_property
    def left_out(self) -> Mask:
        """Who could have had a role and may have none."""
        return any_of(self.may.values(), len(self.crowd)) & ~self.welcome

    def chosen(self, seats: Mapping[int, int], columns: Ints) -> list[Placed]:
        """Who takes part in a solution, in which role; in canonical order."""
        roles = {number: self._role(plane) for number, plane in seats.items()}
        if self.anyone is not None and columns[self.anyone] == 1:
            there = [number for number in roles if self.indifferent[number]]
            roles[min(there, key=lambda number: (-self.crowd.fit[number], number))] = Role.COORDINATOR
        return [self._placed(number, roles[number]) for number in sorted(roles)]

    def _role(self, plane: int) -> Role:
        return next(role for role, number in self.planes.items() if number == plane)

    def _placed(self, number: int, role: Role) -> Placed:
        entrant = self.crowd.entrant(number)
        return Placed(entrant, entrant.in_role(role), bool(self.seats[role].is_open[number]))


def assemble(
    screening: Screening, coordinator: str | None, alike: Callable[[Mask], Mask], *, with_lower: bool = False
) -> Board:
    """Decide who may be chosen. ``coordinator`` is the id of a given one.

    ``alike`` tells for whom of those asked about the seats of beneficiary and coordinator are alike to all conditions.
    ``with_lower``: who is barred from both may be associated partner.
    """
    crowd = screening.crowd
    may = _who_could_have(screening, coordinator is not None)
    if with_lower:
        _lower(may, screening)
    seats = {role: screening.seats(role) for role in may}
    free = {role: mask & seats[role].free for role, mask in may.items()}
    indifferent = _indifferent(free, seats)
    if indifferent.any():
        indifferent &= alike(indifferent)
        free[Role.COORDINATOR] = free[Role.COORDINATOR] & ~indifferent
    board = Board(crowd, Model(len(crowd), 0, len(crowd)), may, seats, indifferent)
    for role, mask in free.items():
        if mask.any():
            board.planes[role] = board.model.plane(mask)
    _one_coordinator(board)
    return board


def _who_could_have(screening: Screening, coordinator_is_given: bool) -> dict[Role, Mask]:
    crowd = screening.crowd
    may = {Role.BENEFICIARY: crowd.free.copy()}
    if not coordinator_is_given:
        may[Role.COORDINATOR] = crowd.free.copy()
    for guest in crowd.guests:
        for role in screening.roles(guest, coordinator_is_given):
            may.setdefault(role, np.zeros(len(crowd), np.bool_))[crowd.numbers[guest.id]] = True
    return {role: may[role] for role in Role if role in may}


def _lower(may: dict[Role, Mask], screening: Screening) -> None:
    """Let in as associated partner who may be that only; anybody where something is dropped, which bars nobody more."""
    free, lower = screening.crowd.free, Role.ASSOCIATED_PARTNER
    higher = any_of((screening.seats(role).free for role in may if role in BENEFICIARIES), len(free))
    only_that = free if screening.dropped else free & ~higher
    may[lower] = may.get(lower, np.zeros(len(free), np.bool_)) | only_that


def _indifferent(free: Mapping[Role, Mask], seats: Mapping[Role, Seats]) -> Mask:
    """Who may be beneficiary or coordinator, and nothing else, with the same open questions."""
    if Role.COORDINATOR not in free:
        return np.zeros(len(free[Role.BENEFICIARY]), np.bool_)
    mask = free[Role.BENEFICIARY] & free[Role.COORDINATOR]
    mask &= seats[Role.BENEFICIARY].is_open == seats[Role.COORDINATOR].is_open
    for role, others in free.items():
        if role not in (Role.BENEFICIARY, Role.COORDINATOR):
            mask &= ~others
    return mask


def _one_coordinator(board: Board) -> None:
    rows = Plain(board.model)
    leads = Linear()
    if Role.COORDINATOR in board.planes:
        plane = board.planes[Role.COORDINATOR]
        leads = Linear({plane: board.model.planes[plane].mask.astype(np.int64)})
    if board.indifferent.any():
        board.anyone = board.model.column()
        rows.at_least(board.present(board.indifferent) - Linear(columns={board.anyone: 1}), 0)
        leads += Linear(columns={board.anyone: 1})
    rows.at_least(leads, 1)
    rows.at_most(leads, 1)
