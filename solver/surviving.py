"""Consortia that stay valid whoever but the coordinator drops out: found, judged, and where need be ruled out.

The rows that a board has from the start are necessary for surviving and not enough. So the losses of what is found are
judged by the rule engine; where one breaks something, rows for that member are added and the search goes on. Each loss
seen to break something is also ruled out by itself, so every round is new and nothing is found that does not survive.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from rules.assessment import assess, entries_until_unmet
from rules.codes import Role
from rules.entries import Status
from rules.facts import Participant
from rules.identity import canonical_order
from solver.board import Board, Placed
from solver.encoding.spare import encode_spare
from solver.encoding.surviving import encode_loss, nowhere_known
from solver.engine import Outcome, maximise
from solver.engine.outcome import nothing
from solver.law import Law
from solver.model import Linear, Model
from solver.people.entrants import SURVIVE
from solver.rows import Plain


def those_left(participants: Sequence[Participant], lost: str) -> list[Participant]:
    """Who is left when one drops out: an entity affiliated to it leaves with it."""
    return [one for one in participants if lost not in (one.id, one.affiliated_to)]


def broken_by(law: Law, participants: Sequence[Participant]) -> tuple[str, ...]:
    """The ids of conditions because of which these participants are ineligible, by the rule engine."""
    entries = assess(law.resolution, canonical_order(participants), law.signed).entries
    unmet = (entry.condition.id for entry in entries if entry.decides and entry.status is Status.NOT_MET)
    return tuple(dict.fromkeys(unmet))


def is_ineligible(law: Law, participants: Sequence[Participant]) -> bool:
    """Whether the rule engine calls these participants ineligible."""
    entries = entries_until_unmet(law.resolution, canonical_order(participants), law.signed)
    return any(entry.decides and entry.status is Status.NOT_MET for entry in entries)


def losable(participants: Sequence[Participant]) -> Iterator[str]:
    """The ids of those who may drop out: everybody but the coordinator."""
    return (participant.id for participant in participants if participant.role is not Role.COORDINATOR)


@dataclass
class Survival:
    """Keeps a board to consortia that survive. ``agreed`` take part already; dropped conditions are not asked."""

    law: Law
    agreed: Sequence[Participant]
    _rows_for: set[str] = field(default_factory=set)

    @classmethod
    def asked(cls, law: Law, agreed: Sequence[Participant], dropped: frozenset[str]) -> "Survival":
        """What is asked of the rest after a loss: everything but what is dropped."""
        conditions = tuple(entry for entry in law.resolution.conditions if entry.condition.id not in dropped)
        compositions = tuple(
            entry for entry in law.compositions if entry.condition.id not in dropped and not entry.hangs_on
        )
        resolution = replace(law.resolution, conditions=conditions)
        return cls(replace(law, resolution=resolution, compositions=compositions), agreed)

    def prepare(self, board: Board) -> None:
        """Add the rows that everybody needs."""
        nowhere = nowhere_known(self.law.compositions, board)
        for entry in self.law.compositions:
            encode_spare(entry, board, nowhere)

    def rule_out(self, board: Board, members: Sequence[Placed], is_over: Callable[[], bool]) -> bool:
        """Add rows against losses that would break this consortium; ``False`` where it survives them all.

        Where it is over before all losses are judged that is not known, and the consortium is none to be given.
        """
        participants, fatal = [placed.participant for placed in members], list[str]()
        for lost in losable(participants):
            if is_over():
                return True
            if is_ineligible(self.law, those_left(participants, lost)):
                fatal.append(lost)
        for lost in fatal:
            left = {participant.id for participant in those_left(participants, lost)}
            self._forbid(board, members, left)
            if lost not in self._rows_for:
                self._rows_for.add(lost)
                self._ask_of_the_rest(board, lost)
        return bool(fatal)

    def _ask_of_the_rest(self, board: Board, lost: str) -> None:
        agreed = those_left(self.agreed, lost)
        leaving = {participant.id for participant in self.agreed} - {participant.id for participant in agreed} | {lost}
        number = board.crowd.number(lost)
        if number is not None:
            encode_loss(self.law.compositions, board, number, board.crowd.those(sorted(leaving)), agreed)

    def _forbid(self, board: Board, members: Sequence[Placed], left: set[str]) -> None:
        """Nobody but one may join those who are left; where more than one leaves, this very consortium is ruled out.

        With ``r`` left: twice those of them there, less all others, is at most ``2 r - 2``. All of them there and one
        more is too much; with two more it is not, and neither with one of them missing.
        """
        one_leaves = len(left) == len(members) - 1
        kept = [placed for placed in members if placed.entrant.id in left] if one_leaves else list(members)
        weight = 2 if one_leaves else 1
        terms = board.present(~board.crowd.those([placed.entrant.id for placed in kept])) * -1
        for placed in kept:
            number = board.crowd.number(placed.entrant.id)
            terms += Linear({board.planes[placed.role]: weight * (np.arange(board.model.n) == number)})
        Plain(board.model, SURVIVE).at_most(terms, weight * (len(kept) - 1))


def best_of(
    board: Board,
    model: Model,
    terms: Linear,
    *,
    behind: Sequence[Model] = (),
    seconds_left: Callable[[], float],
    seed: int = 0,
    cancelled: Callable[[], bool] | None = None,
) -> Outcome:
    """The best seats of the board's model, or of a copy of it with more rows; they survive where that is asked.

    Rows against losses are added to the board's model, to this copy and to those ``behind`` it, and stay.
    """

    def is_over() -> bool:
        return seconds_left() <= 0

    copies = [one for one in (model, *behind) if one is not board.model]
    while True:
        outcome = maximise(model.maximising(terms), seconds=seconds_left(), seed=seed, cancelled=cancelled)
        if board.survival is None or outcome.seats is None:
            return outcome
        written = _written(board.model)
        if not board.survival.rule_out(board, board.chosen(outcome.seats, outcome.columns), is_over):
            return outcome
        for copy in copies:
            _catch_up(copy, board.model, written)
        if not outcome.final:
            return nothing(len(model.upper), final=False, bound=outcome.bound)


def _written(model: Model) -> tuple[int, int, int, int]:
    return len(model.planes), len(model.rows), len(model.partitions), len(model.upper)


def _catch_up(copy: Model, model: Model, written: tuple[int, int, int, int]) -> None:
    """Add to a copy what has been written into the model since."""
    planes, rows, partitions, columns = written
    copy.planes += model.planes[planes:]
    copy.rows += model.rows[rows:]
    copy.partitions += model.partitions[partitions:]
    copy.lower += model.lower[columns:]
    copy.upper += model.upper[columns:]
    copy.points += model.points[columns:]
