"""Which limits on contributions a requirement made of others asks to be kept: one set of them, or one of several.

What else such a requirement asks does not hang on the split. So the rule engine is asked what comes of the whole where
some of its limits are kept and the others are not; less is never better than more, and the smallest sets with which
the best can be had are the ways to keep it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rules.context import Context
from rules.facts import Participant
from rules.judging import Finding, judge_requirement
from rules.judging.composed import judge_alternatives, judge_when
from rules.requirements import Alternatives, AnyRequirement, Money, When, leaves_of
from rules.sentences import Text
from rules.truth import Truth

MOST_LIMITS = 12
"""So many limits on contributions in one requirement are looked at in every combination."""

Way = tuple[Money, ...]
"""Limits that are to be kept together."""

_ORDER = (Truth.FALSE, Truth.UNKNOWN, Truth.TRUE)


class TooManyLimits(ValueError):
    """A requirement has more limits on contributions than can be looked at in every combination."""


def is_about_money(requirement: AnyRequirement) -> bool:
    """Whether a limit on the budget is part of it."""
    return any(isinstance(leaf, Money) for leaf in leaves_of(requirement))


@dataclass(frozen=True)
class Options:
    """The ways to keep one condition on the budget, in one reading of the law.

    ``certain``: the best that can come of the condition, else only that it is not broken.
    """

    requirement: AnyRequirement
    condition: str
    participants: Sequence[Participant]
    context: Context
    certain: bool

    def ways(self) -> list[Way]:
        """The ways, those that keep the fewest limits first; none where it is broken whatever is kept.

        Raises:
            TooManyLimits: there are more limits in it than `MOST_LIMITS`.
        """
        leaves = [leaf for leaf in leaves_of(self.requirement) if isinstance(leaf, Money) and _is_ours(leaf)]
        if len(leaves) > MOST_LIMITS:
            raise TooManyLimits(f"{self.condition} has more than {MOST_LIMITS} limits on contributions")
        best = self._truth(leaves)
        if best is Truth.FALSE:
            return []
        wanted = _ORDER.index(best if self.certain else Truth.UNKNOWN)
        ways: list[Way] = []
        for kept in _subsets(leaves):
            is_larger = any(all(any(one is other for other in kept) for one in way) for way in ways)
            if not is_larger and _ORDER.index(self._truth(kept)) >= wanted:
                ways.append(kept)
        return ways

    def _truth(self, kept: Sequence[Money]) -> Truth:
        """What comes of the requirement where these limits are kept, and its others on contributions are not."""

        def judge(part: AnyRequirement, those: Sequence[Participant]) -> list[Finding]:
            match part:
                case Money() if _is_ours(part):
                    return [Finding(Truth.of(any(part is one for one in kept)), _tell_nothing)]
                case When():
                    return [judge_when(part, those, self.context, judge)]
                case Alternatives():
                    return [judge_alternatives(part, those, self.context, judge)]
                case _:
                    return judge_requirement(part, self.condition, those, self.context)

        truths = {finding.truth for finding in judge(self.requirement, self.participants) if finding.applies}
        return min(truths, key=_ORDER.index, default=Truth.TRUE)


def _tell_nothing() -> Text:
    return Text("", "")


def _is_ours(leaf: Money) -> bool:
    return leaf.of == "eu_contribution"


def _subsets(leaves: Sequence[Money]) -> Iterator[Way]:
    for number in range(len(leaves) + 1):
        yield from combinations(leaves, number)
