"""What holds or fails whoever takes part needs no rows: it is settled before any are written."""

from collections.abc import Iterable

from rules.requirements import Alternatives, AnyRequirement, Declared, Judgement, Refer, When
from solver.encoding.ground import Ground


def settled(requirement: AnyRequirement, ground: Ground) -> bool | None:
    """Whether it holds, ``None`` where that hangs on who takes part."""
    match requirement:
        case Declared() | Judgement() | Refer():
            return ground.agrees(requirement)
        case Alternatives(of=sets):
            return _one(_all(settled(part, ground) for part in parts) for parts in sets)
        case When():
            return _when(requirement, ground)
        case _:
            return None


def _when(requirement: When, ground: Ground) -> bool | None:
    then = settled(requirement.then, ground)
    otherwise = True if requirement.otherwise is None else settled(requirement.otherwise, ground)
    if then is otherwise:
        return then
    if requirement.declared is None or requirement.where is not None or requirement.participants is not None:
        return None
    ways = [then] if ground.stated(requirement.declared) else []
    ways += [otherwise] if ground.denied(requirement.declared) else []
    return _one(ways) if ways else _all([then, otherwise])


def _one(ways: Iterable[bool | None]) -> bool | None:
    found = list(ways)
    return True if True in found else None if None in found else False


def _all(parts: Iterable[bool | None]) -> bool | None:
    found = list(parts)
    return False if False in found else None if None in found else True
