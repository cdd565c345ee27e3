"""Does a filter hold of a participant? Three-valued: a missing fact makes the answer unknown and is named.

A filter becomes a function once for each reading of the law, and `holds` asks that function: one truth, compiled.
"""

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter

from rules.codes import Flag, Kind, Role, SizeClass
from rules.context import Context, Declarations, Statement
from rules.declared import DeclaredFact
from rules.facts import FactValue, Organisation, Participant, same
from rules.requirements import NOT_ELIGIBLE, Filter
from rules.truth import NO, YES, Answer, Truth, conjunction, disjunction, known, negate, unknown


def holds(where: Filter, participant: Participant, context: Context) -> Answer:
    """Whether the filter holds of this participant in this reading of the law."""
    return statement(where, context)(participant, context.facts)


def statement(where: Filter, context: Context) -> Statement:
    """The filter as a function of a participant and of what is declared about the proposal.

    Raises:
        UnknownGroup: the filter names a country group that the rulebook does not have.
    """
    made = context.statements.get(id(where))
    if made is None:
        made = context.statements[id(where)] = (where, _all(list(_parts(where, context))))
    return made[1]


def _parts(where: Filter, context: Context) -> Iterator[Statement]:
    if where.country_in is not None:
        yield _established(where.country_in, context)
    if where.headquarters_in is not None:
        yield _lies_in(where.headquarters_in, "country", context)
    if where.controlled_from_in == NOT_ELIGIBLE:
        yield negation(_may_come_from(context))
    elif where.controlled_from_in is not None:
        yield _lies_in(where.controlled_from_in, "controlled_from", context)
    yield from _about_the_entity(where)
    yield from _about_the_part_taken(where, context)
    if where.all_of is not None:
        yield _all([statement(part, context) for part in where.all_of])
    if where.any_of is not None:
        yield _any([statement(part, context) for part in where.any_of])
    if where.none_of is not None:
        yield negation(statement(where.none_of, context))


def _about_the_entity(where: Filter) -> Iterator[Statement]:
    if where.region_in is not None:
        yield _in_region(where.region_in)
    if where.kind_in is not None:
        yield _of_kind(frozenset(where.kind_in), "kinds")
    if where.member_kind_in is not None:
        yield _of_kind(frozenset(where.member_kind_in), "member_kinds")
    if where.size_in is not None:
        yield _of_size(frozenset(where.size_in))
    if where.flag is not None:
        yield _flagged(where.flag)
    if where.registration is not None:
        yield _registered(where.registration)
    for name in ("non_profit", "public_body", "legal_personality", "gender_equality_plan"):
        expected = getattr(where, name)
        if expected is not None:
            yield _stated(name) if expected else negation(_stated(name))


def _about_the_part_taken(where: Filter, context: Context) -> Iterator[Statement]:
    if where.role_in is not None:
        yield _in_role(frozenset(where.role_in))
    if where.sub_role is not None:
        yield _in_sub_role(where.sub_role)
    if where.fact is not None:
        yield _all([_declared(name, expected, context.names.get(name)) for name, expected in where.fact.items()])


def _all(parts: Sequence[Statement]) -> Statement:
    if len(parts) == 1:
        return parts[0]
    return lambda participant, declared: conjunction(part(participant, declared) for part in parts)


def _any(parts: Sequence[Statement]) -> Statement:
    if len(parts) == 1:
        return parts[0]
    return lambda participant, declared: disjunction(part(participant, declared) for part in parts)


def negation(part: Statement) -> Statement:
    """The statement that the other one does not hold."""
    return lambda participant, declared: negate(part(participant, declared))


def _established(place: str | tuple[str, ...], context: Context) -> Statement:
    """Whether somebody is established in a group hangs on country and flags alone: each pair is looked up once."""
    if not isinstance(place, str):
        return _lies_in(place, "country", context)
    groups, call, as_of, world = context.groups, context.call, context.as_of, context.world
    known_name, answers = groups[place].id, dict[object, Answer]()

    def is_established(participant: Participant, _: Declarations) -> Answer:
        organisation = participant.organisation
        key = (organisation.country, *organisation.flags) if organisation.flags else organisation.country
        if key not in answers:
            answers[key] = groups.established(known_name, organisation, call, as_of, world)
        return answers[key]

    return is_established


def _lies_in(place: str | tuple[str, ...], fact: str, context: Context) -> Statement:
    groups, call, as_of, world = context.groups, context.call, context.as_of, context.world
    if not isinstance(place, str):
        return _of_country(fact, lambda country: known(country in place, fact))
    known_name = groups[place].id
    return _of_country(fact, lambda country: groups.contains(known_name, country, call, as_of, world))


def _may_come_from(context: Context) -> Statement:
    """Whether an organisation of the country of control would be on every closed list of countries of this call."""
    lists = [statement(where, context) for where in context.closed_lists]

    def may_come_from(country: str) -> Answer:
        there = Participant(organisation=Organisation(id="there", country=country), role=Role.BENEFICIARY)
        return conjunction(on_list(there, {}) for on_list in lists) if lists else unknown("eligible_countries")

    return _of_country("controlled_from", may_come_from)


def _of_country(fact: str, answer_of: Callable[[str], Answer]) -> Statement:
    """A statement about the country that a field of the organisation names: each country is looked up once."""
    read, answers = attrgetter(f"organisation.{fact}"), {None: unknown(fact)}

    def look_up(participant: Participant, _: Declarations) -> Answer:
        country = read(participant)
        if country not in answers:
            answers[country] = answer_of(country)
        return answers[country]

    return look_up


def _in_region(regions: tuple[str, ...]) -> Statement:
    def lies_in_region(participant: Participant, _: Declarations) -> Answer:
        nuts = participant.organisation.nuts
        if nuts is None:
            return unknown("nuts")
        if nuts.startswith(regions):
            return YES
        return unknown("nuts") if any(region.startswith(nuts) for region in regions) else NO

    return lies_in_region


def _of_kind(kinds: frozenset[Kind], fact: str) -> Statement:
    """Of one of the kinds itself, or one of its members at least; broader kinds follow from narrower ones."""
    read, unstated = attrgetter(f"organisation.all_{fact}"), unknown(fact)

    def is_of_kind(participant: Participant, _: Declarations) -> Answer:
        own = read(participant)
        return unstated if own is None else NO if kinds.isdisjoint(own) else YES

    return is_of_kind


def _of_size(sizes: frozenset[SizeClass]) -> Statement:
    has_sme, others = SizeClass.SME in sizes, sizes - {SizeClass.SME}

    def is_of_size(participant: Participant, _: Declarations) -> Answer:
        organisation = participant.organisation
        if organisation.size_class is not None:
            return known(organisation.size_class in sizes, "size_class")
        if organisation.is_sme is True:
            return known(has_sme, "size_class")
        if organisation.is_sme is False and len(others) != 1:
            return YES if others else NO
        return unknown("size_class" if organisation.is_sme is False else "sme")

    return is_of_size


def _flagged(flag: Flag) -> Statement:
    """A flag that is absent is judged as if it did not apply, and the answer says so."""
    absent = Answer(Truth.FALSE, assumed=frozenset({f"flag:{flag}"}))
    return lambda participant, _: YES if flag in participant.organisation.flags else absent


def _registered(name: str) -> Statement:
    def is_registered(participant: Participant, _: Declarations) -> Answer:
        held = participant.organisation.registrations
        return unknown("registrations") if held is None else known(name in held, name)

    return is_registered


def _stated(name: str) -> Statement:
    """A yes or no about the organisation; that it is a public body may also follow from its kinds."""
    read = attrgetter("organisation.is_public_body" if name == "public_body" else f"organisation.{name}")
    unstated = unknown(name)

    def is_stated(participant: Participant, _: Declarations) -> Answer:
        fact = read(participant)
        return unstated if fact is None else YES if fact else NO

    return is_stated


def _in_role(roles: frozenset[Role]) -> Statement:
    return lambda participant, _: YES if participant.role in roles else NO


def _in_sub_role(name: str) -> Statement:
    """A list is complete, and where nobody gave one the answer hangs on it.

    A family of names (``innovator:…``) is complete where one of them is in the list: another list does not speak of it.
    """
    family = name.rpartition(":")[0]
    unstated = unknown(f"sub_role:{name}")

    def is_in_sub_role(participant: Participant, _: Declarations) -> Answer:
        taken = participant.sub_roles
        if taken is None:
            return unstated
        if name in taken:
            return YES
        return unstated if family and all(other.rpartition(":")[0] != family for other in taken) else NO

    return is_in_sub_role


def _declared(name: str, expected: FactValue, meaning: DeclaredFact | None) -> Statement:
    """What is said of the participant itself goes before what is declared about the proposal, and that before a guess.

    What is stated counts, whoever states it; only silence is guessed from the rest.
    """
    unstated = unknown(meaning.told_by if meaning and meaning.told_by else f"fact:{name}")

    def is_declared(participant: Participant, declared: Declarations) -> Answer:
        stated = participant.facts.get(name, declared.get(name))
        if stated is None and meaning is not None:
            stated = meaning.guessed(participant)
        return unstated if stated is None else known(same(stated, expected), name)

    return is_declared
