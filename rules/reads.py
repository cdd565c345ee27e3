"""What a requirement reads besides the participants: who depends on the same, says the same."""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache

from rules.context import Context
from rules.mentions import named_groups, named_places
from rules.requirements import NOT_ELIGIBLE, AnyRequirement, Filter

KEPT = 16_384
"""Requirements and filters of which it is remembered: the rulebook has some thousand."""


@dataclass(frozen=True)
class Reads:
    """Country groups that are looked up by name, and whether the call's lists of countries are."""

    groups: frozenset[str]
    lists: bool


def reads_of(said: AnyRequirement | Filter) -> Reads:
    """What a requirement or a filter reads by itself."""
    return _reads(_Same(said))


def groups_read(requirement: AnyRequirement, context: Context) -> frozenset[str]:
    """The groups that a requirement looks up in a call, those of its lists of countries with them."""
    own = reads_of(requirement)
    if not own.lists:
        return own.groups
    return own.groups.union(*(reads_of(where).groups for where in context.closed_lists))


def setting_of(requirement: AnyRequirement, context: Context) -> tuple[Hashable, ...]:
    """All of a call and a day, facts about the proposal aside, that what a requirement finds can depend on.

    Lists of countries go by their identity: the context keeps them alive.
    """
    lists = tuple(map(id, context.closed_lists)) if reads_of(requirement).lists else ()
    return (*context.groups.moment(context.call, context.as_of), lists) if groups_read(requirement, context) else lists


class _Same:
    """A key that is equal to itself alone; a requirement may hold values that cannot be hashed."""

    __slots__ = ("said",)

    def __init__(self, said: AnyRequirement | Filter) -> None:
        self.said = said

    def __hash__(self) -> int:
        return id(self.said)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.said is other.said


@lru_cache(maxsize=KEPT)
def _reads(same: _Same) -> Reads:
    return Reads(frozenset(named_groups(same.said)), NOT_ELIGIBLE in named_places(same.said))
