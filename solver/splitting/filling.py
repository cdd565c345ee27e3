"""Water-filling: what is to be split rises at everybody alike, and stops at whoever a limit stops.

*Even* means max-min fair: a split that gives somebody more takes from somebody else, and leaves that one with no more
than the first has here. Where limits are nested this is the lexicographically largest list of amounts, written from
small to large. Units that are too few for all who stand alike go to those who come first.
"""

from collections.abc import Sequence

from solver.splitting.bounds import Bound, Space, are_nested
from solver.splitting.crossing import Crossing
from solver.splitting.nested import Nested


def space_of(size: int, bounds: Sequence[Bound], ceiling: int) -> Space:
    """The splits over so many members within the bounds."""
    return (Nested if are_nested(bounds) else Crossing)(size, bounds, ceiling)


def fill(space: Space, size: int, total: int) -> list[int] | None:
    """The most even split; ``None`` where there is none. Every split of the space has to come to ``total``.

    A level is sought by halving. Then everybody who stands at it is offered one unit more, in their order; whom that
    is refused stops there, and whoever stopped cannot rise later, since the others only ever get more.
    """
    floor = [0] * size
    if not space.admits(floor):
        return None
    rising = list(range(size))
    level = 0
    while rising:
        level = _highest(space, floor, rising, level, total)
        floor = _raised(floor, rising, level)
        rising = _still_rising(space, floor, rising)
    return floor


def _highest(space: Space, floor: Sequence[int], rising: Sequence[int], low: int, high: int) -> int:
    """The highest level to which all who are rising may rise together; they may rise to ``low``."""
    while low < high:
        middle = (low + high + 1) // 2
        if space.admits(_raised(floor, rising, middle)):
            low = middle
        else:
            high = middle - 1
    return low


def _raised(floor: Sequence[int], rising: Sequence[int], level: int) -> list[int]:
    raised = list(floor)
    for member in rising:
        raised[member] = max(raised[member], level)
    return raised


def _still_rising(space: Space, floor: list[int], rising: Sequence[int]) -> list[int]:
    """Those who got one unit more; ``floor`` has it."""
    still = []
    for member in rising:
        floor[member] += 1
        if space.admits(floor):
            still.append(member)
        else:
            floor[member] -= 1
    return still
