"""One organisation alone in one role: what each condition says of it, and what follows from that for the role."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.services.eligibility.told import OPEN_QUESTIONS, Questions, Told, tell
from rules.codes import Role
from rules.conditions import Force
from rules.entries import Entry, Status
from rules.language import _
from rules.once import once, once_said
from rules.requirements import Admit

ROLES = (Role.COORDINATOR, Role.BENEFICIARY, Role.ASSOCIATED_PARTNER)
"""The roles in which an organisation looks for a call, the one with the most say first."""

STATED = (Force.ELIGIBILITY, Force.ADMISSIBILITY, Force.FUNDING)
"""What people check in every proposal, and advice, is no news about a call."""

SETTLED = (Status.MET, Status.NOT_APPLICABLE)


@dataclass(frozen=True, eq=False)
class Ruling:
    """What a condition, or several together, came to for an organisation in a role. It may stand in many calls."""

    role: Role
    entries: Sequence[Entry]

    @once
    def says_something(self) -> bool:
        """Nothing follows from a condition that is met, but whether somebody is funded."""
        return self.funded is not None or any(entry.status not in SETTLED for entry in self.entries)

    @once
    def personal(self) -> list[Entry]:
        """The deciding conditions about the organisation itself."""
        return [entry for entry in self.entries if entry.decides and self._is_personal(entry)]

    def _is_personal(self, entry: Entry) -> bool:
        """About the organisation: so is a maximum that it exceeds all alone, and coordinating for who coordinates."""
        requirement = entry.condition.requirement
        leads = self.role is Role.COORDINATOR and requirement.kind == "coordinator"
        exceeds = requirement.kind == "limit" and requirement.max is not None and entry.status is Status.NOT_MET
        return entry.scope == "participant" or leads or exceeds

    @once
    def is_barring(self) -> bool:
        """A condition about the organisation is certainly not met."""
        return any(entry.status is Status.NOT_MET for entry in self.personal)

    @once
    def is_open(self) -> bool:
        """A condition about the organisation could not be decided."""
        return any(entry.status in OPEN_QUESTIONS for entry in self.personal)

    @once
    def funded(self) -> bool | None:
        """Whether the organisation is funded, where that is what the condition says."""
        findings = (entry.finding for entry in self.entries if entry.condition.requirement.kind == "fund")
        return next((finding.funded for finding in findings if finding.funded is not None), None)

    @once_said
    def told(self) -> Told:
        """What is worth telling of the conditions about the organisation."""
        return tell(self.personal)

    @once_said
    def told_barring(self) -> Told:
        """The same, of those that are not met."""
        return tell(entry for entry in self.personal if entry.status is Status.NOT_MET)

    @once
    def about_the_project(self) -> Questions:
        """The conditions on the project."""
        return Questions(
            [entry for entry in self.entries if entry.condition.force in STATED and entry.scope == "project"]
        )

    @once_said
    def lacking(self) -> list[str]:
        """What the conditions on the consortium as a whole lack with the organisation in it."""
        about_all = (entry for entry in self.entries if entry.decides and entry.scope == "consortium")
        lacking = (entry for entry in about_all if entry.status in {Status.NOT_MET, *OPEN_QUESTIONS})
        shared = (entry for entry in lacking if not self._is_personal(entry) and entry.finding.missing)
        told = (f"{entry.finding.missing} ({_(entry.condition.title)})" for entry in shared)
        return [f"{sentence[0].upper()}{sentence[1:]}" for sentence in told]

    @once
    def touches_others(self) -> bool:
        """It hangs on a pending agreement, or takes the organisation down a role: then other conditions change."""
        return any(
            entry.status is Status.CONDITIONAL or (entry.status not in SETTLED and _takes_down(entry))
            for entry in self.entries
        )


def _takes_down(entry: Entry) -> bool:
    requirement = entry.condition.requirement
    return isinstance(requirement, Admit) and requirement.effect == "downgrade"


@dataclass(frozen=True, eq=False)
class Seat:
    """The organisation alone in one role, with the rulings from which something follows."""

    role: Role
    rulings: Sequence[Ruling]

    @once
    def is_barred(self) -> bool:
        """A condition about the organisation is certainly not met."""
        return any(ruling.is_barring for ruling in self.rulings)

    @once
    def is_sure(self) -> bool:
        """Every condition about the organisation could be decided."""
        return not any(ruling.is_open for ruling in self.rulings)

    @once
    def funded(self) -> bool | None:
        """Whether it is funded in this role; ``None`` when that is not known or not encoded."""
        stated = next((ruling.funded for ruling in self.rulings if ruling.funded is not None), None)
        return False if stated is None and self.role is Role.ASSOCIATED_PARTNER else stated

    @once
    def statuses(self) -> frozenset[Status]:
        """The states of the conditions about the organisation, what is met aside."""
        return frozenset(entry.status for ruling in self.rulings for entry in ruling.personal)


def seat(role: Role, rulings: Iterable[Ruling]) -> Seat:
    """The organisation in a role of which these are the rulings."""
    return Seat(role, [ruling for ruling in rulings if ruling.says_something])
