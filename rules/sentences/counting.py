"""Limits and shares in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from rules.facts import Participant
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
    said = "no" if number == 0 else f"at most {number}" if requirement.max is not None else f"exactly {number}"
    independent = " independent" if requirement.independent else ""
    per = "" if requirement.per == "consortium" else f", in each {requirement.per.replace('_', ' ')}"
    return f"{said}{independent} {someone(requirement.roles, requirement.where, number, words)}{per}"


def limit_found(reached: Sequence[Reached]) -> str:
    """How many were found, and who they are."""
    return "; ".join(_reached(one) for one in reached) or "0"


def _reached(one: Reached) -> str:
    number = str(one.low) if one.low == one.high else f"{one.low} to {one.high}"
    where = f" {one.label}" if one.label else ""
    who = f": {some(names(one.certain))}" if one.certain else ""
    perhaps = f"; perhaps {'also ' if one.certain else ''}{some(names(one.perhaps))}" if one.perhaps else ""
    return f"{number}{where}{who}{perhaps}"


def class_label(requirement: Limit, label: str) -> str:
    """A class in which participants are counted: in Germany."""
    match requirement.per:
        case "country":
            return f"in {country_name(label)}"
        case "region":
            return f"in {label}"
        case "control_group":
            return "under one control"
        case _:
            return ""


def limit_change(requirement: Limit, too_many: int, words: Words) -> str:
    """How many would have to go; empty where nobody has."""
    return f"{too_many} fewer {someone(requirement.roles, requirement.where, too_many, words)}" if too_many > 0 else ""


def limit_missing(requirement: Limit, too_many: int, too_few: int, label: str) -> str:
    """How far the number is off."""
    where = f" {label}" if label else ""
    if too_many > 0:
        return f"{too_many} {in_roles_named(requirement.roles, too_many)} too many{where}"
    return f"{too_few} more {in_roles_named(requirement.roles, too_few)}{where}" if too_few > 0 else ""


def ratio_needed(requirement: Ratio, words: Words) -> str:
    """What share is asked for."""
    low = f"at least {percent(requirement.min_share)}" if requirement.min_share is not None else ""
    high = f"at most {percent(requirement.max_share)}" if requirement.max_share is not None else ""
    share = " and ".join(part for part in (low, high) if part)
    base = f"{in_roles_named(requirement.roles, 2)}{describe_each(requirement.of, words)}"
    rounded = {"none": "", "up": " (rounded up)", "down": " (rounded down)"}[requirement.rounding]
    are = "are, each of them," if is_noun(requirement.where, words) else "are"
    return f"{share} of the {base}{rounded} {are} {predicate(requirement.where, words) or 'there'}"


def ratio_found(members: Sequence[Participant], base: int, perhaps: Sequence[Participant]) -> str:
    """The share, and who makes it up; ``perhaps`` are those of whom a fact is missing."""
    share = percent(len(members) / base if base else 0)
    unsure = f"; not known of {some(names(perhaps))}" if perhaps else ""
    return f"{len(members)} of {base} ({share}): {some(names(members)) or 'nobody'}{unsure}"


def ratio_missing(requirement: Ratio, too_few: int | None, too_many: int, words: Words) -> str:
    """How many have to come, or to go; ``None`` too few where the rest would have to be so, too."""
    if too_few is None:
        return f"all {in_roles_named(requirement.roles, 2)}{describe_each(requirement.where, words)}"
    number = too_few or too_many
    if not number:
        return ""
    who = someone(requirement.roles, _both(requirement, words), number, words)
    return f"{number} {'more' if too_few else 'fewer'} {who}"


@said_once
def _both(requirement: Ratio, words: Words) -> Filter:
    """Who counts is one of those among whom the share is taken."""
    if requirement.of == EVERYONE:
        return requirement.where
    return narrowed([requirement.of, requirement.where], words.groups)
