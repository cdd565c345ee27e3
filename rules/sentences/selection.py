"""A selection in words: who is asked for, who was found, who was not counted and why, who is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from rules.codes import Flag, Role
from rules.facts import Participant
from rules.requirements import Filter, Part, Selection
from rules.sentences.countries import country_name
from rules.sentences.filters import FLAGS, describe, describe_each, is_noun, predicate
from rules.sentences.narrowing import narrowed
from rules.sentences.questions import facts_not_stated
from rules.sentences.someone import someone
from rules.sentences.stated import filters_in, stated_facts
from rules.sentences.words import Words, either, in_roles_named, join, names, role_name, said_once, some


class Why(StrEnum):
    """Why a participant was not counted."""

    ROLE = "role"
    FILTER = "filter"
    UNKNOWN = "unknown"
    SAME_PLACE = "same_place"
    SAME_CONTROL = "same_control"
    MAY_BE_APART = "may_be_apart"


@dataclass(frozen=True)
class NotCounted:
    """Somebody who was not counted. ``facts`` are the unknown ones, ``beside`` who took the place or the group."""

    who: Participant
    why: Why
    facts: frozenset[str] = frozenset()
    beside: Participant | None = None


@dataclass(frozen=True)
class Shortfall:
    """How many more are missing who serve these sub-groups."""

    number: int
    served: frozenset[int]


def selection_needed(requirement: Selection, words: Words) -> str:
    """What a selection asks for."""
    said = [f"{_number_of(requirement)}{_described(requirement, words)}"]
    if requirement.each_from_different != "none" and requirement.min != 1:
        said.append(f"each from a different {requirement.each_from_different}")
    if requirement.min_countries:
        said.append(f"from at least {requirement.min_countries} countries")
    said += [_of_which(part, words) for part in requirement.of_which]
    if requirement.of_which and not requirement.count_in_several:
        said.append("nobody counting twice")
    return ", ".join(said) + _deemed(requirement, words)


def _deemed(requirement: Selection, words: Words) -> str:
    """Who is deemed to sit in a country of its own, or in one that is asked for, as the end of a sentence."""
    if requirement.apart and requirement.each_from_different != "none":
        return f", with {_flags(requirement.apart)} each counting as established in a country of its own"
    wheres = (requirement.where, *(part.where for part in requirement.of_which))
    places = (one.country_in for where in wheres for one in filters_in(where))
    deemed = (flag for place in places if isinstance(place, str) for flag in words.groups[place].deemed)
    inside = [flag for flag in dict.fromkeys(deemed) if _is_noun(flag)]
    return f", with {_flags(inside)} counting as established there" if inside else ""


def _is_noun(flag: Flag) -> bool:
    return FLAGS[flag].startswith(("a ", "an ", "the "))


def _flags(flags: Sequence[Flag]) -> str:
    return join(FLAGS[flag] for flag in flags)


def _of_which(part: Part, words: Words) -> str:
    spread = f" from at least {part.min_countries} countries" if part.min_countries else ""
    return f"of which at least {part.min} {_of_them(part, words)}{spread}"


def _of_them(part: Part, words: Words) -> str:
    said = predicate(part.where, words)
    if not said:
        return "of any kind"
    return f"{'is' if part.min == 1 else 'are each'} {said}" if is_noun(part.where, words) else said


def _number_of(requirement: Selection) -> str:
    independent = "independent " if requirement.independent and requirement.min != 1 else ""
    if requirement.min == "all":
        return f"all {independent}{in_roles_named(requirement.roles, 2)}"
    return f"at least {requirement.min} {independent}{in_roles_named(requirement.roles, requirement.min)}"


def _described(requirement: Selection, words: Words) -> str:
    if requirement.min == 1 and predicate(requirement.where, words):
        return f" {describe(requirement.where, words)}"
    return describe_each(requirement.where, words)


def selection_found(
    requirement: Selection, chosen: Sequence[Participant], not_counted: Sequence[NotCounted], words: Words
) -> str:
    """Who was found, and who was not counted."""
    found = f"{len(chosen)}: {some(names(chosen))}" if chosen else "none"
    return f"{found}{not_counted_said(requirement, not_counted, words)}"


def not_counted_said(requirement: Selection, not_counted: Sequence[NotCounted], words: Words) -> str:
    """The end of a sentence that says who was not counted and why; empty where everybody was."""
    return f"; not counted: {_by_reason(requirement, not_counted, words)}" if not_counted else ""


def _by_reason(requirement: Selection, those: Sequence[NotCounted], words: Words) -> str:
    """Those of whom the same is to be said are named together; of whom something is to be asked, all of them."""
    reasons: dict[str, list[NotCounted]] = {}
    for one in those:
        reasons.setdefault(_reason(requirement, one, words), []).append(one)
    said = [f"{_labels(ones)} ({reason})" for reason, ones in reasons.items()]
    return some(said) if all(len(ones) == 1 for ones in reasons.values()) else "; ".join(said)


def _labels(those: Sequence[NotCounted]) -> str:
    labels = [one.who.organisation.label for one in those]
    return join(labels) if those[0].why is Why.UNKNOWN else some(labels)


def _reason(requirement: Selection, one: NotCounted, words: Words) -> str:
    beside = one.beside.organisation.label if one.beside else ""
    match one.why:
        case Why.ROLE:
            return role_name(one.who.role)
        case Why.FILTER:
            return stated_facts(one.who, requirement.where, words) or f"not {predicate(requirement.where, words)}"
        case Why.UNKNOWN:
            return f"not known: {facts_not_stated(one.facts, words)}"
        case Why.SAME_PLACE:
            return f"same {requirement.each_from_different} as {beside}"
        case Why.MAY_BE_APART:
            return "may count as a country of its own: nobody has settled it"
        case Why.SAME_CONTROL:
            return f"under the same control as {beside}"


def selection_missing(
    requirement: Selection,
    short: Sequence[Shortfall],
    elsewhere: int,
    beside: Sequence[Participant],
    words: Words,
) -> str:
    """Who is missing, and how many of them (``elsewhere``) from other places than those ``beside`` whom they stand."""
    said = _all_and_some(requirement, short, words) or "; ".join(_lacking(requirement, one, words) for one in short)
    spread = _from_elsewhere(requirement, sum(one.number for one in short), elsewhere, beside)
    return f"{said}{spread}"


def cannot_stand_together(requirement: Selection) -> str:
    """Why those who count are not enough although there are enough of each sort."""
    if not requirement.count_in_several:
        return "nobody counts twice"
    shared = {"country": ["countries"], "region": ["regions"], "none": []}[requirement.each_from_different]
    shared += ["control groups"] if requirement.independent else []
    return f"those who count cannot be combined: they share {either(shared or ['countries'])}"


def all_missing(lacking: Sequence[NotCounted]) -> str:
    """Who does not satisfy what everybody must."""
    not_so = [one.who.organisation.label for one in lacking if one.why is not Why.UNKNOWN]
    unknown = [one.who.organisation.label for one in lacking if one.why is Why.UNKNOWN]
    said = [f"it does not hold of {some(not_so)}"] if not_so else []
    return " and ".join(said + ([f"it is not known of {some(unknown)}"] if unknown else []))


def _lacking(requirement: Selection, one: Shortfall, words: Words) -> str:
    roles, where = _sought(requirement, words)[one.served]
    return f"{one.number} more {someone(roles, where, one.number, words)}"


def _all_and_some(requirement: Selection, short: Sequence[Shortfall], words: Words) -> str:
    """Some who serve sub-groups among others who serve none, as one: 2 more beneficiaries, of which at least 1 …."""
    others = [one for one in short if not one.served]
    some_of_them = [one for one in short if one.served]
    if not (others and some_of_them) or not requirement.count_in_several:
        return ""
    parts = dict.fromkeys(index for one in some_of_them for index in sorted(one.served))
    said = [_lacking(requirement, Shortfall(sum(one.number for one in short), frozenset()), words)]
    for index in parts:
        number = sum(one.number for one in some_of_them if index in one.served)
        said.append(_of_which(requirement.of_which[index].model_copy(update={"min": number}), words))
    return ", ".join(said)


Sought = dict[frozenset[int], tuple[Sequence[Role], Filter]]
"""In which roles, and with what about it, somebody serves sub-groups."""


@said_once
def _sought(requirement: Selection, words: Words) -> Sought:
    """For every set of sub-groups, whom one has to look for."""
    parts = range(len(requirement.of_which))
    sets = [frozenset(one) for size in range(len(parts) + 1) for one in combinations(parts, size)]
    return {one: _narrowed(requirement, [requirement.of_which[index].where for index in sorted(one)], words)
            for one in sets}  # fmt: skip


def _narrowed(requirement: Selection, parts: Sequence[Filter], words: Words) -> tuple[Sequence[Role], Filter]:
    where = narrowed([requirement.where, *parts], words.groups) if parts else requirement.where
    roles = [role for role in requirement.roles if role in (where.role_in or requirement.roles)]
    return (roles, where.model_copy(update={"role_in": None})) if parts and roles else (requirement.roles, where)


def _from_elsewhere(requirement: Selection, number: int, elsewhere: int, beside: Sequence[Participant]) -> str:
    """From which places they must not come, as the end of a sentence."""
    if elsewhere == 0:
        return ""
    one, several = ("region", "regions") if requirement.each_from_different == "region" else ("country", "countries")
    places = sorted({_place(requirement, participant) for participant in beside})
    if not places:
        different = number if elsewhere == number else elsewhere + 1
        return f", from {'different' if different == number else f'at least {different} different'} {several}" * (
            different > 1
        )
    other = f"a {one}" if elsewhere == 1 else f"different {several}"
    who = "" if elsewhere == number else f"at least {elsewhere} of them "
    return f", {who}from {other} other than {join(places)}"


def _place(requirement: Selection, participant: Participant) -> str:
    if requirement.each_from_different == "region":
        return participant.organisation.nuts or "region unknown"
    country = participant.organisation.country
    return country_name(country) if country else "country unknown"


def independence_assumed(free: Sequence[Participant]) -> str:
    """That no link is known of those counted without a control group."""
    return f"no common control is known of {some(names(free))}"
