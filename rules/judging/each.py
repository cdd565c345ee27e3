"""Every country in the consortium has what is required, also when some are not known."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rules.context import Context
from rules.facts import Participant
from rules.judging.composed import Judge, has_minimum
from rules.judging.finding import Asks, Finding, asks_together, ids_together, in_roles, merged
from rules.judging.together import all_of
from rules.requirements import Each
from rules.sentences import Text, asked
from rules.sentences.composed import each_found, each_missing, each_needed
from rules.truth import Truth

MOST_PLACINGS = 2_000
"""Where those of unknown country could be spread in more ways than this, the answer stays unknown."""

Placing = tuple[int, ...]
"""For each participant of unknown country the number of its country: first those that are there, then new ones."""


def judge_each(requirement: Each, participants: Sequence[Participant], context: Context, judge: Judge) -> Finding:
    """What is found in each country, and whether it holds wherever those of unknown country sit."""
    seats = _seats(requirement, participants)
    findings = {
        country: all_of([judge(requirement.require, there)], there, context) for country, there in seats.settled.items()
    }
    truth = _truth(seats, lambda there: all_of([judge(requirement.require, there)], there, context).truth)

    def tell() -> Text:
        said = {country: (found.truth, found.text) for country, found in findings.items()}
        return Text(
            needed=each_needed(requirement, context.words, asked),
            found=each_found(said, [one.organisation.label for one in in_roles(seats.adrift, requirement.roles)]),
            missing="" if truth is Truth.TRUE else each_missing(said),
            assumptions=tuple(dict.fromkeys(one for found in findings.values() for one in found.text.assumptions)),
        )

    return Finding(
        truth,
        tell,
        counted=ids_together(found.counted for found in findings.values()),
        may_count=ids_together([*(found.may_count for found in findings.values()), tuple(p.id for p in seats.adrift)]),
        asks=_asks(seats, findings.values()) if truth is Truth.UNKNOWN else (),
        applies=bool(in_roles(participants, requirement.roles)),
        for_a_minimum=has_minimum(requirement),
    )


@dataclass(frozen=True)
class _Seats:
    """Who sits in which country that needs what is required; who sits nobody knows where (``adrift``).

    ``makes_a_country``: those of unknown country for whose sake a country of their own would need it too.
    """

    settled: Mapping[str, list[Participant]]
    adrift: list[Participant]
    makes_a_country: frozenset[str]


def _seats(requirement: Each, participants: Sequence[Participant]) -> _Seats:
    concerned = in_roles(participants, requirement.roles)
    countries = sorted({p.organisation.country for p in concerned if p.organisation.country is not None})
    return _Seats(
        settled={country: [p for p in participants if p.organisation.country == country] for country in countries},
        adrift=[p for p in participants if p.organisation.country is None],
        makes_a_country=frozenset(p.id for p in concerned if p.organisation.country is None),
    )


def _asks(seats: _Seats, findings: Iterable[Finding]) -> Asks:
    """Where those adrift sit, and what is open in a country."""
    country = frozenset({"country"})
    return merged([*asks_together(findings), *((p.id, country) for p in seats.adrift)])


def _truth(seats: _Seats, in_one_country: Callable[[list[Participant]], Truth]) -> Truth:
    """The one truth of every placing of those of unknown country; unknown where they differ or are too many."""
    outcomes: set[Truth] = set()
    for number, placing in enumerate(placings(len(seats.adrift), len(seats.settled))):
        outcomes.add(_all(in_one_country(there) for there in _placed(seats, placing)))
        if len(outcomes) > 1 or number >= MOST_PLACINGS:
            return Truth.UNKNOWN
    return outcomes.pop()


def _all(truths: Iterable[Truth]) -> Truth:
    found = set(truths)
    return Truth.FALSE if Truth.FALSE in found else Truth.UNKNOWN if Truth.UNKNOWN in found else Truth.TRUE


def _placed(seats: _Seats, placing: Placing) -> Iterator[list[Participant]]:
    """The participants of each country that needs what is required, where the placing puts those adrift."""
    here = list(seats.settled)
    there = {number: list(seats.settled[country]) for number, country in enumerate(here)}
    for who, number in zip(seats.adrift, placing, strict=True):
        there.setdefault(number, []).append(_seated(who, here[number]) if number < len(here) else who)
    for number, group in there.items():
        if number < len(here) or any(who.id in seats.makes_a_country for who in group):
            yield group


def _seated(who: Participant, country: str) -> Participant:
    return who.model_copy(update={"organisation": who.organisation.model_copy(update={"country": country})})


def placings(adrift: int, here: int) -> Iterator[Placing]:
    """Every way to spread so many over the countries that are there and over new ones, none of them twice.

    >>> list(placings(2, 1))
    [(0, 0), (0, 1), (1, 0), (1, 1), (1, 2)]
    """

    def spread(done: Placing, new: int) -> Iterator[Placing]:
        if len(done) == adrift:
            yield done
            return
        for number in range(here + new + 1):
            yield from spread((*done, number), max(new, number - here + 1))

    return spread((), 0)
