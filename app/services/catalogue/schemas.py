"""The catalogue as other software sees it: names and shapes of the public contract, section 4."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Generic, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, PlainSerializer, PrivateAttr

from rules.facts import Organisation as OrganisationFacts
from rules.facts import euro_number

Item = TypeVar("Item")
Euro = Annotated[Decimal, PlainSerializer(euro_number, return_type=int | float, when_used="json")]
"""Euro as a number with at most two decimals."""
TopicStatus = Literal["forthcoming", "open", "closed"]
Formalisation = Literal["own", "hosted", "none", "unknown"]


class Public(BaseModel):
    """Base of all answers: frozen."""

    model_config = ConfigDict(frozen=True)


class Page(Public, Generic[Item]):
    """Some items of a list; ``next`` is the cursor of the following page, ``null`` when this is the last."""

    items: Sequence[Item]
    next: str | None


class DeadlinePublic(Public):
    """With ``hour_known: false`` the instant is 00:00 Brussels time of that day, and it passes when the day ends."""

    at: datetime
    hour_known: bool
    stage: Literal[1, 2] | None


class BudgetPublic(Public):
    """In euro; ``null`` is not stated. ``shared``: the total is one pot for several topics of the call."""

    total: Euro | None
    grants: int | None
    min: Euro | None
    max: Euro | None
    shared: bool
    by_year: dict[int, Euro]


class SourcePublic(Public):
    """Where and when this state of the topic was first read; ``confidence`` where that was not the portal itself."""

    name: str
    url: str
    retrieved_at: datetime
    sha256: str | None
    confidence: str | None


class TopicPublic(Public):
    """A topic with its status on the day that was asked about.

    ``inherited`` are fields that its source leaves open, known from another (``budget.total``).
    """

    identifier: str
    kind: Literal[1, 2]
    call_identifier: str | None
    call_title: str | None
    title: str
    programme: str
    programme_division: Sequence[str]
    type_of_action: str | None
    types_of_action: Sequence[str]
    status: TopicStatus
    portal_status: TopicStatus
    opens_on: date | None
    deadline_model: str | None
    deadlines: Sequence[DeadlinePublic]
    budget: BudgetPublic
    url: str
    destination: str | None
    keywords: Sequence[str]
    cross_cutting: Sequence[str]
    allow_partner_search: bool | None
    gone_since: datetime | None
    source: SourcePublic
    inherited: Sequence[str]
    _description_html: str | None = PrivateAttr(default=None)

    @property
    def description_html(self) -> str | None:
        """The description as captured, not sanitised: for whoever ranks topics, and no part of the answer."""
        return self._description_html

    def described(self, html: str | None) -> Self:
        """The same topic, once its description is known."""
        self._description_html = html
        return self


class TopicText(Public):
    """The texts of a topic as captured, not sanitised. ``sha256`` is over both; ``None`` when there is no text."""

    description_html: str | None
    conditions_html: str | None
    sha256: str | None


class TopicChangePublic(Public):
    """One field that changed between two readings; ``announced`` when only the source's news said so."""

    seen_at: datetime
    field: str
    before: Any
    after: Any
    announced: bool


class OrganisationPublic(OrganisationFacts):
    """An organisation of the catalogue: its facts, and how well they are known."""

    evidence: str | None = None
    confidence: str | None = None
    as_of: date | None = None
    source: str | None = None

    def facts(self) -> OrganisationFacts:
        """The facts alone, as rules and solver take them."""
        return OrganisationFacts.model_validate(self.model_dump(include=set(OrganisationFacts.model_fields)))


class Position(Public):
    """Where the city lies (WGS 84)."""

    lat: float
    lon: float


class ClusterPublic(Public):
    """A cluster; ``managing_organisation`` is the one that acts for it, or ``null`` when there is none."""

    id: str
    name: str
    aliases: Sequence[str]
    denomination: str
    country: str
    nuts: str | None
    city: str | None
    position: Position | None
    website: str | None
    ecosystems: Sequence[str]
    managing_organisation: OrganisationPublic | None
    formalisation: Formalisation
    evidence: str | None
    confidence: str | None
    as_of: date | None
    source: str
