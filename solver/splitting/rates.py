"""Who may be paid and up to which amount: the `fund` conditions of the call as bounds."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil, floor

from rules.applicable import Applicable
from rules.codes import Role
from rules.context import Context
from rules.facts import Participant
from rules.filters import holds
from rules.requirements import Fund, Rate
from rules.truth import Truth
from solver.splitting.bounds import Bound
from solver.splitting.limits import Purse


@dataclass
class RateRows:
    """The bounds of the rates; ``uncosted`` are those whose cost nobody stated, ``asks`` what a rate hangs on."""

    purse: Purse
    context: Context
    certain: bool
    uncosted: dict[str, list[Participant]] = field(default_factory=dict)
    asks: list[tuple[str, str, frozenset[str]]] = field(default_factory=list)

    def bounds(self, entry: Applicable, requirement: Fund) -> Iterator[Bound]:
        """One bound for each member of whom the condition speaks."""
        for number, member in enumerate(self.purse.members):
            if member.role in requirement.roles:
                yield self._bound(entry.condition.id, requirement, number, member)

    def unspoken(self, requirements: list[Fund]) -> Iterator[Bound]:
        """Nothing for who is no beneficiary and of whom no rate speaks."""
        for number, member in enumerate(self.purse.members):
            if member.role is Role.AFFILIATED_ENTITY and not any(member.role in one.roles for one in requirements):
                yield Bound(UNSPOKEN, frozenset({number}), most=0, alone=True)

    def _bound(self, condition: str, requirement: Fund, number: int, member: Participant) -> Bound:
        rates = self._possible(condition, requirement, member)
        if any(rate is not None for rate in rates) and not member.total_cost:
            self.uncosted.setdefault(condition, []).append(member)
        ranges = [self._range(rate, member) for rate in rates]
        if self.certain:
            least, most = max(low for low, _ in ranges), min(high for _, high in ranges)
        else:
            least, most = min(low for low, _ in ranges), max(high for _, high in ranges)
        return Bound(condition, frozenset({number}), least, most, alone=True)

    def _possible(self, condition: str, requirement: Fund, member: Participant) -> list[Rate | None]:
        """The rates that may be the first to match; ``None``: no rate may match, and nothing is paid."""
        found: list[Rate | None] = []
        for rate in requirement.rates:
            answer = holds(rate.where, member, self.context)
            if answer.truth is not Truth.FALSE:
                found.append(rate)
            if answer.truth is Truth.TRUE:
                return found
            if answer.truth is Truth.UNKNOWN:
                self.asks.append((condition, member.id, answer.missing))
        return [*found, None]

    def _range(self, rate: Rate | None, member: Participant) -> tuple[int, int]:
        """The least and the most in units that a rate leaves a member."""
        if rate is None:
            return 0, 0
        said = [self.purse.total]
        if member.total_cost:
            said.append(floor(Decimal(str(rate.rate)) * member.total_cost * self.purse.unit))
        if rate.max is not None:
            said.append(rate.max * self.purse.unit)
        return ceil((rate.min or 0) * self.purse.unit), min(said)


UNSPOKEN = "role.affiliated_entity"
"""The name of the bound that no rate speaks of affiliated entities."""
