"""How the budget is split: shares and amounts of participants, countries or a whole group."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from rules.context import Context
from rules.facts import Participant
from rules.filters import holds
from rules.judging.finding import Asks, Finding
from rules.language import N_, _
from rules.requirements import Money
from rules.sentences import money as sentences
from rules.sentences.words import Text, Words
from rules.truth import Answer, Truth

PLAN_FOR_THIRD_PARTIES = "fstp_max_per_recipient"
"""The declared fact that says how much one third party may get, in euro."""


@dataclass
class _Sum:
    """What is stated of one participant, country or group; it is open where an amount, or who belongs, is not known."""

    say: Callable[[], str]
    amount: Decimal = Decimal(0)
    is_open: bool = False


def judge_money(requirement: Money, participants: Sequence[Participant], context: Context) -> Finding:
    """Exact in cents. An amount that nobody stated is any amount: what holds or fails for all of them is decided."""
    if requirement.of == "third_party_support":
        return _third_parties(requirement, context)
    answers = [(participant, holds(requirement.where, participant, context)) for participant in participants]
    unstated = [p for p in participants if amount_of(requirement, p) is None and p.is_beneficiary]
    if requirement.assumed and len(unstated) == sum(p.is_beneficiary for p in participants):
        return Finding(Truth.TRUE, partial(_tell_assumed, requirement, context.words))
    total = sum((amount_of(requirement, p) or Decimal(0) for p in participants), Decimal(0))
    sums = _sums(requirement, answers)
    truths = [_truth(requirement, one, total, bool(unstated)) for one in sums]
    truth = _all_hold(truths)
    judged = list(zip(sums, truths, strict=True))
    return Finding(
        truth,
        partial(_tell, requirement, judged, total, [p.organisation.label for p in unstated], context.words),
        asks=_asks(requirement, answers) if truth is Truth.UNKNOWN else (),
    )


def _third_parties(requirement: Money, context: Context) -> Finding:
    """The plan for third parties is declared as the most that one of them may get."""
    stated = context.facts.get(PLAN_FOR_THIRD_PARTIES)
    in_numbers = requirement.max is not None and requirement.min_share is None and requirement.max_share is None
    if not in_numbers or isinstance(stated, bool) or not isinstance(stated, int | float):
        asks = ((None, frozenset({f"fact:{PLAN_FOR_THIRD_PARTIES}"})),) if in_numbers else ()
        return Finding(Truth.UNKNOWN, partial(_tell_plan, requirement, None, context.words), asks=asks)
    inside = stated <= (requirement.max or 0) and (requirement.min is None or stated >= requirement.min)
    tell = partial(_tell_plan, requirement, Decimal(str(stated)), context.words, is_met=inside)
    return Finding(Truth.of(inside), tell)


def _tell_plan(requirement: Money, stated: Decimal | None, words: Words, *, is_met: bool = False) -> Text:
    needed = sentences.money_needed(requirement, words)
    if stated is None:
        return Text(needed, _(sentences.NO_PLAN), question=sentences.plan_asked(requirement, words))
    return Text(needed, sentences.plan_found(stated), "" if is_met else needed)


def amount_of(requirement: Money, participant: Participant) -> Decimal | None:
    """What the participant gets or costs; ``None`` where nobody stated it."""
    return participant.total_cost if requirement.of == "total_cost" else participant.eu_contribution


def share_of(requirement: Money, participant: Participant) -> str | None:
    """Under which key the participant's amount is added up; ``None`` is not known."""
    match requirement.per:
        case "group":
            return THE_GROUP
        case "country":
            return participant.organisation.country
        case _:
            return participant.id


THE_GROUP = "the group"


def _sums(requirement: Money, answers: Sequence[tuple[Participant, Answer]]) -> list[_Sum]:
    sums = {THE_GROUP: _Sum(partial(_, sentences.ALL_TOGETHER))} if requirement.per == "group" else dict[str, _Sum]()
    is_spread = False
    for participant, answer in answers:
        if answer.truth is Truth.FALSE:
            continue
        key, amount = share_of(requirement, participant), amount_of(requirement, participant)
        unstated = amount is None and participant.is_beneficiary
        if key is None:
            is_spread |= unstated or bool(amount)
            continue
        one = sums.setdefault(key, _Sum(partial(sentences.whose, requirement, key, participant)))
        one.amount += (amount or 0) if answer.truth is Truth.TRUE else 0
        one.is_open |= unstated or answer.truth is Truth.UNKNOWN
    for one in sums.values():
        one.is_open |= is_spread
    return [sums[key] for key in sorted(sums)] + ([_Sum(partial(_, UNPLACED), is_open=True)] if is_spread else [])


UNPLACED = N_("a country that is not known")


def _truth(requirement: Money, one: _Sum, total: Decimal, total_is_open: bool) -> Truth:
    """Amounts that are open only add to what is stated."""
    low, high = requirement.min_share, requirement.max_share
    outcomes = [
        _at_most(one, Decimal(requirement.max)) if requirement.max is not None else Truth.TRUE,
        _at_least(one, Decimal(requirement.min)) if requirement.min is not None else Truth.TRUE,
    ]
    if high is not None:
        fits = one.amount <= Decimal(str(high)) * total
        is_sure = not one.is_open and (fits or not total_is_open)
        outcomes.append(Truth.of(fits if is_sure else None))
    if low is not None:
        fits = one.amount >= Decimal(str(low)) * total
        is_sure = not one.is_open and (not fits or not total_is_open)
        outcomes.append(Truth.of(fits if is_sure else None))
    return _all_hold(outcomes)


def _all_hold(truths: Sequence[Truth]) -> Truth:
    return Truth.FALSE if Truth.FALSE in truths else Truth.UNKNOWN if Truth.UNKNOWN in truths else Truth.TRUE


def _at_most(one: _Sum, most: Decimal) -> Truth:
    return Truth.FALSE if one.amount > most else Truth.of(None if one.is_open else True)


def _at_least(one: _Sum, least: Decimal) -> Truth:
    return Truth.TRUE if one.amount >= least else Truth.of(None if one.is_open else False)


def _asks(requirement: Money, answers: Sequence[tuple[Participant, Answer]]) -> Asks:
    asks: list[tuple[str | None, frozenset[str]]] = []
    for participant, answer in answers:
        missing = set(answer.missing)
        if amount_of(requirement, participant) is None and participant.is_beneficiary:
            missing.add(requirement.of)
        if answer.truth is not Truth.FALSE and share_of(requirement, participant) is None:
            missing.add("country")
        if missing:
            asks.append((participant.id, frozenset(missing)))
    return tuple(asks)


def _tell_assumed(requirement: Money, words: Words) -> Text:
    needed = sentences.money_needed(requirement, words)
    return Text(needed, _(sentences.NO_AMOUNTS), assumptions=(_(sentences.NONE_STATED, limits=needed),))


def _tell(
    requirement: Money, judged: Sequence[tuple[_Sum, Truth]], total: Decimal, unstated: Sequence[str], words: Words
) -> Text:
    needed = sentences.money_needed(requirement, words)
    if not judged:
        return Text(needed, sentences.nobody_concerned(requirement, words))
    known = [(one.say(), one.amount) for one, truth in judged if not one.is_open or truth is Truth.FALSE]
    wrong = [(one.say(), _is_above(requirement, one, total)) for one, truth in judged if truth is Truth.FALSE]
    found, missing = sentences.money_found(known, total, unstated), sentences.money_missing(requirement, wrong)
    return Text(needed, found, missing, is_clause=bool(missing), change=needed)


def _is_above(requirement: Money, one: _Sum, total: Decimal) -> bool:
    """Whether what breaks the limit is too much, and not too little."""
    share, most = requirement.max_share, requirement.max
    return (share is not None and one.amount > Decimal(str(share)) * total) or (most is not None and one.amount > most)
