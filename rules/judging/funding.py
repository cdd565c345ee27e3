"""Who is funded, and up to which share of the cost."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from rules.context import Context
from rules.facts import Participant
from rules.filters import holds
from rules.judging.finding import Finding, in_roles
from rules.language import _
from rules.requirements import Fund, Rate
from rules.sentences import money as sentences
from rules.sentences.asked import asked
from rules.sentences.questions import facts_not_stated
from rules.sentences.words import Text, Words
from rules.truth import Truth


def judge_funding(requirement: Fund, participants: Sequence[Participant], context: Context) -> list[Finding]:
    """One finding for each participant in a funded role: the rate, and whether what is asked for keeps to it."""
    return [_fund(requirement, participant, context) for participant in in_roles(participants, requirement.roles)]


def _fund(requirement: Fund, participant: Participant, context: Context) -> Finding:
    answers = [(rate, holds(rate.where, participant, context)) for rate in requirement.rates]
    for rate, answer in answers:
        if answer.truth is Truth.UNKNOWN:
            return Finding(
                Truth.UNKNOWN,
                partial(_tell_open, requirement, answer.missing, context.words),
                participant=participant.id,
                asks=((participant.id, answer.missing),),
                funded=True if any(later.truth is Truth.TRUE for _rate, later in answers) else None,
            )
        if answer.truth is Truth.TRUE:
            return _within(rate, participant)
    asks_money = bool(participant.eu_contribution)
    return Finding(
        Truth.of(not asks_money),
        partial(sentences.unfunded, asks_money),
        participant=participant.id,
        funded=False,
        applies=asks_money,
    )


def _tell_open(requirement: Fund, missing: frozenset[str], words: Words) -> Text:
    return Text(asked(requirement, words), _("not stated: {facts}", facts=facts_not_stated(missing, words)))


def _within(rate: Rate, participant: Participant) -> Finding:
    asked, cost = participant.eu_contribution, participant.total_cost
    if asked is None or not cost:
        tell = partial(sentences.no_budget, rate.rate)
        return Finding(Truth.TRUE, tell, participant=participant.id, funded=True, rate=rate.rate, applies=False)
    most = Decimal(str(rate.rate)) * cost
    is_inside = asked <= most and (rate.max is None or asked <= rate.max) and (rate.min is None or asked >= rate.min)
    tell = partial(sentences.share_asked, rate.rate, asked / cost, None if is_inside else most)
    return Finding(Truth.of(is_inside), tell, participant=participant.id, funded=True, rate=rate.rate)
