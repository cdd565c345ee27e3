"""What the rules' own filters say of a participant, in both worlds of pending agreements."""

from rules.context import Context
from rules.facts import Participant
from rules.filters import holds
from rules.groups import World
from rules.judging.admission import bar
from rules.requirements import Admit, AnyRequirement, Coordinator, Filter
from rules.truth import Answer, negate
from solver.law import Law
from solver.readings import Answered


class Answers:
    """Of one call's law."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self._contexts = {World.AS_SIGNED: law.signed, World.AS_HOPED: law.hoped}

    def hangs_on_agreements(self, participant: Participant) -> bool:
        """Whether the two worlds may differ for this participant."""
        groups, organisation = self._contexts[World.AS_SIGNED].groups, participant.organisation
        return groups.is_hopeful(organisation.country) or groups.is_hopeful(organisation.controlled_from)

    def holds(self, where: Filter, participant: Participant) -> Answered:
        """Whether the filter holds of the participant."""
        return {world: holds(where, participant, context) for world, context in self._contexts.items()}

    def bars(self, requirement: AnyRequirement, participant: Participant) -> Answered:
        """Whether an admission bars the participant from its role."""
        return {world: _barred(requirement, participant, context) for world, context in self._contexts.items()}


def _barred(requirement: AnyRequirement, participant: Participant, context: Context) -> Answer:
    match requirement:
        case Admit():
            return bar(requirement, participant, context)
        case Coordinator(where=where):
            return negate(holds(where, participant, context))
        case other:
            raise TypeError(f"{other.kind} is no condition of admission")
