"""How the budget could be split so that a share or an amount keeps to its limit."""

from collections.abc import Iterator, Mapping
from decimal import ROUND_DOWN, ROUND_UP, Decimal

from rules.context import Context
from rules.facts import Participant
from rules.filters import holds
from rules.mending.changes import Change, Plan
from rules.requirements import Money
from rules.sentences.mending import amounts_said
from rules.truth import Truth

WHOLE_EURO = Decimal(1)


def budgets(requirement: Money, plan: Plan, context: Context) -> Iterator[Plan]:
    """The same total with every group of amounts within its limits; what one gives up the others share out."""
    if requirement.of == "third_party_support":
        return
    amounts = {p.id: _amount(requirement, p) or Decimal(0) for p in plan.participants}
    groups = _groups(requirement, plan, context)
    total = sum(amounts.values(), Decimal(0))
    moved = dict(amounts)
    for members in groups.values():
        held = sum((amounts[name] for name in members), Decimal(0))
        wanted = _within(requirement, held, total)
        moved |= _scaled({name: amounts[name] for name in members}, wanted)
    rest = {name: amount for name, amount in amounts.items() if moved[name] == amount}
    spare = total - sum((moved[name] for name in amounts if name not in rest), Decimal(0))
    moved |= _scaled(rest, spare)
    changed = {name: amount for name, amount in moved.items() if amount != amounts[name]}
    if changed and all(amount >= 0 for amount in moved.values()):
        yield _split(requirement, plan, changed)


def _amount(requirement: Money, participant: Participant) -> Decimal | None:
    return participant.total_cost if requirement.of == "total_cost" else participant.eu_contribution


def _groups(requirement: Money, plan: Plan, context: Context) -> Mapping[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for participant in plan.participants:
        if holds(requirement.where, participant, context).truth is Truth.TRUE:
            label = {"country": participant.organisation.country or "", "group": "all"}.get(
                requirement.per, participant.id
            )
            groups.setdefault(label, []).append(participant.id)
    return groups


def _within(requirement: Money, held: Decimal, total: Decimal) -> Decimal:
    """What a group may hold that is nearest to what it holds, in whole euro."""
    lows = [Decimal(requirement.min)] if requirement.min is not None else []
    lows += [Decimal(str(requirement.min_share)) * total] if requirement.min_share is not None else []
    highs = [Decimal(requirement.max)] if requirement.max is not None else []
    highs += [Decimal(str(requirement.max_share)) * total] if requirement.max_share is not None else []
    for low in lows:
        held = max(held, low.quantize(WHOLE_EURO, ROUND_UP))
    for high in highs:
        held = held if held <= high else high.quantize(WHOLE_EURO, ROUND_DOWN)
    return held


def _scaled(amounts: Mapping[str, Decimal], wanted: Decimal) -> dict[str, Decimal]:
    """The amounts in proportion so that they add up to what is wanted; the last one takes what rounding leaves."""
    held = sum(amounts.values(), Decimal(0))
    if not amounts or held == wanted:
        return dict(amounts)
    parts = {name: amount / held if held else Decimal(1) / len(amounts) for name, amount in amounts.items()}
    scaled = {name: (part * wanted).quantize(WHOLE_EURO, ROUND_DOWN) for name, part in parts.items()}
    last = list(scaled)[-1]
    scaled[last] += wanted - sum(scaled.values(), Decimal(0))
    return scaled


def _split(requirement: Money, plan: Plan, changed: Mapping[str, Decimal]) -> Plan:
    field = "total_cost" if requirement.of == "total_cost" else "eu_contribution"
    those = [p.model_copy(update={field: changed[p.id]}) if p.id in changed else p for p in plan.participants]
    labels = {p.id: p.organisation.label for p in plan.participants}
    changes = [
        Change(op="set_fact", participant=name, where={"fact": field}, value=float(amount))
        for name, amount in changed.items()
    ]
    said = amounts_said(field, [(labels[name], int(amount)) for name, amount in changed.items()])
    return plan.then(said, changes, those)
