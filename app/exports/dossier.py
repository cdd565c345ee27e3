"""What a file is made of: the call, who takes part, the verdict, and how it was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.services.catalogue.schemas import DeadlinePublic, TopicPublic
from app.services.proposals.answers import ProposalAnswer
from rules.facts import Participant
from rules.verdict import Verdict


@dataclass(frozen=True)
class Subject:
    """The call; of one that is written out in a request no more is known than stands there."""

    identifier: str
    title: str | None = None
    programme: str | None = None
    type_of_action: str | None = None
    url: str | None = None
    deadlines: tuple[DeadlinePublic, ...] = ()
    deadline_on: date | None = None

    @classmethod
    def of(cls, topic: TopicPublic) -> "Subject":
        """A topic of the catalogue."""
        return cls(
            identifier=topic.identifier,
            title=topic.title,
            programme=topic.programme,
            type_of_action=topic.type_of_action,
            url=topic.url,
            deadlines=tuple(topic.deadlines),
        )


@dataclass(frozen=True)
class Seat:
    """One participant with the facts that were judged, and ``asked``: the entry of a request that names it."""

    participant: Participant
    asked: Mapping[str, Any]
    serves: tuple[str, ...] = ()
    because: str = ""

    @property
    def id(self) -> str:
        """The organisation's id."""
        return self.participant.id

    @property
    def name(self) -> str:
        """What people call it."""
        return self.participant.organisation.label


@dataclass(frozen=True)
class Team:
    """One consortium with its verdict; ``number`` counts the proposals of an answer from 1."""

    number: int
    seats: tuple[Seat, ...]
    verdict: Verdict

    @property
    def names(self) -> Mapping[str, str]:
        """What to call each participant, by id."""
        return {seat.id: seat.name for seat in self.seats}


@dataclass(frozen=True)
class Dossier:
    """Everything a file tells.

    ``about`` are the fields of a request that name the call, the day and the facts of the proposal; ``None`` where
    nobody knows the call well enough to ask again. ``answer`` is what the JSON interface gives. ``lost``: ids of
    participants who were not found; no more is told of them than request and answer say.
    """

    subject: Subject
    about: Mapping[str, Any] | None
    teams: tuple[Team, ...]
    answer: ProposalAnswer | Verdict
    made_on: date
    others: Mapping[str, str] = field(default_factory=dict)
    lost: tuple[str, ...] = ()

    @property
    def is_proposal(self) -> bool:
        """Whether it answers a request for consortia, and not one for a verdict."""
        return isinstance(self.answer, ProposalAnswer)

    @property
    def kind(self) -> str:
        """What it is called in names of files."""
        return "proposal" if self.is_proposal else "verdict"
