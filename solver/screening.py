"""Who may sit where: everybody in each role it could have, with what bars it and what is asked about it.

Admission is decided here, before anything is solved; what is left are counts over chosen members.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial

import numpy as np

from rules.applicable import Applicable
from rules.codes import Role
from rules.facts import Participant
from rules.groups import World
from rules.requirements import Admit
from rules.truth import Answer, Truth
from solver.answers import Answers
from solver.law import Law, concerns
from solver.model import Mask, any_of
from solver.people.crowd import Crowd
from solver.people.entrants import EXCLUDE, UNKNOWN, Entrant
from solver.readings import Answered, Reading


@dataclass(frozen=True, eq=False)
class Seats:
    """The seats of one role: by name what bars whom from it, and about whom a question is open."""

    role: Role
    bars: dict[str, Mask]
    is_open: Mask

    @cached_property
    def free(self) -> Mask:
        """Whom nothing bars."""
        return ~any_of(self.bars.values(), len(self.is_open))


@dataclass(frozen=True, eq=False)
class Screening:
    """Decides seats in one reading.

    What is in ``dropped`` (ids of conditions and wishes) is not asked. Dropping more never bars anybody more: an agreed
    member whose wish is dropped may stay away or have another role, but is judged as leniently as before.
    ``agreed_world`` is the one world of pending agreements in which all agreed members are judged.
    """

    law: Law
    crowd: Crowd
    reading: Reading
    avoid_unknown: bool
    excluded: Mask
    dropped: frozenset[str]
    agreed_world: World
    _seats: dict[Role, Seats] = field(default_factory=dict)

    def seats(self, role: Role) -> Seats:
        """Everybody in the role, whether or not it could have it."""
        if role not in self._seats:
            self._seats[role] = self._screened(role)
        return self._seats[role]

    def _screened(self, role: Role) -> Seats:
        free = self.crowd.free
        bars: dict[str, Mask] = {}
        is_open = np.zeros(len(free), np.bool_)
        for entry in self.law.admissions:
            name = entry.condition.id
            if name in self.dropped or not concerns(entry, role):
                continue
            told = self.crowd.bars(entry.condition.requirement, role)
            is_open |= told.mask("is open", _is_open)
            key = (_is_downgrade(entry), entry.hangs_on, self.reading, self.agreed_world)
            newcomers = told.mask((*key, "newcomers"), partial(self._bars, entry, is_agreed=False))
            agreed = told.mask((*key, "agreed"), partial(self._bars, entry, is_agreed=True))
            bars[name] = np.where(free, newcomers, agreed) | bars.get(name, False)
        if self.avoid_unknown and UNKNOWN not in self.dropped:
            bars[UNKNOWN] = is_open & free
        if EXCLUDE not in self.dropped:
            bars[EXCLUDE] = self.excluded
        return Seats(role, bars, is_open)

    def roles(self, guest: Entrant, coordinator_is_given: bool) -> tuple[Role, ...]:
        """The roles a guest could have, whether or not it is barred from them."""
        free = (Role.BENEFICIARY,) if coordinator_is_given else (Role.BENEFICIARY, Role.COORDINATOR)
        if guest.given is None:
            return free
        agreed = self._agreed_roles(guest, guest.given)
        return agreed if guest.wish not in self.dropped else tuple(dict.fromkeys((*agreed, *free)))

    def _agreed_roles(self, guest: Entrant, given: Role) -> tuple[Role, ...]:
        """The role agreed, and associated partner where the law would have it so.

        Where what bars it from the role agreed is dropped it may have either.
        """
        lower, number = Role.ASSOCIATED_PARTNER, self.crowd.numbers[guest.id]
        certainly_barred = self._worlds_barred(given, number - len(self.crowd.pool)) == set(World)
        if given is Role.COORDINATOR or not certainly_barred or not self.seats(lower).free[number]:
            return (given,)
        return (given, lower)

    def _worlds_barred(self, role: Role, place: int) -> set[World]:
        """The worlds in which some condition, dropped or not, bars from the role."""
        concerned = (entry for entry in self.law.admissions if concerns(entry, role))
        told = ((entry, self.crowd.bars(entry.condition.requirement, role).guest(place)) for entry in concerned)
        return set[World]().union(*(_worlds_barred(entry, barred) for entry, barred in told))

    def _bars(self, entry: Applicable, barred: Answered, *, is_agreed: bool) -> bool:
        """An agreed member stays while its admission is only conditional; a free one has to be admitted for sure.

        Conditional is what fails in one world only; but no consortium lives in two worlds.
        """
        if not is_agreed and any(map(_hangs_on_an_exception, barred.values())):
            return True
        if _lowers(entry, barred):
            return True
        in_worlds = {world for world in World if barred[world].truth is Truth.TRUE}
        if is_agreed:
            return self.agreed_world in in_worlds and not entry.hangs_on
        return not in_worlds.isdisjoint(self.reading.worlds) and self.reading.asks(entry)


def world_of_the_agreed(guests: Iterable[Entrant], law: Law, answers: Answers, reading: Reading) -> World:
    """As signed where that bars none of them; as hoped where one needs a pending agreement, or the reading does."""
    if World.AS_SIGNED not in reading.worlds:
        return World.AS_HOPED
    for participant in agreed_of(guests):
        for entry in law.admissions:
            if concerns(entry, participant.role):
                barred = answers.bars(entry.condition.requirement, participant)
                if _worlds_barred(entry, barred) == {World.AS_SIGNED}:
                    return World.AS_HOPED
    return World.AS_SIGNED


def agreed_of(guests: Iterable[Entrant]) -> Iterator[Participant]:
    """Those agreed, in the roles agreed."""
    return (guest.in_role(guest.given) for guest in guests if guest.given is not None)


def _is_open(barred: Answered) -> bool:
    return any(answer.truth is Truth.UNKNOWN for answer in barred.values())


def _worlds_barred(entry: Applicable, barred: Answered) -> set[World]:
    """The worlds in which the condition bars, or lowers the role."""
    if _lowers(entry, barred):
        return set(World)
    return {world for world in World if barred[world].truth is Truth.TRUE and not entry.hangs_on}


def _lowers(entry: Applicable, barred: Answered) -> bool:
    return _is_downgrade(entry) and barred[World.AS_SIGNED].truth is Truth.TRUE


def _is_downgrade(entry: Applicable) -> bool:
    requirement = entry.condition.requirement
    return isinstance(requirement, Admit) and requirement.effect == "downgrade"


def _hangs_on_an_exception(answer: Answer) -> bool:
    """Only something declared could let it in, such as guarantees in place of legal personality.

    An exception needs a positive answer.
    """
    return answer.truth is Truth.UNKNOWN and all(name.startswith("fact:") for name in answer.missing)
