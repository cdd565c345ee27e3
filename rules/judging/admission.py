"""Who may take part in which role, and who may coordinate."""

from collections.abc import Sequence

from rules.codes import Role
from rules.context import Context
from rules.facts import Organisation, Participant
from rules.filters import holds
from rules.judging.finding import Finding, in_roles
from rules.requirements import Admit, Coordinator
from rules.sentences import admission_needed, assumption, describe, facts_not_stated, stated_facts
from rules.truth import Answer, Truth, disjunction, negate


def judge_admission(requirement: Admit, participants: Sequence[Participant], context: Context) -> list[Finding]:
    """One finding for each participant whose role is concerned."""
    return [_admit(requirement, participant, context) for participant in in_roles(participants, requirement.roles)]


def bar(requirement: Admit, participant: Participant, context: Context) -> Answer:
    """Whether the participant is barred from its role (or let in only with the lower one)."""
    inside = holds(requirement.where, participant, context)
    barred = negate(inside) if requirement.effect == "allow_only" else inside
    if requirement.effect == "permit":
        return Answer(Truth.FALSE)
    if requirement.unless is None or barred.truth is Truth.FALSE:
        return barred
    excused = holds(requirement.unless, participant, context)
    return Answer(Truth.FALSE) if excused.truth is Truth.TRUE else barred


def _admit(requirement: Admit, participant: Participant, context: Context) -> Finding:
    barred = bar(requirement, participant, context)
    truth = negate(barred).truth
    organisation = participant.organisation
    return Finding(
        truth=truth,
        needed=admission_needed(requirement, context.words),
        found=_found(requirement, organisation, barred),
        missing="" if truth is Truth.TRUE else _missing(requirement, truth),
        participant=participant.id,
        asks=((participant.id, barred.missing),) if truth is Truth.UNKNOWN else (),
        assumptions=tuple(assumption(name, organisation) for name in sorted(barred.assumed))
        if truth is Truth.TRUE
        else (),
        only_people_decide=truth is Truth.UNKNOWN and all(name.startswith("fact:") for name in barred.missing),
    )


def _found(requirement: Admit, organisation: Organisation, barred: Answer) -> str:
    facts = stated_facts(organisation, requirement.where)
    stated = f"{organisation.label}: {facts}" if facts else ""
    if barred.truth is Truth.UNKNOWN:
        unstated = f"not stated of {organisation.label}: {facts_not_stated(barred.missing)}"
        return f"{stated}; {unstated}" if stated else unstated
    return stated or f"nothing is stated that would concern {organisation.label}"


def _missing(requirement: Admit, truth: Truth) -> str:
    if truth is Truth.UNKNOWN:
        return "a fact that nobody has stated"
    lower = (
        Role.ASSOCIATED_PARTNER
        if requirement.effect == "downgrade" or Role.ASSOCIATED_PARTNER not in requirement.roles
        else None
    )
    return f"may only be {lower.replace('_', ' ')}" if lower else "may not take part"


def judge_coordinator(requirement: Coordinator, participants: Sequence[Participant], context: Context) -> Finding:
    """Who coordinates; a consortium without a coordinator is a draft."""
    needed = "a coordinator " + describe(requirement.where, context.words)
    leads = in_roles(participants, (Role.COORDINATOR,))
    if not leads:
        return Finding(
            Truth.UNKNOWN, needed, "nobody coordinates yet", "a coordinator", asks=((None, frozenset({"coordinator"})),)
        )
    lead = leads[0]
    answer = disjunction([holds(requirement.where, lead, context)])
    return Finding(
        truth=answer.truth,
        needed=needed,
        found=f"{lead.organisation.label} coordinates",
        missing="" if answer.truth is Truth.TRUE else needed,
        participant=lead.id,
        counted=(lead.id,) if answer.truth is Truth.TRUE else (),
        may_count=(lead.id,) if answer.truth is Truth.UNKNOWN else (),
        asks=((lead.id, answer.missing),) if answer.missing else (),
    )
