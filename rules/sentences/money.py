"""Who is paid and how the budget is split, in words."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from rules.facts import Participant
from rules.language import N_, _, either, in_english, join, spoken
from rules.requirements import Fund, Money, Rate
from rules.sentences.countries import country_name
from rules.sentences.filters import describe, describe_each, predicate
from rules.sentences.words import Text, Words, percent

_OF = {
    "eu_contribution": N_("the EU contribution"),
    "total_cost": N_("the total cost"),
    "third_party_support": N_("the support to third parties"),
}


def euro(amount: Decimal | int) -> str:
    """An amount with thousands set apart: 60,000 euro."""
    return _("{amount} euro", amount=spoken().number(int(amount) if amount == int(amount) else amount))


def money_needed(requirement: Money, words: Words) -> str:
    """How the budget may be split."""
    limits = [
        _("at least {amount}", amount=percent(requirement.min_share)) if requirement.min_share is not None else "",
        _("at most {amount}", amount=percent(requirement.max_share)) if requirement.max_share is not None else "",
        _("at least {amount}", amount=euro(requirement.min)) if requirement.min is not None else "",
        _("at most {amount}", amount=euro(requirement.max)) if requirement.max is not None else "",
    ]
    said = join(limit for limit in limits if limit)
    whom = _for_whom(requirement, words)
    return _("{limits} of {whole} {for_whom}", limits=said, whole=_(_OF[requirement.of]), for_whom=whom)


def _for_whom(requirement: Money, words: Words) -> str:
    who = describe_each(requirement.where, words)
    who = who.replace(", each", " that are each", 1) if in_english() else who
    match requirement.per:
        case "group":
            return _("for all participants{who}, together", who=who) if who else _("in all")
        case "participant":
            return _("for each participant") + (f" {describe(requirement.where, words)}" if who else "")
        case "country":
            return _("for each country, counting participants{who}", who=who) if who else _("for each country")
        case "recipient":
            return _("for each recipient")


def money_found(sums: Iterable[tuple[str, Decimal]], total: Decimal, unstated: Sequence[str]) -> str:
    """The shares that are stated, and whose amounts are not."""
    known = join(f"{label} {euro(amount)} ({percent(float(amount / total) if total else 0)})" for label, amount in sums)
    missing = _("amounts are not stated of {names}", names=join(unstated)) if unstated else ""
    return "; ".join(part for part in (known, missing) if part)


def whose(requirement: Money, key: str, participant: Participant) -> str:
    """What a sum is called: by the participant, the country or the group whose it is."""
    match requirement.per:
        case "country":
            return country_name(key)
        case "group":
            return _(ALL_TOGETHER)
        case _:
            return participant.organisation.label


def nobody_concerned(requirement: Money, words: Words) -> str:
    """That the requirement speaks of nobody here."""
    return _("nobody {who}", who=describe(requirement.where, words))


def money_missing(requirement: Money, wrong: Sequence[tuple[str, bool]]) -> str:
    """Who gets more than the limit allows (``True``), and who less."""
    said = []
    for is_above in (True, False):
        labels = [label for label, above in wrong if above is is_above]
        whose = f": {join(labels)}" if requirement.per != "group" else ""
        if labels:
            limit = _limit(requirement, is_above)
            said.append((_("above {limit}", limit=limit) if is_above else _("below {limit}", limit=limit)) + whose)
    return "; ".join(said)


def _limit(requirement: Money, is_above: bool) -> str:
    share = requirement.max_share if is_above else requirement.min_share
    amount = requirement.max if is_above else requirement.min
    said = [percent(share)] if share is not None else []
    said += [euro(amount)] if amount is not None else []
    return _("{share} of {whole}", share=either(said), whole=_(_OF[requirement.of]))


def plan_asked(requirement: Money, words: Words) -> str:
    """The question about a plan that is not stated in numbers."""
    return _("Does the plan keep to it: {plan}?", plan=money_needed(requirement, words))


def plan_found(most: Decimal) -> str:
    """What the plan for third parties says."""
    return _("stated: {amount} for one recipient at most", amount=euro(most))


ALL_TOGETHER = N_("all together")
NO_PLAN = N_("the plan for third parties is not stated")
NO_AMOUNTS = N_("amounts are not stated")
NONE_STATED = N_("{limits}: no amounts are stated")


def funding_needed(requirement: Fund, words: Words) -> str:
    """Up to which share whose cost is paid."""
    said = ""
    for rate in (_rate(rate, words) for rate in requirement.rates):
        said = _("{said}, else {other}", said=said, other=rate) if said else _("at most {amount}", amount=rate)
    return said


def _rate(rate: Rate, words: Words) -> str:
    share = percent(rate.rate)
    if not predicate(rate.where, words):
        return _("{share} of the cost", share=share)
    return _("{share} of the cost of a participant {who}", share=share, who=describe(rate.where, words))


def no_budget(rate: float) -> Text:
    """A rate that applies while no budget is stated."""
    return Text(_up_to(rate), _("no budget stated"))


def share_asked(rate: float, share: Decimal, most: Decimal | None) -> Text:
    """The share that is asked for, and ``most``, where it is too much, is what may be asked for."""
    over = "" if most is None else _("at most {amount} may be asked for", amount=euro(round(most, 2)))
    return Text(_up_to(rate), _("{share} of the cost", share=percent(float(share))), over, is_clause=True)


def unfunded(asks_money: bool) -> Text:
    """Somebody who gets no money, and perhaps asks for it."""
    found = _("asks for money") if asks_money else _("asks for none")
    missing = _("nothing may be asked for") if asks_money else ""
    return Text(_("no money from the grant"), found, missing, is_clause=True)


def _up_to(rate: float) -> str:
    return _("at most {amount}", amount=_("{share} of the cost", share=percent(rate)))
