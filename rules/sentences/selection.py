"""A selection in words: who is asked for, who was found, who was not counted and why, who is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from rules.codes import Flag, Role
from rules.facts import Participant
from rules.language import N_, NN_, _, either, join, ngettext, pgettext
from rules.requirements import Filter, Part, Selection
from rules.sentences.counting import more
from rules.sentences.countries import country_name
from rules.sentences.declaration import from_countries
from rules.sentences.filters import FLAGS, describe, describe_each, is_noun, predicate
from rules.sentences.narrowing import narrowed
from rules.sentences.questions import facts_not_stated
from rules.sentences.someone import someone
from rules.sentences.stated import filters_in, stated_facts
from rules.sentences.words import Words, in_roles_named, names, role_name, said_once, some


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
        said.append(_(_EACH_FROM[requirement.each_from_different]))
    if requirement.min_countries:
        said.append(_from_countries(requirement.min_countries))
    said += [_of_which(part, words) for part in requirement.of_which]
    if requirement.of_which and not requirement.count_in_several:
        said.append(_("nobody counting twice"))
    return ", ".join(said) + _deemed(requirement, words)


_EACH_FROM = {"country": N_("each from a different country"), "region": N_("each from a different region")}


def _from_countries(number: int) -> str:
    return ngettext("from at least {number} countries", "from at least {number} countries", number)


def _deemed(requirement: Selection, words: Words) -> str:
    """Who is deemed to sit in a country of its own, or in one that is asked for, as the end of a sentence."""
    if requirement.apart and requirement.each_from_different != "none":
        who = _flags(requirement.apart)
        return ", " + _("with {who} each counting as established in a country of its own", who=who)
    wheres = (requirement.where, *(part.where for part in requirement.of_which))
    places = (one.country_in for where in wheres for one in filters_in(where))
    deemed = (flag for place in places if isinstance(place, str) for flag in words.groups[place].deemed)
    inside = [flag for flag in dict.fromkeys(deemed) if _is_noun(flag)]
    return ", " + _("with {who} counting as established there", who=_flags(inside)) if inside else ""


def _is_noun(flag: Flag) -> bool:
    return FLAGS[flag].startswith(("a ", "an ", "the "))


def _flags(flags: Sequence[Flag]) -> str:
    return join(_(FLAGS[flag]) for flag in flags)


def _of_which(part: Part, words: Words) -> str:
    who = _of_them(part, words) + (f" {_from_countries(part.min_countries)}" if part.min_countries else "")
    return ngettext("of which at least {number} {who}", "of which at least {number} {who}", part.min, who=who)


def _of_them(part: Part, words: Words) -> str:
    said = predicate(part.where, words)
    if not said:
        return _("of any kind")
    return ngettext("is {said}", "are each {said}", part.min, said=said) if is_noun(part.where, words) else said


def _number_of(requirement: Selection) -> str:
    independent = requirement.independent and requirement.min != 1
    if requirement.min == "all":
        who = in_roles_named(requirement.roles, 2)
        return _("all independent {who}", who=who) if independent else _("all {who}", who=who)
    number, who = requirement.min, in_roles_named(requirement.roles, requirement.min)
    if independent:
        return ngettext("at least {number} independent {who}", "at least {number} independent {who}", number, who=who)
    return ngettext("at least {number} {who}", "at least {number} {who}", number, who=who)


def _described(requirement: Selection, words: Words) -> str:
    if requirement.min == 1 and predicate(requirement.where, words):
        return f" {describe(requirement.where, words)}"
    return describe_each(requirement.where, words)


def selection_found(
    requirement: Selection, chosen: Sequence[Participant], not_counted: Sequence[NotCounted], words: Words
) -> str:
    """Who was found, and who was not counted."""
    found = f"{len(chosen)}: {some(names(chosen))}" if chosen else pgettext("of a list", "none")
    return f"{found}{not_counted_said(requirement, not_counted, words)}"


def not_counted_said(requirement: Selection, not_counted: Sequence[NotCounted], words: Words) -> str:
    """The end of a sentence that says who was not counted and why; empty where everybody was."""
    if not not_counted:
        return ""
    return "; " + _("not counted: {who}", who=_by_reason(requirement, not_counted, words))


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
            return stated_facts(one.who, requirement.where, words) or _(
                "not {said}", said=predicate(requirement.where, words)
            )
        case Why.UNKNOWN:
            return _("not known: {facts}", facts=facts_not_stated(one.facts, words))
        case Why.SAME_PLACE:
            by_region = requirement.each_from_different == "region"
            return _("same region as {name}", name=beside) if by_region else _("same country as {name}", name=beside)
        case Why.MAY_BE_APART:
            return _("may count as a country of its own: nobody has settled it")
        case Why.SAME_CONTROL:
            return _("under the same control as {name}", name=beside)


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
        return _("nobody counts twice")
    shared = {"country": [_("countries")], "region": [_("regions")], "none": []}[requirement.each_from_different]
    shared += [_("control groups")] if requirement.independent else []
    return _("those who count cannot be combined: they share {what}", what=either(shared or [_("countries")]))


def all_missing(lacking: Sequence[NotCounted]) -> str:
    """Who does not satisfy what everybody must."""
    not_so = [one.who.organisation.label for one in lacking if one.why is not Why.UNKNOWN]
    unknown = [one.who.organisation.label for one in lacking if one.why is Why.UNKNOWN]
    said = [_("it does not hold of {names}", names=some(not_so))] if not_so else []
    return join(said + ([_("it is not known of {names}", names=some(unknown))] if unknown else []))


def _lacking(requirement: Selection, one: Shortfall, words: Words) -> str:
    roles, where = _sought(requirement, words)[one.served]
    return more(one.number, someone(roles, where, one.number, words))


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
    places = sorted({_place(requirement, participant) for participant in beside})
    by_region = requirement.each_from_different == "region"
    if not places:
        different = number if elsewhere == number else elsewhere + 1
        return _different(number, different, by_region) if different > 1 else ""
    other = _other_than(elsewhere, join(places), by_region)
    if elsewhere == number:
        return ", " + other
    return ", " + ngettext(*_OF_THEM, elsewhere, from_where=other)


_OF_THEM = NN_("at least {number} of them {from_where}", "at least {number} of them {from_where}")


def _different(number: int, different: int, by_region: bool) -> str:
    if different == number:
        return ", " + (_("from different regions") if by_region else _("from different countries"))
    if by_region:
        return ", " + ngettext(
            "from at least {number} different regions", "from at least {number} different regions", different
        )
    return ", " + from_countries(different)


def _other_than(number: int, places: str, by_region: bool) -> str:
    if by_region:
        return ngettext(
            "from a region other than {places}", "from different regions other than {places}", number, places=places
        )
    return ngettext(
        "from a country other than {places}", "from different countries other than {places}", number, places=places
    )


def _place(requirement: Selection, participant: Participant) -> str:
    if requirement.each_from_different == "region":
        return participant.organisation.nuts or _("region unknown")
    country = participant.organisation.country
    return country_name(country) if country else _("country unknown")


def independence_assumed(free: Sequence[Participant]) -> str:
    """That no link is known of those counted without a control group."""
    return _("no common control is known of {names}", names=some(names(free)))
