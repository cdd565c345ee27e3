"""Who is funded, and up to which share of the cost."""

from collections.abc import Sequence
from decimal import Decimal

from rules.context import Context
from rules.facts import Participant
from rules.filters import holds
from rules.judging.finding import Finding, in_roles
from rules.requirements import Fund, Rate
from rules.sentences import facts_not_stated, funding_needed, percent
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
                needed=funding_needed(requirement, context.words),
                found=f"not stated: {facts_not_stated(answer.missing)}",
                participant=participant.id,
                asks=((participant.id, answer.missing),),
                funded=True if any(later.truth is Truth.TRUE for _, later in answers) else None,
            )
        if answer.truth is Truth.TRUE:
            return _within(rate, participant)
    asks_money = bool(participant.eu_contribution)
    return Finding(
        truth=Truth.of(not asks_money),
        needed="no money from the grant",
        found="asks for money" if asks_money else "asks for none",
        missing="nothing may be asked for" if asks_money else "",
        participant=participant.id,
        funded=False,
        applies=asks_money,
    )


def _within(rate: Rate, participant: Participant) -> Finding:
    share = Decimal(str(rate.rate))
    asked, cost = participant.eu_contribution, participant.total_cost
    needed = f"at most {percent(rate.rate)} of the cost"
    if asked is None or not cost:
        return Finding(
            Truth.TRUE,
            needed,
            "no budget stated",
            participant=participant.id,
            funded=True,
            rate=rate.rate,
            applies=False,
        )
    inside = (
        asked <= share * cost and (rate.max is None or asked <= rate.max) and (rate.min is None or asked >= rate.min)
    )
    found = f"{percent(float(asked / cost))} of the cost"
    over = "" if inside else f"at most {round(share * cost, 2)} euro may be asked for"
    return Finding(Truth.of(inside), needed, found, over, participant=participant.id, funded=True, rate=rate.rate)
