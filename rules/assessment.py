"""All conditions of a call judged for one consortium, everybody in the role that the law leaves them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rules.applicable import Applicable
from rules.bench import Bench
from rules.codes import Role
from rules.context import Context
from rules.entries import Entry, Status, settle_worlds, status_of_downgrade
from rules.facts import Participant
from rules.judging.admission import bar
from rules.requirements import Admit
from rules.resolution import Resolution
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
    judged = _Benches.of(participants, effective, context).judge(resolution.conditions)
    still_led = _still_led(participants, effective)
    return Assessment(effective, status_of_downgrade(settle_worlds(list(judged)), downgraded, still_led))


def telling_entries(resolution: Resolution, participants: Sequence[Participant], context: Context) -> Sequence[Entry]:
    """The conditions that decide, but those of admission that are plainly met: for whoever seeks what is not met."""
    effective, downgraded = downgrade(resolution, participants, context)
    benches = _Benches.of(participants, effective, context)
    telling = (one for one in resolution.deciding if not benches.before(one).was_plainly_met(one))
    entries = list(benches.judge(telling))
    return status_of_downgrade(settle_worlds(entries), downgraded, _still_led(participants, effective))


def entries_until_unmet(
    resolution: Resolution, participants: Sequence[Participant], context: Context
) -> Sequence[Entry]:
    """As many of the conditions that decide as give the status of the whole.

    As soon as one is not met, whatever the others say, it stands there alone: who was taken down a role may still be
    let in, and nothing else turns what is not met into anything better.
    """
    effective, downgraded = downgrade(resolution, participants, context)
    benches = _Benches.of(participants, effective, context)
    entries: list[Entry] = []
    telling = (one for one in resolution.deciding if not benches.before(one).is_plainly_met(one))
    for entry in benches.judge(telling):
        if entry.status is _NOT_MET and (entry.condition.id, entry.participant) not in downgraded:
            return [entry]
        entries.append(entry)
    told = entries or list(benches.judge(resolution.deciding))
    return status_of_downgrade(settle_worlds(told), downgraded, _still_led(participants, effective))


@dataclass(frozen=True)
class _Benches:
    """Who is taken down a role, and who was to coordinate, is seen in the roles as stated; the rest as left."""

    as_stated: Bench
    as_left: Bench

    @classmethod
    def of(cls, participants: Sequence[Participant], effective: Sequence[Participant], context: Context) -> "_Benches":
        as_stated = Bench(participants, context)
        return cls(as_stated, Bench(effective, context) if effective is not participants else as_stated)

    def before(self, applicable: Applicable) -> Bench:
        return self.as_stated if applicable.is_about_roles_as_stated else self.as_left

    def judge(self, conditions: Iterable[Applicable]) -> Iterator[Entry]:
        return (entry for applicable in conditions for entry in self.before(applicable).judge(applicable))


_NOT_MET = Status.NOT_MET


def _still_led(participants: Sequence[Participant], effective: Sequence[Participant]) -> bool:
    """Whether whoever was to coordinate still does; a draft without a coordinator has nobody to lose."""
    led = any(participant.role is Role.COORDINATOR for participant in effective)
    return led or all(participant.role is not Role.COORDINATOR for participant in participants)


def downgrade(
    resolution: Resolution, participants: Sequence[Participant], context: Context
) -> tuple[Sequence[Participant], Downgraded]:
    """The participants in the roles the law leaves them, and which condition took whom down."""
    effective, downgraded = list(participants), set()
    for applicable in resolution.conditions:
        requirement = applicable.condition.requirement
        if not applicable.takes_down or not isinstance(requirement, Admit) or requirement.to is None:
            continue
        for index, participant in enumerate(effective):
            if participant.role in requirement.roles and bar(requirement, participant, context).truth is Truth.TRUE:
                effective[index] = participant.model_copy(update={"role": Role(requirement.to)})
                downgraded.add((applicable.condition.id, participant.id))
    return effective if downgraded else participants, frozenset(downgraded)
