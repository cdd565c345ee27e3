"""What a request says about the money: contract section 3."""

from decimal import Decimal
from fractions import Fraction
from math import floor, lcm
from typing import Annotated, Self

from pydantic import Field, model_validator

from rules.facts import Euro, Facts
from solver.splitting.seats import Ceilings

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class Budget(Facts):
    """The contribution that is asked for, and the largest shares of it for one participant and for one country.

    Without a total there is no split; the shares still say how many members and countries it takes.
    """

    total: Annotated[Euro, Field(gt=0)] | None = None
    max_share_per_participant: Share | None = None
    max_share_per_country: Share | None = None

    @model_validator(mode="after")
    def _leaves_something(self) -> Self:
        for share in (self.max_share_per_participant, self.max_share_per_country):
            if share == 0:
                raise ValueError("a largest share of nought leaves nothing for anybody")
        return self

    @property
    def ceilings(self) -> Ceilings | None:
        """The shares as whole parts of a whole; ``None`` where nothing is limited.

        With a total the parts are euros (cents where the total has some), rounded down. Without one they are the
        parts into which both shares divide the whole, exactly.
        """
        shares = (exact(self.max_share_per_participant), exact(self.max_share_per_country))
        if all(share == 1 for share in shares):
            return None
        if self.total is None:
            whole = lcm(*(share.denominator for share in shares))
        else:
            whole = int(self.total * unit_of([self.total]))
        return Ceilings(whole, *(floor(share * whole) for share in shares))


def exact(share: float | None) -> Fraction:
    """A share as it was written, no share being the whole."""
    return Fraction(1) if share is None else Fraction(str(share))


def unit_of(amounts: list[Decimal]) -> int:
    """Into how many parts a euro is divided: none, unless an amount that is given has cents."""
    return 1 if all(amount == int(amount) for amount in amounts) else 100
