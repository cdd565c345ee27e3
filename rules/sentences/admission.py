"""Who may take part in which role, and who may coordinate, in words."""

from collections.abc import Mapping

from rules.codes import Role
from rules.facts import FactValue, Participant
from rules.requirements import Admit, Coordinator
from rules.sentences.filters import describe, predicate
from rules.sentences.questions import facts_not_stated
from rules.sentences.stated import stated_facts
from rules.sentences.words import Words, in_roles_named, role_name


def admission_needed(requirement: Admit, words: Words) -> str:
    """Who may, or may not, take the roles concerned."""
    who = describe(requirement.where, words)
    excuse = excused(requirement, words)
    everywhere = set(requirement.roles) >= set(Role)
    roles = "" if everywhere else f"as {in_roles_named(requirement.roles)}, "
    match requirement.effect:
        case "allow_only":
            return f"{roles}only an organisation {who}{excuse}"
        case "deny":
            return f"{roles}no organisation {who}{excuse}"
        case "downgrade":
            return f"an organisation {who}, only as {role_name(requirement.to or Role.ASSOCIATED_PARTNER)}{excuse}"
        case "permit":
            return f"{roles}also an organisation {who}"


def excused(requirement: Admit, words: Words) -> str:
    """What would lift a bar, as the end of a sentence; empty where nothing does."""
    return f", unless {_excuse(predicate(requirement.unless, words))}" if requirement.unless else ""


def _excuse(said: str) -> str:
    return said.removeprefix("where ") if said.startswith("where ") else f"it is {said}"


def admission_found(
    requirement: Admit, who: Participant, unknown: frozenset[str], declared: Mapping[str, FactValue], words: Words
) -> str:
    """What is stated of one participant, and what is not; ``declared`` are the facts of the proposal."""
    label = who.organisation.label
    stated = stated_facts(who, requirement.where, words, declared)
    said = f"{label}: {stated}" if stated else ""
    if unknown:
        missing = f"not stated of {label}: {facts_not_stated(unknown, words)}"
        return f"{said}; {missing}" if said else missing
    return said or f"nothing is stated that would concern {label}"


def admission_missing(lower: Role | None, is_known: bool) -> str:
    """What a participant may not do, or what is not known."""
    if not is_known:
        return "a fact that nobody has stated"
    return f"may only be {role_name(lower)}" if lower else "may not take part"


def coordinator_needed(requirement: Coordinator, words: Words) -> str:
    """Who may coordinate."""
    return f"a coordinator {describe(requirement.where, words)}" if predicate(requirement.where, words) else NOBODY[1]


NOBODY = ("nobody coordinates yet", "a coordinator")
"""What is found, and what is missing, in a draft."""


def coordinator_found(requirement: Coordinator, lead: Participant, unknown: frozenset[str], words: Words) -> str:
    """Who coordinates, and what is stated of it."""
    stated = stated_facts(lead, requirement.where, words)
    facts = f" ({stated})" if stated else ""
    missing = f"; not stated of it: {facts_not_stated(unknown, words)}" if unknown else ""
    return f"{lead.organisation.label} coordinates{facts}{missing}"
