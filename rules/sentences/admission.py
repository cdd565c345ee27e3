"""Who may take part in which role, and who may coordinate, in words."""

from collections.abc import Mapping, Sequence

from rules.codes import Role
from rules.facts import FactValue, Participant
from rules.requirements import Admit, Coordinator, Filter
from rules.sentences.filters import describe, predicate
from rules.sentences.questions import facts_not_stated
from rules.sentences.stated import stated_facts
from rules.sentences.words import Words, a, either, in_roles_named, join, role_name, said_once


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
            return f"an organisation {who}, only as {a(role_name(requirement.to or Role.ASSOCIATED_PARTNER))}{excuse}"
        case "permit":
            return f"an organisation {who} may take part as well" + (f", {roles.removesuffix(', ')}" if roles else "")


@said_once
def excused(requirement: Admit, words: Words) -> str:
    """What would lift a bar, as the end of a sentence; empty where nothing does."""
    if requirement.unless is None:
        return ""
    ways = excuses(requirement.unless)
    who = either(predicate(way, words) for way in ways if way.fact is None)
    said = [f"it is {who}"] if who else []
    for way in ways:
        if way.fact is not None:
            rest = predicate(way.model_copy(update={"fact": None}), words)
            said.append(_facts(way.fact, words) + (f" and it is {rest}" if rest else ""))
    return f", unless {', or '.join(said)}"


def excuses(unless: Filter) -> Sequence[Filter]:
    """The ways in which a bar may be lifted."""
    return unless.any_of if unless.any_of is not None and unless.model_fields_set <= {"any_of"} else (unless,)


def granted(facts: Sequence[Mapping[str, FactValue]], words: Words) -> str:
    """What others would have to grant to somebody who is barred, as the end of a sentence; perhaps nothing."""
    return f", unless {', or '.join(_facts(one, words) for one in facts)}" if facts else ""


def _facts(facts: Mapping[str, FactValue], words: Words) -> str:
    return join(words.fact_said(name, value) for name, value in facts.items())


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
    return f"{MAY_ONLY_BE} {a(role_name(lower))}" if lower else MAY_NOT


MAY_ONLY_BE, MAY_NOT = "may only be", "may not take part"


def unpaid(missing: str) -> str:
    """The same where the bar is about money alone: whoever takes part without is not concerned."""
    return f"gets no money from the grant{missing[missing.find(', unless') :] if ', unless' in missing else ''}"


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
