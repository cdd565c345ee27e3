"""Whether it makes a difference to any condition which of two seats an organisation has."""

from collections.abc import Callable, Iterable, Iterator

from rules.applicable import Applicable
from rules.codes import Role
from rules.requirements import Admit, AnyRequirement, Coordinator, Filter, Limit, Ratio, Selection, When, parts_of
from solver.answers import Answers
from solver.screening import Seat


def same_to_all_conditions(compositions: Iterable[Applicable], answers: Answers) -> Callable[[Seat, Seat], bool]:
    """Whether two seats of one organisation are alike in every condition, and in the questions they raise."""
    requirements = [entry.condition.requirement for entry in compositions]

    def alike(one: Seat, other: Seat) -> bool:
        if one.is_open != other.is_open:
            return False
        return all(list(_views(said, one, answers)) == list(_views(said, other, answers)) for said in requirements)

    return alike


def _views(requirement: AnyRequirement, seat: Seat, answers: Answers) -> Iterator[object]:
    """All that a requirement sees of whoever has the seat."""
    participant, profile = seat.participant, seat.profile
    yield _counts(requirement, participant.role)
    if _counts(requirement, participant.role):
        if isinstance(requirement, Admit):
            yield answers.bars(requirement, participant, profile)
        yield [answers.holds(where, participant, profile) for where in _filters(requirement)]
    for part in parts_of(requirement):
        yield from _views(part, seat, answers)


def _counts(requirement: AnyRequirement, role: Role) -> bool:
    if isinstance(requirement, Coordinator):
        return role is Role.COORDINATOR
    return role in getattr(requirement, "roles", ())


def _filters(requirement: AnyRequirement) -> Iterator[Filter]:
    match requirement:
        case Selection(where=where, of_which=parts, apart_unsure=unsure):
            yield from (where, *([unsure.where] if unsure else []))
            yield from (part.where for part in parts)
        case Ratio(where=where, of=of):
            yield from (where, of)
        case Limit(where=where) | Coordinator(where=where):
            yield where
        case When(where=where) if where is not None:
            yield where
        case _:
            return
