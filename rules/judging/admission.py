"""Who may take part in which role, and who may coordinate."""

from collections.abc import Sequence
from functools import partial

from rules.codes import Role
from rules.context import Context
from rules.facts import Participant
from rules.filters import holds
from rules.judging.finding import Finding, in_roles
from rules.requirements import Admit, Coordinator
from rules.sentences import admission as sentences
from rules.sentences.asked import asked
from rules.sentences.questions import assumption
from rules.sentences.words import Text, Words
from rules.truth import Answer, Truth, negate


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
    is_open = barred.truth is Truth.UNKNOWN
    return Finding(
        negate(barred).truth,
        partial(_tell_admission, requirement, participant, barred, context),
        participant=participant.id,
        asks=((participant.id, barred.missing),) if is_open else (),
        only_people_decide=is_open and _hangs_on_people(barred),
    )


def _hangs_on_people(answer: Answer) -> bool:
    return all(name.startswith("fact:") for name in answer.missing)


def _tell_admission(requirement: Admit, participant: Participant, barred: Answer, context: Context) -> Text:
    is_met, organisation, words = barred.truth is Truth.FALSE, participant.organisation, context.words
    is_barred = barred.truth is Truth.TRUE
    excuse = sentences.excused(requirement, words) if is_barred else ""
    return Text(
        needed=asked(requirement, words),
        found=sentences.admission_found(requirement, participant, barred.missing, context.facts, words),
        missing="" if is_met else sentences.admission_missing(lower_role(requirement), is_barred) + excuse,
        assumptions=tuple(assumption(name, organisation) for name in sorted(barred.assumed)) if is_met else (),
    )


def lower_role(requirement: Admit) -> Role | None:
    """The role that stays open to those who are barred; ``None`` where they may not take part at all."""
    if requirement.effect == "downgrade":
        return requirement.to
    return None if Role.ASSOCIATED_PARTNER in requirement.roles else Role.ASSOCIATED_PARTNER


def judge_coordinator(requirement: Coordinator, participants: Sequence[Participant], context: Context) -> Finding:
    """Who coordinates; a consortium without a coordinator is a draft."""
    leads = in_roles(participants, (Role.COORDINATOR,))
    if not leads:
        asks = ((None, frozenset({"coordinator"})),)
        return Finding(Truth.UNKNOWN, partial(_tell_draft, requirement, context.words), asks=asks)
    lead = leads[0]
    answer = holds(requirement.where, lead, context)
    return Finding(
        answer.truth,
        partial(_tell_coordinator, requirement, lead, answer, context.words),
        participant=lead.id,
        counted=(lead.id,) if answer.truth is Truth.TRUE else (),
        may_count=(lead.id,) if answer.truth is Truth.UNKNOWN else (),
        asks=((lead.id, answer.missing),) if answer.missing else (),
    )


def _tell_draft(requirement: Coordinator, words: Words) -> Text:
    found, missing = sentences.NOBODY
    return Text(asked(requirement, words), found, missing)


def _tell_coordinator(requirement: Coordinator, lead: Participant, answer: Answer, words: Words) -> Text:
    needed = asked(requirement, words)
    found = sentences.coordinator_found(requirement, lead, answer.missing, words)
    return Text(needed, found, "" if answer.truth is Truth.TRUE else needed)
