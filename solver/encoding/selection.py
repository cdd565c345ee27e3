"""A selection: there is a set of members as the law asks for it.

The rows say that witnesses can be named: each witness is a chosen member, at most one for a place and one for a
control group, enough of them in all and in each sub-group. Members that look alike to the condition and of whom only
one can be a witness share a column; a member whom nothing keeps apart from others is its own witness.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from rules.judging.selection import place, wanted_of
from rules.requirements import Selection
from rules.selecting import Need, Wanted
from solver.matrix import Matrix, Terms, add
from solver.members import Members, Placed
from solver.readings import Answers, Reading


@dataclass(frozen=True)
class Helper:
    """A seat that counts.

    ``place`` is ``None`` for one that nobody shares, ``control`` where no other member is under the same control;
    ``parts`` tells for each sub-group whether it belongs to it.
    """

    placed: Placed
    place: str | None
    control: str | None
    parts: tuple[bool, ...]


@dataclass(frozen=True)
class Witness:
    """Terms that come to 1 where a member of this look is a witness."""

    terms: Terms
    place: str | None
    control: str | None
    parts: tuple[bool, ...]


def encode_selection(requirement: Selection, members: Members, answers: Answers, reading: Reading) -> None:
    """Add the rows of a selection."""
    helpers = _helpers(requirement, members, answers, reading)
    matrix, wanted = members.matrix, wanted_of(requirement, 1)
    if requirement.min == "all":
        counting = {id(helper.placed) for helper in helpers}
        for placed in members.in_roles(requirement.roles):
            if id(placed) not in counting and placed.terms:
                matrix.at_most(placed.terms, 0)
        witnesses = [Witness(helper.placed.terms, helper.place, helper.control, helper.parts) for helper in helpers]
    else:
        witnesses = _witnesses(matrix, wanted, helpers)
    _keep_apart(matrix, wanted, witnesses)
    serving = _serving(matrix, wanted, witnesses)
    for need in wanted.needs:
        _meet(matrix, wanted, need, witnesses, serving)


def _helpers(requirement: Selection, members: Members, answers: Answers, reading: Reading) -> list[Helper]:
    by_place = (
        requirement.each_from_different != "none"
        or requirement.min_countries is not None
        or any(part.min_countries is not None for part in requirement.of_which)
    )
    found = []
    for placed in members.in_roles(requirement.roles):
        participant, profile = placed.seat.participant, placed.seat.profile
        where, is_known = place(requirement, participant, hopeful=reading is Reading.OPEN)
        if not placed.terms or (by_place and not is_known):
            continue
        if reading.helps(answers.holds(requirement.where, participant, profile)):
            parts = (answers.holds(part.where, participant, profile) for part in requirement.of_which)
            serves = tuple(reading.helps(part) for part in parts)
            found.append(Helper(placed, where, participant.organisation.control_group, serves))
    return _without_idle_groups(found) if requirement.independent else found


def _without_idle_groups(helpers: list[Helper]) -> list[Helper]:
    """A control group with one member here excludes nothing."""
    sizes = defaultdict[str | None, set[str]](set)
    for helper in helpers:
        sizes[helper.control].add(helper.placed.entrant.id)
    return [
        helper if len(sizes[helper.control]) > 1 else Helper(helper.placed, helper.place, None, helper.parts)
        for helper in helpers
    ]


def _witnesses(matrix: Matrix, wanted: Wanted, helpers: Sequence[Helper]) -> list[Witness]:
    alike = defaultdict[Hashable, list[Helper]](list)
    for helper in helpers:
        exclusive = (wanted.apart and helper.place is not None) or (wanted.independent and helper.control is not None)
        control = helper.control if wanted.independent else None
        key: Hashable = (helper.place, control, helper.parts) if exclusive else id(helper)
        alike[key].append(helper)
    witnesses = []
    for key, group in alike.items():
        first, terms = group[0], add(*(helper.placed.terms for helper in group))
        if isinstance(key, tuple):
            column = matrix.column()
            matrix.implies_one_of(column, terms)
            terms = {column: 1}
        witnesses.append(Witness(terms, first.place, first.control, first.parts))
    return witnesses


def _keep_apart(matrix: Matrix, wanted: Wanted, witnesses: Sequence[Witness]) -> None:
    if wanted.apart:
        _at_most_one(matrix, [(witness.place, witness.terms) for witness in witnesses])
    if wanted.independent:
        _at_most_one(matrix, [(witness.control, witness.terms) for witness in witnesses])


def _at_most_one(matrix: Matrix, classes: Iterable[tuple[str | None, Terms]]) -> None:
    together = defaultdict[str | None, list[Terms]](list)
    for name, terms in classes:
        together[name].append(terms)
    for name, several in together.items():
        if name is not None and len(several) > 1:
            matrix.at_most(add(*several), 1)


def _serving(matrix: Matrix, wanted: Wanted, witnesses: Sequence[Witness]) -> list[list[Terms]]:
    """For each witness and sub-group the terms that count there; one sub-group each where the law says so."""
    serving = []
    for witness in witnesses:
        columns = [
            ({matrix.column(): 1} if wanted.one_part_each else witness.terms) if belongs else {}
            for belongs in witness.parts
        ]
        if wanted.one_part_each and any(witness.parts):
            matrix.at_most(add(*columns, {column: -number for column, number in witness.terms.items()}), 0)
        serving.append(columns)
    return serving


def _meet(
    matrix: Matrix, wanted: Wanted, need: Need, witnesses: Sequence[Witness], serving: Sequence[Sequence[Terms]]
) -> None:
    counted = [
        (witness.place, witness.terms if need.part is None else parts[need.part])
        for witness, parts in zip(witnesses, serving, strict=True)
    ]
    if not need.places or wanted.apart:
        matrix.at_least(add(*(terms for _, terms in counted)), need.count)
        return
    places = defaultdict[Hashable, list[Terms]](list)
    for index, (name, terms) in enumerate(counted):
        places[index if name is None else name].append(terms)
    present: Terms = {}
    for several in places.values():
        column = matrix.column()
        matrix.implies_one_of(column, add(*several))
        present[column] = 1
    matrix.at_least(present, need.count)
