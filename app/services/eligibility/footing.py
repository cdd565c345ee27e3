"""An organisation under one law: what is answered about it before every topic of that law.

Only what the topic itself asks is added for each of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.services.eligibility.seats import ROLES, Seat
from app.services.eligibility.told import OPEN_QUESTIONS, Questions, Told
from rules.codes import Role
from rules.entries import Status
from rules.once import once, once_said
from rules.verdict import Judged, Whole


@dataclass(frozen=True, eq=False)
class Footing:
    """An organisation under one law, whichever of its topics it looks at."""

    seats: tuple[Seat, ...]
    gives_grants: bool
    is_encoded: bool

    @once
    def open_seats(self) -> list[Seat]:
        """The roles that nothing known speaks against; none where the law is not encoded: that is not a yes."""
        return [seat for seat in self.seats if not seat.is_barred] if self.is_encoded and self.gives_grants else []

    @once
    def best(self) -> Seat:
        """The open role with the most say, else that of a beneficiary, whose obstacles are the ones to know."""
        return next((seat for seat in self.seats if not seat.is_barred), self.seats[ROLES.index(Role.BENEFICIARY)])

    @once
    def about_the_project(self) -> Questions:
        """Conditions on the project."""
        return Questions([entry for ruling in self.seats[0].rulings for entry in ruling.about_the_project.entries])

    @once
    def roles(self) -> list[Role]:
        """Those that nothing known speaks against."""
        return [seat.role for seat in self.open_seats]

    @once
    def funded(self) -> bool | None:
        """Whether it is funded in the best of them."""
        if not self.is_encoded:
            return None
        return self.best.funded if self.open_seats else False

    @once
    def coordinator(self) -> bool | None:
        """Whether it could coordinate."""
        lead = self.seats[ROLES.index(Role.COORDINATOR)]
        if lead.is_barred or not self.gives_grants:
            return False
        return True if self.is_encoded and lead.is_sure else None

    @once_said
    def still_needed(self) -> list[str]:
        """What the consortium lacks with the organisation in it."""
        needed = (sentence for ruling in self.best.rulings for sentence in ruling.lacking)
        return list(dict.fromkeys(needed)) if self.open_seats else []

    @once
    def _statuses(self) -> frozenset[Status]:
        return self.best.statuses.union(self.about_the_project.statuses)

    def status(self, own: Questions) -> Whole:
        """About the organisation and a topic that asks this by itself."""
        if not self.gives_grants:
            return "out_of_scope"
        statuses = self._statuses | own.statuses
        if Status.NOT_MET in statuses:
            return "ineligible"
        if not statuses.isdisjoint(OPEN_QUESTIONS):
            return "undetermined"
        return "eligible_on_condition" if Status.CONDITIONAL in statuses else "eligible"

    def conditions(self, own: Questions) -> list[Judged]:
        """What is open or not met in the best role, what bars the roles above it, and the questions about the call."""
        return list({**self._told, **own.told, **self._told_of_the_project}.values())

    @once_said
    def _told(self) -> Told:
        above = self.seats[: ROLES.index(self.best.role)]
        barring = (ruling.told_barring for seat in above for ruling in seat.rulings)
        return _together([*(ruling.told for ruling in self.best.rulings), *barring])

    @once_said
    def _told_of_the_project(self) -> Told:
        return _together(ruling.about_the_project.told for ruling in self.seats[0].rulings)


def _together(told: Iterable[Told]) -> Told:
    """A condition that stands there twice keeps its first place."""
    together: Told = {}
    for one in told:
        together.update(one)
    return together
