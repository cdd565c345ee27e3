"""Limits and shares as rows. Unknown facts count against a maximum and not towards an exact number or a share."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from rules.judging.counting import TOGETHER, class_of, group_of
from rules.requirements import Limit, Ratio
from solver.encoding.ground import Ground
from solver.matrix import Rows, Terms, add, weighted
from solver.members import Placed


def encode_limit(requirement: Limit, ground: Ground) -> None:
    """At most, or exactly, so many; per country or region somebody whose place is unknown burdens each of them."""
    pool = ground.in_roles(requirement.roles)
    burdens = _by_class(requirement, (placed for placed in pool if ground.burdens(requirement.where, placed)))
    helpers = _by_class(requirement, (placed for placed in pool if ground.helps(requirement.where, placed)))
    nowhere = burdens.pop(None, [])
    most = requirement.max if requirement.max is not None else requirement.exactly or 0
    for members in [*burdens.values(), *([nowhere] if nowhere else [])]:
        together = members if members is nowhere else [*members, *nowhere]
        ground.rows.at_most(_number_there(ground.rows, requirement, together), most)
    if requirement.exactly:
        ground.rows.at_most(add(*(placed.terms for placed in nowhere)), 0)
        _fill_classes(ground.rows, requirement, burdens, helpers)


Classes = dict[str | None, list[Placed]]


def _by_class(requirement: Limit, pool: Iterable[Placed]) -> Classes:
    classes = defaultdict[str | None, list[Placed]](list)
    for placed in pool:
        classes[class_of(requirement, placed.seat.participant)].append(placed)
    return dict(classes)


def _fill_classes(rows: Rows, requirement: Limit, burdens: Classes, helpers: Classes) -> None:
    """Each class in which somebody is has the exact number; all together are a class in any case."""
    exact = requirement.exactly or 0
    if requirement.per == "consortium":
        rows.at_least(_number_named(rows, requirement, helpers.get(TOGETHER, [])), exact)
        return
    for name, members in burdens.items():
        there = rows.column()
        for placed in members:
            rows.at_most(add(placed.terms, {there: -1}), 0)
        named = _number_named(rows, requirement, helpers.get(name, []))
        rows.at_least(weighted([(1, named), (-exact, {there: 1})]), 0)


def _number_there(rows: Rows, requirement: Limit, pool: Sequence[Placed]) -> Terms:
    return _groups_there(rows, pool) if requirement.independent else add(*(placed.terms for placed in pool))


def _number_named(rows: Rows, requirement: Limit, pool: Sequence[Placed]) -> Terms:
    return _groups_named(rows, pool) if requirement.independent else add(*(placed.terms for placed in pool))


def _groups_there(rows: Rows, pool: Iterable[Placed]) -> Terms:
    """A column for each control group, at least 1 where a member is there."""
    columns: dict[str, int] = {}
    for placed in pool:
        column = columns.setdefault(group_of(placed.seat.participant), -1)
        if column < 0:
            column = columns[group_of(placed.seat.participant)] = rows.column()
        rows.at_most(add(placed.terms, {column: -1}), 0)
    return dict.fromkeys(columns.values(), 1)


def _groups_named(rows: Rows, pool: Iterable[Placed]) -> Terms:
    """A column for each control group, at most 1 where a member is there."""
    together = defaultdict[str, list[Terms]](list)
    for placed in pool:
        together[group_of(placed.seat.participant)].append(placed.terms)
    columns: Terms = {}
    for several in together.values():
        column = rows.column()
        rows.implies_one_of(column, add(*several))
        columns[column] = 1
    return columns


def encode_ratio(requirement: Ratio, ground: Ground) -> None:
    """A share of members, exact in integers: ``q * inside`` against ``p * base`` for the share ``p/q``."""
    tally = _tally(requirement, ground)
    if requirement.min_share is not None:
        share, slack = Fraction(str(requirement.min_share)), requirement.rounding == "down"
        least = weighted([(share.denominator, add(*tally.inside_low)), (-share.numerator, add(*tally.base_high))])
        ground.rows.at_least(least, 1 - share.denominator if slack else 0)
    if requirement.max_share is not None:
        share, slack = Fraction(str(requirement.max_share)), requirement.rounding == "up"
        most = weighted([(share.denominator, add(*tally.inside_high)), (-share.numerator, add(*tally.base_low))])
        ground.rows.at_most(most, share.denominator - 1 if slack else 0)


@dataclass
class _Tally:
    """Who is inside and in the base: for a least share as few inside as may be, for a greatest as many."""

    inside_low: list[Terms] = field(default_factory=list)
    base_high: list[Terms] = field(default_factory=list)
    inside_high: list[Terms] = field(default_factory=list)
    base_low: list[Terms] = field(default_factory=list)


def _tally(requirement: Ratio, ground: Ground) -> _Tally:
    """Of whom it is unknown whether it belongs here is taken as what makes the share worse."""
    tally, of, where = _Tally(), requirement.of, requirement.where
    two_sided = requirement.min_share is not None and requirement.max_share is not None
    sure = ground.strict() if two_sided else ground
    for placed in ground.in_roles(requirement.roles):
        is_doubtful = ground.is_doubtful(placed)
        in_base, may_be_in_base = ground.would_help(of, placed), ground.burdens(of, placed)
        if may_be_in_base and not in_base and not ground.view.facts_may_turn_out_well:
            ground.rows.at_most(placed.terms, 0)  # the verdict cannot tell a share of an unknown base
            continue
        is_inside = in_base and sure.would_help(where, placed)
        may_be_inside = may_be_in_base and ground.burdens(where, placed)
        tally.inside_low += [placed.terms] * (is_inside and not is_doubtful)
        tally.base_high += [placed.terms] * ((is_inside or may_be_in_base) and not (is_inside and is_doubtful))
        tally.inside_high += [placed.terms] * may_be_inside
        tally.base_low += [placed.terms] * (in_base and (may_be_inside or not is_doubtful))
    return tally
