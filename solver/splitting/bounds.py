"""Limits of a split in numbers, and what any set of limits can be asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Bound:
    """These members, by number, together get at least ``least`` and at most ``most``; ``source`` is who says so.

    ``alone``: it is asked of each by itself, and not of whoever are in a country or group together.
    """

    source: str
    members: frozenset[int]
    least: int = 0
    most: int | None = None
    alone: bool = False

    @property
    def is_void(self) -> bool:
        """Whether no amounts whatsoever keep to it."""
        most = self.most if self.members else 0
        return most is not None and self.least > most

    def holds(self, amounts: Sequence[int]) -> bool:
        """Whether the amounts keep to it."""
        together = sum(amounts[member] for member in self.members)
        return self.least <= together and (self.most is None or together <= self.most)


class Space(Protocol):
    """The splits in whole numbers that keep to a set of bounds."""

    def admits(self, floor: Sequence[int]) -> bool:
        """Whether one of them gives everybody at least this."""

    def span(self) -> tuple[int, int] | None:
        """The least and the most that all members together may get; ``None`` where there is no split."""


def are_nested(bounds: Iterable[Bound]) -> bool:
    """Whether of any two sets of members one lies in the other, or they have nobody in common."""
    sets = sorted({bound.members for bound in bounds if len(bound.members) > 1}, key=len)
    return all(small <= large or not small & large for index, small in enumerate(sets) for large in sets[index + 1 :])
