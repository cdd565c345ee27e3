"""What would mend a consortium: small changes, each of them verified by judging again before it is offered."""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from rules.assessment import judge_entries
from rules.codes import ISO_COUNTRIES, Kind, Role
from rules.context import Context
from rules.entries import Entry
from rules.facts import Organisation, Participant
from rules.filters import holds
from rules.judging.selection import place
from rules.mentions import named_places
from rules.requirements import NOT_ELIGIBLE, Admit, Coordinator, Filter, Selection
from rules.resolution import Resolution
from rules.sentences import describe, either, join
from rules.truth import Truth

MOST_ADDED = 4
"""More newcomers than this are no repair but another consortium."""


class Change(BaseModel):
    """One step of a repair; contract section 2."""

    model_config = ConfigDict(frozen=True)

    op: Literal["add", "remove", "set_role", "set_fact", "relax"]
    participant: str | None = None
    role: Role | None = None
    where: dict[str, Any] = {}
    condition: str | None = None
    value: bool | int | float | str | None = None


class Repair(BaseModel):
    """Changes that together settle what is not met, without breaking anything else."""

    model_config = ConfigDict(frozen=True)

    message: str
    changes: tuple[Change, ...]


def repairs_for(
    resolution: Resolution, participants: Sequence[Participant], context: Context, entries: Sequence[Entry]
) -> Iterator[Repair]:
    """A verified repair for each condition that is not met, where one is found."""
    failed = [entry for entry in entries if entry.status == "not_met" and entry.decides]
    before = _failures(entries)
    for entry in failed:
        for repair, mended in _proposals(entry, participants, context):
            after = _failures(judge_entries(resolution, mended, context)) if mended else None
            if after is not None and (entry.condition.id, entry.finding.participant) not in after and after <= before:
                yield repair
                break


def _failures(entries: Sequence[Entry]) -> set[tuple[str, str | None]]:
    return {(e.condition.id, e.finding.participant) for e in entries if e.status == "not_met" and e.decides}


def _proposals(
    entry: Entry, participants: Sequence[Participant], context: Context
) -> Iterator[tuple[Repair, list[Participant]]]:
    requirement = entry.condition.requirement
    if isinstance(requirement, Selection):
        yield from _additions(requirement, participants, context)
    elif isinstance(requirement, Coordinator):
        yield from _new_leads(requirement, participants, context)
    elif isinstance(requirement, Admit) and entry.finding.participant is not None:
        yield from _demotions(requirement, entry.finding.participant, participants)


def _additions(
    requirement: Selection, participants: Sequence[Participant], context: Context
) -> Iterator[tuple[Repair, list[Participant]]]:
    """Newcomers from countries that are not there yet, first such as serve a sub-group."""
    filters = [requirement.where, *(part.where for part in requirement.of_which)]
    open_countries = [
        _countries(Filter(all_of=(requirement.where, where)), participants, requirement, context) for where in filters
    ]
    for number in range(1, MOST_ADDED + 1):
        for special in range(number + 1) if len(filters) > 1 else (0,):
            choice = [filters[-1]] * special + [filters[0]] * (number - special)
            codes = [open_countries[filters.index(where)] for where in choice]
            newcomers = _newcomers(codes, requirement)
            if newcomers is not None:
                yield _addition(choice, codes, requirement, context), [*participants, *newcomers]


def _countries(
    where: Filter, participants: Sequence[Participant], requirement: Selection, context: Context
) -> list[str]:
    taken = {place(requirement, p, hopeful=False)[0] for p in participants if p.role in requirement.roles}
    apart = requirement.each_from_different == "country"
    places = [place for place in named_places(where) if place != NOT_ELIGIBLE]
    named = set().union(*(context.groups.named(place) if isinstance(place, str) else place for place in places))
    fitting = (
        code
        for code in sorted(named if places else ISO_COUNTRIES)
        if not (apart and place(requirement, _newcomer(code, 0), hopeful=False)[0] in taken)
    )
    return [code for code in fitting if holds(where, _newcomer(code, 0), context).truth is Truth.TRUE]


def _newcomers(codes: list[list[str]], requirement: Selection) -> list[Participant] | None:
    chosen: list[str] = []
    for options in codes:
        free = [code for code in options if code not in chosen or requirement.each_from_different == "none"]
        if not free:
            return None
        chosen.append(free[0])
    return [_newcomer(code, index) for index, code in enumerate(chosen)]


def _newcomer(country: str, index: int) -> Participant:
    """An organisation without blemish: what is added must satisfy every other condition by itself."""
    organisation = Organisation(
        id=f"newcomer-{index}-{country}",
        country=country,
        kinds=[Kind.OTHER],
        legal_personality=True,
        non_profit=True,
        public_body=False,
        gender_equality_plan=True,
        controlled_from=country,
        registrations=[],
    )
    return Participant(organisation=organisation, role=Role.BENEFICIARY, sub_roles=[])


def _addition(choice: list[Filter], codes: list[list[str]], requirement: Selection, context: Context) -> Repair:
    changes = tuple(Change(op="add", role=Role.BENEFICIARY, where={"country_in": options}) for options in codes)
    said = [f"{choice.count(where)} {describe(where, context.words)}" for where in _different(choice)]
    number = "one organisation" if len(choice) == 1 else f"{len(choice)} organisations"
    who = describe(choice[0], context.words) if len(_different(choice)) == 1 else f"of which {join(said)}"
    apart = ", each from a country that is not there yet" if requirement.each_from_different == "country" else ""
    listed = either(dict.fromkeys(code for options in codes for code in options))
    return Repair(message=f"Add {number} as beneficiary, {who}{apart} ({listed}).", changes=changes)


def _different(filters: list[Filter]) -> list[Filter]:
    """Each filter once; a filter may hold values that cannot be hashed."""
    return [where for index, where in enumerate(filters) if where not in filters[:index]]


def _new_leads(
    requirement: Coordinator, participants: Sequence[Participant], context: Context
) -> Iterator[tuple[Repair, list[Participant]]]:
    """Each beneficiary who may coordinate, in the place of the one who does."""
    roles = {Role.COORDINATOR: Role.BENEFICIARY}
    for candidate in participants:
        if (
            candidate.role is not Role.BENEFICIARY
            or holds(requirement.where, candidate, context).truth is not Truth.TRUE
        ):
            continue
        mended = [p.model_copy(update={"role": roles.get(p.role, p.role)}) for p in participants if p != candidate]
        lead = candidate.model_copy(update={"role": Role.COORDINATOR})
        change = Change(op="set_role", participant=candidate.id, role=Role.COORDINATOR)
        yield Repair(message=f"Let {candidate.organisation.label} coordinate.", changes=(change,)), [lead, *mended]


def _demotions(
    requirement: Admit, barred: str, participants: Sequence[Participant]
) -> Iterator[tuple[Repair, list[Participant]]]:
    partner = next(participant for participant in participants if participant.id == barred)
    others = [participant for participant in participants if participant.id != barred]
    label = partner.organisation.label
    if Role.ASSOCIATED_PARTNER not in requirement.roles and partner.role is not Role.COORDINATOR:
        lower = partner.model_copy(update={"role": Role.ASSOCIATED_PARTNER})
        change = Change(op="set_role", participant=barred, role=Role.ASSOCIATED_PARTNER)
        yield Repair(message=f"Let {label} take part as associated partner.", changes=(change,)), [*others, lower]
    removal = Change(op="remove", participant=barred)
    yield Repair(message=f"Leave out {label}.", changes=(removal,)), others
