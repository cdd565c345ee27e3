"""What a condition is judged against besides the participants: the call, dated groups, declared facts, the day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from rules.calls import Call
from rules.declared import DeclaredFact
from rules.facts import FactValue, Participant
from rules.groups import Groups, World
from rules.requirements import Filter
from rules.sentences import Words
from rules.truth import Answer

Declarations = Mapping[str, FactValue]
"""What is declared about the proposal."""

Statement = Callable[[Participant, Declarations], Answer]
"""A filter made ready for one reading of the law; see `rules.filters`."""


@dataclass(frozen=True)
class Context:
    """One reading of the law for one call.

    ``facts`` are what the applicant declared about the proposal: the call's own merged with those of the request.
    ``names`` and ``sub_roles`` say in words what each declared fact and sub-role means, ``closed_lists`` from which
    countries one may come. ``statements`` keeps the filters that were made ready, each under the identity of the
    filter, which it keeps alive.
    """

    call: Call
    groups: Groups
    as_of: date
    facts: Mapping[str, FactValue]
    names: Mapping[str, DeclaredFact]
    world: World = World.AS_SIGNED
    closed_lists: tuple[Filter, ...] = ()
    sub_roles: Mapping[str, str] = field(default_factory=dict)
    statements: dict[int, tuple[Filter, Statement]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def words(self) -> Words:
        """What sentences about this reading are made of."""
        return Words(self.groups, self.names, self.sub_roles)

    def in_world(self, world: World) -> "Context":
        """The same reading with pending agreements taken the given way."""
        return self if world is self.world else replace(self, world=world, statements={})
