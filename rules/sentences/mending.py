"""What would mend a consortium, in words."""

from collections.abc import Sequence

from rules.codes import Role
from rules.facts import FactValue
from rules.language import _, either, join
from rules.requirements import Filter
from rules.sentences.money import euro
from rules.sentences.narrowing import narrowed
from rules.sentences.someone import someone
from rules.sentences.words import Words, role_name

MOST_CODES = 40
"""So many country codes are listed; of a longer list it is said how long it is."""


def add_said(groups: Sequence[tuple[Filter, int, Sequence[str]]], role: Role, apart: bool, words: Words) -> str:
    """Whom to add: so many who satisfy each filter, established in one of the countries."""
    said = [_added(where, number, codes, role, words) for where, number, codes in groups]
    number = sum(number for _, number, _ in groups)
    if apart and number > 1:
        return _("Add {who}, each from a country that is not there yet", who=join(said))
    return _("Add {who}", who=join(said))


def _added(where: Filter, number: int, codes: Sequence[str], role: Role, words: Words) -> str:
    where = narrowed(where.all_of, words.groups) if where.model_fields_set == {"all_of"} and where.all_of else where
    who = someone((role,), where, number, words)
    who = _("one {who}", who=who) if number == 1 else f"{number} {who}"
    where_from = either(codes) if len(codes) <= MOST_CODES else _("any of {number} countries", number=len(codes))
    return f"{who} ({where_from})"


def leave_out_said(labels: Sequence[str]) -> str:
    """Who would have to go."""
    return _("Leave out {names}", names=join(labels))


def role_said(labels: Sequence[str], role: Role) -> str:
    """Who would take part in another role."""
    return _("Let {names} take part as {role}", names=join(labels), role=role_name(role))


def lead_said(label: str) -> str:
    """Who would coordinate."""
    return _("Let {name} coordinate", name=label)


def adopt_said(label: str) -> str:
    """Who would have to adopt a gender equality plan, and by when."""
    return _("Let {name} adopt a gender equality plan before the grant is signed", name=label)


def leave_said(label: str, name: str, words: Words) -> str:
    """What others would have to grant or confirm."""
    clause = words.fact(name)
    if words.facts[name].says.startswith("it ") if name in words.facts else clause.startswith("it "):
        return _("State of {name}, if it is so, that {clause}", name=label, clause=clause)
    return _("Obtain for {name} that {clause}", name=label, clause=clause)


def fact_said(name: str, value: FactValue, words: Words, label: str | None = None) -> str:
    """What would have to be so in the proposal, or of the one with the label."""
    clause = words.fact_is(name, value)
    if label:
        return _("Make sure that this is so of {name}: {clause}", name=label, clause=clause)
    return _("Make sure that {clause}", clause=clause)


def amounts_said(of: str, amounts: Sequence[tuple[str, int]]) -> str:
    """How the budget would be split."""
    named = join(f"{label} {euro(amount)}" for label, amount in amounts)
    if of == "total_cost":
        return _("Split the total cost like this: {amounts}", amounts=named)
    return _("Split the EU contribution like this: {amounts}", amounts=named)
