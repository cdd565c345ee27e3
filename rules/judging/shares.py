"""Shares: those who satisfy one filter among those who satisfy another, exact in fractions."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import ceil, floor

from rules.context import Context
from rules.facts import Participant
from rules.filters import holds
from rules.judging.finding import Finding, in_roles
from rules.requirements import Ratio
from rules.sentences.counting import ratio_found, ratio_missing, ratio_needed
from rules.sentences.words import Text, Words
from rules.truth import Answer, Truth


@dataclass(frozen=True)
class _Seat:
    participant: Participant
    in_base: Answer
    inside: Answer

    @property
    def is_open(self) -> bool:
        """Whether a fact is missing that could change the share."""
        return self.in_base.truth is not Truth.FALSE and Truth.UNKNOWN in (self.in_base.truth, self.inside.truth)

    @property
    def looks(self) -> set[tuple[int, int]]:
        """What it may add to those inside and to the base."""
        base = {Truth.TRUE: {1}, Truth.FALSE: {0}, Truth.UNKNOWN: {0, 1}}[self.in_base.truth]
        inside = {Truth.TRUE: {1}, Truth.FALSE: {0}, Truth.UNKNOWN: {0, 1}}[self.inside.truth]
        return {(number * one, one) for one in base for number in inside}


def judge_ratio(requirement: Ratio, participants: Sequence[Participant], context: Context) -> Finding:
    """A share of participants, exact in fractions: every number of members that can be is looked at.

    As long as it is not known who makes up the base, the answer is unknown.
    """
    seats = [
        _Seat(p, holds(requirement.of, p, context), holds(requirement.where, p, context))
        for p in in_roles(participants, requirement.roles)
    ]
    outcomes = {_holds(requirement, members, base) for members, base in _reachable(seats)}
    is_open = len(outcomes) > 1 or any(seat.in_base.truth is Truth.UNKNOWN for seat in seats)
    truth = Truth.UNKNOWN if is_open else Truth.of(outcomes.pop())
    sure = [seat for seat in seats if seat.in_base.truth is Truth.TRUE]
    still_open = [seat for seat in seats if seat.is_open]
    return Finding(
        truth,
        partial(_tell, requirement, seats, truth, context.words),
        counted=tuple(seat.participant.id for seat in sure if seat.inside.truth is Truth.TRUE),
        may_count=tuple(seat.participant.id for seat in still_open if seat.inside.truth is not Truth.FALSE),
        asks=tuple((seat.participant.id, seat.in_base.missing | seat.inside.missing) for seat in still_open)
        if truth is Truth.UNKNOWN
        else (),
    )


def _reachable(seats: Sequence[_Seat]) -> set[tuple[int, int]]:
    """Every number of members and of the base that the unknown facts leave possible."""
    reached = {(0, 0)}
    for seat in seats:
        looks = seat.looks
        reached = {(members + more, base + one) for members, base in reached for more, one in looks}
    return reached


def _holds(requirement: Ratio, members: int, base: int) -> bool:
    if requirement.min_share is not None and members < rounded(requirement, requirement.min_share, base):
        return False
    return requirement.max_share is None or members <= rounded(requirement, requirement.max_share, base)


def rounded(requirement: Ratio, share: float, base: int) -> Fraction | int:
    """How many of the base the share is, rounded as the requirement says."""
    exact = Fraction(str(share)) * base
    match requirement.rounding:
        case "none":
            return exact
        case "up":
            return ceil(exact)
        case "down":
            return floor(exact)


def _tell(requirement: Ratio, seats: Sequence[_Seat], truth: Truth, words: Words) -> Text:
    sure = [seat for seat in seats if seat.in_base.truth is Truth.TRUE]
    members = [seat.participant for seat in sure if seat.inside.truth is Truth.TRUE]
    perhaps = [seat.participant for seat in seats if seat.is_open]
    return Text(
        needed=ratio_needed(requirement, words),
        found=ratio_found(members, len(sure), perhaps),
        missing=""
        if truth is Truth.TRUE
        else ratio_missing(requirement, _too_few(requirement, seats), _too_many(requirement, seats), words),
    )


MOST_SOUGHT = 1_000
"""A share that so many newcomers do not reach is one of all."""


def _sure(seats: Sequence[_Seat]) -> tuple[int, int]:
    """Those who certainly count, and the base that is certain."""
    base = [seat for seat in seats if seat.in_base.truth is Truth.TRUE]
    return sum(seat.inside.truth is Truth.TRUE for seat in base), len(base)


def _too_few(requirement: Ratio, seats: Sequence[_Seat]) -> int | None:
    """How many newcomers who count reach the least share, each of them making the base larger; ``None``: none do."""
    members, base = _sure(seats)
    least = requirement.min_share or 0
    reached = (more for more in range(MOST_SOUGHT) if members + more >= rounded(requirement, least, base + more))
    return next(reached, None)


def _too_many(requirement: Ratio, seats: Sequence[_Seat]) -> int:
    """How many of those who count have to go, each of them making the base smaller."""
    members, base = _sure(seats)
    most = 1 if requirement.max_share is None else requirement.max_share
    return next(fewer for fewer in range(members + 1) if members - fewer <= rounded(requirement, most, base - fewer))
