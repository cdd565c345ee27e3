"""What budget, agreements and law say about the amounts, as bounds in numbers.

Law is taken in one of two ways. *Certain*: it holds in both worlds of pending agreements, and whoever of an unknown
fact hangs on it counts against a maximum and helps no minimum. *Hoped*: pending agreements come to apply and unknown
facts turn out well. An unknown country counts in every country, and helps none, either way.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import ceil, floor

from rules.codes import BENEFICIARIES, Role
from rules.context import Context
from rules.facts import Participant
from rules.filters import holds
from rules.judging.money import share_of
from rules.requirements import Money
from rules.sentences.money import euro
from rules.truth import Truth
from solver.splitting.bounds import Bound
from solver.splitting.budget import Budget, unit_of

TOTAL, PER_PARTICIPANT, PER_COUNTRY = (
    "budget.total",
    "budget.max_share_per_participant",
    "budget.max_share_per_country",
)

PAYABLE = (*BENEFICIARIES, Role.AFFILIATED_ENTITY)
"""The roles to which a contribution can go."""


@dataclass(frozen=True)
class Open:
    """What the split leaves open: a condition, whose facts are missing (``None``: the call's), and which."""

    condition: str | None
    participants: tuple[str, ...]
    facts: frozenset[str]
    message: str


@dataclass(frozen=True)
class Purse:
    """The participants in the roles that the law leaves them, and the contribution that is to be split.

    ``members`` are those whose role can be paid, the coordinator first, then by id; bounds know them by their number.
    """

    participants: Sequence[Participant]
    budget: Budget
    whole: Decimal

    @cached_property
    def members(self) -> list[Participant]:
        """Those whose role can be paid."""
        payable = [participant for participant in self.participants if participant.role in PAYABLE]
        return sorted(payable, key=lambda member: (member.role is not Role.COORDINATOR, member.id))

    @cached_property
    def number(self) -> dict[str, int]:
        """The number of each member."""
        return {member.id: number for number, member in enumerate(self.members)}

    @cached_property
    def unit(self) -> int:
        """Into how many parts a euro is divided."""
        agreed = [one.eu_contribution for one in self.participants if one.eu_contribution is not None]
        return unit_of([self.whole, *agreed])

    @cached_property
    def total(self) -> int:
        """The contribution in units."""
        return int(self.whole * self.unit)

    def numbers(self, participants: Sequence[Participant]) -> frozenset[int]:
        """The numbers of those who are members."""
        return frozenset(self.number[one.id] for one in participants if one.id in self.number)

    def at_most(self, share: float | None, amount: int | None) -> int | None:
        """The most in units that a share and an amount leave."""
        said = [] if share is None else [floor(Fraction(str(share)) * self.total)]
        return min([*said, *([] if amount is None else [amount * self.unit])], default=None)

    def at_least(self, share: float | None, amount: int | None) -> int:
        """The least in units that a share and an amount ask for."""
        said = [] if share is None else [ceil(Fraction(str(share)) * self.total)]
        return max([*said, *([] if amount is None else [amount * self.unit])], default=0)

    def euros(self, units: int) -> Decimal:
        """An amount in euro."""
        return Decimal(units) / self.unit


def bounds_of_budget(purse: Purse) -> Iterator[Bound]:
    """The total, the shares that the request allows, and the amounts that are agreed."""
    everybody = frozenset(range(len(purse.members)))
    yield Bound(TOTAL, everybody, purse.total, purse.total)
    if (most := purse.at_most(purse.budget.max_share_per_participant, None)) is not None:
        yield from (Bound(PER_PARTICIPANT, frozenset({number}), most=most, alone=True) for number in sorted(everybody))
    if (most := purse.at_most(purse.budget.max_share_per_country, None)) is not None:
        yield from (Bound(PER_COUNTRY, members, most=most) for members in _by_country(purse, purse.members))
    for participant in purse.participants:
        if participant.eu_contribution is not None:
            amount = int(participant.eu_contribution * purse.unit)
            yield Bound(f"members.{participant.id}", purse.numbers([participant]), amount, amount, alone=True)


def said_of_budget(purse: Purse) -> dict[str, str]:
    """The same in words, under the name of the wish."""
    budget = purse.budget
    said = {TOTAL: f"{euro(purse.whole)} in all"}
    for name, share, whom in (
        (PER_PARTICIPANT, budget.max_share_per_participant, "participant"),
        (PER_COUNTRY, budget.max_share_per_country, "country"),
    ):
        if (most := purse.at_most(share, None)) is not None:
            said[name] = f"at most {euro(purse.euros(most))} for one {whom}"
    for one in purse.participants:
        if one.eu_contribution is not None:
            unpaid = "" if one.role in PAYABLE else ", whose role is not paid"
            said[f"members.{one.id}"] = f"{euro(one.eu_contribution)} agreed for {one.organisation.label}{unpaid}"
    return said


def _by_country(purse: Purse, those: Sequence[Participant]) -> Iterator[frozenset[int]]:
    """The members of each country, those of unknown country in every one."""
    unplaced = [one for one in those if one.organisation.country is None]
    countries = sorted({one.organisation.country for one in those if one.organisation.country is not None})
    for country in countries:
        yield purse.numbers([*unplaced, *(one for one in those if one.organisation.country == country)])
    if not countries and unplaced:
        yield purse.numbers(unplaced)


@dataclass
class MoneyRows:
    """The bounds of one requirement on contributions; ``certain`` is how it is taken, ``asks`` what it hangs on."""

    requirement: Money
    source: str
    purse: Purse
    context: Context
    certain: bool
    asks: list[tuple[str, frozenset[str]]] = field(default_factory=list)

    def bounds(self) -> Iterator[Bound]:
        """The bounds, for each participant, country, or all together."""
        asked = self.requirement
        most = self.purse.at_most(asked.max_share, asked.max)
        least = self.purse.at_least(asked.min_share, asked.min)
        burdens, helps = self._those()
        alone = asked.per not in ("group", "country")
        if most is not None:
            yield from (Bound(self.source, members, 0, most, alone) for members in self._classes(burdens))
        if least > 0:
            yield from (Bound(self.source, members, least, None, alone) for members in self._needy(burdens, helps))

    def _those(self) -> tuple[list[Participant], list[Participant]]:
        """Who counts against a maximum, and who helps a minimum."""
        burdens: list[Participant] = []
        helps: list[Participant] = []
        for participant in self.purse.participants:
            answer = holds(self.requirement.where, participant, self.context)
            if answer.truth is Truth.UNKNOWN:
                self.asks.append((participant.id, answer.missing))
                (burdens if self.certain else helps).append(participant)
            elif answer.truth is Truth.TRUE:
                burdens.append(participant)
                helps.append(participant)
        return burdens, helps

    def _classes(self, those: Sequence[Participant]) -> Iterator[frozenset[int]]:
        match self.requirement.per:
            case "group":
                yield self.purse.numbers(those)
            case "country":
                yield from _by_country(self.purse, those)
            case _:
                yield from (self.purse.numbers([one]) for one in those)

    def _needy(self, concerned: Sequence[Participant], helps: Sequence[Participant]) -> Iterator[frozenset[int]]:
        """Who has to reach the minimum: each sum in which somebody concerned is counted, in those who help it."""
        if self.requirement.per == "group":
            yield self.purse.numbers(helps)
            return
        if self.requirement.per == "country":
            unplaced = [one for one in concerned if one.organisation.country is None]
            yield from (self.purse.numbers([one] if one in helps else []) for one in unplaced)
        else:
            yield from (self.purse.numbers([one]) for one in concerned)
            return
        for country in sorted({share_of(self.requirement, one) or "" for one in concerned} - {""}):
            yield self.purse.numbers([one for one in helps if one.organisation.country == country])
