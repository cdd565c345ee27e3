"""An instance with its law read and its organisations in order: everything that the readings share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rules.applicable import Applicable
from rules.facts import Participant
from rules.requirements import Fund, Money
from rules.rulebook import Rulebook
from solver.answers import Answers
from solver.board import Board, assemble
from solver.encoding import (
    BUDGET,
    Wish,
    alike_to_all,
    encode_broken_budget,
    encode_condition,
    encode_split,
    encode_unpaid_partners,
    wishes_of,
)
from solver.instance import History, Instance
from solver.law import Law, law_of
from solver.model import Mask
from solver.people.crowd import Crowd
from solver.people.entrants import EXCLUDE, LEAD, SURVIVE, UNKNOWN, Entrant, guests_of
from solver.people.past import Past
from solver.people.pool import Pool
from solver.readings import Reading
from solver.rows import Plain
from solver.screening import Screening, agreed_of, world_of_the_agreed
from solver.splitting.budget import Budget
from solver.splitting.options import is_about_money
from solver.surviving import Survival


@dataclass(frozen=True)
class Problem:
    """What has to be decided. Conditions and wishes have names; `board` builds the model without those dropped."""

    instance: Instance
    rulebook: Rulebook
    law: Law
    crowd: Crowd
    wishes: tuple[Wish, ...]

    @property
    def guests(self) -> Sequence[Entrant]:
        """Lead and agreed members."""
        return self.crowd.guests

    @property
    def past(self) -> Past:
        """Who has worked with whom."""
        return self.crowd.pool.past

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
        broken = (*self.law.broken_by_facts(self.agreed), *self.law.broken_by_amounts(self.agreed))
        paid = [entry for entry in self.law.resolution.conditions if entry.condition.decides and _is_paid(entry)]
        asked = (*self.law.compositions, *broken, *(paid if self.instance.budget != Budget() else []))
        yield list(dict.fromkeys(entry.condition.id for entry in asked))
        yield [
            *([UNKNOWN] if self.instance.unknown == "avoid" else []),
            *([EXCLUDE] if self.instance.exclude else []),
            *([SURVIVE] if self.instance.survive_dropout else []),
            *(guest.wish for guest in self.guests),
            *(wish.name for wish in self.wishes),
            *([BUDGET] if self.instance.budget != Budget() else []),
        ]

    def loosest(self, dropped: frozenset[str] = frozenset()) -> Board:
        """The board in the last reading: what is impossible here is impossible."""
        avoids = self.instance.unknown == "avoid" and UNKNOWN not in dropped
        return self.board(Reading.HOPED if avoids else Reading.OPEN, dropped)

    def board(self, reading: Reading, dropped: frozenset[str] = frozenset()) -> Board:
        """Who may be chosen, with a row for everything that is asked. Dropping more never makes less possible."""
        screening = Screening(
            law=self.law,
            crowd=self.crowd,
            reading=reading,
            avoid_unknown=self.instance.unknown == "avoid",
            excluded=self.crowd.those(self.instance.exclude),
            dropped=dropped,
            agreed_world=world_of_the_agreed(self.guests, self.law, self.crowd.answers, reading),
        )
        coordinator = None if LEAD in dropped else self.instance.coordinator
        compositions = [entry for entry in self.law.compositions if entry.condition.id not in dropped]
        survives = self.instance.survive_dropout and SURVIVE not in dropped
        board = assemble(
            screening,
            coordinator,
            self._alike if not survives else np.zeros_like,
            with_lower=self.instance.wishes.max_associated_partners > 0,
        )
        for wish in self.wishes:  # sizes come first: how many may take part bounds what a row can come to
            if wish.name not in dropped:
                wish.ask(board)
        self._seat_the_agreed(board, dropped)
        if BUDGET not in dropped:
            encode_split(board, self.instance.budget, self.law.without(dropped))
        for entry in compositions:
            if reading.asks(entry):
                encode_condition(entry, board, reading, self.agreed)
        self._keep_to_facts_and_amounts(board, dropped)
        if survives:
            board.survival = Survival.asked(self.law, self.agreed, dropped)
            board.survival.prepare(board)
        return board

    def _alike(self, asked: Mask) -> Mask:
        return alike_to_all(self.law.compositions, self.crowd, asked)

    def _seat_the_agreed(self, board: Board, dropped: frozenset[str]) -> None:
        wanted = [self.crowd.numbers[guest.id] for guest in self.guests if guest.wish not in dropped]
        there = [number for number in wanted if board.welcome[number]]
        board.model.forced = np.array(there, np.int64)
        if len(there) < len(wanted):
            Plain(board.model).at_least(board.present(np.zeros(board.model.n, np.bool_)), 1)

    def _keep_to_facts_and_amounts(self, board: Board, dropped: frozenset[str]) -> None:
        """What the agreed members break whoever joins: one of them is missing, or amounts are open again."""
        for entry in self.law.broken_by_facts(self.agreed):
            if entry.condition.id not in dropped:
                needed = self.law.culprits(entry.condition.requirement, entry.condition.id, self.agreed)
                there = board.present(self.crowd.those(needed))
                Plain(board.model, entry.condition.id).at_most(there, len(needed) - 1)
        for entry in self.law.broken_by_amounts(self.agreed):
            if entry.condition.id not in dropped:
                encode_broken_budget(entry, board, self.agreed)
        for entry in self.law.resolution.conditions:
            requirement, name = entry.condition.requirement, entry.condition.id
            if entry.condition.decides and isinstance(requirement, Money) and name not in dropped:
                encode_unpaid_partners(requirement, name, board)

    @cached_property
    def agreed(self) -> list[Participant]:
        """Those agreed, in the roles agreed."""
        return list(agreed_of(self.guests))


def _is_paid(entry: Applicable) -> bool:
    """Whether it says what is paid to whom."""
    requirement = entry.condition.requirement
    return isinstance(requirement, Fund) or is_about_money(requirement)


def problem_of(instance: Instance, rulebook: Rulebook, pool: Pool | None = None) -> Problem:
    """Read the law for the instance. The candidates are those of the ``pool``, if one is given, and of the instance.

    A pool that is given knows the history; the instance then has none.

    Raises:
        UnknownProgramme: no programme goes by the call's name.
        ImpossibleAmendment: a condition of the call amends what is not there.
    """
    law = law_of(instance, rulebook)
    agreed = {*(member.id for member in instance.members), instance.coordinator}
    own = {candidate.organisation.id: candidate for candidate in instance.candidates}
    if pool is None:
        everybody = Pool(instance.candidates, instance.history)
    elif instance.history != History():
        raise ValueError("a pool has a history of its own")
    else:
        everybody = pool.joined_by([candidate for name, candidate in own.items() if name not in agreed])
    known = {name: everybody.candidate(everybody.places[name]) for name in agreed if name in everybody.places}
    return Problem(
        instance=instance,
        rulebook=rulebook,
        law=law,
        crowd=Crowd(everybody, guests_of(instance, {**known, **own}), Answers(law)),
        wishes=tuple(wishes_of(instance)),
    )
