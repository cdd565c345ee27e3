"""What is asked about a consortium for as long as somebody follows it."""

from typing import Annotated, Any

from pydantic import Field

from app.services.verdicts.requests import MOST_PARTICIPANTS, AboutCall, ParticipantRequest, VerdictRequest

ASKED = ("topic", "call", "facts", "participants")
"""The fields that a verdict is given about."""

Participants = Annotated[list[ParticipantRequest], Field(max_length=MOST_PARTICIPANTS)]


class Question(AboutCall):
    """What a verdict on a consortium is given about; it is always asked as of the day."""

    participants: Annotated[Participants, Field(description="may be empty while it is an idea")] = []

    def as_verdict(self) -> VerdictRequest:
        """The same as a request for a verdict."""
        return VerdictRequest.model_validate(self.stated())

    def stated(self) -> dict[str, Any]:
        """What was stated, as JSON."""
        return self.model_dump(mode="json", exclude_unset=True, include=set(ASKED))
