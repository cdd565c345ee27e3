"""What a tenant can have asked again and again. Nothing coerced, nothing ignored."""

from typing import Annotated, Literal

from pydantic import Field

from app.services.catalogue.listing import Country, Term
from app.services.eligibility.eligible_calls import EligibleQuery
from app.services.following.question import Question as ConsortiumQuestion
from app.services.names import Name
from app.services.strict_json import validated
from app.services.verdicts.requests import MOST_PARTICIPANTS, OrganisationOrId, ParticipantRequest
from rules.facts import Day, Facts


class Filters(Facts):
    """What the calls are narrowed to: the parameters of the list of eligible calls, and the organisation's ecosystems.

    Without ``role`` every call counts that nothing known bars the organisation from.
    """

    q: Term | None = None
    programme: Term | None = None
    type_of_action: Term | None = None
    status: Literal["open", "forthcoming"] | None = None
    opens_after: Day | None = None
    deadline_before: Day | None = None
    country: Country | None = None
    role: Literal["coordinator", "beneficiary", "associated_partner"] | None = None
    min_fit: Annotated[int, Field(ge=0, le=100)] = 0
    in_own_ecosystems: Annotated[
        bool, Field(description="only calls that speak of an ecosystem of the organisation")
    ] = False

    def query(self) -> EligibleQuery:
        """The same as parameters of the list.

        Raises:
            Invalid: the search is too long, or a day is none that anybody means.
        """
        return validated(EligibleQuery, self.model_dump(exclude_none=True, exclude={"in_own_ecosystems"}))


class EligibleCallsQuestion(Facts):
    """Which calls could this organisation enter?"""

    kind: Literal["eligible_calls"]
    organisation: Annotated[
        OrganisationOrId,
        Field(description="an organisation, a cluster, a cluster of the tenant's own, or the facts themselves"),
    ]
    filters: Filters = Filters()


class AskedOfConsortium(ConsortiumQuestion):
    """A request for a verdict; it is always asked as of the day."""

    participants: Annotated[list[ParticipantRequest], Field(min_length=1, max_length=MOST_PARTICIPANTS)]


class VerdictQuestion(Facts):
    """May these participants apply?"""

    kind: Literal["verdict"]
    request: AskedOfConsortium


Question = Annotated[EligibleCallsQuestion | VerdictQuestion, Field(discriminator="kind")]


class SavedQuestionRequest(Facts):
    """A question under a name."""

    name: Name
    question: Question
