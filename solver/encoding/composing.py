"""What is made of other requirements: each country, when, alternatives.

Every part has a column of its own under which its rows count; rows between the columns say how many parts must hold.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rules.requirements import Alternatives, AnyRequirement, Each, Span, When
from solver.encoding.ground import Ground
from solver.encoding.settling import settled
from solver.matrix import Terms, add
from solver.members import Placed

Encode = Callable[[AnyRequirement, Ground], None]
Writer = Callable[[Ground], None]
"""Adds rows to the ground it is given."""


def encode_alternatives(requirement: Alternatives, ground: Ground, encode: Encode) -> None:
    """One of the sets holds, and all of it."""
    _one_of(filter(None, (_way([], parts, ground, encode) for parts in requirement.of)), ground)


def encode_when(requirement: When, ground: Ground, encode: Encode) -> None:
    """The condition and ``then``, or its contrary and ``otherwise``, or both branches whatever the condition is."""
    then = [requirement.then]
    otherwise = [] if requirement.otherwise is None else [requirement.otherwise]
    if requirement.where is None and requirement.participants is None and requirement.declared is not None:
        is_stated, is_denied = ground.stated(requirement.declared), ground.denied(requirement.declared)
        both = [] if is_stated or is_denied else [_way([], [*then, *otherwise], ground, encode)]
        ways = [_way([], then, ground, encode)] if is_stated else both
        ways += [_way([], otherwise, ground, encode)] if is_denied else []
    else:
        ways = [
            _way([lambda ground: _if(requirement, ground)], then, ground, encode),
            _way([lambda ground: _unless(requirement, ground)], otherwise, ground, encode),
            _way([], [*then, *otherwise], ground, encode),
        ]
    _one_of(filter(None, ways), ground)


@dataclass(frozen=True)
class _Way:
    """What has to be written so that all of it holds."""

    writers: tuple[Writer, ...]


def _way(also: Iterable[Writer], parts: Iterable[AnyRequirement], ground: Ground, encode: Encode) -> _Way | None:
    """All of the parts, ``None`` where one of them cannot hold; those that hold in any case need nothing."""
    outcomes = [(part, settled(part, ground)) for part in parts]
    if any(holds is False for _, holds in outcomes):
        return None
    return _Way((*also, *(_writer(part, encode) for part, holds in outcomes if holds is None)))


def _writer(requirement: AnyRequirement, encode: Encode) -> Writer:
    return lambda ground: encode(requirement, ground)


def _one_of(ways: Iterable[_Way], ground: Ground) -> None:
    possible = list(ways)
    if len(possible) == 1:
        for write in possible[0].writers:
            write(ground)
        return
    chosen: Terms = {}
    for way in possible:
        column = ground.rows.column()
        chosen[column] = 1
        for write in way.writers:
            write(ground.under(column))
    ground.rows.at_least(chosen, 1)


def _if(requirement: When, ground: Ground) -> None:
    """All that is given of the condition holds."""
    seats = ground.in_roles(requirement.roles)
    if requirement.declared is not None and not ground.stated(requirement.declared):
        ground.rows.at_least({}, 1)
    if requirement.where is not None:
        helpers = (placed.terms for placed in seats if ground.helps(requirement.where, placed))
        ground.rows.at_least(add(*helpers), 1)
    if requirement.participants is not None:
        _so_many(requirement.participants, ground, seats)


def _unless(requirement: When, ground: Ground) -> None:
    """One of what is given of the condition does not hold."""
    seats, ways = ground.in_roles(requirement.roles), list[_Way]()
    if requirement.declared is not None and ground.denied(requirement.declared):
        ways.append(_Way(()))
    if (where := requirement.where) is not None:
        burdens = [placed for placed in seats if ground.burdens(where, placed)]
        ways.append(_Way((lambda ground: ground.rows.at_most(add(*(placed.terms for placed in burdens)), 0),)))
    if requirement.participants is not None:
        ways += _not_so_many(requirement.participants, seats, ground)
    _one_of(ways, ground)


def _so_many(span: Span, ground: Ground, seats: Sequence[Placed]) -> None:
    """Somebody of whom it is unknown whether it belongs here makes them too many, but never enough."""
    known = [placed.terms for placed in seats if not ground.is_doubtful(placed)]
    if span.min is not None:
        ground.rows.at_least(add(*known), span.min)
    if span.max is not None:
        ground.rows.at_most(add(*(placed.terms for placed in seats)), span.max)
    if span.countries is not None:
        present: Terms = {}
        for country, several in _by_country(seats, ground).items():
            there = add(*(placed.terms for placed in several if not ground.is_doubtful(placed)))
            if country is not None:
                column = ground.rows.column()
                ground.rows.implies_one_of(column, there)
                present[column] = 1
        ground.rows.at_least(present, span.countries)


def _not_so_many(span: Span, seats: Sequence[Placed], ground: Ground) -> list[_Way]:
    ways: list[_Way] = []
    known = add(*(placed.terms for placed in seats if not ground.is_doubtful(placed)))
    everybody = add(*(placed.terms for placed in seats))
    least, most, countries = span.min, span.max, span.countries
    if least is not None:
        ways.append(_Way((lambda ground: ground.rows.at_most(everybody, least - 1),)))
    if most is not None:
        ways.append(_Way((lambda ground: ground.rows.at_least(known, most + 1),)))
    if countries is not None:
        ways.append(_Way((lambda ground: ground.rows.at_most(_countries_there(seats, ground), countries - 1),)))
    return ways


def _countries_there(seats: Sequence[Placed], ground: Ground) -> Terms:
    """At least as many as there are countries; everybody whose country is unknown may be from one more."""
    there: Terms = {}
    for country, several in _by_country(seats, ground).items():
        if country is None:
            there = add(there, *(placed.terms for placed in several))
        else:
            there[_presence(several, ground)] = 1
    return there


def _presence(several: Sequence[Placed], ground: Ground) -> int:
    """A column that is 1 where one of them takes part."""
    column = ground.rows.column()
    for placed in several:
        ground.rows.at_most(add(placed.terms, {column: -1}), 0)
    return column


def _by_country(seats: Iterable[Placed], ground: Ground) -> dict[str | None, list[Placed]]:
    countries = defaultdict[str | None, list[Placed]](list)
    for placed in seats:
        countries[ground.country_of(placed)].append(placed)
    return countries


def encode_each(requirement: Each, ground: Ground, encode: Encode) -> None:
    """Every country of somebody in the roles has what is required.

    Somebody whose country is unknown may be of any that is there: it helps none of them and burdens each. Or it is of
    one of its own, which needs all that is required by itself.
    """
    countries = _by_country((placed for placed in ground.seats if placed.terms), ground)
    nowhere = countries.pop(None, [])
    for country, seats in countries.items():
        counting = [placed for placed in seats if placed.role in requirement.roles]
        if counting:
            literal = _presence(counting, ground)
            encode(requirement.require, ground.of_country(country, seats, nowhere).under(literal))
    for lone in nowhere:
        if lone.role in requirement.roles:
            literal = _presence([lone], ground)
            others = [placed for placed in nowhere if placed.entrant.id != lone.entrant.id]
            encode(requirement.require, ground.of_country(None, [lone], others).under(literal))
