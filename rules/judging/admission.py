"""Who may take part in which role, and who may coordinate."""

from collections.abc import Mapping, Sequence
from functools import partial

from rules.codes import Role
from rules.context import Context, Declarations, Statement
from rules.facts import FactValue, Participant
from rules.filters import holds, negation, statement
from rules.judging.finding import Finding, in_roles
from rules.language import _
from rules.requirements import Admit, Coordinator, Filter
from rules.sentences import admission as sentences
from rules.sentences.asked import asked
from rules.sentences.questions import assumption
from rules.sentences.words import Text, Words
from rules.truth import FALSE, NO, TRUE, UNKNOWN, Answer, Truth, negate


def judge_admission(requirement: Admit, participants: Sequence[Participant], context: Context) -> list[Finding]:
    """One finding for each participant whose role is concerned."""
    barred, declared = bar_of(requirement, context), context.facts
    return [
        _admit(requirement, participant, barred(participant, declared), context)
        for participant in in_roles(participants, requirement.roles)
    ]


def all_admitted(requirement: Admit, participants: Sequence[Participant], context: Context) -> bool:
    """Whether it is certain of everybody whose role is concerned that nothing bars them."""
    barred, declared = bar_of(requirement, context), context.facts
    concerned = (participant for participant in participants if participant.role in requirement.roles)
    return all(barred(participant, declared).truth is FALSE for participant in concerned)


def bar(requirement: Admit, participant: Participant, context: Context) -> Answer:
    """Whether the participant is barred from its role (or let in only with the lower one)."""
    return bar_of(requirement, context)(participant, context.facts)


def bar_of(requirement: Admit, context: Context) -> Statement:
    """The same as a function, made once for a reading of the law."""
    made = context.bars.get(id(requirement))
    if made is None:
        made = context.bars[id(requirement)] = (requirement, _bar(requirement, context))
    return made[1]


def _bar(requirement: Admit, context: Context) -> Statement:
    if requirement.effect == "permit":
        return _never
    barred = statement(requirement.where, context)
    if requirement.effect == "allow_only":
        barred = negation(barred)
    return barred if requirement.unless is None else _unless(barred, statement(requirement.unless, context))


def _never(_participant: Participant, _declared: Declarations) -> Answer:
    return NO


def _unless(barred: Statement, excuse: Statement) -> Statement:
    """An excuse needs a positive answer."""

    def is_barred(participant: Participant, declared: Declarations) -> Answer:
        answer = barred(participant, declared)
        if answer.truth is FALSE:
            return answer
        return NO if excuse(participant, declared).truth is TRUE else answer

    return is_barred


def _admit(requirement: Admit, participant: Participant, barred: Answer, context: Context) -> Finding:
    is_open = barred.truth is UNKNOWN
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
    excuse = sentences.granted(_granted(requirement, participant, context), words) if is_barred else ""
    return Text(
        needed=asked(requirement, words),
        found=sentences.admission_found(requirement, participant, barred.missing, context.facts, words),
        missing="" if is_met else sentences.admission_missing(lower_role(requirement), is_barred) + excuse,
        assumptions=tuple(assumption(name, organisation) for name in sorted(barred.assumed)) if is_met else (),
        excuse=excuse,
    )


def _granted(requirement: Admit, participant: Participant, context: Context) -> list[Mapping[str, FactValue]]:
    """The facts that would let in somebody who is barred; what it would have to be instead is no help."""
    ways = sentences.excuses(requirement.unless) if requirement.unless is not None else ()
    return [way.fact for way in ways if way.fact and _would_lift(way, way.fact, participant, context)]


def _would_lift(way: Filter, facts: Mapping[str, FactValue], participant: Participant, context: Context) -> bool:
    granted = participant.model_copy(update={"facts": {**participant.facts, **facts}})
    return holds(way, granted, context).truth is not FALSE


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
    return Text(asked(requirement, words), _(found), _(missing))


def _tell_coordinator(requirement: Coordinator, lead: Participant, answer: Answer, words: Words) -> Text:
    needed = asked(requirement, words)
    found = sentences.coordinator_found(requirement, lead, answer.missing, words)
    return Text(needed, found, "" if answer.truth is Truth.TRUE else needed)
