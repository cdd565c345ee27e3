"""The ways in which a participant may look to a selection, as the facts that nobody stated may turn out.

Unknown facts are taken as independent of each other, but for one: where somebody is established decides the country
apart from others and the filters on countries together. Facts that two filters share, or two participants (the
proposal's own, a membership that the text leaves open), are taken apart; that may leave a selection unknown where they
would decide it, and never decides one wrongly.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from string import ascii_lowercase

from rules.codes import COMMISSION_CODES, ISO_COUNTRIES, OVERSEAS_TERRITORIES
from rules.context import Context
from rules.facts import Participant
from rules.judging.seen import Seen, country_apart, counts_places, is_placed, place, see
from rules.mentions import named_places, parts
from rules.requirements import NOT_ELIGIBLE, Filter, Selection
from rules.selecting import Candidate
from rules.truth import Truth

MOST_LOST = 4
"""With more participants of unknown country, only the two searches of a selection decide."""

Look = Candidate | None
"""A participant as it may turn out; ``None`` where it does not satisfy the filter at all."""


def candidate(requirement: Selection, seen: Seen, parts: tuple[bool, ...], hopeful: bool = False) -> Candidate:
    """The participant as a candidate of the search that serves these sub-groups."""
    participant = seen.participant
    where, _ = place(requirement, participant, hopeful)
    control = participant.organisation.control_group
    if requirement.each_from_different != "region":
        return Candidate(participant.id, where, control, parts)
    return Candidate(participant.id, where, control, parts, country_apart(requirement, participant, hopeful)[0])


def certain(requirement: Selection, pool: Iterable[Seen]) -> list[Candidate]:
    """Those who count whatever is not known, in the sub-groups in which they certainly count."""
    by_place = counts_places(requirement)
    return [
        candidate(requirement, seen, tuple(part.truth is Truth.TRUE for part in seen.parts))
        for seen in pool
        if seen.inside.truth is Truth.TRUE and not (by_place and not is_placed(requirement, seen.participant))
    ]


def hopeful(requirement: Selection, pool: Iterable[Seen]) -> list[Candidate]:
    """Everybody who may count, each unknown fact taken for the best; who has no known place shares none."""
    best = [seen.apart or seen for seen in pool]
    return [
        candidate(requirement, seen, tuple(part.truth is not Truth.FALSE for part in seen.parts), hopeful=True)
        for seen in best
        if seen.inside.truth is not Truth.FALSE
    ]


def least_useful(own: Sequence[Look]) -> list[Look]:
    """The ways of a participant that no other one of its ways is worse than: what they suffice for all suffice for.

    To be left out is the worst; in one place it is to serve fewer sub-groups, and to sit apart is better than anywhere.
    """
    there = [look for look in own if look is not None]
    if len(there) < len(own):
        return [None]
    return [look for look in there if not any(_is_worse(other, look) for other in there)]


def _is_worse(other: Candidate, look: Candidate) -> bool:
    is_apart = look.place is None and look.country is None
    sits_no_better = is_apart or (other.place, other.country) == (look.place, look.country)
    serves_no_more = all(one <= more for one, more in zip(other.parts, look.parts, strict=True))
    return sits_no_better and serves_no_more and other != look


def looks(requirement: Selection, pool: Sequence[Seen], context: Context) -> list[list[Look]] | None:
    """For each participant every way in which it may turn out, the least useful first; ``None``: they are too many."""
    open_places = [seen for seen in pool if _is_open(requirement, seen)]
    if len(open_places) > MOST_LOST:
        return None
    lost = [seen for seen in open_places if seen.participant.organisation.country is None]
    regions = _regions(requirement, pool, len(open_places)) if requirement.each_from_different == "region" else []
    abroad = _abroad(requirement, pool, lost, regions, context)
    return [abroad.get(seen.participant.id) or _at_home(requirement, seen, regions, context) for seen in pool]


def _is_open(requirement: Selection, seen: Seen) -> bool:
    """Whether it decides something where the participant is, and that is not known."""
    return seen.may_count and counts_places(requirement) and not is_placed(requirement, seen.participant)


def _at_home(requirement: Selection, seen: Seen, regions: Sequence[str], context: Context) -> list[Look]:
    """The ways of a participant whose country is known, or does not matter; in any region of it, if need be."""
    if not seen.may_count:
        return [None]
    if requirement.each_from_different != "region" or place(requirement, seen.participant, hopeful=False)[1]:
        return list(dict.fromkeys(look for turn in seen.turns for look in _turns(requirement, turn)))
    known = _known_of_region(seen.participant)
    there = (_moved(requirement, seen, {"nuts": region}, context) for region in regions if region.startswith(known))
    return list(dict.fromkeys(look for one in there for turn in one.turns for look in _turns(requirement, turn)))


def _known_of_region(participant: Participant) -> str:
    """What a region begins with: as much of it as is stated, else the letters of its country."""
    organisation = participant.organisation
    return organisation.nuts or letters_of(organisation.country)


def letters_of(country: str | None) -> str:
    """How the regions of a country begin; NUTS writes EL and UK."""
    letters = {iso: written for written, iso in COMMISSION_CODES.items()}
    return letters.get(country or "", country or "")


def _moved(requirement: Selection, seen: Seen, where: dict[str, str], context: Context) -> Seen:
    organisation = seen.participant.organisation.model_copy(update=where)
    return see(requirement, seen.participant.model_copy(update={"organisation": organisation}), context)


def _turns(requirement: Selection, seen: Seen) -> Iterator[Look]:
    """Every combination of the answers that are not known, as if each could be either by itself."""
    if seen.inside.truth is not Truth.TRUE:
        yield None
    if seen.inside.truth is Truth.FALSE:
        return
    ways = [(False, True) if part.truth is Truth.UNKNOWN else (part.truth is Truth.TRUE,) for part in seen.parts]
    for served in product(*ways):
        yield candidate(requirement, seen, served)
        if seen.participant.organisation.country in OVERSEAS_TERRITORIES:
            yield candidate(requirement, seen, served, hopeful=True)


def _abroad(
    requirement: Selection, pool: Sequence[Seen], lost: Sequence[Seen], regions: Sequence[str], context: Context
) -> dict[str, list[Look]]:
    """The ways of those who may be established anywhere.

    Each country of the others is tried. The rest are alike where they make no difference to any filter; of those alike
    so many are enough as there are participants to place.
    """
    ways: dict[str, dict[Look, None]] = {seen.participant.id: {} for seen in lost}
    there = {seen.participant.organisation.country for seen in pool}
    tried: Counter[object] = Counter()
    for code in _codes(requirement, there, len(lost), context) if lost else ():
        its_regions = [*regions, *_fresh(letters_of(code), len(lost))]
        moved = [_moved(requirement, seen, {"country": code}, context) for seen in lost]
        found = [_at_home(requirement, seen, its_regions, context) for seen in moved]
        alike = tuple(tuple(look and look.parts for look in own) for own in found)
        if code in there or tried[alike] < len(lost):
            tried[alike] += code not in there
            for seen, own in zip(lost, found, strict=True):
                ways[seen.participant.id].update(dict.fromkeys(own))
    return {name: list(own) for name, own in ways.items()}


def _regions(requirement: Selection, pool: Sequence[Seen], lost: int) -> list[str]:
    """The regions of the others, and some that nobody is in: where a filter names one, and in each country."""
    stated = sorted({seen.participant.organisation.nuts or "" for seen in pool} - {""})
    filters = [part for part in parts(requirement) if isinstance(part, Filter)]
    named = [region for where in filters for region in where.region_in or ()]
    countries = [letters_of(seen.participant.organisation.country) for seen in pool]
    starts = dict.fromkeys([*stated, *named, *filter(None, countries)])
    return list(dict.fromkeys(region for start in starts for region in _fresh(start, lost)))


def _fresh(start: str, number: int) -> list[str]:
    """So many regions that begin so and that nobody else is in; one that is written in full is the only one."""
    return [start] if len(start) >= 4 else [f"{start:~<3}{letter}" for letter in ascii_lowercase[:number]]


def _codes(requirement: Selection, there: set[str | None], lost: int, context: Context) -> list[str]:
    """The countries of the others first, then those that a filter names, then a few that none does."""
    named: set[str] = set()
    for where in named_places(requirement):
        if where != NOT_ELIGIBLE:
            named |= context.groups.named(where) if isinstance(where, str) else set(where)
    known = sorted(code for code in there if code is not None)
    elsewhere = sorted(ISO_COUNTRIES - named - set(known) - OVERSEAS_TERRITORIES.keys())
    return [*known, *sorted(named - set(known)), *elsewhere[:lost]]
