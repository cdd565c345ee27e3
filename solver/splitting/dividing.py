"""The split of a requested contribution over the members of one consortium, or the reason why there is none.

Whoever is agreed with an amount keeps it; everybody else whose role and country can be paid gets as even a share as the
budget of the request and the law of the call allow (`solver.splitting.filling` says what even means). Amounts are whole
euros, exact; cents only where the total or an agreed amount has some.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from rules.assessment import downgrade
from rules.facts import Participant
from rules.identity import canonical_order
from solver.law import Law
from solver.splitting.budget import Budget
from solver.splitting.charges import Charges, charges_of
from solver.splitting.filling import fill, space_of
from solver.splitting.limits import Open, Purse
from solver.splitting.refusing import NoSplit, refusal


@dataclass(frozen=True)
class Split:
    """What each participant gets, in euro, everybody named: who is not paid gets 0.

    ``certain``: the limits hold whatever the unknown facts and pending agreements turn out to be. Where it is false
    they hold if those turn out well. ``open`` is what could not be checked, or what that hangs on.
    """

    amounts: Mapping[str, Decimal]
    certain: bool
    open: tuple[Open, ...] = field(default=())


def split(participants: Sequence[Participant], budget: Budget, law: Law) -> Split | NoSplit | None:
    """The most even split of the budget's total; ``None`` where no total is asked for.

    Raises:
        TooManyLimits: a condition of the call has more limits on contributions than can be combined.
    """
    if budget.total is None:
        return None
    effective, _ = downgrade(law.resolution, canonical_order(participants), law.signed)
    purse = Purse(effective, budget, budget.total)
    for certain in (True, False):
        charges = charges_of(purse, law, certain=certain)
        amounts = _most_even(purse, charges)
        if amounts is not None:
            paid = {member.id: purse.euros(amount) for member, amount in zip(purse.members, amounts, strict=True)}
            return Split({one.id: paid.get(one.id, Decimal(0)) for one in participants}, certain, _once(charges.open))
    return refusal(purse, charges)


def _most_even(purse: Purse, charges: Charges) -> list[int] | None:
    """The most even split; of several ways to keep the conditions the one that leaves the evenest, then the first."""
    size = len(purse.members)
    filled = [
        fill(space_of(size, bounds, purse.total), size, purse.total) for bounds in charges.combinations(charges.sources)
    ]
    return max((one for one in filled if one is not None), key=sorted, default=None)


def _once(points: Sequence[Open]) -> tuple[Open, ...]:
    return tuple(dict.fromkeys(points))
