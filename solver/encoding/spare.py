"""What can be asked of everybody from the start so that a consortium survives a drop-out: something to spare.

A minimum is met by one more than it asks for, and who is needed for an exact number or a share is not to be lost. All
rows here are *necessary* for surviving (`docs/surviving.md`): what they let through may still break, and what only they
keep out would break. So an unknown answer counts in favour here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from rules.applicable import Applicable
from rules.codes import Role
from rules.judging.selection import wanted_of
from rules.requirements import Filter, Limit, Ratio, Selection
from rules.selecting import Need
from solver.board import Board
from solver.encoding.counting import tie_to_columns
from solver.encoding.ground import Ground, counted, within
from solver.encoding.selection import helpers_of
from solver.encoding.surviving import leniently, worlds_of
from solver.model import UNBOUNDED, Linear, Mask
from solver.people.crowd import Labels
from solver.people.entrants import SURVIVE
from solver.rows import Classes, Plain

Seats = Mapping[Role, Mask]


@dataclass(frozen=True, eq=False)
class Spare:
    """Writes the rows of one condition; ``grounds`` see it in each world of pending agreements.

    ``nowhere`` are those who sit somewhere nobody knows: they may fill any place.
    """

    grounds: list[Ground]
    nowhere: Mask

    @property
    def ground(self) -> Ground:
        """Where worlds do not matter."""
        return self.grounds[-1]

    @property
    def rows(self) -> Plain:
        """The rows count in any case."""
        return Plain(self.ground.model, SURVIVE)

    def of_selection(self, requirement: Selection) -> None:
        """One more than each minimum asks for, and one place more where a place hangs on one member."""
        if requirement.min == "all":
            return
        found = [helpers_of(requirement, ground) for ground in self.grounds]
        for need in wanted_of(requirement, 1).needs:
            parts = [one.seats if need.part is None else one.parts[need.part] for one in found]
            seats = self._any(requirement.roles, parts)
            self._one(need, seats)
            if len(found) == 1 and need.places:
                self._places(need.count, found[0].countries, seats)
            elif len(found) == 1 and requirement.each_from_different != "none":
                self._places(need.count, found[0].places, seats)

    def _any(self, roles: list[Role] | tuple[Role, ...], parts: list[Seats]) -> Seats:
        everybody = self.ground.in_roles(roles)
        return {
            role: np.logical_or.reduce([part[role] for part in parts]) | (mask & self.nowhere)
            for role, mask in everybody.items()
        }

    def _one(self, need: Need, seats: Seats) -> None:
        """Where one is enough the coordinator may be it: it is not lost, so it counts twice."""
        terms = self.ground.number_of(seats)
        if need.count == 1 and Role.COORDINATOR in seats:
            terms += self.ground.number_of({Role.COORDINATOR: seats[Role.COORDINATOR]})
        self.rows.at_least(terms, need.count + 1)

    def _places(self, count: int, places: Labels, seats: Seats) -> None:
        """So many places, and one more where one of those counted would be empty without one member.

        ``there`` says that a place counts, ``doubled`` that two sit there or the coordinator, ``more`` that one of
        those that count is not doubled.
        """
        model, planes = self.ground.model, counted(self.ground.by_plane(seats)).planes
        there, doubled, more = model.columns(len(places)), model.columns(len(places)), model.column()
        self.rows.in_each(Classes(places.codes, len(places), ((there, -1),)), planes, 0, UNBOUNDED)
        twice = dict(planes)
        if Role.COORDINATOR in seats:
            twice[self.ground.board.planes[Role.COORDINATOR]] = 2 * seats[Role.COORDINATOR].astype(np.int64)
        self.rows.in_each(Classes(places.codes, len(places), ((doubled, -2),)), twice, 0, UNBOUNDED)
        for one, other in zip(there.tolist(), doubled.tolist(), strict=True):
            self.rows.at_least(Linear(columns={more: 1, one: -1, other: 1}), 0)
        alone = self.ground.number_of(within(seats, places.unknown))
        self.rows.at_least(alone + Linear(columns={**dict.fromkeys(there.tolist(), 1), more: -1}), count)

    def of_limit(self, requirement: Limit) -> None:
        """Who certainly counts towards an exact number is not to be lost, unless others may make up for it."""
        if requirement.exactly is None or requirement.independent or requirement.per != "consortium":
            return
        may_count, counts = self._may_and_do(requirement.where, requirement.roles)
        lost = self._lost_of(counts)
        number = self.ground.number_of(may_count)
        self.rows.at_least(number - Linear(columns={lost: requirement.exactly + 1}), 0)

    def of_ratio(self, requirement: Ratio) -> None:
        """A share still holds with one fewer inside, or one fewer outside; where all is known of everybody."""
        inside, certainly = self._may_and_do(requirement.where, requirement.roles)
        base, certainly_of = self._may_and_do(requirement.of, requirement.roles)
        if any((inside[role] != certainly[role]).any() or (base[role] != certainly_of[role]).any() for role in base):
            return
        inside = {role: mask & base[role] for role, mask in inside.items()}
        number, of = self.ground.number_of(inside), self.ground.number_of(base)
        if requirement.min_share is not None:
            share, slack = Fraction(str(requirement.min_share)), requirement.rounding == "down"
            rows, least = self.rows.where(self._lost_of(inside)), 1 - share.denominator if slack else 0
            left = number * share.denominator - of * share.numerator
            rows.at_least(left, least + share.denominator - share.numerator)
        if requirement.max_share is not None:
            share, slack = Fraction(str(requirement.max_share)), requirement.rounding == "up"
            outside = {role: mask & ~inside[role] for role, mask in base.items()}
            rows, most = self.rows.where(self._lost_of(outside)), share.denominator - 1 if slack else 0
            rows.at_most(number * share.denominator - of * share.numerator, most - share.numerator)

    def _may_and_do(self, where: Filter, roles: list[Role] | tuple[Role, ...]) -> tuple[Seats, Seats]:
        """The seats that count in some world if all turns out well, and those that do in any case."""
        everybody = self.ground.in_roles(roles)
        helping = [ground.would_help(where, everybody) for ground in self.grounds]
        burdening = [ground.burdens(where, everybody) for ground in self.grounds]
        return (
            {role: np.logical_or.reduce([seats[role] for seats in helping]) for role in everybody},
            {role: np.logical_and.reduce([seats[role] for seats in burdening]) for role in everybody},
        )

    def _lost_of(self, seats: Seats) -> int:
        """A column that is 1 where one of these sits elsewhere than on the coordinator's seat."""
        column = self.ground.model.column()
        losable: Seats = {role: mask for role, mask in seats.items() if role is not Role.COORDINATOR}
        tie_to_columns(self.ground, losable, np.zeros(self.ground.model.n, np.int64), np.array([column]))
        return column


def encode_spare(entry: Applicable, board: Board, nowhere: Mask) -> None:
    """Add what the condition asks everybody to have to spare; nothing for those that are made of others."""
    rows, name = Plain(board.model, SURVIVE), entry.condition.id
    spare = Spare([Ground(rows, board, leniently(world), name, ()) for world in worlds_of(board)], nowhere)
    match entry.condition.requirement:
        case Selection() as selection:
            spare.of_selection(selection)
        case Limit() as limit:
            spare.of_limit(limit)
        case Ratio() as ratio:
            spare.of_ratio(ratio)
        case _:
            return
