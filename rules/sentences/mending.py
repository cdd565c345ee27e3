"""What would mend a consortium, in words."""

from collections.abc import Sequence

from rules.codes import Role
from rules.facts import FactValue
from rules.requirements import Filter
from rules.sentences.money import euro
from rules.sentences.narrowing import narrowed
from rules.sentences.someone import someone
from rules.sentences.words import Words, either, join, role_name

MOST_CODES = 40
"""So many country codes are listed; of a longer list it is said how long it is."""


def add_said(groups: Sequence[tuple[Filter, int, Sequence[str]]], role: Role, apart: bool, words: Words) -> str:
    """Whom to add: so many who satisfy each filter, established in one of the countries."""
    said = [_added(where, number, codes, role, words) for where, number, codes in groups]
    number = sum(number for _, number, _ in groups)
    elsewhere = ", each from a country that is not there yet" if apart and number > 1 else ""
    return f"Add {join(said)}{elsewhere}"


def _added(where: Filter, number: int, codes: Sequence[str], role: Role, words: Words) -> str:
    where = narrowed(where.all_of, words.groups) if where.model_fields_set == {"all_of"} and where.all_of else where
    who = f"{'one' if number == 1 else number} {someone((role,), where, number, words)}"
    return f"{who} ({either(codes) if len(codes) <= MOST_CODES else f'any of {len(codes)} countries'})"


def leave_out_said(labels: Sequence[str]) -> str:
    """Who would have to go."""
    return f"Leave out {join(labels)}"


def role_said(labels: Sequence[str], role: Role) -> str:
    """Who would take part in another role."""
    return f"Let {join(labels)} take part as {role_name(role)}"


def lead_said(label: str) -> str:
    """Who would coordinate."""
    return f"Let {label} coordinate"


def adopt_said(label: str) -> str:
    """Who would have to adopt a gender equality plan, and by when."""
    return f"Let {label} adopt a gender equality plan before the grant is signed"


def leave_said(label: str, name: str, words: Words) -> str:
    """What others would have to grant or confirm."""
    clause = words.fact(name)
    return (
        f"State of {label}, if it is so, that {clause}"
        if clause.startswith("it ")
        else f"Obtain for {label} that {clause}"
    )


def fact_said(name: str, value: FactValue, words: Words, label: str | None = None) -> str:
    """What would have to be so in the proposal, or of the one with the label."""
    return f"Make sure that {f'this is so of {label}: ' if label else ''}{words.fact_is(name, value)}"


def amounts_said(of: str, amounts: Sequence[tuple[str, int]]) -> str:
    """How the budget would be split."""
    named = join(f"{label} {euro(amount)}" for label, amount in amounts)
    return f"Split the {of.replace('_', ' ').replace('eu ', 'EU ')} like this: {named}"
