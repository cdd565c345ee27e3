"""Limits and shares as rows. Unknown facts count against a maximum and not towards an exact number or a share."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction

from rules.judging.counting import class_of, group_of
from rules.requirements import Limit, Ratio
from solver.matrix import Matrix, Terms, add, weighted
from solver.members import Members, Placed
from solver.readings import Answers, Reading


def encode_limit(requirement: Limit, members: Members, answers: Answers, reading: Reading) -> None:
    """At most, or exactly, so many; per country or region somebody whose place is unknown burdens each of them."""
    pool = [
        (placed, answers.holds(requirement.where, placed.seat.participant, placed.seat.profile))
        for placed in members.in_roles(requirement.roles)
        if placed.terms
    ]
    burdens = [placed for placed, answer in pool if reading.burdens(answer)]
    helpers = [placed for placed, answer in pool if reading.helps(answer)]
    most = requirement.max if requirement.max is not None else requirement.exactly or 0
    matrix = members.matrix
    if requirement.independent:
        matrix.at_most(_groups_there(matrix, burdens), most)
    else:
        _cap_classes(matrix, requirement, burdens, most)
    if not requirement.exactly:
        return
    if requirement.independent:
        matrix.at_least(_groups_named(matrix, helpers), requirement.exactly)
    else:
        _fill_one_class(matrix, requirement, helpers, requirement.exactly)


def _by_class(requirement: Limit, pool: Iterable[Placed]) -> Mapping[str | None, Terms]:
    classes = defaultdict[str | None, list[Terms]](list)
    for placed in pool:
        classes[class_of(requirement, placed.seat.participant)].append(placed.terms)
    return {name: add(*several) for name, several in classes.items()}


def _cap_classes(matrix: Matrix, requirement: Limit, burdens: Iterable[Placed], most: int) -> None:
    classes = dict(_by_class(requirement, burdens))
    nowhere = classes.pop(None, {})
    for terms in classes.values():
        matrix.at_most(add(terms, nowhere), most)
    if nowhere:
        matrix.at_most(nowhere, most)


def _fill_one_class(matrix: Matrix, requirement: Limit, helpers: Iterable[Placed], exact: int) -> None:
    full: Terms = {}
    for name, terms in _by_class(requirement, helpers).items():
        if name is not None:
            column = matrix.column()
            matrix.at_least(weighted([(1, terms), (-exact, {column: 1})]), 0)
            full[column] = 1
    matrix.at_least(full, 1)


def _groups_there(matrix: Matrix, pool: Iterable[Placed]) -> Terms:
    """A column for each control group, at least 1 where a member is there."""
    columns: dict[str, int] = {}
    for placed in pool:
        column = columns.setdefault(group_of(placed.seat.participant), -1)
        if column < 0:
            column = columns[group_of(placed.seat.participant)] = matrix.column()
        matrix.at_most(add(placed.terms, {column: -1}), 0)
    return dict.fromkeys(columns.values(), 1)


def _groups_named(matrix: Matrix, pool: Iterable[Placed]) -> Terms:
    """A column for each control group, at most 1 where a member is there."""
    together = defaultdict[str, list[Terms]](list)
    for placed in pool:
        together[group_of(placed.seat.participant)].append(placed.terms)
    columns: Terms = {}
    for several in together.values():
        column = matrix.column()
        matrix.implies_one_of(column, add(*several))
        columns[column] = 1
    return columns


def encode_ratio(requirement: Ratio, members: Members, answers: Answers, reading: Reading) -> None:
    """A share of members, exact in integers: ``q * inside`` against ``p * base`` for the share ``p/q``."""
    inside_low, inside_high = list[Terms](), list[Terms]()
    base_low, base_high = list[Terms](), list[Terms]()
    two_sided = requirement.min_share is not None and requirement.max_share is not None
    sure = Reading.HOPED if two_sided and reading is Reading.OPEN else reading
    for placed in members.in_roles(requirement.roles):
        if not placed.terms:
            continue
        participant, profile = placed.seat.participant, placed.seat.profile
        of = answers.holds(requirement.of, participant, profile)
        where = answers.holds(requirement.where, participant, profile)
        if reading is not Reading.OPEN and reading.burdens(of) and not reading.helps(of):
            members.matrix.at_most(placed.terms, 0)  # the verdict cannot tell a share of an unknown base
            continue
        surely_inside = reading.helps(of) and sure.helps(where)
        inside_low += [placed.terms] * surely_inside
        base_high += [placed.terms] * (surely_inside or reading.burdens(of))
        inside_high += [placed.terms] * (reading.burdens(of) and reading.burdens(where))
        base_low += [placed.terms] * reading.helps(of)
    if requirement.min_share is not None:
        share, slack = Fraction(str(requirement.min_share)), requirement.rounding == "down"
        least = weighted([(share.denominator, add(*inside_low)), (-share.numerator, add(*base_high))])
        members.matrix.at_least(least, 1 - share.denominator if slack else 0)
    if requirement.max_share is not None:
        share, slack = Fraction(str(requirement.max_share)), requirement.rounding == "up"
        most = weighted([(share.denominator, add(*inside_high)), (-share.numerator, add(*base_low))])
        members.matrix.at_most(most, share.denominator - 1 if slack else 0)
