"""Limits and shares as rows. Unknown facts count against a maximum and not towards an exact number or a share."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from rules.codes import Role
from rules.judging.counting import class_of
from rules.requirements import Limit, Ratio
from solver.encoding.ground import Ground, counted, whoever, within
from solver.model import UNBOUNDED, Ints, Linear, Mask, total
from solver.people.crowd import Crowd, Labels
from solver.rows import Classes, each_alone

_READ_BY_CLASS = {"consortium": (), "country": ("country",), "region": ("nuts",)}


def encode_limit(requirement: Limit, ground: Ground) -> None:
    """At most, or exactly, so many; per country or region somebody whose place is unknown burdens each of them."""
    seats = ground.in_roles(requirement.roles)
    burdens, helpers = ground.burdens(requirement.where, seats), ground.helps(requirement.where, seats)
    labels = _classes_of(requirement, ground.crowd)
    most = requirement.max if requirement.max is not None else requirement.exactly or 0
    nowhere = within(burdens, labels.unknown)
    ground.rows.at_most(_number_there(requirement, ground, nowhere), most)
    if requirement.independent:
        _cap_groups(requirement, ground, burdens, labels, most)
    else:
        _cap(ground, burdens, labels, most)
    if requirement.exactly:
        ground.rows.at_most(ground.number_of(nowhere), 0)
        _fill_classes(requirement, ground, burdens, helpers, labels)


def _classes_of(requirement: Limit, crowd: Crowd) -> Labels:
    if requirement.per == "control_group":
        return _groups(crowd)
    return crowd.labels(
        _READ_BY_CLASS[requirement.per], requirement.per, lambda participant: class_of(requirement, participant)
    )


def _groups(crowd: Crowd) -> Labels:
    """Control groups; who has none known is one of its own."""
    groups = crowd.control_groups
    alone = groups.codes < 0
    codes = np.where(alone, len(groups) + np.cumsum(alone) - 1, groups.codes)
    return Labels(codes, (*groups.names, *("" for _ in range(int(alone.sum())))))


def _cap(ground: Ground, burdens: Mapping[Role, Mask], labels: Labels, most: int) -> None:
    """No class has more than the most; whoever is nowhere known is added to each."""
    nowhere, columns = within(burdens, labels.unknown), list[tuple[Ints, int]]()
    if any(mask.any() for mask in nowhere.values()):
        burden = ground.model.column(upper=ground.model.n)
        ground.rows.at_most(ground.number_of(nowhere) - Linear(columns={burden: 1}), 0)
        columns = [(np.full(len(labels), burden, np.int64), 1)]
    classes = Classes(labels.codes, len(labels), tuple(columns), lazy=most > 0 and not columns)
    ground.rows.in_each(classes, counted(ground.by_plane(burdens)).planes, -UNBOUNDED, most)


def _cap_groups(requirement: Limit, ground: Ground, burdens: Mapping[Role, Mask], labels: Labels, most: int) -> None:
    """The same in entities: of a control group one counts, also where some of it are nowhere known."""
    for name in _classes_in(burdens, labels):
        together = within(burdens, labels.unknown | (labels.codes == name))
        ground.rows.at_most(_number_there(requirement, ground, together), most)


def _classes_in(seats: Mapping[Role, Mask], labels: Labels) -> list[int]:
    """The classes in which somebody may sit."""
    there = whoever(seats, len(labels.codes)) & ~labels.unknown
    found: list[int] = np.unique(labels.codes[there]).tolist()
    return found


def _fill_classes(
    requirement: Limit, ground: Ground, burdens: Mapping[Role, Mask], helpers: Mapping[Role, Mask], labels: Labels
) -> None:
    """Each class in which somebody is has the exact number; all together are a class in any case."""
    exact = requirement.exactly or 0
    if requirement.per == "consortium":
        ground.rows.at_least(_number_named(requirement, ground, helpers), exact)
        return
    there = ground.model.columns(len(labels))
    placed = within(burdens, ~labels.unknown)
    tie_to_columns(ground, placed, labels.codes, there)
    for name in _classes_in(placed, labels):
        named = _number_named(requirement, ground, within(helpers, labels.codes == name))
        ground.rows.at_least(named - Linear(columns={int(there[name]): exact}), 0)


def tie_to_columns(ground: Ground, seats: Mapping[Role, Mask], codes: Ints, columns: Ints) -> None:
    """Where somebody sits, the column of its class is 1: a row for each says more to a relaxation than one for all."""
    alone = each_alone(whoever(seats, ground.model.n))
    theirs = columns[codes[alone.codes >= 0]]
    classes = Classes(alone.codes, alone.number, ((theirs, -1),))
    ground.rows.in_each(classes, counted(ground.by_plane(seats)).planes, -UNBOUNDED, 0)


def _number_there(requirement: Limit, ground: Ground, seats: Mapping[Role, Mask]) -> Linear:
    """At least as many as take part; of a control group one where the limit counts independent entities."""
    if not requirement.independent:
        return ground.number_of(seats)
    alone, shared, groups = _by_group(ground, seats)
    columns = ground.model.columns(len(groups))
    tie_to_columns(ground, shared, _positions(ground, groups), columns)
    return ground.number_of(alone) + Linear(columns=dict.fromkeys(columns.tolist(), 1))


def _number_named(requirement: Limit, ground: Ground, seats: Mapping[Role, Mask]) -> Linear:
    """At most as many as take part; of a control group one where the limit counts independent entities."""
    if not requirement.independent:
        return ground.number_of(seats)
    alone, shared, groups = _by_group(ground, seats)
    columns = ground.model.columns(len(groups))
    classes = Classes(_positions(ground, groups), len(groups), ((columns, -1),))
    ground.rows.in_each(classes, counted(ground.by_plane(shared)).planes, 0, UNBOUNDED)
    return ground.number_of(alone) + Linear(columns=dict.fromkeys(columns.tolist(), 1))


def _by_group(ground: Ground, seats: Mapping[Role, Mask]) -> tuple[dict[Role, Mask], dict[Role, Mask], Ints]:
    """The seats of those who share their control group with nobody else here, the others, and their groups."""
    groups, here = ground.crowd.control_groups, whoever(seats, ground.model.n)
    several = np.bincount(groups.codes[here & ~groups.unknown], minlength=len(groups)) > 1
    shared = np.append(several, False)[groups.codes]  # who is in no group reads the last entry
    return within(seats, ~shared), within(seats, shared), np.flatnonzero(several)


def _positions(ground: Ground, groups: Ints) -> Ints:
    """The place of everybody's control group among these, -1 where it is none of them."""
    known = ground.crowd.control_groups
    places = np.full(len(known) + 1, -1, np.int64)
    places[groups] = np.arange(len(groups))
    return np.asarray(places[known.codes], np.int64)


def encode_ratio(requirement: Ratio, ground: Ground) -> None:
    """A share of members, exact in integers: ``q * inside`` against ``p * base`` for the share ``p/q``."""
    tally = _tally(requirement, ground)
    if requirement.min_share is not None:
        share, slack = Fraction(str(requirement.min_share)), requirement.rounding == "down"
        least = total([(share.denominator, tally.inside_low), (-share.numerator, tally.base_high)])
        ground.rows.at_least(least, 1 - share.denominator if slack else 0)
    if requirement.max_share is not None:
        share, slack = Fraction(str(requirement.max_share)), requirement.rounding == "up"
        most = total([(share.denominator, tally.inside_high), (-share.numerator, tally.base_low)])
        ground.rows.at_most(most, share.denominator - 1 if slack else 0)


@dataclass(frozen=True, eq=False)
class _Tally:
    """Who is inside and in the base: for a least share as few inside as may be, for a greatest as many."""

    inside_low: Linear
    base_high: Linear
    inside_high: Linear
    base_low: Linear


def _tally(requirement: Ratio, ground: Ground) -> _Tally:
    """Of whom it is unknown whether it belongs here is taken as what makes the share worse."""
    of, where, everybody = requirement.of, requirement.where, ground.in_roles(requirement.roles)
    two_sided = requirement.min_share is not None and requirement.max_share is not None
    in_base, may_be_in_base = ground.would_help(of, everybody), ground.burdens(of, everybody)
    if not ground.view.facts_may_turn_out_well:
        vague = {role: may_be_in_base[role] & ~in_base[role] for role in everybody}
        ground.rows.at_most(ground.number_of(vague), 0)  # the verdict cannot tell a share of an unknown base
        may_be_in_base = {role: may_be_in_base[role] & ~vague[role] for role in everybody}
    sure_inside = (ground.strict() if two_sided else ground).would_help(where, everybody)
    inside = {role: in_base[role] & sure_inside[role] for role in everybody}
    burdens = ground.burdens(where, everybody)
    may_be_inside = {role: may_be_in_base[role] & burdens[role] for role in everybody}
    known = ground.sure({role: np.ones(ground.model.n, np.bool_) for role in everybody})
    return _Tally(
        inside_low=ground.number_of({role: inside[role] & known[role] for role in everybody}),
        base_high=ground.number_of(
            {role: (inside[role] | may_be_in_base[role]) & ~(inside[role] & ~known[role]) for role in everybody}
        ),
        inside_high=ground.number_of(may_be_inside),
        base_low=ground.number_of({role: in_base[role] & (may_be_inside[role] | known[role]) for role in everybody}),
    )
