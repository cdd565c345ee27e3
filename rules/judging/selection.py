"""A selection: is there a set of participants as the law asks for it?

Two searches answer it. With unknown facts counting for nothing a set found is certain; with unknown facts counting
for everything a set not found is certainly missing; between the two the answer is unknown.
"""

from collections.abc import Sequence

from rules.codes import OVERSEAS_TERRITORIES
from rules.context import Context
from rules.facts import Participant
from rules.filters import holds
from rules.judging.finding import Finding, in_roles
from rules.requirements import Selection
from rules.selecting import Candidate, Need, Wanted, largest, select
from rules.sentences import Words, describe, join, names, place_of, selection_needed
from rules.truth import Answer, Truth


def judge_selection(requirement: Selection, participants: Sequence[Participant], context: Context) -> Finding:
    """Whether the set exists, who counts, and what is missing where it does not."""
    pool = in_roles(participants, requirement.roles)
    answers = {participant.id: holds(requirement.where, participant, context) for participant in pool}
    parts = {p.id: [holds(part.where, p, context) for part in requirement.of_which] for p in pool}
    wanted = wanted_of(requirement, len(pool))
    certain = _candidates(requirement, pool, answers, parts, hopeful=False)
    possible = _candidates(requirement, pool, answers, parts, hopeful=True)
    witnesses = select(wanted, certain)
    truth = Truth.TRUE if witnesses else Truth.UNKNOWN if select(wanted, possible) else Truth.FALSE
    counted = tuple(candidate.id for candidate in certain)
    by_id = {participant.id: participant for participant in pool}
    return Finding(
        truth=truth,
        needed=selection_needed(requirement, context.words),
        found=_found(witnesses or largest(wanted, certain), by_id),
        missing="" if truth is Truth.TRUE else _missing(requirement, wanted, certain, by_id, context.words),
        counted=counted,
        may_count=tuple(candidate.id for candidate in possible if candidate.id not in counted),
        asks=_asks(pool, answers, parts) if truth is Truth.UNKNOWN else (),
        assumptions=_assumptions(requirement, pool, counted),
    )


def wanted_of(requirement: Selection, pool_size: int) -> Wanted:
    """The requirement as the search takes it; ``pool_size`` gives the number behind ``min: all``."""
    minimum = max(1, pool_size) if requirement.min == "all" else requirement.min
    needs = [Need(minimum)]
    if requirement.min_countries:
        needs.append(Need(requirement.min_countries, places=True))
    for index, part in enumerate(requirement.of_which):
        needs.append(Need(part.min, part=index))
        if part.min_countries:
            needs.append(Need(part.min_countries, part=index, places=True))
    return Wanted(
        needs=tuple(needs),
        apart=requirement.each_from_different != "none",
        independent=requirement.independent,
        one_part_each=not requirement.count_in_several,
    )


def place(requirement: Selection, participant: Participant, hopeful: bool) -> tuple[str | None, bool]:
    """The place that keeps two members apart, and whether it is known.

    ``None`` is a place that nobody shares: the JRC and its like are deemed to sit in a country of their own. An
    overseas territory may or may not be a country apart from its state, so the hopeful reading and the other one
    differ.
    """
    organisation = participant.organisation
    if set(organisation.flags) & set(requirement.apart):
        return None, True
    if requirement.each_from_different == "region":
        region = organisation.nuts[:4] if organisation.nuts and len(organisation.nuts) >= 4 else None
        return region, region is not None
    country = organisation.country
    if country in OVERSEAS_TERRITORIES and not hopeful:
        country = OVERSEAS_TERRITORIES[country]
    return country, country is not None


def _candidates(
    requirement: Selection,
    pool: list[Participant],
    answers: dict[str, Answer],
    parts: dict[str, list[Answer]],
    hopeful: bool,
) -> list[Candidate]:
    good = {Truth.TRUE, Truth.UNKNOWN} if hopeful else {Truth.TRUE}
    by_place = (
        requirement.each_from_different != "none"
        or requirement.min_countries
        or any(p.min_countries for p in requirement.of_which)
    )
    found = []
    for participant in pool:
        where, known = place(requirement, participant, hopeful)
        if answers[participant.id].truth not in good or (by_place and not known and not hopeful):
            continue
        serves = tuple(part.truth in good for part in parts[participant.id])
        found.append(Candidate(participant.id, where, participant.organisation.control_group, serves))
    return found


def _found(chosen: tuple[str, ...], by_id: dict[str, Participant]) -> str:
    return f"{len(chosen)}: {join(names(by_id[member] for member in chosen))}" if chosen else "none"


def _missing(
    requirement: Selection, wanted: Wanted, certain: list[Candidate], by_id: dict[str, Participant], words: Words
) -> str:
    said = []
    most = largest(wanted, certain)
    short = wanted.needs[0].count - len(most)
    elsewhere = join(sorted({place_of(by_id[member]) for member in most})) if wanted.apart and most else ""
    if short > 0:
        who = describe(requirement.where, words)
        said.append(f"{short} more {who}" + (f", from other countries than {elsewhere}" if elsewhere else ""))
    for index, part in enumerate(requirement.of_which):
        have = len(largest(wanted, [candidate for candidate in certain if candidate.parts[index]]))
        if have < part.min:
            said.append(f"{part.min - have} more {describe(part.where, words)}")
    return "; ".join(said) or "the members that count cannot be combined: they share countries or control groups"


def _asks(
    pool: list[Participant], answers: dict[str, Answer], parts: dict[str, list[Answer]]
) -> tuple[tuple[str | None, frozenset[str]], ...]:
    asks = []
    for participant in pool:
        missing = answers[participant.id].missing.union(*(part.missing for part in parts[participant.id]))
        if missing:
            asks.append((participant.id, missing))
        elif participant.organisation.country in OVERSEAS_TERRITORIES:
            asks.append((participant.id, frozenset({"overseas_territory"})))
    return tuple(asks)


def _assumptions(requirement: Selection, pool: list[Participant], counted: tuple[str, ...]) -> tuple[str, ...]:
    if not requirement.independent:
        return ()
    free = [p for p in pool if p.id in counted and p.organisation.control_group is None]
    return (f"no common control is known of {join(names(free))}",) if len(free) > 0 else ()
