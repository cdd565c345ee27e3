"""Over whom a condition counts, how answers are taken there, and where its rows go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rules.codes import Role
from rules.facts import FactValue, Participant
from rules.requirements import AnyRequirement, Filter
from rules.truth import Answer, conjunction, negate, unknown
from solver.board import Board
from solver.law import Law
from solver.model import Linear, Mask, Model, any_of
from solver.people.crowd import Crowd
from solver.readings import Answered, View
from solver.rows import Rows

ELSEWHERE = unknown("country")
"""Of somebody whose country nobody knows: whether it belongs to one country's participants."""

By = dict[int, Mask]
"""Seats by plane: who is meant in each."""


@dataclass(frozen=True, eq=False)
class Ground:
    """The seats over which one condition counts: those of everybody, or of one country.

    Of those in ``doubtful`` it is unknown whether they belong here, that is to ``country``: they help nothing and
    burden everything. ``agreed`` take part already, in these roles; ``condition`` is the id under which people answer.
    """

    rows: Rows
    board: Board
    view: View
    condition: str
    agreed: Sequence[Participant]
    inside: Mask | None = None
    doubtful: Mask | None = None
    country: str | None = None

    @property
    def crowd(self) -> Crowd:
        """Everybody who may take part."""
        return self.board.crowd

    @property
    def model(self) -> Model:
        """The model in which the rows are."""
        return self.rows.model

    @property
    def law(self) -> Law:
        """The law of the call."""
        return self.crowd.answers.law

    def under(self, literal: int) -> "Ground":
        """The same, with rows that count only where this column is 1."""
        return replace(self, rows=self.rows.where(literal))

    def seen(self, view: View) -> "Ground":
        """The same, with answers taken in another way."""
        return replace(self, view=view)

    def strict(self) -> "Ground":
        """The same, with facts that nobody has stated helping nothing."""
        return self.seen(replace(self.view, facts_may_turn_out_well=False))

    def of_country(self, country: str | None, inside: Mask, doubtful: Mask) -> "Ground":
        """One country's participants, and those who may be of it; ``None`` is a country that nobody knows."""
        return replace(self, inside=inside | doubtful, doubtful=doubtful, country=country)

    def in_roles(self, roles: Iterable[Role]) -> dict[Role, Mask]:
        """The seats in these roles in which somebody may be counted."""
        wanted = set(roles)
        planes = {role: plane for role, plane in self.board.planes.items() if role in wanted}
        return {role: self._here(self.model.planes[plane].mask) for role, plane in planes.items()}

    def _here(self, mask: Mask) -> Mask:
        return mask if self.inside is None else mask & self.inside

    def by_plane(self, seats: Mapping[Role, Mask]) -> By:
        """The same seats by plane."""
        return {self.board.planes[role]: mask for role, mask in seats.items()}

    def sure(self, seats: Mapping[Role, Mask]) -> dict[Role, Mask]:
        """Those that certainly belong here."""
        return dict(seats) if self.doubtful is None else {role: mask & ~self.doubtful for role, mask in seats.items()}

    def would_help(self, where: Filter, seats: Mapping[Role, Mask]) -> dict[Role, Mask]:
        """The seats that count towards a minimum if they belong here."""
        return {role: mask & self._would_help(where, role) for role, mask in seats.items()}

    def _would_help(self, where: Filter, role: Role) -> Mask:
        return self.crowd.holds(where, role).mask(("helps", self.view), self.view.helps)

    def helps(self, where: Filter, seats: Mapping[Role, Mask]) -> dict[Role, Mask]:
        """The seats that count towards a minimum here."""
        return self.sure(self.would_help(where, seats))

    def burdens(self, where: Filter, seats: Mapping[Role, Mask]) -> dict[Role, Mask]:
        """The seats that count against a maximum here."""
        return {role: mask & self._burdens(where, role) for role, mask in seats.items()}

    def _burdens(self, where: Filter, role: Role) -> Mask:
        told = self.crowd.holds(where, role)
        known_here = told.mask(("burdens", self.view), self.view.burdens)
        if self.doubtful is None:
            return known_here
        if_here = told.mask(("burdens if here", self.view), lambda answers: self.view.burdens(_if_here(answers)))
        return np.where(self.doubtful, if_here, known_here)

    def barred(self, requirement: AnyRequirement, seats: Mapping[Role, Mask]) -> dict[Role, Mask]:
        """The seats that an admission keeps empty."""
        return {role: mask & self._bars(requirement, role) for role, mask in seats.items()}

    def _bars(self, requirement: AnyRequirement, role: Role) -> Mask:
        return self.crowd.bars(requirement, role).mask(("bars", self.view), self.view.bars)

    def agrees(self, requirement: AnyRequirement, agreed: Sequence[Participant] = ()) -> bool:
        """Whether what does not hang on newcomers holds of those agreed."""
        return self.view.agrees(self.law.truths(requirement, self.condition, agreed))

    def stated(self, facts: Mapping[str, FactValue]) -> bool:
        """Whether these facts of the proposal are stated with these values."""
        return self.view.agrees(self.law.stated(facts))

    def denied(self, facts: Mapping[str, FactValue]) -> bool:
        """Whether one of them is stated with another value."""
        stated = self.law.stated(facts)
        return self.view.agrees({world: negate(Answer(truth)).truth for world, truth in stated.items()})

    def number_of(self, seats: Mapping[Role, Mask]) -> Linear:
        """How many of the seats are taken."""
        return counted(self.by_plane(seats))


def counted(seats: Mapping[int, Mask]) -> Linear:
    """How many of these literals are 1."""
    return Linear({plane: mask.astype(np.int64) for plane, mask in seats.items() if mask.any()})


def within(seats: Mapping[Role, Mask], those: Mask) -> dict[Role, Mask]:
    """Of the seats those of these people."""
    return {role: mask & those for role, mask in seats.items()}


def whoever(seats: Mapping[Role, Mask], n: int) -> Mask:
    """Who has one of the seats."""
    return any_of(seats.values(), n)


def _if_here(answers: Answered) -> Answered:
    return {world: conjunction([answer, ELSEWHERE]) for world, answer in answers.items()}
