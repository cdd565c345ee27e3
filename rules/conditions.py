"""A condition: one thing that is asked, with its source, its dates and its legal force."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from rules.requirements import AnyRequirement


class Force(StrEnum):
    """What follows when the condition is not met. Only the first two decide the verdict."""

    ELIGIBILITY = "eligibility"
    ADMISSIBILITY = "admissibility"
    FUNDING = "funding"
    EVALUATION = "evaluation"
    ADVICE = "advice"


DECIDING = (Force.ELIGIBILITY, Force.ADMISSIBILITY)


TestDay = Literal["budget_year", "deadline", "grant_signature", "whole_life", "as_of"]
"""On which day a condition has to hold; ``whole_life``: from the signature of the grant until the action ends."""


class Origin(StrEnum):
    """Where a condition comes from."""

    RULEBOOK = "rulebook"
    TOPIC_TEXT = "topic_text"
    DECLARED = "declared"


class Confidence(StrEnum):
    """How sure we are of a rule. A mark rises only by reading the primary text."""

    SOURCED = "sourced"
    SECONDARY = "secondary"
    RECALLED = "recalled"
    UNCERTAIN = "uncertain"


class Source(BaseModel):
    """Where it is written, and when somebody looked."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: str
    article: str | None = None
    page: str | None = None
    url: str | None = None
    quote: str | None = None
    checked_on: date | None = None
    confidence: Annotated[Confidence, Field(strict=False)]


class Condition(BaseModel):
    """A rule as it stands for one call, after the layers are resolved.

    ``because`` says why it stands there: by which default or name, and for which time.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str
    force: Force
    origin: Origin
    requirement: AnyRequirement
    source: Source
    effect: Literal["adds", "replaces", "amends"] = "adds"
    cannot_check: str | None = None
    tested_on: TestDay | None = None
    because: str | None = None

    @property
    def decides(self) -> bool:
        """Whether it can change the status of the verdict."""
        return self.force in DECIDING
