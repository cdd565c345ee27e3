"""What a verdict means for each participant."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from rules.entries import Entry, Status
from rules.facts import Participant
from rules.requirements import Admit
from rules.resolution import NOT_ENCODED


class Standing(BaseModel):
    """What the verdict means for one participant; ``None`` is not known."""

    model_config = ConfigDict(frozen=True)

    id: str
    may_take_part: bool | None
    counts: bool | None
    funded: bool | None
    rate: float | None


def standings(participants: Iterable[Participant], entries: Sequence[Entry]) -> tuple[Standing, ...]:
    """Where each participant stands, in the role that the law leaves it."""
    encoded = all(entry.condition.id != NOT_ENCODED for entry in entries)
    own: Mapping[str | None, list[Entry]] = defaultdict(list)
    for entry in entries:
        own[entry.finding.participant].append(entry)
    minimums = [entry for entry in entries if entry.applicable.has_minimum and entry.decides]
    return tuple(_standing(participant, own[participant.id], minimums, encoded) for participant in participants)


def _standing(participant: Participant, own: list[Entry], minimums: list[Entry], encoded: bool) -> Standing:
    admission = {entry.status for entry in own if isinstance(entry.condition.requirement, Admit) and entry.decides}
    if Status.NOT_MET in admission:  # who may not take part as stated counts for nothing and is paid nothing
        return Standing(id=participant.id, may_take_part=False, counts=False, funded=False, rate=None)
    funding = next((entry.finding for entry in own if entry.finding.funded is not None), None)
    return Standing(
        id=participant.id,
        may_take_part=_all_met(admission) if encoded else None,
        counts=_counts(participant.id, minimums) or (False if encoded else None),
        funded=funding.funded if funding else (None if participant.is_beneficiary else False),
        rate=funding.rate if funding else None,
    )


def _all_met(statuses: set[Status]) -> bool | None:
    return None if {Status.UNKNOWN, Status.NEEDS_HUMAN} & statuses else True


def _counts(participant: str, minimums: Iterable[Entry]) -> bool | None:
    unsure = False
    for entry in minimums:
        if participant in entry.finding.counted:
            return True
        unsure = unsure or participant in entry.finding.may_count or participant in entry.hoped.counted
    return None if unsure else False
