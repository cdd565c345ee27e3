"""A funded project as a request, and what the rule engine makes of it."""

from dataclasses import dataclass
from datetime import date

from rules.assessment import judge_entries
from rules.calls import Call
from rules.cases import GRAVEST_FIRST
from rules.codes import Role
from rules.entries import Entry, Status
from rules.facts import Organisation, Participant
from rules.identity import canonical_order
from rules.reading import read_law
from rules.requirements import Alternatives, AnyRequirement, Each, Selection, When
from rules.rulebook import load
from rules.verdict import Case, Whole, whole_status
from tests.backtest.cordis import Member, Project

AS_OF = date(2026, 11, 23)
"""What was signed late and applied backwards is known by then."""

UNLISTED = "partner organisations that the source does not list"
WITH_PARTNERS = ("MSCA-RISE", "MSCA-IF-GF")


@dataclass(frozen=True)
class Answer:
    """The verdict as far as the back-test looks at it."""

    status: Whole
    entries: tuple[Entry, ...]

    @property
    def minimum(self) -> Status | None:
        """What the minimum of the consortium comes to, the gravest of its conditions; ``None``: there is none."""
        statuses = {entry.status for entry in self.entries if is_composition(entry)}
        return next((status for status in GRAVEST_FIRST if status in statuses), None)

    def failed(self) -> tuple[str, ...]:
        """The deciding conditions that are not met."""
        return tuple(dict.fromkeys(e.condition.id for e in self.entries if e.decides and e.status is Status.NOT_MET))

    def still_open(self) -> tuple[str, ...]:
        """The deciding conditions that are unknown or for people."""
        waiting = (Status.UNKNOWN, Status.NEEDS_HUMAN)
        return tuple(dict.fromkeys(e.condition.id for e in self.entries if e.decides and e.status in waiting))

    def met(self) -> tuple[str, ...]:
        """The deciding conditions that are met."""
        return tuple(dict.fromkeys(e.condition.id for e in self.entries if e.decides and e.status is Status.MET))


def is_composition(entry: Entry) -> bool:
    """Whether the entry says who must be in the consortium."""
    return entry.decides and _says_who_must_be_there(entry.condition.requirement)


def _says_who_must_be_there(requirement: AnyRequirement) -> bool:
    match requirement:
        case When():
            return _says_who_must_be_there(requirement.then)
        case _:
            return isinstance(requirement, Selection | Alternatives | Each)


def request(project: Project) -> Case:
    """The project as a request: what CORDIS says and nothing else, but that a grant is signed with legal persons."""
    members = list(project.members)
    if project.type_of_action in WITH_PARTNERS and not project.lists_partners:
        members.append(Member(UNLISTED, None, None, Role.ASSOCIATED_PARTNER))
    call = Call(
        identifier=project.identifier,
        programme=project.programme,
        type_of_action=project.type_of_action,
        budget_year=project.budget_year,
    )
    return Case(call, [_participant(index, member) for index, member in enumerate(members)], AS_OF, {})


def _participant(index: int, member: Member) -> Participant:
    organisation = Organisation(
        id=f"p{index:03}",
        name=member.name[:2000],
        country=member.country,
        kinds=[member.kind] if member.kind else None,
        legal_personality=None if member.name == UNLISTED else True,
    )
    return Participant(organisation=organisation, role=member.role)


def answer(case: Case) -> Answer:
    """The verdict as far as it decides, without repairs."""
    reading = read_law(case.call, load(), case.as_of, case.conditions)
    participants = canonical_order(case.participants)
    entries = judge_entries(reading.resolution, participants, reading.context.about(case.facts))
    return Answer(whole_status(reading.resolution, entries), tuple(entries))
