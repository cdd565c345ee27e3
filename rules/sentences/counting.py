"""Limits and shares in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from rules.facts import Participant
from rules.language import N_, _, join, ngettext
from rules.requirements import EVERYONE, Filter, Limit, Ratio
from rules.sentences.countries import country_name
from rules.sentences.filters import describe_each, is_noun, predicate
from rules.sentences.narrowing import narrowed
from rules.sentences.someone import someone
from rules.sentences.words import Words, in_roles_named, names, percent, said_once, some


@dataclass(frozen=True)
class Reached:
    """How many there are: certainly and at most. ``label`` is where (in Germany); "" for all."""

    low: int
    high: int
    label: str
    certain: tuple[Participant, ...]
    perhaps: tuple[Participant, ...] = ()


def limit_needed(requirement: Limit, words: Words) -> str:
    """What a limit allows."""
    number = requirement.max if requirement.max is not None else requirement.exactly or 0
    how_many = "none" if number == 0 else "at_most" if requirement.max is not None else "exactly"
    who = someone(requirement.roles, requirement.where, number, words)
    said = _(_HOW_MANY[how_many, requirement.independent], number=number, who=who)
    return said if requirement.per == "consortium" else _(_IN_EACH[requirement.per], said=said)


_HOW_MANY = {
    ("none", False): N_("no {who}"),
    ("none", True): N_("no independent {who}"),
    ("at_most", False): N_("at most {number} {who}"),
    ("at_most", True): N_("at most {number} independent {who}"),
    ("exactly", False): N_("exactly {number} {who}"),
    ("exactly", True): N_("exactly {number} independent {who}"),
}

_IN_EACH = {
    "country": N_("{said}, in each country"),
    "region": N_("{said}, in each region"),
    "control_group": N_("{said}, in each control group"),
}


def limit_found(reached: Sequence[Reached]) -> str:
    """How many were found, and who they are."""
    return "; ".join(_reached(one) for one in reached) or "0"


def _reached(one: Reached) -> str:
    number = str(one.low) if one.low == one.high else _("{low} to {high}", low=one.low, high=one.high)
    where = f" {one.label}" if one.label else ""
    who = f": {some(names(one.certain))}" if one.certain else ""
    return f"{number}{where}{who}{_perhaps(one)}"


def _perhaps(one: Reached) -> str:
    if not one.perhaps:
        return ""
    who = some(names(one.perhaps))
    return "; " + (_("perhaps also {who}", who=who) if one.certain else _("perhaps {who}", who=who))


def class_label(requirement: Limit, label: str) -> str:
    """A class in which participants are counted: in Germany."""
    match requirement.per:
        case "country":
            return _("in {place}", place=country_name(label))
        case "region":
            return _("in {place}", place=label)
        case "control_group":
            return _("under one control")
        case _:
            return ""


def limit_change(requirement: Limit, too_many: int, words: Words) -> str:
    """How many would have to go; empty where nobody has."""
    if too_many <= 0:
        return ""
    who = someone(requirement.roles, requirement.where, too_many, words)
    return ngettext("{number} fewer {who}", "{number} fewer {who}", too_many, who=who)


def limit_missing(requirement: Limit, too_many: int, too_few: int, label: str) -> str:
    """How far the number is off."""
    where = f" {label}" if label else ""
    if too_many > 0:
        who = in_roles_named(requirement.roles, too_many)
        return ngettext("{number} {who} too many", "{number} {who} too many", too_many, who=who) + where
    return more(too_few, in_roles_named(requirement.roles, too_few)) + where if too_few > 0 else ""


def more(number: int, who: str) -> str:
    """So many who are missing."""
    return ngettext("{number} more {who}", "{number} more {who}", number, who=who)


def ratio_needed(requirement: Ratio, words: Words) -> str:
    """What share is asked for."""
    low = _("at least {amount}", amount=percent(requirement.min_share)) if requirement.min_share is not None else ""
    high = _("at most {amount}", amount=percent(requirement.max_share)) if requirement.max_share is not None else ""
    rounded = {"none": "", "up": " " + _("(rounded up)"), "down": " " + _("(rounded down)")}[requirement.rounding]
    base = f"{in_roles_named(requirement.roles, 2)}{describe_each(requirement.of, words)}{rounded}"
    share, what = join(part for part in (low, high) if part), predicate(requirement.where, words)
    if is_noun(requirement.where, words):
        return _("{share} of the {base} are, each of them, {what}", share=share, base=base, what=what)
    if not what:
        return _("{share} of the {base} are there", share=share, base=base)
    return _("{share} of the {base} are {what}", share=share, base=base, what=what)


def ratio_found(members: Sequence[Participant], base: int, perhaps: Sequence[Participant]) -> str:
    """The share, and who makes it up; ``perhaps`` are those of whom a fact is missing."""
    share = percent(len(members) / base if base else 0)
    unsure = "; " + _("not known of {who}", who=some(names(perhaps))) if perhaps else ""
    found = _("{number} of {total} ({share})", number=len(members), total=base, share=share)
    who = some(names(members)) or _("nobody")
    return f"{found}: {who}{unsure}"


def ratio_missing(requirement: Ratio, too_few: int | None, too_many: int, words: Words) -> str:
    """How many have to come, or to go; ``None`` too few where the rest would have to be so, too."""
    if too_few is None:
        who = f"{in_roles_named(requirement.roles, 2)}{describe_each(requirement.where, words)}"
        return _("all {who}", who=who)
    number = too_few or too_many
    if not number:
        return ""
    who = someone(requirement.roles, _both(requirement, words), number, words)
    return more(number, who) if too_few else ngettext("{number} fewer {who}", "{number} fewer {who}", number, who=who)


@said_once
def _both(requirement: Ratio, words: Words) -> Filter:
    """Who counts is one of those among whom the share is taken."""
    if requirement.of == EVERYONE:
        return requirement.where
    return narrowed([requirement.of, requirement.where], words.groups)
