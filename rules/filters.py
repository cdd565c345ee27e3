"""Does a filter hold of a participant? Three-valued: a missing fact makes the answer unknown and is named."""

from collections.abc import Iterator

from rules.codes import Flag, SizeClass
from rules.context import Context
from rules.facts import FactValue, Organisation, Participant, same
from rules.requirements import NOT_ELIGIBLE, Filter
from rules.truth import NO, YES, Answer, Truth, conjunction, disjunction, known, negate, unknown


def holds(where: Filter, participant: Participant, context: Context) -> Answer:
    """Whether the filter holds of this participant in this reading of the law."""
    return conjunction(_statements(where, participant, context))


def _statements(where: Filter, participant: Participant, context: Context) -> Iterator[Answer]:
    organisation = participant.organisation
    if where.country_in is not None:
        yield _established(where.country_in, organisation, context)
    if where.headquarters_in is not None:
        yield _lies_in(where.headquarters_in, organisation.country, "country", context)
    if where.controlled_from_in == NOT_ELIGIBLE:
        yield negate(_may_come_from(organisation.controlled_from, participant, context))
    elif where.controlled_from_in is not None:
        yield _lies_in(where.controlled_from_in, organisation.controlled_from, "controlled_from", context)
    if where.region_in is not None:
        yield _in_region(where.region_in, organisation.nuts)
    yield from _about_the_entity(where, organisation)
    if where.role_in is not None:
        yield YES if participant.role in where.role_in else NO
    if where.sub_role is not None:
        yield _sub_role(where.sub_role, participant.sub_roles)
    if where.fact is not None:
        yield conjunction(_fact(name, expected, participant, context) for name, expected in where.fact.items())
    if where.all_of is not None:
        yield conjunction(holds(part, participant, context) for part in where.all_of)
    if where.any_of is not None:
        yield disjunction(holds(part, participant, context) for part in where.any_of)
    if where.none_of is not None:
        yield negate(holds(where.none_of, participant, context))


def _about_the_entity(where: Filter, organisation: Organisation) -> Iterator[Answer]:
    if where.kind_in is not None:
        kinds = organisation.all_kinds
        yield unknown("kinds") if kinds is None else known(bool(kinds & set(where.kind_in)), "kinds")
    if where.member_kind_in is not None:
        members = organisation.all_member_kinds
        yield unknown("member_kinds") if members is None else known(bool(members & set(where.member_kind_in)), "")
    if where.size_in is not None:
        yield _size(where.size_in, organisation)
    if where.flag is not None:
        yield _flag(where.flag, organisation)
    if where.registration is not None:
        registrations = organisation.registrations
        yield unknown("registrations") if registrations is None else known(where.registration in registrations, "")
    stated = {
        "non_profit": (where.non_profit, organisation.non_profit),
        "public_body": (where.public_body, organisation.is_public_body),
        "legal_personality": (where.legal_personality, organisation.legal_personality),
        "gender_equality_plan": (where.gender_equality_plan, organisation.gender_equality_plan),
    }
    for name, (expected, fact) in stated.items():
        if expected is not None:
            yield known(fact, name) if expected else negate(known(fact, name))


def _established(place: str | tuple[str, ...], organisation: Organisation, context: Context) -> Answer:
    if isinstance(place, str):
        return context.groups.established(place, organisation, context.call, context.as_of, context.world)
    return _lies_in(place, organisation.country, "country", context)


def _lies_in(place: str | tuple[str, ...], country: str | None, fact: str, context: Context) -> Answer:
    if country is None:
        return unknown(fact)
    if isinstance(place, str):
        return context.groups.contains(place, country, context.call, context.as_of, context.world)
    return known(country in place, fact)


def _may_come_from(country: str | None, participant: Participant, context: Context) -> Answer:
    """Whether an organisation of that country would be on every closed list of countries of this call."""
    if country is None:
        return unknown("controlled_from")
    if not context.closed_lists:
        return unknown("eligible_countries")
    there = participant.model_copy(update={"organisation": Organisation(id="there", country=country)})
    return conjunction(holds(where, there, context) for where in context.closed_lists)


def _in_region(regions: tuple[str, ...], nuts: str | None) -> Answer:
    if nuts is None:
        return unknown("nuts")
    if any(nuts.startswith(region) for region in regions):
        return YES
    coarser = any(region.startswith(nuts) for region in regions)
    return unknown("nuts") if coarser else NO


def _size(sizes: tuple[SizeClass, ...], organisation: Organisation) -> Answer:
    if organisation.size_class is not None:
        return known(organisation.size_class in sizes, "size_class")
    if organisation.is_sme is True:
        return known(SizeClass.SME in sizes, "size_class")
    others = set(sizes) - {SizeClass.SME}
    if organisation.is_sme is False and len(others) != 1:
        return YES if others else NO
    return unknown("size_class" if organisation.is_sme is False else "sme")


def _flag(flag: Flag, organisation: Organisation) -> Answer:
    """A flag that is absent is judged as if it did not apply, and the answer says so."""
    return YES if flag in organisation.flags else Answer(Truth.FALSE, assumed=frozenset({f"flag:{flag}"}))


def _sub_role(name: str, stated: list[str] | None) -> Answer:
    """A list is complete; where nobody gave one, the answer hangs on it."""
    return unknown(f"sub_role:{name}") if stated is None else known(name in stated, name)


def _fact(name: str, expected: FactValue, participant: Participant, context: Context) -> Answer:
    stated = participant.facts.get(name, context.facts.get(name))
    return unknown(f"fact:{name}") if stated is None else known(same(stated, expected), name)
