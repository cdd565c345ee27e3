"""A filter in words, and what is stated of an organisation where a filter looks at it."""

from collections.abc import Iterable, Mapping

from rules.codes import Flag
from rules.facts import Organisation
from rules.requirements import NOT_ELIGIBLE, Filter
from rules.sentences.words import Words, either, join, kind_name, role_name

FLAGS: Mapping[Flag, str] = {
    Flag.HU_PUBLIC_INTEREST_TRUST: "a Hungarian public-interest trust or maintained by one",
    Flag.RESTRICTIVE_MEASURES: "subject to EU restrictive measures",
    Flag.JRC: "the Joint Research Centre",
    Flag.EUROPEAN_RESEARCH_ORGANISATION: "an international European research organisation",
    Flag.EU_BODY: "a body created under Union law",
    Flag.INTERNATIONAL_ORGANISATION: "an international organisation",
    Flag.MAJORITY_RUSSIAN_OWNED: "owned for more than half from Russia",
    Flag.CN_MIIT: "a Chinese university under the Ministry of Industry and Information Technology",
    Flag.HIGH_RISK_SUPPLIER: "a high-risk supplier or controlled by one",
    Flag.NON_GOVERNMENT_CONTROLLED_TERRITORY: "established in a territory that Ukraine's government does not control",
    Flag.OUTERMOST_REGION: "in an outermost region",
    Flag.OCT: "in an overseas country or territory",
}
"""A flag as what follows "is"."""

_NOUNS = ("a ", "an ", "the ", "no ")


def countries(place: str | tuple[str, ...], words: Words) -> str:
    """A dated group by its name, or the codes of a list."""
    return words.groups[place].one if isinstance(place, str) else either(place)


def describe(where: Filter, words: Words) -> str:
    """A filter as what follows "an organisation": established in an EU Member State."""
    said = predicate(where, words)
    return f"that is {said}" if _has_noun(where, words) else said or "of any kind"


def describe_each(where: Filter, words: Words) -> str:
    """A filter as what follows "three organisations"; begins with a space, or is empty for everyone."""
    said = predicate(where, words)
    return f", each {said}" if _has_noun(where, words) else f" {said}" if said else ""


def predicate(where: Filter, words: Words) -> str:
    """A filter as what follows "is"; empty for everyone."""
    return join(_clauses(where, words))


def _has_noun(where: Filter, words: Words) -> bool:
    return any(clause.startswith(_NOUNS) for clause in _clauses(where, words))


def _clauses(where: Filter, words: Words) -> Iterable[str]:
    yield from _clauses_about_places(where, words)
    yield from _clauses_about_the_entity(where)
    if where.role_in is not None:
        yield f"in the role of {either(role_name(role) for role in where.role_in)}"
    if where.sub_role is not None:
        yield words.sub_role(where.sub_role)
    if where.fact is not None:
        yield join(f"where {_stated(name, value, words)}" for name, value in where.fact.items())
    if where.all_of is not None:
        for part in where.all_of:
            yield from _clauses(part, words)
    if where.any_of is not None:
        yield either(predicate(part, words) or "of any kind" for part in where.any_of)
    if where.none_of is not None:
        several = len(list(_clauses(where.none_of, words))) > 1
        yield f"not {'at once ' if several else ''}{predicate(where.none_of, words) or 'of any kind'}"


def _clauses_about_places(where: Filter, words: Words) -> Iterable[str]:
    if where.country_in is not None:
        yield f"established in {countries(where.country_in, words)}"
    if where.headquarters_in is not None:
        yield f"with headquarters in {countries(where.headquarters_in, words)}"
    if where.controlled_from_in == NOT_ELIGIBLE:
        yield "controlled from a country that is not eligible here"
    elif where.controlled_from_in is not None:
        yield f"controlled from {countries(where.controlled_from_in, words)}"
    if where.region_in is not None:
        yield f"seated in {either(where.region_in)}"


def _stated(name: str, value: object, words: Words) -> str:
    meaning = words.fact(name)
    return meaning if value is True else f"it does not hold that {meaning}" if value is False else f"{meaning}: {value}"


def _clauses_about_the_entity(where: Filter) -> Iterable[str]:
    if where.kind_in is not None:
        yield f"of the kind {either(kind_name(kind) for kind in where.kind_in)}"
    if where.member_kind_in is not None:
        yield f"with a member of the kind {either(kind_name(kind) for kind in where.member_kind_in)}"
    if where.size_in is not None:
        yield f"of the size {either(size.replace('_', ' ') for size in where.size_in)}"
    if where.flag is not None:
        yield FLAGS[where.flag]
    if where.registration is not None:
        yield f"registered as {where.registration.replace('_', ' ')}"
    if where.non_profit is not None:
        yield "non-profit" if where.non_profit else "profit-making"
    if where.public_body is not None:
        yield "a public body" if where.public_body else "no public body"
    if where.legal_personality is not None:
        yield "with legal personality" if where.legal_personality else "without legal personality"
    if where.gender_equality_plan is not None:
        yield "with a gender equality plan" if where.gender_equality_plan else "without a gender equality plan"


def stated_facts(organisation: Organisation, where: Filter) -> str:
    """What is stated of an organisation where the filter looks at it; empty where nothing is."""
    seen = looked_at(where)
    said = [f"established in {organisation.country}"] if seen & _PLACES and organisation.country else []
    if "controlled_from_in" in seen and organisation.controlled_from:
        said.append(f"controlled from {organisation.controlled_from}")
    if "region_in" in seen and organisation.nuts:
        said.append(f"seated in {organisation.nuts}")
    if "kind_in" in seen and organisation.kinds:
        said.append(join(kind_name(kind) for kind in organisation.kinds))
    stated = {
        "legal_personality": ("has legal personality", "has no legal personality", organisation.legal_personality),
        "public_body": ("is a public body", "is no public body", organisation.is_public_body),
        "non_profit": ("is non-profit", "makes profit", organisation.non_profit),
        "gender_equality_plan": (
            "has a gender equality plan",
            "has no gender equality plan",
            organisation.gender_equality_plan,
        ),
    }
    said += [(yes if fact else no) for name, (yes, no, fact) in stated.items() if name in seen and fact is not None]
    said += [FLAGS[flag] for flag in organisation.flags if "flag" in seen]
    return join(said)


_PLACES = frozenset({"country_in", "headquarters_in"})


def looked_at(where: Filter) -> frozenset[str]:
    """The fields that a filter speaks of, those of the filters inside it included."""
    inner = [*(where.all_of or ()), *(where.any_of or ()), *([where.none_of] if where.none_of else [])]
    return frozenset(where.model_fields_set).union(*(looked_at(part) for part in inner))
