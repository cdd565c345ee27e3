"""Which fields of an organisation a statement reads: the one place that has to learn of a new field of a filter."""

from collections.abc import Mapping

from pydantic import BaseModel

from rules.mentions import parts
from rules.requirements import Filter
from solver.people.pool import FACTS, SUB_ROLES, Facet

COMBINED = ("all_of", "any_of", "none_of")
"""The fields of a filter that hold other filters."""

_READ_BY: Mapping[str, Facet] = {
    "country_in": ("country", "flags"),
    "headquarters_in": ("country",),
    "controlled_from_in": ("controlled_from",),
    "region_in": ("nuts",),
    "kind_in": ("kinds",),
    "member_kind_in": ("member_kinds",),
    "size_in": ("size_class", "sme"),
    "non_profit": ("non_profit",),
    "public_body": ("kinds", "public_body"),
    "legal_personality": ("legal_personality",),
    "gender_equality_plan": ("gender_equality_plan",),
    "flag": ("flags",),
    "registration": ("registrations",),
    "role_in": (),
    "sub_role": (SUB_ROLES,),
    "fact": (FACTS, "kinds"),  # what nobody states of a fact may be guessed from the kinds
}

PLACE: Facet = ("country", "flags", "nuts")
"""What tells where somebody sits, and whether it is deemed to sit apart."""


def fields_read(where: Filter, name: str) -> Facet:
    """What one field of a filter reads. Flags may decide whether a seat lies in a named group, not in a list of codes.

    Raises:
        KeyError: nobody has said what the field reads; it must not be taken to read nothing.
    """
    if name == "country_in" and not isinstance(where.country_in, str):
        return ("country",)
    return _READ_BY[name]


def facet_of(*statements: BaseModel) -> Facet:
    """The fields that filters, alone or inside a requirement, read of an organisation."""
    fields: set[str] = set()
    for statement in statements:
        for part in parts(statement):
            if isinstance(part, Filter):
                named = (name for name in part.model_fields_set - set(COMBINED) if getattr(part, name) is not None)
                fields.update(*(fields_read(part, name) for name in named))
    return tuple(sorted(fields))


def reads_role(*statements: BaseModel) -> bool:
    """Whether a filter asks in which role somebody takes part."""
    every = (part for statement in statements for part in parts(statement) if isinstance(part, Filter))
    return any(part.role_in is not None for part in every)
