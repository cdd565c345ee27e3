"""How a contribution is split: a bar for each member, and the same as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from babel.numbers import format_percent

from app.web.presenters import words
from rules.language import _

WIDTH: Final = 400
LEFT: Final = 40
LONGEST: Final = 230
LINE: Final = 34


@dataclass(frozen=True, slots=True)
class Bar:
    """What one member gets."""

    number: int
    name: str
    country: str
    y: int
    length: float
    amount: str
    share: str
    lead: bool


@dataclass(frozen=True, slots=True)
class MoneyView:
    """The model of the money macro."""

    prefix: str
    width: int
    height: int
    left: int
    title: str
    description: str
    total: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Paid:
    """A member with its part of the contribution."""

    number: int
    name: str
    country: str
    amount: Decimal
    lead: bool


def present_money(members: Sequence[Paid], *, prefix: str) -> MoneyView | None:
    """The bars; ``None`` where no money was split."""
    if not members:
        return None
    total = sum((one.amount for one in members), Decimal(0))
    most = max(one.amount for one in members)
    bars = tuple(
        Bar(
            number=one.number,
            name=one.name,
            country=one.country,
            y=line * LINE,
            length=round(float(LONGEST * one.amount / most), 1) if most else 0,
            amount=words.euro(one.amount),
            share=percent(round(one.amount / total, 3)) if total else "",
            lead=one.lead,
        )
        for line, one in enumerate(members)
    )
    return MoneyView(
        prefix=prefix,
        width=WIDTH,
        height=LINE * len(bars),
        left=LEFT,
        title=_("The contribution of {total}, split over the members", total=words.euro(total)),
        description=_("The numbers are those of the list of members; a bar is as long as the amount is large."),
        total=words.euro(total),
        bars=bars,
    )


def percent(share: Decimal | float) -> str:
    """``40%``, with the decimals there are."""
    return format_percent(Decimal(str(share)), locale=words.locale(), decimal_quantization=False)
