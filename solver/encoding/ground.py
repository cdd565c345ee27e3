"""Over whom a condition counts, how answers are taken there, and where its rows go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rules.codes import Role
from rules.facts import FactValue, Participant
from rules.requirements import AnyRequirement, Filter
from rules.truth import Answer, conjunction, negate, unknown
from solver.answers import Answers
from solver.matrix import Rows
from solver.members import Placed
from solver.readings import Answered, View

ELSEWHERE = unknown("country")
"""Of somebody whose country nobody knows: whether it belongs to one country's participants."""


@dataclass(frozen=True)
class Ground:
    """The seats over which one condition counts; all of the consortium, or those of one country.

    Of the entrants in ``doubtful`` it is unknown whether they belong here, that is to ``country``: they help nothing
    and burden everything.
    ``agreed`` take part already, in these roles; ``condition`` is the id under which people answer.
    """

    rows: Rows
    answers: Answers
    view: View
    condition: str
    seats: Sequence[Placed]
    agreed: Sequence[Participant]
    doubtful: frozenset[str] = frozenset()
    country: str | None = None

    def under(self, literal: int) -> "Ground":
        """The same, with rows that count only where this column is 1."""
        return replace(self, rows=self.rows.where(literal))

    def seen(self, view: View) -> "Ground":
        """The same, with answers taken in another way."""
        return replace(self, view=view)

    def strict(self) -> "Ground":
        """The same, with facts that nobody has stated helping nothing."""
        return self.seen(replace(self.view, facts_may_turn_out_well=False))

    def of_country(self, country: str | None, seats: Iterable[Placed], doubtful: Iterable[Placed]) -> "Ground":
        """One country's participants, and those who may be of it; ``None`` is a country that nobody knows."""
        unsure = list(doubtful)
        names = frozenset(placed.entrant.id for placed in unsure)
        return replace(self, seats=[*seats, *unsure], doubtful=names, country=country)

    def country_of(self, placed: Placed) -> str | None:
        """Where somebody sits who belongs here."""
        return placed.seat.participant.organisation.country or self.country

    def in_roles(self, roles: Iterable[Role]) -> list[Placed]:
        """The seats in these roles in which somebody may be counted."""
        wanted = set(roles)
        return [placed for placed in self.seats if placed.role in wanted and placed.terms]

    def is_doubtful(self, placed: Placed) -> bool:
        """Whether it is unknown whether the seat belongs here."""
        return placed.entrant.id in self.doubtful

    def holds(self, where: Filter, placed: Placed) -> Answered:
        """What the filter says of whoever sits there, wherever it belongs."""
        return self.answers.holds(where, placed.seat.participant, placed.seat.profile)

    def would_help(self, where: Filter, placed: Placed) -> bool:
        """Whether the seat counts towards a minimum if it belongs here."""
        return self.view.helps(self.holds(where, placed))

    def helps(self, where: Filter, placed: Placed) -> bool:
        """Whether the seat counts towards a minimum here."""
        return not self.is_doubtful(placed) and self.would_help(where, placed)

    def burdens(self, where: Filter, placed: Placed) -> bool:
        """Whether the seat counts against a maximum here."""
        answers = self.holds(where, placed)
        if self.is_doubtful(placed):
            answers = {world: conjunction([answer, ELSEWHERE]) for world, answer in answers.items()}
        return self.view.burdens(answers)

    def bars(self, requirement: AnyRequirement, placed: Placed) -> bool:
        """Whether an admission keeps the seat empty."""
        return self.view.bars(self.answers.bars(requirement, placed.seat.participant, placed.seat.profile))

    def agrees(self, requirement: AnyRequirement, agreed: Sequence[Participant] = ()) -> bool:
        """Whether what does not hang on newcomers holds of those agreed."""
        return self.view.agrees(self.answers.law.truths(requirement, self.condition, agreed))

    def stated(self, facts: Mapping[str, FactValue]) -> bool:
        """Whether these facts of the proposal are stated with these values."""
        return self.view.agrees(self.answers.law.stated(facts))

    def denied(self, facts: Mapping[str, FactValue]) -> bool:
        """Whether one of them is stated with another value."""
        stated = self.answers.law.stated(facts)
        return self.view.agrees({world: negate(Answer(truth)).truth for world, truth in stated.items()})
