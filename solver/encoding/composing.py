"""What is made of other requirements: each country, when, alternatives.

Every part has a column of its own under which its rows count; rows between the columns say how many parts must hold.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from rules.codes import Role
from rules.requirements import Alternatives, AnyRequirement, Each, Span, When
from solver.encoding.counting import tie_to_columns
from solver.encoding.ground import Ground, counted, whoever, within
from solver.encoding.settling import settled
from solver.model import UNBOUNDED, Linear, Mask
from solver.people.crowd import Labels
from solver.rows import Classes

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
    chosen = ground.model.columns(len(possible)).tolist()
    for column, way in zip(chosen, possible, strict=True):
        for write in way.writers:
            write(ground.under(column))
    ground.rows.at_least(Linear(columns=dict.fromkeys(chosen, 1)), 1)


def _if(requirement: When, ground: Ground) -> None:
    """All that is given of the condition holds."""
    seats = ground.in_roles(requirement.roles)
    if requirement.declared is not None and not ground.stated(requirement.declared):
        ground.rows.at_least(Linear(), 1)
    if requirement.where is not None:
        ground.rows.at_least(ground.number_of(ground.helps(requirement.where, seats)), 1)
    if requirement.participants is not None:
        _so_many(requirement.participants, ground, seats)


def _unless(requirement: When, ground: Ground) -> None:
    """One of what is given of the condition does not hold."""
    seats, ways = ground.in_roles(requirement.roles), list[_Way]()
    if requirement.declared is not None and ground.denied(requirement.declared):
        ways.append(_Way(()))
    if requirement.where is not None:
        burdens = ground.number_of(ground.burdens(requirement.where, seats))
        ways.append(_Way((lambda ground: ground.rows.at_most(burdens, 0),)))
    if requirement.participants is not None:
        ways += _not_so_many(requirement.participants, seats, ground)
    _one_of(ways, ground)


def _so_many(span: Span, ground: Ground, seats: Mapping[Role, Mask]) -> None:
    """Somebody of whom it is unknown whether it belongs here makes them too many, but never enough."""
    known = ground.sure(seats)
    if span.min is not None:
        ground.rows.at_least(ground.number_of(known), span.min)
    if span.max is not None:
        ground.rows.at_most(ground.number_of(seats), span.max)
    if span.countries is not None:
        countries = _countries(ground)
        present = ground.model.columns(len(countries))
        classes = Classes(countries.codes, len(countries), ((present, -1),))
        ground.rows.in_each(classes, counted(ground.by_plane(known)).planes, 0, UNBOUNDED)
        ground.rows.at_least(Linear(columns=dict.fromkeys(present.tolist(), 1)), span.countries)


def _not_so_many(span: Span, seats: Mapping[Role, Mask], ground: Ground) -> list[_Way]:
    ways: list[_Way] = []
    known, everybody = ground.number_of(ground.sure(seats)), ground.number_of(seats)
    least, most, countries = span.min, span.max, span.countries
    if least is not None:
        ways.append(_Way((lambda ground: ground.rows.at_most(everybody, least - 1),)))
    if most is not None:
        ways.append(_Way((lambda ground: ground.rows.at_least(known, most + 1),)))
    if countries is not None:
        ways.append(_Way((lambda ground: ground.rows.at_most(_countries_there(seats, ground), countries - 1),)))
    return ways


def _countries_there(seats: Mapping[Role, Mask], ground: Ground) -> Linear:
    """At least as many as there are countries; everybody whose country is unknown may be from one more."""
    countries = _countries(ground)
    present = ground.model.columns(len(countries))
    tie_to_columns(ground, within(seats, ~countries.unknown), countries.codes, present)
    nowhere = ground.number_of(within(seats, countries.unknown))
    return nowhere + Linear(columns=dict.fromkeys(present.tolist(), 1))


def _countries(ground: Ground) -> Labels:
    """Where everybody sits who belongs here."""
    known = ground.crowd.countries
    if ground.country is None or ground.inside is None:
        return known
    codes = np.where(ground.inside, known.names.index(ground.country), known.codes)
    return Labels(codes, known.names)


def encode_each(requirement: Each, ground: Ground, encode: Encode) -> None:
    """Every country of somebody in the roles has what is required.

    Somebody whose country is unknown may be of any that is there: it helps none of them and burdens each. Or it is of
    one of its own, which needs all that is required by itself.
    """
    countries = _countries(ground)
    asked = ground.in_roles(requirement.roles)
    here = whoever(ground.in_roles(Role), ground.model.n)
    nowhere = here & countries.unknown
    for code in np.unique(countries.codes[whoever(asked, ground.model.n) & ~countries.unknown]).tolist():
        theirs = countries.codes == code
        there = _presence(within(asked, theirs), ground)
        encode(requirement.require, ground.of_country(countries.names[code], theirs & here, nowhere).under(there))
    for number in np.flatnonzero(whoever(asked, ground.model.n) & nowhere).tolist():
        lone = np.arange(ground.model.n) == number
        there = _presence(within(asked, lone), ground)
        encode(requirement.require, ground.of_country(None, lone, nowhere & ~lone).under(there))


def _presence(seats: Mapping[Role, Mask], ground: Ground) -> int:
    """A column that is 1 where somebody sits there."""
    column = ground.model.column()
    tie_to_columns(ground, seats, np.zeros(ground.model.n, np.int64), np.array([column]))
    return column
