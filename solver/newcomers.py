"""Organisations without blemish that a pool may lack, where law and pool leave nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from rules.codes import Kind, Role
from rules.facts import Organisation
from rules.repairs import Change
from solver.law import Law

ONE_MORE = 100
"""The price of one more newcomer; what it is costs less than that."""


@dataclass(frozen=True)
class Newcomer:
    """An organisation that would be welcome. The plainer it is, the lower its ``price``."""

    organisation: Organisation
    price: int


def spotless(law: Law) -> Iterator[Newcomer]:
    """One from each country that a group of the rulebook names, plain or of a kind and size that the call names."""
    named = [entry.condition.requirement.model_dump() for entry in law.compositions]
    kinds = [Kind.OTHER, *sorted(set(_mentioned(named, "kind_in")))]
    sizes = [None, *sorted(set(_mentioned(named, "size_in")))]
    registrations = sorted(set(_mentioned(named, "registration")))
    at_home = set(_countries(law, "eu_member_states"))
    abroad = {code for group in law.signed.groups for code in _countries(law, group.id)} - at_home
    for country, kind, size in product([*sorted(at_home), *sorted(abroad)], kinds, sizes):
        organisation = Organisation.model_validate(
            {
                "id": "-".join(["newcomer", country, str(kind), *([str(size)] if size else [])]),
                "country": country,
                "kinds": [kind],
                "legal_personality": True,
                "non_profit": True,
                "size_class": size,
                "gender_equality_plan": True,
                "controlled_from": country,
                "registrations": registrations,
            }
        )
        yield Newcomer(organisation, ONE_MORE + (kind != Kind.OTHER) + (size is not None) + (country in abroad))


def _countries(law: Law, group: str) -> tuple[str, ...]:
    context = law.signed
    return context.groups.countries(group, context.call, context.as_of) if group in context.groups else ()


def _mentioned(data: object, key: str) -> Iterator[str]:
    """The values of a field wherever it stands."""
    if isinstance(data, dict):
        for name, inner in data.items():
            if name == key and inner is not None:
                yield from [inner] if isinstance(inner, str) else inner
            else:
                yield from _mentioned(inner, key)
    elif isinstance(data, list | tuple):
        for inner in data:
            yield from _mentioned(inner, key)


def addition(newcomer: Newcomer) -> Change:
    """The step of a repair that brings such an organisation in."""
    organisation = newcomer.organisation
    kinds = [str(kind) for kind in organisation.kinds or () if kind is not Kind.OTHER]
    sizes = [str(organisation.size_class)] if organisation.size_class else []
    where = {"country_in": [organisation.country], "kind_in": kinds, "size_in": sizes}
    return Change(op="add", role=Role.BENEFICIARY, where={name: values for name, values in where.items() if values})


def described(newcomer: Newcomer) -> str:
    """In words: a university in FR."""
    organisation = newcomer.organisation
    size = [organisation.size_class.replace("_", " ")] if organisation.size_class else []
    kinds = [kind.replace("_", " ") for kind in organisation.kinds or () if kind is not Kind.OTHER]
    return " ".join(["one", *size, *(kinds or ["organisation"]), "established in", str(organisation.country)])
