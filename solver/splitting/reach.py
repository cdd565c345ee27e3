"""What one participant can get at most and has to get at least, whoever the others are.

Necessary for any split, and for rows over candidates who are not chosen yet: what those chosen can get comes to the
total at least, what they have to get at most; of one country no more counts than its share. Every sum in which a
participant is limits it from above, and only what is asked of it alone from below. Requirements made of others hang on
who else is there and say nothing here.
"""

from rules.assessment import downgrade
from rules.facts import Participant
from rules.requirements import Fund, Money
from solver.law import Law
from solver.splitting.budget import Budget
from solver.splitting.charges import charges_of
from solver.splitting.limits import TOTAL, Purse


def reach_of(participant: Participant, budget: Budget, law: Law, *, certain: bool) -> tuple[int, int] | None:
    """The least and the most in euro (in cents where total or agreed amount have some); ``None`` without a total.

    The least is above the most where the participant can be in no split. ``certain`` as in `solver.splitting.limits`.

    Raises:
        TooManyLimits: a condition of the call has more limits on contributions than can be combined.
    """
    if budget.total is None:
        return None
    effective, _ = downgrade(law.resolution, [participant], law.signed)
    purse = Purse(effective, budget, budget.total)
    if not purse.members:
        return 0, 0
    hangs_on_others = {
        entry.condition.id
        for entry in law.resolution.conditions
        if not isinstance(entry.condition.requirement, Money | Fund)
    }
    charges = charges_of(purse, law, certain=certain)
    own = [bound for bound in charges.fixed if bound.members and bound.source not in {TOTAL, *hangs_on_others}]
    least = max((bound.least for bound in own if bound.alone), default=0)
    return least, min([purse.total, *(bound.most for bound in own if bound.most is not None)])
