"""All conditions of a call judged for one consortium, everybody in the role that the law leaves them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rules.codes import Role
from rules.context import Context
from rules.entries import Bench, Entry, Status, settle_worlds, status_of_downgrade
from rules.facts import Participant
from rules.judging.admission import bar
from rules.requirements import Admit
from rules.resolution import Applicable, Resolution
from rules.truth import Truth

Downgraded = frozenset[tuple[str, str]]
"""Which condition took whom down: ids."""


@dataclass(frozen=True)
class Assessment:
    """Every condition as it was judged, and the participants in the roles that the law leaves them."""

    effective: Sequence[Participant]
    entries: Sequence[Entry]


def judge_entries(resolution: Resolution, participants: Sequence[Participant], context: Context) -> Sequence[Entry]:
    """All conditions judged, downgraded participants in the lower role."""
    return assess(resolution, participants, context).entries


def assess(resolution: Resolution, participants: Sequence[Participant], context: Context) -> Assessment:
    """All conditions judged, downgraded participants in the lower role."""
    effective, downgraded = downgrade(resolution, participants, context)
    judged = _judge(resolution.conditions, participants, effective, context)
    still_led = _still_led(participants, effective)
    return Assessment(effective, status_of_downgrade(settle_worlds(list(judged)), downgraded, still_led))


def deciding_entries(resolution: Resolution, participants: Sequence[Participant], context: Context) -> Sequence[Entry]:
    """The conditions that decide, for whoever wants to know the status of the whole and no more.

    As soon as one is not met, whatever the others say, it stands there alone: who was taken down a role may still be
    let in, and nothing else turns what is not met into anything better.
    """
    effective, downgraded = downgrade(resolution, participants, context)
    deciding = [applicable for applicable in resolution.conditions if applicable.condition.decides]
    entries: list[Entry] = []
    for entry in _judge(deciding, participants, effective, context):
        if entry.status is Status.NOT_MET and (entry.condition.id, entry.finding.participant) not in downgraded:
            return [entry]
        entries.append(entry)
    return status_of_downgrade(settle_worlds(entries), downgraded, _still_led(participants, effective))


def _judge(
    conditions: Sequence[Applicable],
    participants: Sequence[Participant],
    effective: Sequence[Participant],
    context: Context,
) -> Iterator[Entry]:
    as_stated, as_left = Bench(participants, context), Bench(effective, context)
    for applicable in conditions:
        requirement = applicable.condition.requirement
        takes_down = isinstance(requirement, Admit) and requirement.effect == "downgrade"
        yield from (as_stated if takes_down else as_left).judge(applicable)


def _still_led(participants: Sequence[Participant], effective: Sequence[Participant]) -> bool:
    """Whether whoever was to coordinate still does; a draft without a coordinator has nobody to lose."""
    led = any(participant.role is Role.COORDINATOR for participant in effective)
    return led or all(participant.role is not Role.COORDINATOR for participant in participants)


def downgrade(
    resolution: Resolution, participants: Sequence[Participant], context: Context
) -> tuple[list[Participant], Downgraded]:
    """The participants in the roles the law leaves them, and which condition took whom down."""
    effective, downgraded = list(participants), set()
    for applicable in resolution.conditions:
        requirement = applicable.condition.requirement
        if not isinstance(requirement, Admit) or requirement.effect != "downgrade" or requirement.to is None:
            continue
        for index, participant in enumerate(effective):
            if participant.role in requirement.roles and bar(requirement, participant, context).truth is Truth.TRUE:
                effective[index] = participant.model_copy(update={"role": Role(requirement.to)})
                downgraded.add((applicable.condition.id, participant.id))
    return effective, frozenset(downgraded)
