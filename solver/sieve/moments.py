"""What of a context a requirement or filter reads: contexts alike in that give the same expression."""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date

from rules.calls import reference_day
from rules.context import Context
from rules.groups import Groups
from rules.mentions import named_facts, named_groups, named_places
from rules.requirements import NOT_ELIGIBLE, AnyRequirement, Filter

Said = AnyRequirement | Filter
"""What a condition says, or a part of it."""


@dataclass(frozen=True)
class Reads:
    """What is read besides the organisation: facts of the proposal, country groups, the call's lists of countries.

    ``numbers`` tell what was said.
    """

    numbers: tuple[int, ...]
    facts: tuple[str, ...]
    groups: frozenset[str]
    closed_lists: bool


class Reader:
    """Knows what was said before, and what that reads. The groups are those of one rulebook."""

    def __init__(self, groups: Groups) -> None:
        self._groups = groups
        self._known: dict[int, tuple[Said, int]] = {}
        self._numbers: dict[str, int] = {}
        self._reads: dict[tuple[int, ...], Reads] = {}
        self._turns: dict[frozenset[str], list[date]] = {}

    def number(self, said: Said) -> int:
        """The same for what says the same. Objects are kept, so that no other one gets the identity of one known."""
        if id(said) not in self._known:
            text = f"{type(said).__name__} {said.model_dump_json()}"
            self._known[id(said)] = (said, self._numbers.setdefault(text, len(self._numbers)))
        return self._known[id(said)][1]

    def reads(self, together: Sequence[Said]) -> Reads:
        """What they read, taken together."""
        numbers = tuple(map(self.number, together))
        if numbers not in self._reads:
            self._reads[numbers] = Reads(
                numbers=numbers,
                facts=tuple(sorted(set[str]().union(*map(named_facts, together)))),
                groups=frozenset[str]().union(*map(named_groups, together)),
                closed_lists=any(NOT_ELIGIBLE in named_places(one) for one in together),
            )
        return self._reads[numbers]

    def key(self, reads: Reads, context: Context) -> Hashable:
        """All of the context that may change what is said."""
        key: list[Hashable] = [repr(context.facts.get(name)) for name in reads.facts]
        groups = reads.groups
        if reads.closed_lists:
            key.append(tuple(map(self.number, context.closed_lists)))
            groups |= self.reads(context.closed_lists).groups
        if groups:
            call, turns = context.call, self._days(groups)
            day = reference_day(call, "deadline", context.as_of)
            key += [call.year, call.part, _place(day, turns), _place(context.as_of, turns), context.world]
        return tuple(key)

    def _days(self, groups: frozenset[str]) -> list[date]:
        """Those on which something changes in the groups."""
        if groups not in self._turns:
            days = set[date]()
            for name in groups:
                group = self._groups[name]
                days.update(value for member in group.members for _, value in member if isinstance(value, date))
                days.update(self._days(frozenset(group.union_of)))
            self._turns[groups] = sorted(days)
        return self._turns[groups]


def _place(day: date | None, turns: Sequence[date]) -> tuple[int, int] | None:
    """Before, on or after each of the days."""
    return None if day is None else (bisect_left(turns, day), bisect_right(turns, day))
