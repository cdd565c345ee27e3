"""Every kind of composition to the module that encodes it."""

from collections.abc import Callable, Iterable, Iterator

from rules.codes import Role
from rules.requirements import Filter, Limit, Ratio, Selection
from rules.resolution import Applicable
from solver.encoding.counting import encode_limit, encode_ratio
from solver.encoding.selection import encode_selection
from solver.members import Members
from solver.readings import Answers, Reading
from solver.screening import Seat


def encode_condition(entry: Applicable, members: Members, answers: Answers, reading: Reading) -> None:
    """Add the rows of a condition to the members' matrix."""
    match entry.condition.requirement:
        case Selection() as selection:
            encode_selection(selection, members, answers, reading)
        case Limit() as limit:
            encode_limit(limit, members, answers, reading)
        case Ratio() as ratio:
            encode_ratio(ratio, members, answers, reading)
        case other:
            raise TypeError(f"{other.kind} is no condition of composition")


def same_to_all_conditions(compositions: Iterable[Applicable], answers: Answers) -> Callable[[Seat, Seat], bool]:
    """Whether two seats of one organisation are alike in every condition, and in the questions they raise."""
    entries = tuple(compositions)

    def alike(one: Seat, other: Seat) -> bool:
        if one.is_open != other.is_open:
            return False
        return all(_view(entry, one, answers) == _view(entry, other, answers) for entry in entries)

    return alike


def _view(entry: Applicable, seat: Seat, answers: Answers) -> object:
    requirement = entry.condition.requirement
    roles: tuple[Role, ...] = getattr(requirement, "roles", ())
    if seat.participant.role not in roles:
        return None
    return [answers.holds(where, seat.participant, seat.profile) for where in _filters(entry)]


def _filters(entry: Applicable) -> Iterator[Filter]:
    match entry.condition.requirement:
        case Selection(where=where, of_which=parts):
            yield where
            yield from (part.where for part in parts)
        case Limit(where=where):
            yield where
        case Ratio(where=where, of=of):
            yield from (where, of)
        case other:
            raise TypeError(f"{other.kind} is no condition of composition")
