"""Who may take part: an organisation of the instance with what is said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.codes import Role
from rules.facts import FactValue, Organisation, Participant
from solver.instance import Candidate, Instance

LEAD, UNKNOWN, EXCLUDE, SURVIVE = "lead", "unknown", "exclude", "survive_dropout"
"""Names of wishes, as they stand in the request."""


def member_wish(identifier: str) -> str:
    """The name of the wish that an agreed member takes part."""
    return f"members.{identifier}"


@dataclass(frozen=True)
class Entrant:
    """An organisation of the instance. ``given`` is the role agreed with it, ``None`` where it is free."""

    organisation: Organisation
    fit: int
    facts: Mapping[str, FactValue]
    sub_roles: Sequence[str] | None
    agreed: Participant | None = None
    given: Role | None = None

    @classmethod
    def of_candidate(cls, candidate: Candidate, given: Role | None = None) -> "Entrant":
        """A candidate, free or given a role."""
        return cls(candidate.organisation, candidate.fit, candidate.facts, candidate.sub_roles, given=given)

    @property
    def id(self) -> str:
        """The organisation's id."""
        return self.organisation.id

    @property
    def wish(self) -> str:
        """The name under which a conflict lists that it takes part."""
        return LEAD if self.given is Role.COORDINATOR else member_wish(self.id)

    def in_role(self, role: Role) -> Participant:
        """The participant it would be."""
        if self.agreed is not None:
            return self.agreed if self.agreed.role is role else self.agreed.model_copy(update={"role": role})
        return Participant(
            organisation=self.organisation,
            role=role,
            sub_roles=None if self.sub_roles is None else list(self.sub_roles),
            facts=dict(self.facts),
        )


def guests_of(instance: Instance, candidates: Mapping[str, Candidate]) -> list[Entrant]:
    """Whoever is agreed, in canonical order: the order of the request never matters."""
    members = {member.id: member for member in instance.members}
    coordinator = instance.coordinator
    guests = []
    for identifier in sorted(members.keys() | ({coordinator} if coordinator else set())):
        candidate, agreed = candidates.get(identifier), members.get(identifier)
        given = Role.COORDINATOR if identifier == coordinator else agreed.role if agreed else None
        if agreed is None:
            guests.append(Entrant.of_candidate(candidates[identifier], given))
        elif candidate is None:
            guests.append(Entrant(agreed.organisation, 0, {}, None, agreed, given))
        else:
            own = (candidate.fit, candidate.facts, candidate.sub_roles)
            guests.append(Entrant(agreed.organisation, *own, agreed, given))
    return guests
