"""A selection: there is a set of members as the law asks for it.

The rows say that witnesses can be named: each witness is a chosen member, at most one for a place and one for a
control group, enough of them in all and in each sub-group. A member whom nothing keeps apart from others is its own
witness; all others have a literal for it, in a plane that their seats carry.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from rules.codes import Role
from rules.facts import Participant
from rules.judging.seen import DEEMED, country_apart, counts_places, deemed_apart, is_placed, is_unsettled, place
from rules.judging.selection import wanted_of
from rules.requirements import Filter, Selection
from rules.selecting import Wanted
from rules.truth import disjunction
from solver.encoding.ground import By, Ground, counted, whoever, within
from solver.model import UNBOUNDED, Linear, Mask
from solver.people.crowd import Labels
from solver.people.facets import PLACE, facet_of
from solver.people.pool import FACTS, Facet
from solver.rows import Classes


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
    helpers, wanted = helpers_of(requirement, ground), wanted_of(requirement, 1)
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


def helpers_of(requirement: Selection, ground: Ground) -> Helpers:
    """Of whom it is unknown whether it belongs here stands with the others only where all of them are asked."""
    seats, deemed = ground.in_roles(requirement.roles), _deemed_apart(requirement, ground)
    places, countries = _places(requirement, ground, deemed), _countries(requirement, ground, deemed)
    placed = deemed | _is_placed(requirement, ground)
    counting = within(_counting(requirement.where, seats, deemed, requirement, ground), placed)
    known = ground.sure(counting)
    parts = [_counting(part.where, known, deemed, requirement, ground) for part in requirement.of_which]
    groups = ground.crowd.control_groups
    return Helpers(counting if requirement.min == "all" else known, known, parts, places, countries, groups)


def _deemed_apart(requirement: Selection, ground: Ground) -> Mask:
    """Who is deemed to sit in a country of its own: where that is stated, or open and taken to turn out well."""
    unsure = requirement.apart_unsure
    if unsure is None:
        return np.zeros(ground.model.n, np.bool_)
    facet = tuple(sorted({*facet_of(unsure.where), "country", "flags", FACTS}))

    def is_deemed(participant: Participant) -> bool:
        answers = ground.crowd.answers.holds(unsure.where, participant).values()
        if not all(is_unsettled(requirement, participant, answer) for answer in answers):
            return False
        stated = participant.facts.get(DEEMED)
        return stated is True or (stated is None and ground.view.facts_may_turn_out_well)

    return ground.crowd.by_look(facet, Role.BENEFICIARY, is_deemed)


def _counting(
    where: Filter, seats: Mapping[Role, Mask], deemed: Mask, requirement: Selection, ground: Ground
) -> dict[Role, Mask]:
    """Who counts towards a minimum if it belongs here; one deemed to sit apart counts as at its seat too."""
    at_its_seat = ground.would_help(where, seats)
    if not deemed.any():
        return at_its_seat
    facet = tuple(sorted({*facet_of(where), "country", "flags"}))

    def helps(participant: Participant) -> bool:
        answers, apart = (
            ground.crowd.answers.holds(where, one) for one in (participant, deemed_apart(requirement, participant))
        )
        return ground.view.helps({world: disjunction([answer, apart[world]]) for world, answer in answers.items()})

    either = {role: mask & ground.crowd.by_look(facet, role, helps) for role, mask in seats.items()}
    return {role: np.where(deemed, either[role], at_its_seat[role]) for role in seats}


def _is_placed(requirement: Selection, ground: Ground) -> Mask:
    """Of whom all is known of where it is that the selection has to know."""
    if not counts_places(requirement):
        return np.ones(ground.model.n, np.bool_)
    return ground.crowd.by_look(_place_facet(requirement), Role.BENEFICIARY, partial(is_placed, requirement))


def _place_facet(requirement: Selection) -> Facet:
    return PLACE if requirement.each_from_different == "region" else ("country", "flags")


def _places(requirement: Selection, ground: Ground, deemed: Mask) -> Labels:
    """The place that keeps each apart from others; who is deemed to sit apart shares it with nobody."""
    hopeful, facet = ground.view.facts_may_turn_out_well, _place_facet(requirement)
    key = ("place", requirement.each_from_different, requirement.apart, hopeful)
    labels = ground.crowd.labels(facet, key, lambda participant: place(requirement, participant, hopeful)[0])
    return Labels(np.where(deemed, -1, labels.codes), labels.names)


def _countries(requirement: Selection, ground: Ground, deemed: Mask) -> Labels:
    """The country in which each is counted, by itself who is deemed to sit apart."""
    hopeful, key = ground.view.facts_may_turn_out_well, ("country", requirement.apart)
    labels = ground.crowd.labels(
        ("country", "flags"), (*key, hopeful), lambda participant: country_apart(requirement, participant, hopeful)[0]
    )
    return Labels(np.where(deemed, -1, labels.codes), labels.names)


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
