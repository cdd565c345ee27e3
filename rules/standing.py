"""What a verdict means for each participant."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from rules.entries import Entry, Status
from rules.facts import Participant
from rules.judging import Finding
from rules.resolution import NOT_ENCODED
from rules.trusted import trusted


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
    admission: Mapping[str | None, set[Status]] = defaultdict(set)
    funding: dict[str | None, Finding] = {}
    minimums, encoded = [], True
    for entry in entries:
        applicable = entry.applicable
        if applicable.is_admission:
            if entry.decides:
                admission[entry.participant].add(entry.status)
        elif applicable.has_minimum and entry.decides:
            minimums.append(entry)
        elif entry.made.funded is not None:
            funding.setdefault(entry.participant, entry.made)
        elif applicable.condition.id == NOT_ENCODED:
            encoded = False
    return tuple(
        _standing(one, admission[one.id], funding.get(one.id), _counts(one.id, minimums), encoded)
        for one in participants
    )


def _standing(
    participant: Participant, admission: set[Status], funding: Finding | None, counts: bool | None, encoded: bool
) -> Standing:
    if Status.NOT_MET in admission:  # who may not take part as stated counts for nothing and is paid nothing
        told = {"id": participant.id, "may_take_part": False, "counts": False, "funded": False, "rate": None}
        return trusted(Standing, told)
    told = {
        "id": participant.id,
        "may_take_part": (True if admission.isdisjoint(_OPEN) else None) if encoded else None,
        "counts": None if counts is False and not encoded else counts,
        "funded": funding.funded if funding else (None if participant.is_beneficiary else False),
        "rate": funding.rate if funding else None,
    }
    return trusted(Standing, told)


_OPEN = (Status.UNKNOWN, Status.NEEDS_HUMAN)


def _counts(participant: str, minimums: Iterable[Entry]) -> bool | None:
    unsure = False
    for entry in minimums:
        if participant in entry.finding.counted:
            return True
        unsure = unsure or participant in entry.finding.may_count or participant in entry.hoped.counted
    return None if unsure else False
