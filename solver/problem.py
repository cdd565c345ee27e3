"""An instance with its law read and its organisations in order: everything that the readings share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rules.codes import Role
from rules.facts import Participant
from rules.rulebook import Rulebook
from solver.answers import Answers
from solver.encoding import Wish, encode_broken_budget, encode_condition, same_to_all_conditions, wishes_of
from solver.instance import Instance
from solver.law import Law, law_of
from solver.members import Members, assemble
from solver.readings import Reading
from solver.screening import EXCLUDE, LEAD, UNKNOWN, Entrant, Screening, entrants_of, world_of_the_agreed


@dataclass(frozen=True)
class Problem:
    """What has to be decided. Conditions and wishes have names; `members` builds the matrix without those dropped."""

    instance: Instance
    rulebook: Rulebook
    law: Law
    entrants: tuple[Entrant, ...]
    answers: Answers
    wishes: tuple[Wish, ...]
    _sitters: dict[tuple[str, Role], tuple[Participant, int]] = field(default_factory=dict)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The readings to try, the surest first. Who avoids the unknown gets no open one."""
        needless = {Reading.OPEN} if self.instance.unknown == "avoid" else set()
        if not self.law.leaves_to_people:
            needless.add(Reading.ASKED)  # the same as the one before
        return tuple(reading for reading in Reading if reading not in needless)

    def names(self) -> Iterator[list[str]]:
        """The names of all that is asked, in groups: who is admitted, what the law asks of the whole, the wishes."""
        yield [entry.condition.id for entry in self.law.admissions]
        agreed = self._agreed()
        broken = (*self.law.broken_by_facts(agreed), *self.law.broken_by_amounts(agreed))
        yield [entry.condition.id for entry in (*self.law.compositions, *broken)]
        yield [
            *([UNKNOWN] if self.instance.unknown == "avoid" else []),
            *([EXCLUDE] if self.instance.exclude else []),
            *(entrant.wish for entrant in self.entrants if entrant.given is not None),
            *(wish.name for wish in self.wishes),
        ]

    def loosest(self, dropped: frozenset[str] = frozenset()) -> Members:
        """The members in the last reading: what is impossible here is impossible."""
        avoids = self.instance.unknown == "avoid" and UNKNOWN not in dropped
        return self.members(Reading.HOPED if avoids else Reading.OPEN, dropped)

    def members(self, reading: Reading, dropped: frozenset[str] = frozenset()) -> Members:
        """Who may be chosen, with a row for everything that is asked. Dropping more never makes less possible."""
        members = assemble(
            self.entrants,
            Screening(
                law=self.law,
                answers=self.answers,
                reading=reading,
                avoid_unknown=self.instance.unknown == "avoid",
                dropped=dropped,
                agreed_world=world_of_the_agreed(self.entrants, self.law, self.answers, reading),
                sitters=self._sitters,
            ),
            None if LEAD in dropped else self.instance.coordinator,
            same_to_all_conditions(self.law.compositions, self.answers),
        )
        self._seat_the_agreed(members, dropped)
        for entry in self.law.compositions:
            if entry.condition.id not in dropped and reading.asks(entry):
                encode_condition(entry, members, self.answers, reading, self._agreed())
        for entry in self.law.broken_by_facts(self._agreed()):
            if entry.condition.id not in dropped:
                needed = self.law.culprits(entry.condition.requirement, entry.condition.id, self._agreed())
                self._without(needed, members)
        for entry in self.law.broken_by_amounts(self._agreed()):
            if entry.condition.id not in dropped:
                encode_broken_budget(entry, members, self.answers, self._agreed())
        for wish in self.wishes:
            if wish.name not in dropped:
                wish.rows(members)
        return members

    def _seat_the_agreed(self, members: Members, dropped: frozenset[str]) -> None:
        for entrant in self.entrants:
            if entrant.given is not None and entrant.wish not in dropped:
                members.matrix.at_least(members.present([entrant]), 1)

    def _without(self, agreed: Sequence[str], members: Members) -> None:
        """One of these agreed members is missing."""
        there = members.present(entrant for entrant in self.entrants if entrant.id in set(agreed))
        members.matrix.at_most(there, len(agreed) - 1)

    def _agreed(self) -> list[Participant]:
        return [entrant.in_role(entrant.given) for entrant in self.entrants if entrant.given is not None]


def problem_of(instance: Instance, rulebook: Rulebook) -> Problem:
    """Read the law for the instance.

    Raises:
        UnknownProgramme: no programme goes by the call's name.
        ImpossibleAmendment: a condition of the call amends what is not there.
    """
    law = law_of(instance, rulebook)
    return Problem(
        instance=instance,
        rulebook=rulebook,
        law=law,
        entrants=entrants_of(instance),
        answers=Answers(law),
        wishes=tuple(wishes_of(instance)),
    )
