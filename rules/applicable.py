"""A condition as it applies to a call, and what follows from what it asks alone."""

from dataclasses import dataclass

from rules.conditions import Condition
from rules.mentions import parts
from rules.once import once
from rules.requirements import (
    Admit,
    Alternatives,
    Coordinator,
    Declared,
    Fund,
    Judgement,
    Refer,
    Requirement,
    Selection,
    When,
    leaves_of,
)


@dataclass(frozen=True)
class Applicable:
    """A condition of the call.

    ``hangs_on`` names facts of the call that decide whether it applies at all; mostly empty.
    """

    condition: Condition
    hangs_on: frozenset[str] = frozenset()
    overridable: bool = True

    @once
    def decides(self) -> bool:
        """Whether it can change the status of the verdict."""
        return self.condition.decides

    @once
    def is_on_the_project(self) -> bool:
        """Whether it asks for statements about the project and nothing else."""
        return all(isinstance(leaf, Declared | Judgement | Refer) for leaf in leaves_of(self.condition.requirement))

    @once
    def is_admission(self) -> bool:
        """Whether it says who may take which role."""
        return isinstance(self.condition.requirement, Admit)

    @once
    def takes_down(self) -> bool:
        """Whether it lets some take part in a lower role only."""
        requirement = self.condition.requirement
        return isinstance(requirement, Admit) and requirement.effect == "downgrade"

    @once
    def is_about_roles_as_stated(self) -> bool:
        """Whether it looks at the roles in which participants come, not at those in which the law leaves them."""
        return self.takes_down or isinstance(self.condition.requirement, Coordinator)

    @once
    def looks_at_one(self) -> bool:
        """Whether it is asked of each participant, whoever the others are."""
        return isinstance(self.condition.requirement, Admit | Fund)

    @once
    def looks_at_nobody(self) -> bool:
        """Whether it asks for statements about the project whoever takes part."""
        inside = (part for part in parts(self.condition.requirement) if isinstance(part, Requirement))
        return all(_looks_at_nobody(part) for part in inside)

    @once
    def has_minimum(self) -> bool:
        """Whether it asks for a minimum, be it for each country, for some cases only, or as one of several ways."""
        return any(isinstance(leaf, Selection) for leaf in leaves_of(self.condition.requirement))


def _looks_at_nobody(part: Requirement) -> bool:
    if isinstance(part, When):
        return part.where is None and part.participants is None
    return isinstance(part, Declared | Judgement | Refer | Alternatives)
