"""What can be asked about consortia. Participants, call and facts are those of the public contract."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from app.db.tables import Consortium
from app.services.catalogue.listing import Query, Term
from app.services.consortia.states import ConsortiumState
from app.services.following.question import Question
from app.services.names import Name
from app.services.proposals.requests import Options
from rules.codes import Role
from rules.facts import Day, Facts, Label

LONGEST_NOTE = 10_000

Note = Annotated[str, Field(max_length=LONGEST_NOTE)]


class ConsortiumRequest(Question):
    """A consortium as a whole. ``state`` is where it begins; later it moves by a request of its own."""

    title: Name
    state: Annotated[ConsortiumState, Field(strict=False)] | None = None
    note: Note | None = None


class ConsortiumQuery(Query):
    """Parameters of the list of consortia."""

    state: ConsortiumState | None = None
    topic: Annotated[Term, Field(description="identifier of a topic, in any letter case")] | None = None


class StateRequest(Facts):
    """Where a consortium shall go from where it is."""

    state: Annotated[ConsortiumState, Field(strict=False)]
    acknowledged: Annotated[
        list[Label] | None,
        Field(
            description="ids of all conditions that are not met, to agree or submit in spite of an ineligible verdict"
        ),
    ] = None


class ApproachState(StrEnum):
    """What came of asking somebody."""

    TO_ASK = "to_ask"
    ASKED = "asked"
    INTERESTED = "interested"
    AGREED = "agreed"
    DECLINED = "declined"


class ApproachRequest(Facts):
    """An organisation that was, or is to be, asked to join."""

    organisation: Annotated[Label, Field(description="id of the catalogue, or of a cluster of one's own")]
    role: Annotated[Role, Field(strict=False)] = Role.BENEFICIARY
    state: Annotated[ApproachState, Field(strict=False)] = ApproachState.TO_ASK
    asked_on: Day | None = None
    contact: Annotated[Label, Field(description="id of a contact of one's own")] | None = None
    note: Note | None = None


class CompletionRequest(Options):
    """Who could join? Those who take part stay, and those who declined are left out."""


class DrillOptions(Options):
    """Who must not drop out? Those who declined take nobody's place."""


class AdoptionRequest(Facts):
    """Take what a job has proposed: as those who take part, or its newcomers as organisations to be asked."""

    job: Label
    proposal: Annotated[int, Field(ge=1, description="which of the proposals, counted from 1")] = 1
    into: Literal["participants", "approaches"] = "participants"


def question_of(row: Consortium) -> Question:
    """What a verdict on a kept consortium is given about."""
    return Question.model_validate(row.request)
