"""Changes to a consortium, and the consortium that comes of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from rules.codes import Role
from rules.facts import FactValue, Participant

NEWCOMER = "newcomer-"
"""How the ids of made-up organisations begin."""


class Change(BaseModel):
    """One step of a repair; contract section 2.

    ``where`` says whom to add, as the fields of a filter; of a ``set_fact`` it names the fact (``{"fact": name}``),
    which is the participant's or, without one, the proposal's.
    """

    model_config = ConfigDict(frozen=True)

    op: Literal["add", "remove", "set_role", "set_fact", "relax"]
    participant: str | None = None
    role: Role | None = None
    where: dict[str, Any] = {}
    condition: str | None = None
    value: bool | int | float | str | None = None


class Repair(BaseModel):
    """Changes that together settle what is not met, without breaking anything else."""

    model_config = ConfigDict(frozen=True)

    message: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Plan:
    """A consortium as it would be after the changes; ``said`` are the changes in words, one for each step."""

    participants: Sequence[Participant]
    facts: Mapping[str, FactValue]
    changes: tuple[Change, ...] = ()
    said: tuple[str, ...] = ()

    def then(
        self,
        said: str,
        changes: Iterable[Change],
        participants: Sequence[Participant] | None = None,
        facts: Mapping[str, FactValue] | None = None,
    ) -> "Plan":
        """The plan with one more step."""
        return replace(
            self,
            participants=self.participants if participants is None else participants,
            facts=self.facts if facts is None else facts,
            changes=(*self.changes, *changes),
            said=(*self.said, said),
        )

    @property
    def asked(self) -> list[Participant]:
        """Those of whom the question was asked, without the newcomers of earlier steps."""
        return [participant for participant in self.participants if not participant.id.startswith(NEWCOMER)]

    @property
    def is_led(self) -> bool:
        """Whether somebody coordinates."""
        return any(participant.role is Role.COORDINATOR for participant in self.participants)

    def is_part_of(self, other: "Plan") -> bool:
        """Whether the other plan changes all that this one does, and perhaps more."""
        left = list(other.changes)
        for change in self.changes:
            if change not in left:
                return False
            left.remove(change)
        return True

    def replaced(self, one: Participant) -> list[Participant]:
        """The participants, one of them as given."""
        return [one if participant.id == one.id else participant for participant in self.participants]

    def in_roles(self, roles: Mapping[str, Role]) -> list[Participant]:
        """The participants, some in another role: roles by their ids."""
        return [
            participant.model_copy(update={"role": roles[participant.id]}) if participant.id in roles else participant
            for participant in self.participants
        ]

    def repair(self, of_only: str | None = None) -> Repair:
        """The plan as it is offered; ``of_only`` is the one condition that it settles where others stay unmet."""
        first, *others = self.said
        message = first + "".join(f", and {said[0].lower()}{said[1:]}" for said in others)
        only = f" This settles only: {of_only}." if of_only else ""
        return Repair(message=f"{message}.{only}", changes=self.changes)
