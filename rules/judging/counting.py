"""Limits and shares: how many, at most; what part of all."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

from rules.context import Context
from rules.facts import Participant
from rules.filters import holds
from rules.judging.finding import Finding, in_roles
from rules.requirements import Limit, Ratio
from rules.sentences import describe, join, limit_needed, names, percent, ratio_needed
from rules.truth import Answer, Truth


def judge_limit(requirement: Limit, participants: Sequence[Participant], context: Context) -> Finding:
    """At most, or exactly, so many. An unknown fact counts against a maximum and not for an exact number."""
    pool = in_roles(participants, requirement.roles)
    answers = [(participant, holds(requirement.where, participant, context)) for participant in pool]
    low, high = _largest_count(requirement, answers, sure=True), _largest_count(requirement, answers, sure=False)
    counted = tuple(p.id for p, answer in answers if answer.truth is Truth.TRUE)
    return Finding(
        truth=_limit_truth(requirement, low, high),
        needed=limit_needed(requirement, context.words),
        found=str(low) if low == high else f"{low} to {high}",
        missing=_limit_missing(requirement, low, high),
        counted=counted,
        may_count=tuple(p.id for p, answer in answers if answer.truth is Truth.UNKNOWN),
        asks=_asks(requirement, answers) if low != high else (),
    )


def _asks(
    requirement: Limit, answers: list[tuple[Participant, Answer]]
) -> tuple[tuple[str | None, frozenset[str]], ...]:
    """The facts that decide whether somebody counts, and in which class."""
    place = {"country": "country", "region": "nuts"}.get(requirement.per)
    asks: list[tuple[str | None, frozenset[str]]] = []
    for participant, answer in answers:
        unplaced = {place} if place and class_of(requirement, participant) is None else set()
        if answer.truth is not Truth.FALSE and (missing := answer.missing | unplaced):
            asks.append((participant.id, missing))
    return tuple(asks)


def _largest_count(requirement: Limit, answers: list[tuple[Participant, Answer]], sure: bool) -> int:
    good = {Truth.TRUE} if sure else {Truth.TRUE, Truth.UNKNOWN}
    counts: Counter[str] = Counter()
    unplaced = 0
    for participant, answer in answers:
        if answer.truth not in good:
            continue
        label = class_of(requirement, participant)
        if label is None:
            unplaced += not sure
        else:
            counts[label] += 1
    if requirement.independent:
        return len({group_of(p) for p, answer in answers if answer.truth in good})
    return max(counts.values(), default=0) + unplaced


def class_of(requirement: Limit, participant: Participant) -> str | None:
    """The country, region or group in which a participant is counted; ``None`` is not known."""
    organisation = participant.organisation
    match requirement.per:
        case "consortium":
            return "all"
        case "country":
            return organisation.country
        case "region":
            return organisation.nuts[:4] if organisation.nuts and len(organisation.nuts) >= 4 else None
        case "control_group":
            return group_of(participant)


def group_of(participant: Participant) -> str:
    """The control group; who has none known is one of its own."""
    return participant.organisation.control_group or f"only:{participant.id}"


def _limit_truth(requirement: Limit, low: int, high: int) -> Truth:
    if requirement.max is not None:
        return Truth.TRUE if high <= requirement.max else Truth.FALSE if low > requirement.max else Truth.UNKNOWN
    exact = requirement.exactly or 0
    if low == high == exact:
        return Truth.TRUE
    return Truth.UNKNOWN if low <= exact <= high else Truth.FALSE


def _limit_missing(requirement: Limit, low: int, high: int) -> str:
    if requirement.max is not None:
        return f"{low - requirement.max} too many" if low > requirement.max else ""
    exact = requirement.exactly or 0
    return f"{low - exact} too many" if low > exact else f"{exact - high} more" if high < exact else ""


def judge_ratio(requirement: Ratio, participants: Sequence[Participant], context: Context) -> Finding:
    """A share of participants, exact in fractions."""
    pool = in_roles(participants, requirement.roles)
    base = [(p, holds(requirement.of, p, context)) for p in pool]
    inside = {p.id: holds(requirement.where, p, context) for p in pool}
    sure = [p for p, answer in base if answer.truth is Truth.TRUE]
    low = sum(inside[p.id].truth is Truth.TRUE for p in sure)
    high = sum(inside[p.id].truth is not Truth.FALSE for p in sure)
    unsure_base = any(answer.truth is Truth.UNKNOWN for _, answer in base)
    outcomes = {_share_holds(requirement, number, len(sure)) for number in range(low, high + 1)}
    truth = Truth.UNKNOWN if unsure_base or len(outcomes) > 1 else Truth.of(outcomes.pop())
    members = [p for p in sure if inside[p.id].truth is Truth.TRUE]
    return Finding(
        truth=truth,
        needed=ratio_needed(requirement, context.words),
        found=f"{low} of {len(sure)} ({percent(low / len(sure) if sure else 0)}): {join(names(members)) or 'nobody'}",
        missing="" if truth is Truth.TRUE else f"the share of those {describe(requirement.where, context.words)}",
        counted=tuple(p.id for p in members),
        may_count=tuple(p.id for p in sure if inside[p.id].truth is Truth.UNKNOWN),
        asks=tuple(
            (p.id, inside[p.id].missing | answer.missing)
            for p, answer in base
            if inside[p.id].missing or answer.missing
        ),
    )


def _share_holds(requirement: Ratio, members: int, base: int) -> bool:
    if requirement.min_share is not None and members < _rounded(requirement, requirement.min_share, base):
        return False
    return requirement.max_share is None or members <= _rounded(requirement, requirement.max_share, base)


def _rounded(requirement: Ratio, share: float, base: int) -> Fraction | int:
    exact = Fraction(str(share)) * base
    match requirement.rounding:
        case "none":
            return exact
        case "up":
            return ceil(exact)
        case "down":
            return floor(exact)
