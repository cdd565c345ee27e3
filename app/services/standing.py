"""What one organisation by itself may be in a call, told apart from what the rest of the consortium has to bring.

The organisation is judged alone, once in each role. Conditions about the participant decide which roles are open to
it; conditions about the consortium say what is still needed with it in; conditions about the project are questions to
the applicant or to whoever reads the call.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from app.services.topic_calls import Asked
from app.services.topic_law import law_of
from rules.assessment import judge_entries
from rules.calls import Call
from rules.codes import Role
from rules.conditions import Force
from rules.entries import Entry, Status
from rules.facts import Organisation, Participant
from rules.resolution import NOT_ENCODED, Applicable, Resolution
from rules.rulebook import Rulebook
from rules.verdict import Case, context_of

ROLES = (Role.COORDINATOR, Role.BENEFICIARY, Role.ASSOCIATED_PARTNER)
"""The roles in which an organisation looks for a call, the one with the most say first."""

OPEN_QUESTIONS = (Status.UNKNOWN, Status.NEEDS_HUMAN)


@dataclass(frozen=True)
class Seat:
    """The organisation alone in one role."""

    role: Role
    entries: tuple[Entry, ...]

    @cached_property
    def personal(self) -> list[Entry]:
        """The deciding conditions about the organisation itself; coordinating is one of them for who coordinates."""
        return [entry for entry in self.entries if entry.decides and self._is_personal(entry)]

    def _is_personal(self, entry: Entry) -> bool:
        """About the organisation: so is a maximum that it exceeds all alone, and coordinating for who coordinates."""
        requirement = entry.condition.requirement
        leads = self.role is Role.COORDINATOR and requirement.kind == "coordinator"
        exceeds = requirement.kind == "limit" and requirement.max is not None and entry.status is Status.NOT_MET
        return entry.scope == "participant" or leads or exceeds

    @cached_property
    def is_barred(self) -> bool:
        """A condition about the organisation is certainly not met."""
        return any(entry.status is Status.NOT_MET for entry in self.personal)

    @property
    def is_sure(self) -> bool:
        """Every condition about the organisation could be decided."""
        return not any(entry.status in OPEN_QUESTIONS for entry in self.personal)

    @property
    def shared(self) -> list[Entry]:
        """The deciding conditions that the consortium as a whole has to meet."""
        return [
            entry
            for entry in self.entries
            if entry.decides and entry.scope == "consortium" and not self._is_personal(entry)
        ]

    @property
    def funded(self) -> bool | None:
        """Whether it is funded in this role; ``None`` when that is not known or not encoded."""
        findings = [entry.finding for entry in self.entries if entry.condition.requirement.kind == "fund"]
        stated = [finding.funded for finding in findings if finding.funded is not None]
        if stated:
            return stated[0]
        return False if self.role is Role.ASSOCIATED_PARTNER else None


@dataclass(frozen=True)
class Standing:
    """An organisation before one call. ``questions`` are the conditions about the project, and law nobody encoded."""

    seats: tuple[Seat, ...]
    questions: tuple[Entry, ...]
    gives_grants: bool
    is_encoded: bool

    @cached_property
    def open_seats(self) -> list[Seat]:
        """The roles that nothing known speaks against; none where the law is not encoded: that is not a yes."""
        return [seat for seat in self.seats if not seat.is_barred] if self.is_encoded and self.gives_grants else []

    @cached_property
    def best(self) -> Seat:
        """The open role with the most say, else that of a beneficiary, whose obstacles are the ones to know."""
        return next((seat for seat in self.seats if not seat.is_barred), self.seats[ROLES.index(Role.BENEFICIARY)])


@dataclass
class Examiner:
    """Judges one organisation before many calls. Calls with the same law and the same days are judged once."""

    organisation: Organisation
    rulebook: Rulebook
    as_of: date
    _seats: dict[tuple[object, ...], tuple[Seat, ...]] = field(default_factory=dict)

    def examine(self, asked: Asked) -> Standing:
        """The organisation before one call of the catalogue."""
        resolution = law_of(asked, self.rulebook)
        names = {NOT_ENCODED, *(condition.id for condition in asked.conditions)}
        law = replace(resolution, conditions=tuple(_without(resolution.conditions, names)))
        own = replace(resolution, conditions=tuple(_only(resolution.conditions, names)))
        key = _law_key(law)
        if key not in self._seats:
            self._seats[key] = tuple(Seat(role, tuple(self._judge(law, role))) for role in ROLES)
        return Standing(
            seats=self._seats[key],
            questions=(*self._judge(own, Role.COORDINATOR), *_about_the_project(self._seats[key][0])),
            gives_grants=resolution.programme.gives == "grants",
            is_encoded=all(applicable.condition.id != NOT_ENCODED for applicable in resolution.conditions),
        )

    def _judge(self, resolution: Resolution, role: Role) -> Sequence[Entry]:
        alone = [Participant(organisation=self.organisation, role=role)]
        case = Case(call=resolution.call, participants=alone, as_of=self.as_of, facts={})
        return judge_entries(resolution, alone, context_of(case, resolution, self.rulebook))


def _without(conditions: Iterable[Applicable], names: set[str]) -> Iterable[Applicable]:
    return (one for one in conditions if one.condition.id not in names)


def _only(conditions: Iterable[Applicable], names: set[str]) -> Iterable[Applicable]:
    return (one for one in conditions if one.condition.id in names)


def _about_the_project(seat: Seat) -> list[Entry]:
    return [entry for entry in seat.entries if entry.scope == "project" and entry.condition.force in _STATED]


_STATED = (Force.ELIGIBILITY, Force.ADMISSIBILITY, Force.FUNDING)
"""What people check in every proposal is no news about a call."""


def _law_key(law: Resolution) -> tuple[object, ...]:
    """What the judgement of an organisation can depend on: the conditions, and what they read of the call."""
    call: Call = law.call
    conditions = tuple((one.condition.id, one.hangs_on) for one in law.conditions)
    changes = tuple((one.id, one.by) for one in law.replaced)
    return conditions, changes, call.programme, call.type_of_action, call.year, call.part, call.deadline
