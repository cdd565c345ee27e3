"""A selection: there is a set of members as the law asks for it.

The rows say that witnesses can be named: each witness is a chosen member, at most one for a place and one for a
control group, enough of them in all and in each sub-group. A member whom nothing keeps apart from others is its own
witness; all others have a literal for it, in a plane that their seats carry.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rules.codes import Role
from rules.facts import Participant
from rules.judging.seen import DEEMED, country_apart, counts_places, deemed_apart, is_placed, is_unsettled, place
from rules.judging.selection import wanted_of
from rules.requirements import Filter, Selection
from rules.selecting import Wanted
from rules.truth import disjunction
from solver.crowd import Labels, labelled
from solver.encoding.ground import By, Ground, counted, whoever
from solver.facets import PLACE, facet_of
from solver.model import UNBOUNDED, Linear, Mask
from solver.pool import FACTS, Facet
from solver.readings import Answered
from solver.rows import Classes


@dataclass(frozen=True)
class Helper:
    """What a selection sees of somebody who would count.

    ``place`` (country or region) and ``country`` are ``None`` where nobody shares it; ``parts`` tells for each
    sub-group whether it belongs to it.
    """

    place: str | None
    country: str | None
    parts: tuple[bool, ...]


@dataclass(frozen=True, eq=False)
class Helpers:
    """The seats that count, with the place, the country and the control group that keep them apart.

    ``known``: those that certainly belong here; the others are kept apart like all and count nowhere.
    """

    seats: Mapping[Role, Mask]
    known: Mapping[Role, Mask]
    parts: Sequence[Mapping[Role, Mask]]
    places: Labels
    countries: Labels
    groups: Labels


def encode_selection(requirement: Selection, ground: Ground) -> None:
    """Add the rows of a selection."""
    helpers, wanted = _helpers(requirement, ground), wanted_of(requirement, 1)
    if requirement.min == "all":
        everybody = ground.in_roles(requirement.roles)
        idle = {role: mask & ~helpers.seats[role] for role, mask in everybody.items()}
        ground.rows.at_most(ground.number_of(idle), 0)
        _keep_apart(ground, wanted, helpers, ground.by_plane(helpers.seats))
        witnesses = ground.by_plane(helpers.known)
    else:
        witnesses = _witnesses(ground, wanted, helpers)
        _keep_apart(ground, wanted, helpers, witnesses)
    carried = _carriers(ground, witnesses)
    parts = [{plane: witnesses[plane] & part[carried[plane]] for plane in witnesses} for part in helpers.parts]
    serving = _serving(ground, wanted, parts)
    for need in wanted.needs:
        those = witnesses if need.part is None else serving[need.part]
        if need.places and requirement.each_from_different != "country":
            ground.rows.at_least(_countries_among(ground, helpers.countries, those), need.count)
        else:
            ground.rows.at_least(counted(those), need.count)


def _carriers(ground: Ground, witnesses: By) -> dict[int, Role]:
    """The role of whoever has a literal in each of the planes."""
    roles = {plane: role for role, plane in ground.board.planes.items()}
    return {plane: roles[(ground.model.planes[plane].carriers or (plane,))[0]] for plane in witnesses}


def _helpers(requirement: Selection, ground: Ground) -> Helpers:
    """Of whom it is unknown whether it belongs here stands with the others only where all of them are asked."""
    facet, crowd = _facet(requirement), ground.crowd
    codes, seats = crowd.codes(facet), ground.in_roles(requirement.roles)
    found = {role: crowd.by_look(facet, role, lambda one: _seen(requirement, one, ground)) for role in seats}
    helping = {role: np.array([one is not None for one in found[role]], np.bool_)[codes] for role in seats}
    counting = {role: mask & helping[role] for role, mask in seats.items()}
    known = ground.sure(counting)
    parts = [
        {
            role: known[role] & np.array([one is not None and one.parts[part] for one in found[role]])[codes]
            for role in seats
        }
        for part in range(len(requirement.of_which))
    ]
    looks = [next((one for one in looks if one is not None), None) for looks in zip(*found.values(), strict=True)]
    return Helpers(
        seats=counting if requirement.min == "all" else known,
        known=known,
        parts=parts,
        places=labelled([one and one.place for one in looks], codes),
        countries=labelled([one and one.country for one in looks], codes),
        groups=crowd.control_groups,
    )


def _facet(requirement: Selection) -> Facet:
    """All that is seen of somebody, where its place matters the place with it."""
    own = {*facet_of(requirement), "country", "flags"}
    if requirement.each_from_different == "region":
        own |= set(PLACE)
    return tuple(sorted(own | {FACTS} if requirement.apart_unsure else own))


def _seen(requirement: Selection, participant: Participant, ground: Ground) -> Helper | None:
    """What counts of somebody who has this look, ``None`` where nothing does."""
    seated, hopeful = _seated(requirement, participant, ground), ground.view.facts_may_turn_out_well
    if counts_places(requirement) and not is_placed(requirement, seated):
        return None
    if not _helps(requirement.where, participant, seated, ground):
        return None
    return Helper(
        place=place(requirement, seated, hopeful)[0],
        country=country_apart(requirement, seated, hopeful)[0],
        parts=tuple(_helps(part.where, participant, seated, ground) for part in requirement.of_which),
    )


def _seated(requirement: Selection, participant: Participant, ground: Ground) -> Participant:
    """Somebody as one deemed to sit apart where that is stated, or open and taken to turn out well."""
    unsure = requirement.apart_unsure
    if unsure is None:
        return participant
    answers = _holds(unsure.where, participant, ground).values()
    if not all(is_unsettled(requirement, participant, answer) for answer in answers):
        return participant
    stated = participant.facts.get(DEEMED)
    is_apart = stated is True or (stated is None and ground.view.facts_may_turn_out_well)
    return deemed_apart(requirement, participant) if is_apart else participant


def _helps(where: Filter, participant: Participant, seated: Participant, ground: Ground) -> bool:
    """Whether it counts towards a minimum if it belongs here; one deemed to sit apart counts as at its seat too."""
    answers = _holds(where, participant, ground)
    if seated is not participant:
        deemed = _holds(where, seated, ground)
        answers = {world: disjunction([answer, deemed[world]]) for world, answer in answers.items()}
    return ground.view.helps(answers)


def _holds(where: Filter, participant: Participant, ground: Ground) -> Answered:
    return ground.crowd.answers.holds(where, participant)


def _witnesses(ground: Ground, wanted: Wanted, helpers: Helpers) -> By:
    """The literals that may count: a plane for those who are kept apart from others, the seats of all others."""
    exclusive = np.zeros(ground.model.n, np.bool_)
    if wanted.apart:
        exclusive |= ~helpers.places.unknown
    if wanted.independent:
        exclusive |= _shared(helpers, ground)
    witnesses: By = {}
    for role, mask in helpers.seats.items():
        seat = ground.board.planes[role]
        if (mask & ~exclusive).any():
            witnesses[seat] = mask & ~exclusive
        if (mask & exclusive).any():
            plane = ground.model.plane(mask & exclusive, carriers=(seat,))
            witnesses[plane] = mask & exclusive
    return witnesses


def _shared(helpers: Helpers, ground: Ground) -> Mask:
    """Who is under the same control as another one here: a control group with one member here excludes nothing."""
    groups, here = helpers.groups, whoever(helpers.seats, ground.model.n)
    several = np.bincount(groups.codes[here & ~groups.unknown], minlength=len(groups)) > 1
    return np.append(several, False)[groups.codes]


def _keep_apart(ground: Ground, wanted: Wanted, helpers: Helpers, witnesses: By) -> None:
    """At most one witness for a place, and one for a control group."""
    if wanted.apart:
        classes = Classes(helpers.places.codes, len(helpers.places))
        ground.rows.in_each(classes, counted(witnesses).planes, -UNBOUNDED, 1)
    if wanted.independent:
        codes = np.where(_shared(helpers, ground), helpers.groups.codes, -1)
        classes = Classes(codes, len(helpers.groups), lazy=True)
        ground.rows.in_each(classes, counted(witnesses).planes, -UNBOUNDED, 1)


def _serving(ground: Ground, wanted: Wanted, parts: Sequence[By]) -> list[By]:
    """For each sub-group the literals that count there; each witness in one of them where the law says so."""
    if not wanted.one_part_each:
        return list(parts)
    rivals = f"services of {len(ground.model.planes)}"
    return [
        {ground.model.plane(mask, carriers=(plane,), rivals=rivals): mask for plane, mask in part.items() if mask.any()}
        for part in parts
    ]


def _countries_among(ground: Ground, countries: Labels, those: By) -> Linear:
    """A column for each country, at most 1 where a witness of it counts; who shares its country with nobody is one."""
    alone = {plane: mask & countries.unknown for plane, mask in those.items()}
    present = ground.model.columns(len(countries))
    classes = Classes(countries.codes, len(countries), ((present, -1),))
    ground.rows.in_each(classes, counted(those).planes, 0, UNBOUNDED)
    return counted(alone) + Linear(columns=dict.fromkeys(present.tolist(), 1))
