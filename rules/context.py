"""What a condition is judged against besides the participants: the call, dated groups, declared facts, the day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from rules.calls import Call
from rules.declared import DeclaredFact
from rules.facts import FactValue, Participant
from rules.groups import Groups, World
from rules.once import once
from rules.requirements import Admit, Filter
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
    ``names``, ``sub_roles``, ``registrations`` and ``regions`` say in words what each declared fact, sub-role,
    registration and region means, ``closed_lists`` from which countries one may come.

    What follows from call, day and world alone is worked out once and kept: ``statements`` are the filters that were
    made ready, each under the identity of the filter, which it keeps alive; ``torn`` says of group and country whether
    pending agreements matter; ``others`` is this reading in other worlds. ``base`` is the reading that was made ready
    for many proposals, of which nothing is declared; a context of its own has none.
    """

    call: Call
    groups: Groups
    as_of: date
    facts: Declarations
    names: Mapping[str, DeclaredFact]
    world: World = World.AS_SIGNED
    closed_lists: tuple[Filter, ...] = ()
    sub_roles: Mapping[str, str] = field(default_factory=dict)
    registrations: Mapping[str, str] = field(default_factory=dict)
    regions: Mapping[str, str] = field(default_factory=dict)
    statements: dict[int, tuple[Filter, Statement]] = field(default_factory=dict, repr=False, compare=False)
    bars: dict[int, tuple[Admit, Statement]] = field(default_factory=dict, repr=False, compare=False)
    torn: dict[tuple[str, str], bool] = field(default_factory=dict, repr=False, compare=False)
    others: dict[World, "Context"] = field(default_factory=dict, repr=False, compare=False)
    base: "Context | None" = field(default=None, repr=False, compare=False)

    @once
    def words(self) -> Words:
        """What sentences about this reading are made of."""
        return Words(self.groups, self.names, self.sub_roles, self.registrations, self.regions)

    def in_world(self, world: World) -> "Context":
        """The same reading with pending agreements taken the given way."""
        if world is self.world:
            return self
        if world not in self.others:
            self.others[world] = replace(self, world=world, statements={}, bars={}, others={self.world: self})
            vars(self.others[world])["words"] = self.words
        return self.others[world]

    def about(self, facts: Declarations) -> "Context":
        """The same reading for another proposal, of which this is declared. It knows what this one has worked out."""
        copy = _copied(self, facts)
        for world, other in self.others.items():
            twin = copy.others[world] = _copied(other, facts)
            twin.others[self.world] = copy
        return copy


def _copied(context: Context, facts: Declarations) -> Context:
    """A copy that can learn more without the original learning it; taken as a whole, since this is done so often."""
    copy = object.__new__(Context)
    learned = {"words": context.words, "statements": dict(context.statements), "bars": dict(context.bars), "others": {}}
    vars(copy).update(vars(context) | learned | {"facts": facts})
    return copy
