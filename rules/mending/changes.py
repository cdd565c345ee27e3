"""Changes to a consortium, and the consortium that comes of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from rules.codes import Role
from rules.facts import FactValue, Participant
from rules.language import _, in_english

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

    @property
    def subjects(self) -> list[tuple[str | None, ...]]:
        """What it says something about: the part that somebody takes, who coordinates, a fact of somebody."""
        about: list[tuple[str | None, ...]] = []
        if self.op in ("set_role", "remove"):
            about.append(("part", self.participant))
        if self.role is Role.COORDINATOR:
            about.append(("lead",))
        if self.op == "set_fact":
            about.append(("fact", self.participant, self.where["fact"]))
        return about


class Repair(BaseModel):
    """Changes that together settle what is not met, without breaking anything else."""

    model_config = ConfigDict(frozen=True)

    message: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Step:
    """Changes that belong together, and what they are in words."""

    said: str
    changes: tuple[Change, ...]

    def is_about_one_of(self, others: Iterable[Change]) -> bool:
        """Whether all it says is which part somebody takes of whom the others say that anew."""
        anew = {change.participant for change in others if change.op in ("set_role", "remove")}
        return [(change.op, change.participant in anew) for change in self.changes] == [("set_role", True)]


@dataclass(frozen=True)
class Plan:
    """A consortium as it would be after the steps."""

    participants: Sequence[Participant]
    facts: Mapping[str, FactValue]
    steps: tuple[Step, ...] = ()

    @property
    def changes(self) -> tuple[Change, ...]:
        """All that is changed."""
        return tuple(change for step in self.steps for change in step.changes)

    def then(
        self,
        said: str,
        changes: Iterable[Change],
        participants: Sequence[Participant] | None = None,
        facts: Mapping[str, FactValue] | None = None,
    ) -> "Plan":
        """The plan with one more step; what it says of somebody's part takes the place of what was said before."""
        step = Step(said, tuple(changes))
        return Plan(
            participants=self.participants if participants is None else participants,
            facts=self.facts if facts is None else facts,
            steps=(*(one for one in self.steps if not one.is_about_one_of(step.changes)), step),
        )

    @property
    def asked(self) -> list[Participant]:
        """Those of whom the question was asked, without the newcomers of earlier steps."""
        return [participant for participant in self.participants if not participant.id.startswith(NEWCOMER)]

    @property
    def is_led(self) -> bool:
        """Whether somebody coordinates."""
        return any(participant.role is Role.COORDINATOR for participant in self.participants)

    @property
    def is_of_one_mind(self) -> bool:
        """Whether nothing is said twice, of a part, of who coordinates, of a fact; and nothing else of who is gone."""
        told = [subject for change in self.changes for subject in change.subjects]
        gone = {change.participant for change in self.changes if change.op == "remove"}
        rest = [change for change in self.changes if change.op != "remove"]
        return len(set(told)) == len(told) and gone.isdisjoint(change.participant for change in rest)

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
        first, *others = [step.said for step in self.steps]
        message = f"{_in_a_row(first, others)}."
        only = " " + _("This settles only: {title}.", title=of_only) if of_only else ""
        return Repair(message=message + only, changes=self.changes)


def _in_a_row(first: str, others: Sequence[str]) -> str:
    """Several steps as one sentence; in other languages than English they need not begin with a verb."""
    if not in_english():
        return "; ".join([first, *others])
    return first + "".join(f", and {said[0].lower()}{said[1:]}" for said in others)
