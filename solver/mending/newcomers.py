"""Organisations without blemish that a pool may lack, where law and pool leave nothing."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from rules.codes import Kind, Role
from rules.facts import Organisation
from rules.mending import Change
from rules.mentions import named_groups
from solver.law import Law

ONE_MORE = 100
"""The price of one more newcomer; a plain one from near is a little cheaper."""

OF_EACH_SORT = 10
"""So many countries of a sort are enough: more newcomers than that are no repair but another consortium."""


@dataclass(frozen=True)
class Newcomer:
    """An organisation that would be welcome, in that sub-role if any. The plainer it is, the lower its ``price``."""

    organisation: Organisation
    price: int
    sub_role: str | None = None


def spotless(law: Law, there: Collection[str], wished: Collection[str] = ()) -> Iterator[Newcomer]:
    """One from each country that may be needed, plain or of a kind, size and sub-role that the call names.

    ``there`` are the countries that the pool has already, ``wished`` those that the request asks for.
    """
    named = [entry.condition.requirement.model_dump() for entry in law.compositions]
    kinds = [Kind.OTHER, *sorted(set(_mentioned(named, "kind_in")))]
    sizes = [None, *sorted(set(_mentioned(named, "size_in")))]
    sub_roles = [None, *sorted(set(_mentioned(named, "sub_role")))]
    registrations = sorted(set(_mentioned(named, "registration")))
    at_home = set(_members(law, "eu_member_states"))
    countries = dict.fromkeys([*wished, *_countries(law, lambda code: (code in there, code not in at_home, code))])
    for country, kind, size, sub_role in product(countries, kinds, sizes, sub_roles):
        names = ["newcomer", country, str(kind), *([str(size)] if size else []), *([sub_role] if sub_role else [])]
        organisation = Organisation.model_validate(
            {
                "id": "-".join(names),
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
        plain = (kind == Kind.OTHER, size is None, sub_role is None, country in at_home, country not in there)
        yield Newcomer(organisation, ONE_MORE - sum(plain), sub_role)


def _countries(law: Law, order: Callable[[str], tuple[bool, bool, str]]) -> Iterator[str]:
    """Enough countries of each sort; two are of the same sort where the call's conditions name them alike."""
    requirements = [entry.condition.requirement for entry in (*law.admissions, *law.compositions)]
    lists = [set(codes) for codes in _places(requirement.model_dump() for requirement in requirements)]
    groups = sorted({"eu_member_states"}.union(*map(named_groups, requirements)))
    lists += [set(_members(law, group)) for group in groups]
    sorts: dict[tuple[bool, ...], list[str]] = {}
    for code in set[str]().union(*lists):
        sorts.setdefault(tuple(code in listed for listed in lists), []).append(code)
    for codes in sorted(sorted(codes, key=order) for codes in sorts.values()):
        yield from codes[:OF_EACH_SORT]


def _places(data: object) -> Iterator[Sequence[str]]:
    """The lists of codes in filters on a country; named groups are left to others."""
    if isinstance(data, dict):
        for name, inner in data.items():
            if name in ("country_in", "headquarters_in") and isinstance(inner, list | tuple):
                yield inner
            else:
                yield from _places(inner)
    elif not isinstance(data, str) and isinstance(data, Iterable):
        for inner in data:
            yield from _places(inner)


def _members(law: Law, group: str) -> tuple[str, ...]:
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
    where = {
        "country_in": [organisation.country],
        "kind_in": kinds,
        "size_in": sizes,
        "sub_role": newcomer.sub_role,
    }
    return Change(op="add", role=Role.BENEFICIARY, where={name: values for name, values in where.items() if values})


def described(newcomer: Newcomer, law: Law) -> str:
    """In words: a university in FR."""
    organisation = newcomer.organisation
    size = [organisation.size_class.replace("_", " ")] if organisation.size_class else []
    kinds = [kind.replace("_", " ") for kind in organisation.kinds or () if kind is not Kind.OTHER]
    said = " ".join(["one", *size, *(kinds or ["organisation"]), "established in", str(organisation.country)])
    return f"{said}, {law.signed.words.sub_role(newcomer.sub_role)}" if newcomer.sub_role else said
