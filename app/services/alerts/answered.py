"""An answer in short, as it is kept: by what it is compared with the next one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from app.db.tables import SavedQuestion
from app.services.catalogue.schemas import DeadlinePublic, TopicPublic, TopicStatus


class Kept(BaseModel):
    """A part of what is kept."""

    model_config = ConfigDict(frozen=True)


class Due(Kept):
    """A deadline. ``sequence`` counts how often it has moved, ``since`` is when it was last found to have."""

    at: datetime
    hour_known: bool
    stage: int | None
    sequence: int = 0
    since: datetime

    def says_the_same_as(self, other: "Due") -> bool:
        """Whether it is the same deadline at the same time."""
        return (self.at, self.hour_known, self.stage) == (other.at, other.hour_known, other.stage)


class Match(Kept):
    """A topic that a question is about, and the roles in which it could be entered."""

    identifier: str
    title: str
    status: TopicStatus
    roles: Sequence[str]
    deadlines: Sequence[Due]

    def with_history(self, before: "Match | None") -> "Match":
        """The same, with what is known of each deadline from before."""
        known = () if before is None else before.deadlines
        deadlines = [
            _continued(due, known[place] if place < len(known) else None) for place, due in enumerate(self.deadlines)
        ]
        return self.model_copy(update={"deadlines": deadlines})

    def has_deadlines_of(self, other: "Match") -> bool:
        """Whether none has moved, come or gone."""
        return len(self.deadlines) == len(other.deadlines) and all(
            mine.says_the_same_as(theirs) for mine, theirs in zip(self.deadlines, other.deadlines, strict=True)
        )


def _continued(due: Due, before: Due | None) -> Due:
    if before is None:
        return due
    if due.says_the_same_as(before):
        return before
    return due.model_copy(update={"sequence": before.sequence + 1})


def match_of(topic: TopicPublic, roles: Sequence[str], found_at: datetime) -> Match:
    """What is kept of a topic."""
    return Match(
        identifier=topic.identifier,
        title=topic.title,
        status=topic.status,
        roles=list(roles),
        deadlines=[_due(deadline, found_at) for deadline in topic.deadlines],
    )


def _due(deadline: DeadlinePublic, found_at: datetime) -> Due:
    return Due(at=deadline.at, hour_known=deadline.hour_known, stage=deadline.stage, since=found_at)


class Answered(Kept):
    """An answer in short, and what it hangs on.

    ``revision`` of the catalogue, ``at`` by the law's clock, version of the ``ruleset``, and the hash of what was known
    of the organisations: as long as they stay, so does the answer. ``matches`` are by identifier in lower case;
    ``verdict`` as it is kept of consortia. ``problem`` says why it could not be answered the last time.
    """

    revision: int
    at: datetime
    ruleset: str
    facts: str
    who: str
    matches: Mapping[str, Match] = {}
    verdict: dict[str, Any] | None = None
    problem: str | None = None

    @classmethod
    def of(cls, row: SavedQuestion) -> Self | None:
        """The last answer of a question, if it was ever asked."""
        return None if row.answered is None else cls.model_validate(row.answered)

    def after(self, before: Self | None) -> Self:
        """As it is kept after an earlier one: what could not be answered now stays what it was."""
        if before is None:
            return self
        if self.problem is not None:
            return self.model_copy(update={"matches": before.matches, "verdict": before.verdict, "who": before.who})
        matches = {key: match.with_history(before.matches.get(key)) for key, match in self.matches.items()}
        return self.model_copy(update={"matches": matches})
