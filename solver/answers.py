"""What the rules' own filters say of each participant, in both worlds of pending agreements."""

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
    """Of one call's law; participants alike to every filter are asked once."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self._contexts = {World.AS_SIGNED: law.signed, World.AS_HOPED: law.hoped}
        self._known: dict[tuple[int, int], Answered] = {}
        self._profiles: dict[str, int] = {}
        self._irrelevant = {"id", "name", "pic", "website", "control_group", "ecosystems", "competences"}
        if not law.mentions("region_in"):
            self._irrelevant.add("nuts")

    def profile(self, participant: Participant) -> int:
        """A number for all that the filters of this call can read of the participant."""
        organisation = participant.organisation.model_dump_json(exclude=self._irrelevant, exclude_defaults=True)
        facts = sorted(participant.facts.items())
        profile = f"{participant.role}|{participant.sub_roles}|{facts}|{organisation}"
        return self._profiles.setdefault(profile, len(self._profiles))

    def hangs_on_agreements(self, participant: Participant) -> bool:
        """Whether the two worlds may differ for this participant."""
        groups, organisation = self._contexts[World.AS_SIGNED].groups, participant.organisation
        return groups.is_hopeful(organisation.country) or groups.is_hopeful(organisation.controlled_from)

    def holds(self, where: Filter, participant: Participant, profile: int) -> Answered:
        """Whether the filter holds of the participant."""
        key = (id(where), profile)
        if key not in self._known:
            self._known[key] = {world: holds(where, participant, context) for world, context in self._contexts.items()}
        return self._known[key]

    def bars(self, requirement: AnyRequirement, participant: Participant, profile: int) -> Answered:
        """Whether an admission bars the participant from its role."""
        key = (id(requirement), profile)
        if key not in self._known:
            self._known[key] = {
                world: _barred(requirement, participant, context) for world, context in self._contexts.items()
            }
        return self._known[key]


def _barred(requirement: AnyRequirement, participant: Participant, context: Context) -> Answer:
    match requirement:
        case Admit():
            return bar(requirement, participant, context)
        case Coordinator(where=where):
            return negate(holds(where, participant, context))
        case other:
            raise TypeError(f"{other.kind} is no condition of admission")
