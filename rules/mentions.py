"""Which names a requirement speaks: of country groups, sub-roles, registrations and facts."""

from collections.abc import Iterator

from pydantic import BaseModel

from rules.requirements import NOT_ELIGIBLE, Declared, Filter, When


def named_groups(requirement: BaseModel) -> set[str]:
    """The country groups a requirement names anywhere in its filters."""
    return {place for place in named_places(requirement) if isinstance(place, str) and place != NOT_ELIGIBLE}


def named_places(requirement: BaseModel) -> list[str | tuple[str, ...]]:
    """The country groups (by name) and lists of codes a requirement or filter names anywhere."""
    return [
        place
        for where in parts(requirement)
        if isinstance(where, Filter)
        for place in (where.country_in, where.headquarters_in, where.controlled_from_in)
        if place
    ]


def named_sub_roles(requirement: BaseModel) -> set[str]:
    """The sub-roles a requirement asks about."""
    return {part.sub_role for part in parts(requirement) if isinstance(part, Filter) and part.sub_role}


def named_registrations(requirement: BaseModel) -> set[str]:
    """The registrations a requirement asks about."""
    return {part.registration for part in parts(requirement) if isinstance(part, Filter) and part.registration}


def named_facts(requirement: BaseModel) -> set[str]:
    """The declared facts a requirement asks about, of a participant or of the proposal."""
    names: set[str] = set()
    for part in parts(requirement):
        if isinstance(part, Filter):
            names |= set(part.fact or ())
        elif isinstance(part, When):
            names |= set(part.declared or ())
        elif isinstance(part, Declared):
            names.add(part.fact)
    return names


def parts(value: object) -> Iterator[BaseModel]:
    """The requirement or filter itself and everything inside it."""
    if isinstance(value, BaseModel):
        yield value
        for name in value.model_fields_set:
            yield from parts(getattr(value, name))
    elif isinstance(value, tuple):
        for inner in value:
            yield from parts(inner)
