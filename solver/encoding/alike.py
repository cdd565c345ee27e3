"""Whether it makes a difference to any condition which of two seats an organisation has."""

from collections.abc import Iterable

import numpy as np

from rules.applicable import Applicable
from rules.codes import Role
from rules.requirements import Admit, AnyRequirement, Coordinator, Filter, Limit, Ratio, Selection, When, parts_of
from solver.model import Mask
from solver.people.crowd import Crowd, Told
from solver.people.facets import reads_role

PARTNER, LEAD = Role.BENEFICIARY, Role.COORDINATOR


def alike_to_all(compositions: Iterable[Applicable], crowd: Crowd, asked: Mask) -> Mask:
    """For whom of those asked about no condition can tell a beneficiary from a coordinator."""
    alike = asked.copy()
    for entry in compositions:
        alike &= _alike(entry.condition.requirement, crowd)
    return alike


def _alike(requirement: AnyRequirement, crowd: Crowd) -> Mask:
    alike = np.ones(len(crowd), np.bool_)
    counts = {_counts(requirement, role) for role in (PARTNER, LEAD)}
    if len(counts) > 1:
        return ~alike
    if True in counts:
        if isinstance(requirement, Admit) and reads_role(requirement):
            alike &= _same(crowd.bars(requirement, PARTNER), crowd.bars(requirement, LEAD))
        for where in filter(reads_role, _filters(requirement)):
            alike &= _same(crowd.holds(where, PARTNER), crowd.holds(where, LEAD))
    for part in parts_of(requirement):
        alike &= _alike(part, crowd)
    return alike


def _same(one: Told, other: Told) -> Mask:
    return one.same_as(other)


def _counts(requirement: AnyRequirement, role: Role) -> bool:
    if isinstance(requirement, Coordinator):
        return role is Role.COORDINATOR
    return role in getattr(requirement, "roles", ())


def _filters(requirement: AnyRequirement) -> list[Filter]:
    match requirement:
        case Selection(where=where, of_which=parts, apart_unsure=unsure):
            return [where, *([unsure.where] if unsure else []), *(part.where for part in parts)]
        case Ratio(where=where, of=of):
            return [where, of]
        case Limit(where=where) | Coordinator(where=where):
            return [where]
        case When(where=where) if where is not None:
            return [where]
        case _:
            return []
