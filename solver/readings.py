"""How the solver takes three-valued answers: certainly, as hoped, or open.

The readings are tried in this order, and the first in which there is a consortium gives the proposal. In all of them an
unknown country, region or kind never helps to reach a minimum and always counts against a maximum.
"""

from enum import StrEnum

from rules.context import Context
from rules.facts import Participant
from rules.filters import holds
from rules.judging.admission import bar
from rules.requirements import Admit, Coordinator, Filter
from rules.resolution import Applicable
from rules.truth import Answer, Truth, negate
from solver.law import Law

WHERE_AND_WHAT = frozenset({"country", "nuts", "kinds"})
"""Facts that never help a minimum while they are unknown."""


class Reading(StrEnum):
    """How sure a composition has to be.

    ``CERTAIN``: with and without the pending agreements, and for conditions of which it is unknown whether they apply.
    ``HOPED``: pending agreements apply, conditions that may not apply are not asked. ``OPEN``: moreover facts that
    nobody has stated, other than country, region and kind, turn out well; the proposal carries the questions.
    """

    CERTAIN = "certain"
    HOPED = "hoped"
    OPEN = "open"

    def helps(self, answers: tuple[Answer, Answer]) -> bool:
        """Whether a participant with these answers (as signed, as hoped) counts towards a minimum."""
        signed, hoped = answers
        if self is Reading.CERTAIN:
            return signed.truth is hoped.truth is Truth.TRUE
        return hoped.truth is Truth.TRUE or (self is Reading.OPEN and _may_turn_out_well(hoped))

    def burdens(self, answers: tuple[Answer, Answer]) -> bool:
        """Whether a participant with these answers counts against a maximum."""
        signed, hoped = answers
        if self is Reading.CERTAIN:
            return not (signed.truth is hoped.truth is Truth.FALSE)
        if hoped.truth is Truth.UNKNOWN:
            return self is Reading.HOPED or not _may_turn_out_well(hoped)
        return hoped.truth is Truth.TRUE

    def asks(self, entry: Applicable) -> bool:
        """Whether the condition is asked at all in this reading."""
        return self is Reading.CERTAIN or not entry.hangs_on


def _may_turn_out_well(answer: Answer) -> bool:
    return answer.truth is Truth.UNKNOWN and not answer.missing & WHERE_AND_WHAT


class Answers:
    """What the rules' own filters say, in both worlds; participants alike to every filter are asked once."""

    def __init__(self, law: Law) -> None:
        self._worlds: tuple[Context, Context] = (law.signed, law.hoped)
        self._known: dict[tuple[int, int], tuple[Answer, Answer]] = {}
        self._profiles: dict[str, int] = {}
        self._irrelevant = {"id", "name", "pic", "website", "control_group", "ecosystems", "competences"}
        if not law.mentions("region_in"):
            self._irrelevant.add("nuts")

    def profile(self, participant: Participant) -> int:
        """A number for all that the filters of this call can read of the participant."""
        organisation = participant.organisation.model_dump_json(exclude=self._irrelevant, exclude_defaults=True)
        facts = sorted(participant.facts.items())
        profile = f"{participant.role}|{participant.sub_roles}|{facts}|{organisation}"
        return self._profiles.setdefault(profile, len(self._profiles))

    def holds(self, where: Filter, participant: Participant, profile: int) -> tuple[Answer, Answer]:
        """Whether the filter holds of the participant: as signed, as hoped."""
        key = (id(where), profile)
        if key not in self._known:
            signed, hoped = (holds(where, participant, context) for context in self._worlds)
            self._known[key] = (signed, hoped)
        return self._known[key]

    def bars(self, entry: Applicable, participant: Participant, profile: int) -> tuple[Answer, Answer]:
        """Whether an admission condition bars the participant from its role: as signed, as hoped."""
        key = (id(entry), profile)
        if key not in self._known:
            signed, hoped = (_barred(entry, participant, context) for context in self._worlds)
            self._known[key] = (signed, hoped)
        return self._known[key]


def _barred(entry: Applicable, participant: Participant, context: Context) -> Answer:
    match entry.condition.requirement:
        case Admit() as admission:
            return bar(admission, participant, context)
        case Coordinator(where=where):
            return negate(holds(where, participant, context))
        case other:
            raise TypeError(f"{other.kind} is no condition of admission")
