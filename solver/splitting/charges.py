"""All that is charged to one purse: bounds that hold in any case, and conditions that can be kept in several ways."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod

from rules.applicable import Applicable
from rules.context import Context
from rules.facts import Participant
from rules.language import join
from rules.requirements import Fund
from rules.sentences.questions import facts_not_stated
from solver.law import Law
from solver.splitting.bounds import Bound
from solver.splitting.limits import MoneyRows, Open, Purse, bounds_of_budget, said_of_budget
from solver.splitting.options import Options, TooManyLimits, Way, is_about_money
from solver.splitting.rates import UNSPOKEN, RateRows

MOST_COMBINATIONS = 1_000
"""So many combinations of ways to keep the conditions are looked at."""

Bounds = tuple[Bound, ...]


@dataclass
class Charges:
    """``fixed`` holds; of each of ``choices`` one way does. ``said`` puts every source of a bound in words."""

    fixed: list[Bound]
    said: dict[str, str]
    choices: list[tuple[str, tuple[Bounds, ...]]] = field(default_factory=list)
    open: list[Open] = field(default_factory=list)

    @property
    def sources(self) -> list[str]:
        """Who says something, in the order of budget, agreements and law."""
        return list(dict.fromkeys([*(bound.source for bound in self.fixed), *(source for source, _ in self.choices)]))

    def combinations(self, sources: Sequence[str]) -> Iterator[list[Bound]]:
        """Everything that these sources say, one way for each condition."""
        fixed = [bound for bound in self.fixed if bound.source in sources]
        ways = [ways for source, ways in self.choices if source in sources]
        for chosen in product(*ways):
            yield [*fixed, *(bound for bounds in chosen for bound in bounds)]


def charges_of(purse: Purse, law: Law, *, certain: bool) -> Charges:
    """What budget, agreements and the call's law say of the purse.

    Raises:
        TooManyLimits: the conditions of the call can be kept in more ways than can be looked at.
    """
    charges = Charges(list(bounds_of_budget(purse)), said_of_budget(purse))
    contexts = (law.signed, law.hoped) if certain else (law.hoped,)
    entries = [entry for entry in law.resolution.conditions if certain or not entry.hangs_on]
    charges.said |= {entry.condition.id: entry.condition.title for entry in entries}
    _charge_rates(charges, purse, entries, contexts, certain)
    for entry in entries:
        if is_about_money(entry.condition.requirement):
            for context in contexts:
                _charge_money(charges, purse, entry, context, certain)
    if prod(len(ways) for _, ways in charges.choices) > MOST_COMBINATIONS:
        raise TooManyLimits(f"the conditions on the budget can be kept in more than {MOST_COMBINATIONS} ways")
    return charges


def _charge_money(charges: Charges, purse: Purse, entry: Applicable, context: Context, certain: bool) -> None:
    condition = entry.condition

    def bounds(way: Way) -> Bounds:
        found: list[Bound] = []
        for money in way:
            rows = MoneyRows(money, condition.id, purse, context, certain)
            found += rows.bounds()
            if not certain:
                charges.open += _asked(condition.id, rows.asks, context)
        return tuple(found)

    ways = Options(condition.requirement, condition.id, purse.participants, context, certain).ways()
    if not ways:
        charges.fixed.append(Bound(condition.id, frozenset(), least=1))  # broken by what is no matter of the split
    elif len(ways) == 1:
        charges.fixed += bounds(ways[0])
    elif (choice := (condition.id, tuple(map(bounds, ways)))) not in charges.choices:
        charges.choices.append(choice)


def _charge_rates(
    charges: Charges, purse: Purse, entries: Sequence[Applicable], contexts: Sequence[Context], certain: bool
) -> None:
    funds = [(entry, entry.condition.requirement) for entry in entries]
    rates = [(entry, requirement) for entry, requirement in funds if isinstance(requirement, Fund)]
    for context in contexts:
        rows = RateRows(purse, context, certain)
        charges.fixed += rows.unspoken([requirement for _, requirement in rates])
        for entry, requirement in rates:
            charges.fixed += rows.bounds(entry, requirement)
        if not certain:
            for condition, who, facts in rows.asks:
                charges.open += _asked(condition, [(who, facts)], context)
    charges.said[UNSPOKEN] = "no rate is known for affiliated entities"
    charges.open += [_uncosted(condition, members) for condition, members in rows.uncosted.items()]
    if not rates:
        charges.open.append(Open(None, (), frozenset(), "no rate is known for this call: who is paid stays open"))


def _asked(condition: str, asks: Sequence[tuple[str, frozenset[str]]], context: Context) -> list[Open]:
    return [
        Open(condition, (who,), facts, f"not stated of {who}: {facts_not_stated(facts, context.words)}")
        for who, facts in asks
    ]


def _uncosted(condition: str, members: Sequence[Participant]) -> Open:
    names = join(member.organisation.label for member in members)
    message = f"the total cost is not stated of {names}: whether the share of the cost is kept stays open"
    return Open(condition, tuple(member.id for member in members), frozenset({"total_cost"}), message)
