"""How the budget is split: shares and amounts of participants, countries or a whole group."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from rules.context import Context
from rules.facts import Participant
from rules.filters import holds
from rules.judging.finding import Finding
from rules.requirements import Money
from rules.sentences import describe, join, money_needed, percent
from rules.truth import Truth


def judge_money(requirement: Money, participants: Sequence[Participant], context: Context) -> Finding:
    """Exact in cents; unknown as long as an amount, or who is concerned, is not stated."""
    needed = money_needed(requirement, context.words)
    if requirement.of == "third_party_support":
        question = f"Does the plan keep to it: {needed}?"
        return Finding(Truth.UNKNOWN, needed, "the plan for third parties is not stated", question=question)
    if requirement.assumed and all(_amount(requirement, p) is None for p in participants if p.is_beneficiary):
        return Finding(Truth.TRUE, needed, "amounts are not stated", assumptions=(f"{needed}: no amounts are stated",))
    answers = [(p, holds(requirement.where, p, context)) for p in participants]
    asks = [(p.id, answer.missing) for p, answer in answers if answer.missing]
    asks += [
        (p.id, frozenset({requirement.of}))
        for p in participants
        if _amount(requirement, p) is None and p.is_beneficiary
    ]
    if asks:
        return Finding(Truth.UNKNOWN, needed, "amounts are not stated", asks=tuple(asks))
    concerned = [p for p, answer in answers if answer.truth is Truth.TRUE]
    total = sum((_amount(requirement, p) or Decimal(0) for p in participants), Decimal(0))
    wrong = [label for label, amount in _sums(requirement, concerned) if not _fits(requirement, amount, total)]
    return Finding(
        truth=Truth.of(not wrong),
        needed=needed,
        found=_found(requirement, concerned, total) or f"nobody {describe(requirement.where, context.words)}",
        missing=f"beyond the limit: {join(wrong)}" if wrong else "",
    )


def _amount(requirement: Money, participant: Participant) -> Decimal | None:
    return participant.total_cost if requirement.of == "total_cost" else participant.eu_contribution


def _sums(requirement: Money, concerned: Iterable[Participant]) -> list[tuple[str, Decimal]]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    if requirement.per == "group":
        sums["the group"] = Decimal(0)
    for participant in concerned:
        label = {"country": participant.organisation.country or "", "group": "the group"}.get(
            requirement.per, participant.organisation.label
        )
        sums[label] += _amount(requirement, participant) or 0
    return sorted(sums.items())


def _fits(requirement: Money, amount: Decimal, total: Decimal) -> bool:
    low, high = requirement.min_share, requirement.max_share
    if low is not None and amount < Decimal(str(low)) * total:
        return False
    if high is not None and amount > Decimal(str(high)) * total:
        return False
    return (requirement.min is None or amount >= requirement.min) and (
        requirement.max is None or amount <= requirement.max
    )


def _found(requirement: Money, concerned: Iterable[Participant], total: Decimal) -> str:
    return join(
        f"{label} {percent(float(amount / total) if total else 0)}" for label, amount in _sums(requirement, concerned)
    )
