"""Who may take part in which role, and who may coordinate, in words."""

from collections.abc import Sequence

from rules.codes import Role
from rules.facts import Organisation, Participant
from rules.requirements import Admit, Coordinator
from rules.sentences.filters import describe, predicate, stated_facts
from rules.sentences.questions import facts_not_stated
from rules.sentences.words import Words, in_roles_named, names, role_name, some


def admission_needed(requirement: Admit, words: Words) -> str:
    """Who may, or may not, take the roles concerned."""
    who = describe(requirement.where, words)
    excuse = f", unless {describe(requirement.unless, words).removeprefix('where ')}" if requirement.unless else ""
    everywhere = set(requirement.roles) >= set(Role)
    roles = "" if everywhere else f" as {in_roles_named(requirement.roles)}"
    match requirement.effect:
        case "allow_only":
            return f"only organisations {who}{roles}{excuse}"
        case "deny":
            return f"no organisation {who}{roles}{excuse}"
        case "downgrade":
            return f"an organisation {who} only as {role_name(requirement.to or Role.ASSOCIATED_PARTNER)}{excuse}"
        case "permit":
            return f"also organisations {who}{roles}"


def admission_found(requirement: Admit, organisation: Organisation, unknown: frozenset[str], words: Words) -> str:
    """What is stated of one organisation, and what is not."""
    stated = stated_facts(organisation, requirement.where)
    said = f"{organisation.label}: {stated}" if stated else ""
    if unknown:
        missing = f"not stated of {organisation.label}: {_open_facts(unknown, words)}"
        return f"{said}; {missing}" if said else missing
    return said or f"nothing is stated that would concern {organisation.label}"


def _open_facts(facts: frozenset[str], words: Words) -> str:
    declared = sorted(name.removeprefix("fact:") for name in facts if name.startswith("fact:"))
    if len(declared) == len(facts):
        return f"that {some([words.fact(name) for name in declared])}"
    return facts_not_stated(facts)


def admission_missing(lower: Role | None, is_known: bool) -> str:
    """What a participant may not do, or what is not known."""
    if not is_known:
        return "a fact that nobody has stated"
    return f"may only be {role_name(lower)}" if lower else "may not take part"


def barred_together(barred: Sequence[Participant], perhaps: Sequence[Participant]) -> str:
    """Who is barred among all who are concerned."""
    said = [f"barred: {some(names(barred))}"] if barred else []
    said += [f"not known of {some(names(perhaps))}"] if perhaps else []
    return "; ".join(said) or "nobody is barred"


def coordinator_needed(requirement: Coordinator, words: Words) -> str:
    """Who may coordinate."""
    return f"a coordinator {describe(requirement.where, words)}" if predicate(requirement.where, words) else NOBODY[1]


NOBODY = ("nobody coordinates yet", "a coordinator")
"""What is found, and what is missing, in a draft."""


def coordinator_found(requirement: Coordinator, lead: Organisation, unknown: frozenset[str]) -> str:
    """Who coordinates, and what is stated of it."""
    stated = stated_facts(lead, requirement.where)
    facts = f" ({stated})" if stated else ""
    missing = f"; {facts_not_stated(unknown)} not known" if unknown else ""
    return f"{lead.label} coordinates{facts}{missing}"
