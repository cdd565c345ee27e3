"""What a condition is judged against besides the participants: the call, dated groups, declared facts, the day."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from rules.calls import Call
from rules.declared import DeclaredFact
from rules.facts import FactValue
from rules.groups import Groups, World
from rules.requirements import Filter
from rules.sentences import Words


@dataclass(frozen=True)
class Context:
    """One reading of the law for one call.

    ``facts`` are what the applicant declared about the proposal: the call's own merged with those of the request.
    ``names`` and ``sub_roles`` say in words what each declared fact and sub-role means, ``closed_lists`` from which
    countries one may come.
    """

    call: Call
    groups: Groups
    as_of: date
    facts: Mapping[str, FactValue]
    names: Mapping[str, DeclaredFact]
    world: World = World.AS_SIGNED
    closed_lists: tuple[Filter, ...] = ()
    sub_roles: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        """What sentences about this reading are made of."""
        return Words(self.groups, self.names, self.sub_roles)

    def in_world(self, world: World) -> "Context":
        """The same reading with pending agreements taken the given way."""
        return replace(self, world=world)
