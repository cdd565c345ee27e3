"""Who is paid and how the budget is split, in words."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from rules.facts import Participant
from rules.requirements import Fund, Money, Rate
from rules.sentences.countries import country_name
from rules.sentences.filters import describe, describe_each, predicate
from rules.sentences.words import Text, Words, join, percent

_OF = {
    "eu_contribution": "the EU contribution",
    "total_cost": "the total cost",
    "third_party_support": "the support to third parties",
}


def euro(amount: Decimal | int) -> str:
    """An amount with thousands set apart: 60,000 euro."""
    return f"{int(amount) if amount == int(amount) else amount:,} euro"


def money_needed(requirement: Money, words: Words) -> str:
    """How the budget may be split."""
    limits = [
        f"at least {percent(requirement.min_share)}" if requirement.min_share is not None else "",
        f"at most {percent(requirement.max_share)}" if requirement.max_share is not None else "",
        f"at least {euro(requirement.min)}" if requirement.min is not None else "",
        f"at most {euro(requirement.max)}" if requirement.max is not None else "",
    ]
    return f"{join(limit for limit in limits if limit)} of {_OF[requirement.of]} {_for_whom(requirement, words)}"


def _for_whom(requirement: Money, words: Words) -> str:
    who = describe_each(requirement.where, words).replace(", each", " that are each", 1)
    match requirement.per:
        case "group":
            return f"for all participants{who}, together" if who else "in all"
        case "participant":
            return "for each participant" + (f" {describe(requirement.where, words)}" if who else "")
        case "country":
            return "for each country" + (f", counting participants{who}" if who else "")
        case "recipient":
            return "for each recipient"


def money_found(sums: Iterable[tuple[str, Decimal]], total: Decimal, unstated: Sequence[str]) -> str:
    """The shares that are stated, and whose amounts are not."""
    known = join(f"{label} {euro(amount)} ({percent(float(amount / total) if total else 0)})" for label, amount in sums)
    missing = f"amounts are not stated of {join(unstated)}" if unstated else ""
    return "; ".join(part for part in (known, missing) if part)


def whose(requirement: Money, key: str, participant: Participant) -> str:
    """What a sum is called: by the participant, the country or the group whose it is."""
    match requirement.per:
        case "country":
            return country_name(key)
        case "group":
            return ALL_TOGETHER
        case _:
            return participant.organisation.label


def nobody_concerned(requirement: Money, words: Words) -> str:
    """That the requirement speaks of nobody here."""
    return f"nobody {describe(requirement.where, words)}"


def money_missing(requirement: Money, wrong: Sequence[tuple[str, bool]]) -> str:
    """Who gets more than the limit allows (``True``), and who less."""
    said = []
    for is_above in (True, False):
        labels = [label for label, above in wrong if above is is_above]
        whose = f": {join(labels)}" if requirement.per != "group" else ""
        if labels:
            said.append(f"{'above' if is_above else 'below'} {_limit(requirement, is_above)}{whose}")
    return "; ".join(said)


def _limit(requirement: Money, is_above: bool) -> str:
    share = requirement.max_share if is_above else requirement.min_share
    amount = requirement.max if is_above else requirement.min
    said = [percent(share)] if share is not None else []
    said += [euro(amount)] if amount is not None else []
    return f"{' or '.join(said)} of {_OF[requirement.of]}"


def plan_asked(requirement: Money, words: Words) -> str:
    """The question about a plan that is not stated in numbers."""
    return f"Does the plan keep to it: {money_needed(requirement, words)}?"


def plan_found(most: Decimal) -> str:
    """What the plan for third parties says."""
    return f"stated: {euro(most)} for one recipient at most"


ALL_TOGETHER = "all together"
NO_PLAN = "the plan for third parties is not stated"
NO_AMOUNTS = "amounts are not stated"
NONE_STATED = "no amounts are stated"


def funding_needed(requirement: Fund, words: Words) -> str:
    """Up to which share whose cost is paid."""
    return f"at most {', else '.join(_rate(rate, words) for rate in requirement.rates)}"


def _rate(rate: Rate, words: Words) -> str:
    who = f" of a participant {describe(rate.where, words)}" if predicate(rate.where, words) else ""
    return f"{percent(rate.rate)} of the cost{who}"


def no_budget(rate: float) -> Text:
    """A rate that applies while no budget is stated."""
    return Text(_up_to(rate), "no budget stated")


def share_asked(rate: float, share: Decimal, most: Decimal | None) -> Text:
    """The share that is asked for, and ``most``, where it is too much, is what may be asked for."""
    over = "" if most is None else f"at most {euro(round(most, 2))} may be asked for"
    return Text(_up_to(rate), f"{percent(float(share))} of the cost", over, is_clause=True)


def unfunded(asks_money: bool) -> Text:
    """Somebody who gets no money, and perhaps asks for it."""
    found = "asks for money" if asks_money else "asks for none"
    return Text("no money from the grant", found, "nothing may be asked for" if asks_money else "", is_clause=True)


def _up_to(rate: float) -> str:
    return f"at most {percent(rate)} of the cost"
