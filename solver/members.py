"""The variables: who is chosen, in which role. Everything that counts members asks here; nobody indexes columns.

One column says whether an organisation takes part. Who coordinates needs columns of its own only where it makes a
difference to some condition; all for whom it makes none share one, and the coordinator is picked among them afterwards.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rules.codes import Role
from solver.matrix import Matrix, Terms, add
from solver.screening import Entrant, Screening, Seat, barred_everywhere


@dataclass(frozen=True)
class Placed:
    """An entrant in a role it may have; ``terms`` come to 1 where it is chosen in that role, else 0."""

    entrant: Entrant
    seat: Seat
    terms: Terms

    @property
    def role(self) -> Role:
        """The role of the seat."""
        return self.seat.participant.role


@dataclass(frozen=True)
class Lead:
    """A way to choose the coordinator: one entrant, or any one of several for whom it makes no difference."""

    column: int
    entrants: tuple[Entrant, ...]


@dataclass
class Members:
    """Who may be chosen. ``left_out`` are those who may not, with what bars them."""

    matrix: Matrix = field(default_factory=Matrix)
    placed: list[Placed] = field(default_factory=list)
    leads: list[Lead] = field(default_factory=list)
    left_out: dict[str, frozenset[str]] = field(default_factory=dict)
    _present: dict[str, int] = field(default_factory=dict)

    @property
    def entrants(self) -> list[Entrant]:
        """Those who may be chosen, once each, in canonical order."""
        return list({placed.entrant.id: placed.entrant for placed in self.placed}.values())

    def present(self, entrants: Iterable[Entrant]) -> Terms:
        """How many of them take part, in any role."""
        return {self._present[entrant.id]: 1 for entrant in entrants if entrant.id in self._present}

    def in_roles(self, roles: Iterable[Role]) -> list[Placed]:
        """The seats in these roles."""
        wanted = set(roles)
        return [placed for placed in self.placed if placed.role in wanted]

    def chosen(self, values: Sequence[int]) -> list[Placed]:
        """Who takes part in a solution, in which role."""
        coordinator = self._coordinator(values)
        seats: dict[str, Placed] = {}
        for placed in self.placed:
            if values[self._present[placed.entrant.id]] == 1:
                is_lead = placed.entrant.id == coordinator
                if placed.entrant.id not in seats or (placed.role is Role.COORDINATOR) == is_lead:
                    seats[placed.entrant.id] = placed
        return list(seats.values())

    def _coordinator(self, values: Sequence[int]) -> str | None:
        for lead in self.leads:
            if values[lead.column] == 1:
                there = [entrant for entrant in lead.entrants if values[self._present[entrant.id]] == 1]
                return min(there, key=lambda entrant: (-entrant.fit, entrant.id)).id
        return None

    def seat(self, entrant: Entrant, seats: Sequence[Seat]) -> int | None:
        """Give the entrant a column and its seats; ``None`` where it is barred from all of them."""
        if barred := barred_everywhere(seats):
            self.left_out[entrant.id] = barred
            return None
        column = self.matrix.column()
        self._present[entrant.id] = column
        return column


def assemble(
    entrants: Iterable[Entrant],
    screening: Screening,
    coordinator: str | None,
    same_to_all_conditions: Callable[[Seat, Seat], bool],
) -> Members:
    """Decide who may be chosen. ``coordinator`` is the id of a given one."""
    members = Members()
    indifferent: list[Entrant] = []
    for entrant in entrants:
        seats = {role: screening.seat(entrant, role) for role in screening.roles(entrant, coordinator is not None)}
        column = members.seat(entrant, list(seats.values()))
        if column is None:
            continue
        free = {role: seat for role, seat in seats.items() if seat.is_free}
        if set(free) == {Role.BENEFICIARY, Role.COORDINATOR}:
            as_partner, as_lead = free[Role.BENEFICIARY], free[Role.COORDINATOR]
            if same_to_all_conditions(as_partner, as_lead):
                indifferent.append(entrant)
                members.placed += [Placed(entrant, as_partner, {column: 1}), Placed(entrant, as_lead, {})]
            else:
                _two_roles(members, entrant, column, as_partner, as_lead)
        elif len(free) > 1:
            _any_role(members, entrant, column, free)
        else:
            for role, seat in free.items():
                _sit(members, entrant, seat, role, column)
    _one_coordinator(members, indifferent)
    return members


def _two_roles(members: Members, entrant: Entrant, column: int, as_partner: Seat, as_lead: Seat) -> None:
    leads = members.matrix.column()
    members.matrix.at_most({leads: 1, column: -1}, 0)
    members.placed += [
        Placed(entrant, as_partner, {column: 1, leads: -1}),
        Placed(entrant, as_lead, {leads: 1}),
    ]
    members.leads.append(Lead(leads, (entrant,)))


def _any_role(members: Members, entrant: Entrant, column: int, free: Mapping[Role, Seat]) -> None:
    """One of several roles; a column for each."""
    columns = {role: members.matrix.column() for role in free}
    members.matrix.exactly(add(dict.fromkeys(columns.values(), 1), {column: -1}), 0)
    for role, seat in free.items():
        _sit(members, entrant, seat, role, columns[role])


def _sit(members: Members, entrant: Entrant, seat: Seat, role: Role, column: int) -> None:
    members.placed.append(Placed(entrant, seat, {column: 1}))
    if role is Role.COORDINATOR:
        members.leads.append(Lead(column, (entrant,)))


def _one_coordinator(members: Members, indifferent: list[Entrant]) -> None:
    if indifferent:
        one_of_them = members.matrix.column()
        members.matrix.implies_one_of(one_of_them, members.present(indifferent))
        members.leads.append(Lead(one_of_them, tuple(indifferent)))
    members.matrix.exactly(add(*({lead.column: 1} for lead in members.leads)), 1)
