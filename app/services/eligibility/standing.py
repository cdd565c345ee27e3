"""What one organisation by itself may be in a call, told apart from what the rest of the consortium has to bring.

The organisation is judged alone, once in each role. Conditions about the participant decide which roles are open to
it; conditions about the consortium say what is still needed with it in; conditions about the project are questions to
the applicant or to whoever reads the call.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import lru_cache

from app.services.eligibility.footing import Footing
from app.services.eligibility.prospects import Law, Prospect, prospect_of
from app.services.eligibility.seats import ROLES, Ruling, Seat, seat
from app.services.eligibility.told import Questions
from app.services.verdicts.topic_calls import Asked
from rules.assessment import assess
from rules.bench import Bench
from rules.codes import Role
from rules.entries import Entry
from rules.facts import Organisation, Participant
from rules.rulebook import Rulebook

KEPT = 16
"""Organisations that are remembered, some 3 MB each after a thousand topics."""


@dataclass(frozen=True)
class Standing:
    """An organisation before one call: its footing, and what the call itself asks."""

    footing: Footing
    own: Questions

    @property
    def questions(self) -> tuple[Entry, ...]:
        """The conditions about the project, and law nobody encoded."""
        return (*self.own.entries, *self.footing.about_the_project.entries)


class Examiner:
    """Judges one organisation before many calls: each law once, and each condition once for all laws it is part of."""

    def __init__(self, organisation: Organisation, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self._alone = {role: Participant(organisation=organisation, role=role) for role in ROLES}
        self._rulings: dict[Role, dict[Hashable, Ruling]] = {role: {} for role in ROLES}
        self._footings: dict[tuple[Law, bool, bool], Footing] = {}

    def examine(self, asked: Asked) -> Standing:
        """The organisation before one call of the catalogue."""
        return self.stand_before(prospect_of(asked, self.rulebook))

    def stand_before(self, prospect: Prospect) -> Standing:
        """The organisation before a call that was made ready."""
        return Standing(self.footing(prospect), prospect.questions(self._alone[Role.COORDINATOR]))

    def footing(self, prospect: Prospect) -> Footing:
        """The organisation under the law of a call."""
        key = (prospect.law, prospect.gives_grants, prospect.is_encoded)
        if key not in self._footings:
            seats = tuple(self._seat(prospect.law, role) for role in ROLES)
            self._footings[key] = Footing(seats, prospect.gives_grants, prospect.is_encoded)
        return self._footings[key]

    def _seat(self, law: Law, role: Role) -> Seat:
        """Judged one by one, unless what one condition says changes another: then all of them together."""
        known, bench = self._rulings[role], Bench([self._alone[role]], law.context)
        for key, applicable in law.keyed[role]:
            if key not in known:
                known[key] = Ruling(role, bench.judge(applicable))
        rulings = [known[key] for key, _ in law.keyed[role]]
        if any(ruling.touches_others for ruling in rulings):
            rulings = [Ruling(role, assess(law.resolution, [self._alone[role]], law.context).entries)]
        return seat(role, rulings)


@dataclass(frozen=True)
class _Subject:
    """Who is examined: everything that is known of the organisation."""

    key: tuple[Hashable, ...]
    organisation: Organisation = field(compare=False)
    rulebook: Rulebook = field(compare=False)


def examiner_of(organisation: Organisation, rulebook: Rulebook) -> Examiner:
    """The examiner of an organisation, which remembers it from the page before and from yesterday."""
    return _examiner(_Subject((id(rulebook), organisation.model_dump_json()), organisation, rulebook))


@lru_cache(maxsize=KEPT)
def _examiner(subject: _Subject) -> Examiner:
    return Examiner(subject.organisation, subject.rulebook)
