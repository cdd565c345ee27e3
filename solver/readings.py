"""How the solver takes three-valued answers: certainly, as hoped, or open.

The readings are tried in this order, and the first in which there is a consortium gives the proposal. In all of them an
unknown country, region, kind or sub-role never helps to reach a minimum and always counts against a maximum.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rules.applicable import Applicable
from rules.groups import World
from rules.truth import Answer, Truth

WHERE_AND_WHAT = frozenset({"country", "nuts", "kinds", "member_kinds"})
"""Facts that never help a minimum while they are unknown; so do sub-roles, each of which is a fact of its own."""

Answered = Mapping[World, Answer]
"""What a filter says of a participant in each world of pending agreements."""


@dataclass(frozen=True)
class View:
    """One way to take three-valued answers as certain.

    ``worlds``: in which of the two worlds of pending agreements an answer has to hold.
    ``facts_may_turn_out_well``: those that nobody has stated, other than country, region, kind and sub-role.
    ``people_may_agree``: so may what only the applicant or people can say.
    ``unknown_is_well``: an unknown answer hinders nothing, whatever it hangs on.
    """

    worlds: tuple[World, ...]
    facts_may_turn_out_well: bool = False
    people_may_agree: bool = False
    unknown_is_well: bool = False

    def helps(self, answers: Answered) -> bool:
        """Whether a participant with these answers counts towards a minimum."""
        return all(answer.truth is Truth.TRUE or self._is_taken_well(answer) for answer in self._seen(answers))

    def burdens(self, answers: Answered) -> bool:
        """Whether a participant with these answers counts against a maximum."""
        return not all(answer.truth is Truth.FALSE or self._is_taken_well(answer) for answer in self._seen(answers))

    def bars(self, barred: Answered) -> bool:
        """Whether a participant with these answers is kept out; any unknown lets in where facts may turn out well."""
        return not all(
            answer.truth is Truth.FALSE or (self.facts_may_turn_out_well and answer.truth is Truth.UNKNOWN)
            for answer in self._seen(barred)
        )

    def agrees(self, truths: Mapping[World, Truth]) -> bool:
        """Whether what does not hang on who takes part holds."""
        good = {Truth.TRUE, Truth.UNKNOWN} if self.people_may_agree else {Truth.TRUE}
        return all(truths[world] in good for world in self.worlds)

    def _is_taken_well(self, answer: Answer) -> bool:
        if self.unknown_is_well:
            return answer.truth is Truth.UNKNOWN
        return self.facts_may_turn_out_well and _may_turn_out_well(answer)

    def _seen(self, answers: Answered) -> Iterator[Answer]:
        return (answers[world] for world in self.worlds)


class Reading(StrEnum):
    """How sure a composition has to be.

    ``CERTAIN``: with and without the pending agreements, and for conditions of which it is unknown whether they apply.
    ``ASKED``: those are not asked, and what only the applicant or people can say may turn out well. ``HOPED``: moreover
    pending agreements apply. ``OPEN``: moreover facts that nobody has stated, other than country, region, kind and
    sub-role, turn out well. What turns out well is asked in the proposal.
    """

    CERTAIN = "certain"
    ASKED = "asked"
    HOPED = "hoped"
    OPEN = "open"

    @property
    def worlds(self) -> tuple[World, ...]:
        """The worlds of pending agreements in which everything has to hold."""
        return tuple(World) if self in (Reading.CERTAIN, Reading.ASKED) else (World.AS_HOPED,)

    @property
    def view(self) -> View:
        """How a plain condition is seen: what counts has to count in all the worlds at once."""
        return self._seen_in(self.worlds)

    @property
    def views(self) -> tuple[View, ...]:
        """How a condition made of others is seen, each time anew: in each world it may hold in another way."""
        return tuple(self._seen_in((world,)) for world in self.worlds)

    def _seen_in(self, worlds: tuple[World, ...]) -> View:
        return View(
            worlds=worlds,
            facts_may_turn_out_well=self is Reading.OPEN,
            people_may_agree=self is not Reading.CERTAIN,
        )

    def asks(self, entry: Applicable) -> bool:
        """Whether the condition is asked at all in this reading."""
        return self is Reading.CERTAIN or not entry.hangs_on


def _may_turn_out_well(answer: Answer) -> bool:
    if answer.truth is not Truth.UNKNOWN:
        return False
    return not any(fact in WHERE_AND_WHAT or fact.startswith("sub_role:") for fact in answer.missing)
