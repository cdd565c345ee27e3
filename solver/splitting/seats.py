"""What a set of members must be like for a split within shares to exist, in numbers of members by country.

With at most *a* for a participant and *b* for a country, *n* members of one country can take min(*b*, *n a*): the first
of them adds min(*b*, *a*), the second what is left of *b* up to *a*, and so on, each no more than the one before. A
whole of *T* can be split if and only if the countries together can take it:

    Σ over countries min(b, n a) ≥ T

Since what another member of a country adds never grows, the same in rows needs no order among them: a column 0 or 1
for each addition of each country, at most as many of a country as it has members, the additions together at least *T*.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Ceilings:
    """The whole, and the most of it for a participant and for a country, in the same integer unit."""

    total: int
    participant: int
    country: int

    @property
    def additions(self) -> tuple[int, ...]:
        """What the first, second, … member of a country adds to what the country can take; never growing.

        A member beyond the last of them adds nothing. Empty where a participant gets nothing.
        """
        most = min(self.country, self.total)
        if self.participant <= 0:
            return ()
        full, rest = divmod(most, self.participant)
        return (self.participant,) * full + ((rest,) if rest else ())

    def takes(self, members: int) -> int:
        """What so many members of one country can take."""
        return min(self.country, self.total, members * self.participant)

    def can_hold(self, members: Mapping[str, int], unplaced: int = 0) -> bool:
        """Whether members by country can take the whole.

        ``unplaced`` are members of unknown country: each of them counts in every country, so that the split holds
        wherever they turn out to be.
        """
        return any(self._held(members.values(), used) >= self.total for used in self._uses(members, unplaced))

    def _held(self, members: Iterable[int], used: int) -> int:
        """What is held where those of unknown country take so much: no other country may then pass what is left."""
        return used + sum(min(self.country - used, self.takes(number)) for number in members)

    def _uses(self, members: Mapping[str, int], unplaced: int) -> Iterable[int]:
        """Where the most is held: it is concave in what the unplaced take, and bends at these amounts only."""
        most = self.takes(unplaced)
        bends = {self.country - self.takes(number) for number in members.values()}
        return {0, most, *(bend for bend in bends if 0 <= bend <= most)}
