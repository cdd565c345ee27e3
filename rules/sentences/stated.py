"""What is stated of a participant where a filter looks at it.

Which facts those are is the same for everybody: it is found out once for a filter, as a row of readers.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import attrgetter

from rules.codes import SizeClass
from rules.facts import FactValue, Organisation, Participant
from rules.language import N_, _, join
from rules.requirements import Filter
from rules.sentences.countries import country_name
from rules.sentences.filters import FLAGS, SIZES
from rules.sentences.words import Words, kind_name, said_once

Declarations = Mapping[str, FactValue]
Reader = Callable[[Participant, Declarations], Sequence[str]]
"""Says what is stated of a participant in one respect; mostly one thing or nothing."""


def stated_facts(participant: Participant, where: Filter, words: Words, declared: Declarations | None = None) -> str:
    """What follows "is": established in India, controlled from China. Empty where nothing is stated.

    ``declared`` are the facts of the proposal, which hold of everybody of whom nothing else is said.
    """
    facts = declared or {}
    return join(dict.fromkeys(said for read in _readers(where, words) for said in read(participant, facts)))


@said_once
def _readers(where: Filter, words: Words) -> list[Reader]:
    """In the order in which it is said."""
    filters = list(filters_in(where))
    seen = {name for one in filters for name in one.model_fields_set}
    return [
        *(_of_the_organisation(read) for fields, read in _SAID_OF_IT if not seen.isdisjoint(fields)),
        *([_flags] if any(one.flag for one in filters) else []),
        *(reader for one in filters for reader in _memberships(one, words)),
        *(_declared(name, words) for name in dict.fromkeys(name for one in filters for name in one.fact or ())),
    ]


def filters_in(where: Filter) -> Iterator[Filter]:
    """The filter and those inside it."""
    yield where
    for part in (*(where.all_of or ()), *(where.any_of or ()), *((where.none_of,) if where.none_of else ())):
        yield from filters_in(part)


def _of_the_organisation(read: Callable[[Organisation], str | None]) -> Reader:
    def reader(participant: Participant, _declared: Declarations) -> Sequence[str]:
        said = read(participant.organisation)
        return () if said is None else (said,)

    return reader


def _place(name: str, said: str) -> Callable[[Organisation], str | None]:
    read = attrgetter(name)

    def place(organisation: Organisation) -> str | None:
        country = read(organisation)
        return _(said, place=country_name(country)) if country else None

    return place


def _region(organisation: Organisation) -> str | None:
    return _("seated in {place}", place=organisation.nuts) if organisation.nuts else None


def _kinds(organisation: Organisation) -> str | None:
    return join(map(kind_name, organisation.kinds)) if organisation.kinds else None


def _members(organisation: Organisation) -> str | None:
    if organisation.member_kinds is None:
        return None
    members = join(map(kind_name, organisation.member_kinds))
    return _("among whose members is {members}", members=members) if members else _("without members")


def _size(organisation: Organisation) -> str | None:
    if organisation.size_class is not None:
        return _(SIZES[organisation.size_class])
    if organisation.is_sme is None:
        return None
    return _(SIZES[SizeClass.SME]) if organisation.is_sme else _("no SME")


def _yes_or_no(name: str, yes: str, no: str) -> Callable[[Organisation], str | None]:
    read = attrgetter(name)

    def said(organisation: Organisation) -> str | None:
        fact = read(organisation)
        return None if fact is None else _(yes if fact else no)

    return said


_SAID_OF_IT: Sequence[tuple[tuple[str, ...], Callable[[Organisation], str | None]]] = (
    (("country_in", "headquarters_in"), _place("country", N_("established in {place}"))),
    (("controlled_from_in",), _place("controlled_from", N_("controlled from {place}"))),
    (("region_in",), _region),
    (("kind_in",), _kinds),
    (("member_kind_in",), _members),
    (("size_in",), _size),
    (
        ("legal_personality",),
        _yes_or_no("legal_personality", N_("with legal personality"), N_("without legal personality")),
    ),
    (("public_body",), _yes_or_no("is_public_body", N_("a public body"), N_("no public body"))),
    (("non_profit",), _yes_or_no("non_profit", N_("non-profit"), N_("profit-making"))),
    (
        ("gender_equality_plan",),
        _yes_or_no("gender_equality_plan", N_("with a gender equality plan"), N_("without a gender equality plan")),
    ),
)
"""Fields of a filter, and what they make one say of the organisation."""


def _flags(participant: Participant, _declared: Declarations) -> Sequence[str]:
    return [_(FLAGS[flag]) for flag in participant.organisation.flags]


def _memberships(where: Filter, words: Words) -> Iterator[Reader]:
    if where.registration is not None:
        yield _among("organisation.registrations", where.registration, words.registration(where.registration))
    if where.sub_role is not None:
        yield _among("sub_roles", where.sub_role, words.sub_role(where.sub_role))


def _among(held: str, name: str, said: str) -> Reader:
    read = attrgetter(held)

    def reader(participant: Participant, _declared: Declarations) -> Sequence[str]:
        stated = read(participant)
        return () if stated is None else (said,) if name in stated else (_("not {said}", said=said),)

    return reader


def _declared(name: str, words: Words) -> Reader:
    def reader(participant: Participant, declared: Declarations) -> Sequence[str]:
        value = participant.facts.get(name, declared.get(name))
        return () if value is None else (_("stated: {fact}", fact=words.fact_said(name, value)),)

    return reader
