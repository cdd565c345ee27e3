"""A selection: is there a set of participants as the law asks for it?

Two searches decide most of them. With unknown facts counting for nothing a set found is certain; with unknown facts
counting for everything a set not found is certainly missing. Between the two every way in which the facts may turn out
is tried, as long as they are not too many: where all of them give a set it is met, where none does it is not.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from math import prod

from rules.codes import OVERSEAS_TERRITORIES
from rules.context import Context
from rules.facts import Participant
from rules.judging.finding import Asks, Finding, among, in_roles
from rules.judging.lacking import are_enough, lacking
from rules.judging.looks import Look, certain, hopeful, least_useful, looks
from rules.judging.seen import DEEMED, Seen, counts_countries, counts_places, is_placed, place, see
from rules.requirements import Selection
from rules.selecting import Candidate, Need, Wanted, largest, select
from rules.sentences import selection as sentences
from rules.sentences.asked import asked
from rules.sentences.selection import NotCounted, Shortfall, Why
from rules.sentences.words import Text, Words
from rules.truth import Truth

__all__ = ["MOST_WAYS", "judge_selection", "place", "wanted_of"]

MOST_WAYS = 256
"""With more ways in which the unknown facts may turn out, only the two searches decide."""


@dataclass(frozen=True)
class _Search:
    """What was searched, and the set that was found."""

    requirement: Selection
    wanted: Wanted
    pool: Sequence[Seen]
    sure: Sequence[Candidate]
    witnesses: tuple[str, ...] | None
    participants: Sequence[Participant]


def judge_selection(requirement: Selection, participants: Sequence[Participant], context: Context) -> Finding:
    """Whether the set exists, who counts, and what is missing where it does not."""
    pool = [see(requirement, participant, context) for participant in in_roles(participants, requirement.roles)]
    wanted, sure = wanted_of(requirement, len(pool)), certain(requirement, pool)
    witnesses = select(wanted, sure)
    truth = Truth.TRUE if witnesses else _truth(requirement, wanted, pool, sure, context)
    counted = tuple(member.id for member in sure)
    may_count = [seen.participant.id for seen in pool if seen.may_count]
    search = _Search(requirement, wanted, pool, sure, witnesses, participants)
    return Finding(
        truth,
        partial(_tell, search, truth, context.words),
        counted=counted,
        may_count=tuple(name for name in may_count if name not in set(counted)),
        witnesses=witnesses or (),
        asks=_asks(requirement, pool) if truth is Truth.UNKNOWN else (),
        for_a_minimum=True,
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


def _truth(
    requirement: Selection, wanted: Wanted, pool: Sequence[Seen], sure: Sequence[Candidate], context: Context
) -> Truth:
    """What becomes of it where those who certainly count are not enough."""
    may_help = hopeful(requirement, pool)
    if list(sure) == may_help or not select(wanted, may_help):
        return Truth.FALSE
    ways = looks(requirement, pool, context)
    if ways is None:
        return Truth.UNKNOWN
    if not select(wanted, [look for own in ways for look in own if look is not None]):
        return Truth.FALSE
    worst = [least_useful(own) for own in ways]
    if prod(len(own) for own in worst) > MOST_WAYS:
        return Truth.UNKNOWN
    return Truth.TRUE if all(select(wanted, _there(way)) for way in product(*worst)) else Truth.UNKNOWN


def _there(way: Sequence[Look]) -> list[Candidate]:
    return [look for look in way if look is not None]


def _asks(requirement: Selection, pool: Sequence[Seen]) -> Asks:
    missing = ((seen.participant.id, seen.missing | _places_not_known(requirement, seen)) for seen in pool)
    return tuple((name, facts) for name, facts in missing if facts)


def _places_not_known(requirement: Selection, seen: Seen) -> frozenset[str]:
    if not seen.may_count:
        return frozenset()
    apart = frozenset({DEEMED} if seen.apart is not None and counts_places(requirement) else ())
    return apart | _seat_not_known(requirement, seen)


def _seat_not_known(requirement: Selection, seen: Seen) -> frozenset[str]:
    if is_placed(requirement, seen.participant):
        is_apart = seen.participant.organisation.country in OVERSEAS_TERRITORIES
        return frozenset({"overseas_territory"} if is_apart else ())
    by_region = requirement.each_from_different == "region"
    region = {"nuts"} if by_region and not place(requirement, seen.participant, hopeful=False)[1] else set[str]()
    by_country = requirement.each_from_different == "country" or counts_countries(requirement)
    country = {"country"} if by_country and seen.participant.organisation.country is None else set[str]()
    return frozenset(region | country)


def _tell(search: _Search, truth: Truth, words: Words) -> Text:
    requirement, pool = search.requirement, search.pool
    there = [seen.participant for seen in pool]
    counted = among(there, (one.id for one in search.sure))
    chosen = among(there, search.witnesses or largest(search.wanted, search.sure))
    left_out = [*_others(requirement, search.participants), *_not_counted(requirement, pool)]
    left_out += [] if truth is Truth.TRUE else _crowded_out(requirement, counted, chosen, _unsettled(pool))
    free = [one for one in counted if one.organisation.control_group is None] if requirement.independent else []
    return Text(
        needed=asked(requirement, words),
        found=sentences.selection_found(requirement, chosen, left_out, words),
        missing="" if truth is Truth.TRUE else _missing(search, there, words),
        assumptions=(sentences.independence_assumed(free),) if free else (),
        is_clause=requirement.min == "all",
    )


def _others(requirement: Selection, participants: Sequence[Participant]) -> list[NotCounted]:
    return [NotCounted(one, Why.ROLE) for one in participants if one.role not in requirement.roles]


def _not_counted(requirement: Selection, pool: Sequence[Seen]) -> Iterator[NotCounted]:
    for seen in pool:
        if not seen.may_count:
            yield NotCounted(seen.participant, Why.FILTER)
        elif seen.inside.truth is not Truth.TRUE:
            yield NotCounted(seen.participant, Why.UNKNOWN, seen.inside.missing or frozenset({DEEMED}))
        elif unknown := _seat_not_known(requirement, seen) - {"overseas_territory"}:
            yield NotCounted(seen.participant, Why.UNKNOWN, unknown)


def _crowded_out(
    requirement: Selection, counted: Sequence[Participant], chosen: Sequence[Participant], unsettled: set[str]
) -> Iterator[NotCounted]:
    """Those who would count if nobody of their country or control group did."""
    for one in counted:
        if one in chosen:
            continue
        for other in chosen:
            own, group = place(requirement, one, hopeful=False)[0], one.organisation.control_group
            if requirement.independent and group is not None and group == other.organisation.control_group:
                yield NotCounted(one, Why.SAME_CONTROL, beside=other)
                break
            if requirement.each_from_different != "none" and own == place(requirement, other, hopeful=False)[0]:
                either_unsettled = not unsettled.isdisjoint((one.id, other.id))
                yield (
                    NotCounted(one, Why.MAY_BE_APART)
                    if either_unsettled
                    else NotCounted(one, Why.SAME_PLACE, beside=other)
                )
                break


def _unsettled(pool: Sequence[Seen]) -> set[str]:
    """Those of whom nobody has settled whether they are a country apart."""
    return {
        seen.participant.id
        for seen in pool
        if seen.apart is not None or seen.participant.organisation.country in OVERSEAS_TERRITORIES
    }


def _missing(search: _Search, there: Sequence[Participant], words: Words) -> str:
    requirement, wanted, sure = search.requirement, search.wanted, search.sure
    if requirement.min == "all" and (others := list(_not_counted(requirement, search.pool))):
        return sentences.all_missing(others)
    lack = lacking(requirement, wanted, sure, words.groups)
    if lack is None:
        return sentences.cannot_stand_together(requirement)
    short = [Shortfall(number, served) for served, number in Counter(lack.newcomers).items()]
    ordered = sorted(short, key=lambda one: (len(one.served), sorted(one.served)))
    said = sentences.selection_missing(requirement, ordered, lack.elsewhere, among(there, lack.beside), words)
    return f"{said} ({sentences.cannot_stand_together(requirement)})" if are_enough(wanted, sure) else said
