"""What is stated of a participant where a filter looks at it."""

from collections.abc import Iterator, Mapping, Sequence

from rules.codes import SizeClass
from rules.facts import FactValue, Organisation, Participant
from rules.requirements import Filter
from rules.sentences.countries import country_name
from rules.sentences.filters import FLAGS, SIZES
from rules.sentences.words import Words, join, kind_name


def stated_facts(
    participant: Participant, where: Filter, words: Words, declared: Mapping[str, FactValue] | None = None
) -> str:
    """What follows "is": established in India, controlled from China. Empty where nothing is stated.

    ``declared`` are the facts of the proposal, which hold of everybody of whom nothing else is said.
    """
    filters, seen = _looked_at(where, words)
    organisation = participant.organisation
    said = [
        *_places(organisation, seen),
        *_nature(organisation, seen),
        *_memberships(participant, filters, words),
        *_declared(participant, filters, declared or {}, words),
    ]
    return join(dict.fromkeys(said))


def _looked_at(where: Filter, words: Words) -> tuple[Sequence[Filter], frozenset[str]]:
    """The filters inside a filter and the fields they speak of, found once for all participants."""
    known = words.looked_at.get(id(where))
    if known is None:
        filters = tuple(filters_in(where))
        seen = frozenset(name for one in filters for name in one.model_fields_set)
        known = words.looked_at[id(where)] = (filters, seen)
    return known


def filters_in(where: Filter) -> Iterator[Filter]:
    """The filter and those inside it."""
    yield where
    for part in (*(where.all_of or ()), *(where.any_of or ()), *((where.none_of,) if where.none_of else ())):
        yield from filters_in(part)


def _places(organisation: Organisation, seen: frozenset[str]) -> Iterator[str]:
    if seen & {"country_in", "headquarters_in"} and organisation.country:
        yield f"established in {country_name(organisation.country)}"
    if "controlled_from_in" in seen and organisation.controlled_from:
        yield f"controlled from {country_name(organisation.controlled_from)}"
    if "region_in" in seen and organisation.nuts:
        yield f"seated in {organisation.nuts}"


def _nature(organisation: Organisation, seen: frozenset[str]) -> Iterator[str]:
    if "kind_in" in seen and organisation.kinds:
        yield join(map(kind_name, organisation.kinds))
    if "member_kind_in" in seen and organisation.member_kinds is not None:
        members = join(map(kind_name, organisation.member_kinds))
        yield f"among whose members is {members}" if members else "without members"
    if "size_in" in seen and organisation.size_class is not None:
        yield SIZES[organisation.size_class]
    elif "size_in" in seen and organisation.is_sme is not None:
        yield SIZES[SizeClass.SME] if organisation.is_sme else "no SME"
    if seen.isdisjoint(_YES_OR_NO):
        return
    stated = {
        "legal_personality": ("with legal personality", "without legal personality", organisation.legal_personality),
        "public_body": ("a public body", "no public body", organisation.is_public_body),
        "non_profit": ("non-profit", "profit-making", organisation.non_profit),
        "gender_equality_plan": (
            "with a gender equality plan",
            "without a gender equality plan",
            organisation.gender_equality_plan,
        ),
    }
    yield from ((yes if fact else no) for name, (yes, no, fact) in stated.items() if name in seen and fact is not None)


_YES_OR_NO = frozenset({"legal_personality", "public_body", "non_profit", "gender_equality_plan"})


def _memberships(participant: Participant, filters: Sequence[Filter], words: Words) -> Iterator[str]:
    organisation = participant.organisation
    if any(one.flag for one in filters):
        yield from (FLAGS[flag] for flag in organisation.flags)
    for one in filters:
        if one.registration is not None and organisation.registrations is not None:
            held = one.registration in organisation.registrations
            yield f"{'' if held else 'not '}{words.registration(one.registration)}"
        if one.sub_role is not None and participant.sub_roles is not None:
            yield f"{'' if one.sub_role in participant.sub_roles else 'not '}{words.sub_role(one.sub_role)}"


def _declared(
    participant: Participant, filters: Sequence[Filter], declared: Mapping[str, FactValue], words: Words
) -> Iterator[str]:
    for name in dict.fromkeys(name for one in filters for name in one.fact or ()):
        value = participant.facts.get(name, declared.get(name))
        if value is not None:
            yield f"stated: {words.fact_said(name, value)}"
