"""A selection: there is a set of members as the law asks for it.

The rows say that witnesses can be named: each witness is a chosen member, at most one for a place and one for a
control group, enough of them in all and in each sub-group. Members that look alike to the condition and of whom only
one can be a witness share a column; a member whom nothing keeps apart from others is its own witness.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

from rules.facts import Participant
from rules.judging.seen import DEEMED, country_apart, counts_places, deemed_apart, is_placed, is_unsettled, place
from rules.judging.selection import wanted_of
from rules.requirements import Filter, Selection
from rules.selecting import Wanted
from rules.truth import disjunction
from solver.encoding.ground import Ground
from solver.matrix import Rows, Terms, add
from solver.members import Placed


@dataclass(frozen=True)
class Helper:
    """A seat that counts.

    ``place`` (country or region) and ``country`` are ``None`` for one that nobody shares, ``control`` where no other
    member is under the same control; ``parts`` tells for each sub-group whether it belongs to it. One that is not
    ``known`` to belong here is kept apart like all others and counts nowhere.
    """

    placed: Placed
    place: str | None
    country: str | None
    control: str | None
    parts: tuple[bool, ...]
    known: bool = True


@dataclass(frozen=True)
class Witness:
    """Terms that come to 1 where a member of this look is a witness."""

    terms: Terms
    place: str | None
    country: str | None
    control: str | None
    parts: tuple[bool, ...]


def encode_selection(requirement: Selection, ground: Ground) -> None:
    """Add the rows of a selection."""
    helpers, rows = _helpers(requirement, ground), ground.rows
    wanted = wanted_of(requirement, 1)
    if requirement.min == "all":
        counting = {id(helper.placed) for helper in helpers}
        for placed in ground.in_roles(requirement.roles):
            if id(placed) not in counting:
                rows.at_most(placed.terms, 0)
        everybody = [_on_its_own(helper) for helper in helpers]
        witnesses = [_on_its_own(helper) for helper in helpers if helper.known]
    else:
        everybody = witnesses = _witnesses(rows, wanted, helpers)
    _keep_apart(rows, wanted, everybody)
    serving = _serving(rows, wanted, witnesses)
    apart_by_country = requirement.each_from_different == "country"
    for need in wanted.needs:
        counted = [witness.terms for witness in witnesses]
        if need.part is not None:
            counted = [parts[need.part] for parts in serving]
        if need.places and not apart_by_country:
            counted = _countries_among(rows, witnesses, counted)
        rows.at_least(add(*counted), need.count)


def _helpers(requirement: Selection, ground: Ground) -> list[Helper]:
    """Of whom it is unknown whether it belongs here stands with the others only where all of them are asked."""
    found, hopeful = [], ground.view.facts_may_turn_out_well
    for placed in ground.in_roles(requirement.roles):
        participant, known = _seated(requirement, placed, ground), not ground.is_doubtful(placed)
        is_nowhere = counts_places(requirement) and not is_placed(requirement, participant)
        if is_nowhere or not (known or requirement.min == "all"):
            continue
        if not _helps(requirement.where, placed, participant, ground):
            continue
        found.append(
            Helper(
                placed=placed,
                place=place(requirement, participant, hopeful)[0],
                country=country_apart(requirement, participant, hopeful)[0],
                control=participant.organisation.control_group,
                parts=tuple(known and _helps(part.where, placed, participant, ground) for part in requirement.of_which),
                known=known,
            )
        )
    return _without_idle_groups(found) if requirement.independent else found


def _seated(requirement: Selection, placed: Placed, ground: Ground) -> Participant:
    """Who sits there; as one deemed to sit apart where that is stated, or open and taken to turn out well."""
    participant, unsure = placed.seat.participant, requirement.apart_unsure
    if unsure is None:
        return participant
    answers = ground.holds(unsure.where, placed).values()
    if not all(is_unsettled(requirement, participant, answer) for answer in answers):
        return participant
    stated = participant.facts.get(DEEMED)
    is_apart = stated is True or (stated is None and ground.view.facts_may_turn_out_well)
    return deemed_apart(requirement, participant) if is_apart else participant


def _helps(where: Filter, placed: Placed, participant: Participant, ground: Ground) -> bool:
    """Whether it counts towards a minimum if it belongs here; one deemed to sit apart counts as at its seat too."""
    answers = ground.holds(where, placed)
    if participant is not placed.seat.participant:
        deemed = ground.answers.holds(where, participant, ground.answers.profile(participant))
        answers = {world: disjunction([answer, deemed[world]]) for world, answer in answers.items()}
    return ground.view.helps(answers)


def _on_its_own(helper: Helper) -> Witness:
    return Witness(helper.placed.terms, helper.place, helper.country, helper.control, helper.parts)


def _without_idle_groups(helpers: list[Helper]) -> list[Helper]:
    """A control group with one member here excludes nothing."""
    sizes = defaultdict[str | None, set[str]](set)
    for helper in helpers:
        sizes[helper.control].add(helper.placed.entrant.id)
    return [helper if len(sizes[helper.control]) > 1 else replace(helper, control=None) for helper in helpers]


def _witnesses(rows: Rows, wanted: Wanted, helpers: Sequence[Helper]) -> list[Witness]:
    alike = defaultdict[Hashable, list[Helper]](list)
    for helper in helpers:
        exclusive = (wanted.apart and helper.place is not None) or (wanted.independent and helper.control is not None)
        control = helper.control if wanted.independent else None
        key: Hashable = (helper.place, helper.country, control, helper.parts) if exclusive else id(helper)
        alike[key].append(helper)
    witnesses = []
    for key, group in alike.items():
        first, terms = group[0], add(*(helper.placed.terms for helper in group))
        if isinstance(key, tuple):
            column = rows.column()
            rows.implies_one_of(column, terms)
            terms = {column: 1}
        witnesses.append(Witness(terms, first.place, first.country, first.control, first.parts))
    return witnesses


def _keep_apart(rows: Rows, wanted: Wanted, witnesses: Sequence[Witness]) -> None:
    if wanted.apart:
        _at_most_one(rows, [(witness.place, witness.terms) for witness in witnesses])
    if wanted.independent:
        _at_most_one(rows, [(witness.control, witness.terms) for witness in witnesses])


def _at_most_one(rows: Rows, classes: Iterable[tuple[str | None, Terms]]) -> None:
    together = defaultdict[str | None, list[Terms]](list)
    for name, terms in classes:
        together[name].append(terms)
    for name, several in together.items():
        if name is not None and len(several) > 1:
            rows.at_most(add(*several), 1)


def _serving(rows: Rows, wanted: Wanted, witnesses: Sequence[Witness]) -> list[list[Terms]]:
    """For each witness and sub-group the terms that count there; one sub-group each where the law says so."""
    serving = []
    for witness in witnesses:
        columns = [
            ({rows.column(): 1} if wanted.one_part_each else witness.terms) if belongs else {}
            for belongs in witness.parts
        ]
        if wanted.one_part_each and any(witness.parts):
            rows.at_most(add(*columns, {column: -number for column, number in witness.terms.items()}), 0)
        serving.append(columns)
    return serving


def _countries_among(rows: Rows, witnesses: Sequence[Witness], counted: Sequence[Terms]) -> list[Terms]:
    """A column for each country, at most 1 where a witness of it counts."""
    countries = defaultdict[Hashable, list[Terms]](list)
    for index, (witness, terms) in enumerate(zip(witnesses, counted, strict=True)):
        countries[index if witness.country is None else witness.country].append(terms)
    present: list[Terms] = []
    for several in countries.values():
        column = rows.column()
        rows.implies_one_of(column, add(*several))
        present.append({column: 1})
    return present
