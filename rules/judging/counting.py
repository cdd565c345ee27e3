"""Limits: how many, at most or exactly, in all or in each country, region or control group."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from rules.context import Context
from rules.facts import Participant
from rules.filters import holds
from rules.judging.finding import Asks, Finding, in_roles
from rules.language import N_, _
from rules.requirements import Limit
from rules.sentences.counting import Reached, class_label, limit_change, limit_found, limit_missing, limit_needed
from rules.sentences.words import Text, Words
from rules.truth import Answer, Truth

Counted = Sequence[tuple[Participant, Answer]]


@dataclass(frozen=True)
class _Class:
    """Those who are counted together. ``joining`` have no known class and may belong to this one."""

    label: str
    certain: tuple[Participant, ...]
    perhaps: tuple[Participant, ...]
    joining: tuple[Participant, ...]


def judge_limit(requirement: Limit, participants: Sequence[Participant], context: Context) -> Finding:
    """At most, or exactly, so many: of each class that has somebody to count.

    Exact where the unknown facts are independent of each other: somebody whose class is unknown may be of any that is
    there or of another one. An exact number in each class is left unknown while a class is.
    """
    answers: Counted = [
        (participant, answer)
        for participant in in_roles(participants, requirement.roles)
        if (answer := holds(requirement.where, participant, context)).truth is not Truth.FALSE
    ]
    classes = _classes(requirement, answers)
    truth = _truth(requirement, classes)
    return Finding(
        truth,
        partial(_tell, requirement, classes, truth, context.words),
        counted=tuple(participant.id for participant, answer in answers if answer.truth is Truth.TRUE),
        may_count=tuple(participant.id for participant, answer in answers if answer.truth is Truth.UNKNOWN),
        asks=_asks(requirement, answers) if truth is Truth.UNKNOWN else (),
    )


def _classes(requirement: Limit, answers: Counted) -> list[_Class]:
    """The classes with somebody in them; one for nobody where all are counted together."""
    nowhere = tuple(participant for participant, _answer in answers if class_of(requirement, participant) is None)
    labels = {label for participant, _answer in answers if (label := class_of(requirement, participant)) is not None}
    if requirement.per == "consortium":
        labels.add(TOGETHER)
    found = []
    for label in sorted(labels):
        inside = [(p, answer) for p, answer in answers if class_of(requirement, p) == label]
        certain = tuple(p for p, answer in inside if answer.truth is Truth.TRUE)
        perhaps = tuple(p for p, answer in inside if answer.truth is Truth.UNKNOWN)
        found.append(_Class(label, certain, perhaps, nowhere))
    if nowhere:
        surely = {p.id for p, answer in answers if answer.truth is Truth.TRUE}
        first = next((p for p in nowhere if p.id in surely), None)
        others = tuple(p for p in nowhere if p is not first)
        found.append(_Class(UNPLACED, (first,) if first else (), (), others))
    return found


TOGETHER, UNPLACED = "", N_("in a place that is not known")


def _truth(requirement: Limit, classes: Sequence[_Class]) -> Truth:
    outcomes = {_truth_of(requirement, one) for one in classes}
    return Truth.FALSE if Truth.FALSE in outcomes else Truth.UNKNOWN if Truth.UNKNOWN in outcomes else Truth.TRUE


def _truth_of(requirement: Limit, one: _Class) -> Truth:
    """Whether one class keeps to the number.

    One without anybody certain may turn out to be empty; of an exact number nobody may be in an unknown place.
    """
    low, high = count(requirement, one.certain), count(requirement, _all_of(one))
    if requirement.max is not None:
        return Truth.FALSE if low > requirement.max else Truth.of(True if high <= requirement.max else None)
    if low == high == requirement.exactly and one.label != UNPLACED:
        return Truth.TRUE
    may_be_empty = low == 0 and one.label != TOGETHER
    is_possible = low <= (requirement.exactly or 0) <= high or may_be_empty or one.label == UNPLACED
    return Truth.UNKNOWN if is_possible else Truth.FALSE


def _all_of(one: _Class) -> tuple[Participant, ...]:
    return (*one.certain, *one.perhaps, *one.joining)


def count(requirement: Limit, members: Sequence[Participant]) -> int:
    """How many they are; of a control group one where the limit counts independent entities."""
    return len({group_of(member) for member in members}) if requirement.independent else len(members)


def class_of(requirement: Limit, participant: Participant) -> str | None:
    """The country, region or group in which a participant is counted; ``None`` is not known."""
    organisation = participant.organisation
    match requirement.per:
        case "consortium":
            return TOGETHER
        case "country":
            return organisation.country
        case "region":
            return organisation.nuts[:4] if organisation.nuts and len(organisation.nuts) >= 4 else None
        case "control_group":
            return group_of(participant)


def group_of(participant: Participant) -> str:
    """The control group; who has none known is one of its own."""
    return participant.organisation.control_group or f"only:{participant.id}"


def _asks(requirement: Limit, answers: Counted) -> Asks:
    """The facts that decide whether somebody counts, and in which class."""
    place = {"country": "country", "region": "nuts"}.get(requirement.per)
    asks: list[tuple[str | None, frozenset[str]]] = []
    for participant, answer in answers:
        unplaced = {place} if place and class_of(requirement, participant) is None else set()
        if missing := answer.missing | unplaced:
            asks.append((participant.id, missing))
    return tuple(asks)


def _tell(requirement: Limit, classes: Sequence[_Class], truth: Truth, words: Words) -> Text:
    reached = [_reached(requirement, one) for one in classes]
    worst = _furthest_off(requirement, reached)
    too_many, too_few = _off(requirement, worst) if worst else (0, 0)
    return Text(
        needed=limit_needed(requirement, words),
        found=limit_found(_told(requirement, reached, worst, truth)),
        missing=limit_missing(requirement, too_many, too_few, worst.label) if worst else "",
        is_clause=too_many > 0,
        change=limit_change(requirement, too_many, words),
    )


def _told(requirement: Limit, reached: Sequence[Reached], worst: Reached | None, truth: Truth) -> Sequence[Reached]:
    """All classes where each keeps to the number; else the one that is furthest off."""
    if truth is Truth.TRUE and requirement.per in ("country", "region"):
        return reached
    return [worst] if worst else []


def _reached(requirement: Limit, one: _Class) -> Reached:
    label = _(UNPLACED) if one.label == UNPLACED else class_label(requirement, one.label)
    low, high = count(requirement, one.certain), count(requirement, _all_of(one))
    return Reached(low, high, label, one.certain, (*one.perhaps, *one.joining))


def _furthest_off(requirement: Limit, reached: Sequence[Reached]) -> Reached | None:
    """The fullest class; of an exact number the one that is furthest from it."""
    distance: Callable[[Reached], tuple[int, int]] = (
        (lambda one: (one.low, one.high))
        if requirement.max is not None
        else (lambda one: (abs(one.low - (requirement.exactly or 0)), one.high))
    )
    return max(reached, key=distance, default=None)


def _off(requirement: Limit, one: Reached) -> tuple[int, int]:
    """How many too many there are, and how many too few."""
    if requirement.max is not None:
        return one.low - requirement.max, 0
    exact = requirement.exactly or 0
    return one.low - exact, exact - one.high
